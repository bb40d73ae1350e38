"""From the text of notices to drafts."""

from __future__ import annotations

import re
from datetime import date

from backend.kit.errors import Invalid
from backend.kit.money import positive
from backend.parsing.categories import classify
from backend.parsing.drafts import Draft, Evidence, Kind, Vocabulary, Why
from backend.parsing.kinds import direction
from backend.parsing.notices.fields import GAP, take_fields, take_noise
from backend.parsing.notices.issuers import find_issuer
from backend.parsing.notices.merchants import find_merchant
from backend.parsing.notices.recognise import is_cancellation, is_notice, reports_no_payment, split_notices

_DEPOSIT = re.compile(r"입금|\n급여\s*\n|환불\s?(?:완료|받았|되었|됐)|보냈어요|보내왔")
_NO_DEPOSIT = re.compile(r"승인|일시불|(?:출금|지급)\s?-?\d")
_ISSUER_AGAIN = re.compile(
    r"(?:KB국민|신한|삼성|현대|롯데|우리|하나|NH|농협|BC|씨티)(?:법인|가족)?(?:카드"
    r"|체크)?\s?\(?(?=[\d*]*\d)[\d*]{4}\)?\s?(?:체크|신용|해외)?(?:승인취소|승인|취소)?"
    r"|\[[가-힣A-Z]{2,6}카드\]|현대\s[가-힣A-Za-z]{2,10}\s?(?=승인|취소)"
)
_BLANKS = re.compile(r"[ \n]{9,}")
_WIDEST_GAP = 8
_LONGEST_NOTICE = 800
"""Real notices end before this; it bounds what a hostile one may cost."""
_ITEM = re.compile(r"\s'(?P<item>[^'\n]{1,80})'")
_TOSS_HEAD = re.compile(r"^\s*[\d,]+원\s(?:결제|출금|입금)")


def looks_like_notice(text: str) -> bool:
    """Tell whether a text is a pasted notice rather than a person's own line."""
    return is_notice(text)


def read_notices(
    text: str, today: date, ledger: str, vocabulary: Vocabulary
) -> tuple[list[Draft], list[str], Why | None]:
    """Read every notice of a text: drafts in order, the parts that report no payment, and why none."""
    drafts: list[Draft] = []
    unread: list[str] = []
    why: Why | None = None
    for whole in split_notices(_BLANKS.sub(lambda run: run.group()[:_WIDEST_GAP], text)):
        part = whole[:_LONGEST_NOTICE]
        if reports_no_payment(part):
            unread.append(part.strip())
            why = Why.NOT_A_PAYMENT
            continue
        found = _read_one(part, today, vocabulary, len(drafts))
        if isinstance(found, Draft):
            drafts.append(found)
        else:
            unread.append(part.strip())
            why = found
    del ledger
    return drafts, unread, None if drafts else why or Why.NOT_A_PAYMENT


def _read_one(part: str, today: date, vocabulary: Vocabulary, line: int) -> Draft | Why:
    body = take_noise(part)
    issuer = find_issuer(body)
    cancels = is_cancellation(body)
    deposit = _DEPOSIT.search(body) is not None and not cancels and not _NO_DEPOSIT.search(body)
    rest = body
    if issuer.start >= 0:
        rest = _without_issuer(rest, issuer.start, issuer.end)
    rest = _ISSUER_AGAIN.sub(GAP, rest)
    if issuer.digits:
        rest = rest.replace(issuer.digits, GAP, 1)
    if issuer.account:
        rest = rest.replace(issuer.account, GAP)
    fields = take_fields(rest, today, bank=bool(re.search("출금|입금|지급|금액|급여|CMS출", body)))
    if not fields.amounts:
        return Why.NO_AMOUNT
    value, currency = fields.amounts[0]
    try:
        amount = positive(value, currency or "KRW")
    except Invalid as invalid:
        return Why.AMOUNT_OUT_OF_RANGE if invalid.code == "money.out_of_range" else Why.AMOUNT_UNCLEAR
    merchant, card = find_merchant(fields.rest)
    method = issuer.label
    if card and (method is None or _TOSS_HEAD.search(body)) and not re.fullmatch(r"체크카드|신용카드", card):
        method = card
    kind = Kind.INCOME if deposit else Kind.EXPENSE
    description = merchant or (issuer.name or "")
    if not description:
        description = "입금" if deposit else "결제"
    back = "환불 " if "환불" in body else ""
    heading = direction(f"{merchant} {back}입금" if deposit else merchant)
    item = _ITEM.search(body)
    context = item["item"] if item else merchant or body[:200]
    choice = classify(merchant or description, context, kind, vocabulary)
    category, proof = choice.category, choice.evidence
    if deposit and heading.category and proof.rule in {"no_word_known", "word_list"}:
        category, proof = heading.category, Evidence("category", "income_word", merchant)
    return Draft(
        kind=kind,
        amount=amount,
        occurred_on=fields.on or today,
        description=description[:120],
        category=category,
        line=line,
        occurred_at=fields.at,
        payment_method=method,
        installments=fields.instalments,
        cancels=cancels,
        is_notice=True,
        likely=choice.likely,
        evidence=(
            Evidence("amount", "notice", fields.amount_words),
            Evidence(
                "occurred_on",
                "notice" if fields.on else "no_day_word",
                fields.on.isoformat() if fields.on else "",
            ),
            proof,
        ),
    )


def _without_issuer(text: str, start: int, end: int) -> str:
    """Take out the issuer with the digits, brackets and words that stick to its name."""
    rest = text[end:]
    head = re.match(
        r"[\])]?\s?(?:카드)?\s?(?:신용|체크|법인|기업"
        r"|가족)?\s?(?:[\[(]?[\d*]{4,8}(?![/\d,:])[\])]?)?(?:\(기업\)|\(법인\))?\s?(?:체크|신용|법인"
        r"|해외)?(?:카드)?(?:번호입력)?\s?-?(?:승인취소|매출취소|승인|취소|결제(?![가-힣])|사용"
        r" 알림)?[\])]?",
        rest,
    )
    cut = end + (head.end() if head else 0)
    before = text[:start]
    # A table names the card at its end of a line: what precedes the issuer there is no field of its own.
    before = re.sub(r"[\[(<]\s*$", "", before)
    return before + GAP + text[cut:]
