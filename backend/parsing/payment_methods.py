"""How it was paid, where a chat line says so: 신한카드로, 현금, 카카오페이, on amex."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ISSUER = (
    r"(?:KB\s?국민|NH\s?농협|신한|삼성|현대|국민|KB|롯데|우리|하나|농협|NH|BC|비씨|씨티|카카오뱅크|카카오"
    r"|카뱅|토스뱅크|토스|케이뱅크|케뱅|기업|IBK"
    r"|네이버|수협|새마을|신협|우체국|쿠팡|스마일|트래블월렛|트래블로그|법인|가족|회사|엄마|아빠|남편"
    r"|와이프|내|제)"
)
_CARD = rf"(?:{_ISSUER}\s?)?(?:체크|신용|법인|가족|선불)?\s?카드"
_PAY = (
    r"(?:카카오페이|카카오\s?페이|카페이|네이버페이|네이버\s?페이|네페|삼성페이|삼페|애플페이|토스페이"
    r"|제로페이|페이코|쿠페이|쿠팡페이|스마일페이"
    r"|엘페이|L\.?PAY|SSG페이|쓱페이|구글페이|지역화폐|서울사랑상품권|온누리상품권|상품권|문상"
    r"|민생회복지원금|소비쿠폰|기프티콘|기프트카드|법카|신카|체카|카드|포인트|마일리지|토스|계좌이체"
    r"|무통장(?:입금)?|현금|현찰|캐시|대출|트래블월렛|트래블로그)"
)
_KO = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<method>{_CARD}|{_PAY})\s?"
    r"(?P<use>으로\s?(?:결제|계산|긁\S*|내고|냄|냈\S*)?|로\s?(?:결제|계산|긁\S*|내고|냄|냈\S*|사용)?"
    r"|결제(?![가-힣])|사용(?![가-힣])|긁(?:음|었\S*)|이용(?![가-힣])|(?=\s*$))(?![가-힣])"
)
_KO_ALONE = re.compile(
    r"(?P<open>[(\[])?(?<![가-힣])(?P<method>현금|카드|체크카드|신용카드|법카|신카|체카|계좌이체"
    r"|[가-힣]{2}카드|(?!더치)[가-힣]{2,4}페이)(?(open)[)\]]|(?![가-힣])(?!\s?(?:충전|연회비|수수료|값"
    r"|대금|론|발급|재발급|빚|게임|지갑|이자|서비스)))"
)
_EN = re.compile(
    r"\(?\b(?:(?:by|with|via|using|on|in|w/|from)\s(?:my\s|the\s|our\s|a\s)?(?P<with>(?:chase|citi|bofa"
    r"|amex|discover|visa|mastercard|company|work|joint|debit|credit|gift)?\s?(?:credit\s|debit\s)?card"
    r"|amex|visa|mastercard|discover card|cash|paypal|venmo|zelle|apple\s?pay|google\s?pay|samsung\s?pay"
    r"|cashapp|cash app|check|cheque|debit|credit|kakao\s?pay|naver\s?pay)"
    r"|(?:paid|pay)\s(?:(?:by|with|in)\s)?(?P<paid>cash|card|check)(?=\W|$)"
    r"|(?:wrote|write)\s(?:an?\s)?(?P<wrote>check|cheque)"
    r"|(?<=\ue000\s)(?:in\s)?(?P<then>cash)(?=\s(?:for|to|at)))\b\)?",
    re.IGNORECASE,
)
_EN_ALONE = re.compile(
    r"(?:[,(\[]\s?|\s)(?P<method>cash|card|visa|amex|mastercard|debit|paypal|venmo|apple\s?pay)\s?[)\]]?\s*$",
    re.IGNORECASE,
)
_EN_FIRST = re.compile(
    r"^\s*(?P<method>apple\s?pay|google\s?pay|samsung\s?pay|paypal|venmo|visa|amex"
    r"|mastercard)\b(?:'d\b)?(?!\s(?:from|fee|refund))",
    re.IGNORECASE,
)
_INSTALMENT = re.compile(
    r"\(?(?:(?P<a>\d{1,2})\s?개월\s?(?:무이자\s?)?(?:할부)(?:로)?"
    r"|(?:무이자\s?)?할부\s?(?P<b>\d{1,2})\s?(?:개월|달)?(?:로)?|무이자\s?(?P<c>\d{1,2})\s?개월"
    r"|(?P<d>\d{1,2})\s?개월\s?(?:무이자|할부|로\s?(?:끊|긁|나눠|결제))\S*"
    r"|in\s(?P<e>\d{1,2})\s(?:instal+ments|payments)|(?P<f>\d{1,2})\s(?:month\s)?instal+ments)\)?"
    r"|일시불(?:로)?",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"카드|페이|현금|현찰|법카|신카|체카|이체|상품권|포인트|쿠폰|캐시|기프|화폐|네페|삼페|토스|문상"
    r"|지원금|무통장|마일|트래블|PAY|cash|card|visa|amex|master|pal\b|venmo|zelle|check|cheque|debit"
    r"|credit|pay",
    re.IGNORECASE,
)
_INSTALMENT_HINT = re.compile(r"할부|무이자|개월|일시불|instal|payments", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Method:
    """What was used, and which stretch of the text says so."""

    name: str
    start: int
    end: int


def find_method(text: str) -> Method | None:
    """Find the way of paying; a card or a pay service that is itself the thing paid for is none."""
    if not _HINT.search(text):
        return None
    for pattern in (_KO, _KO_ALONE, _EN, _EN_ALONE, _EN_FIRST):
        for match in pattern.finditer(text):
            name = next(
                group for key, group in match.groupdict().items() if group and key not in {"use", "open"}
            )
            name = re.sub(r"^(?:내|제|우리)\s", "", name.strip())
            rest = text[: match.start()] + text[match.end() :]
            if re.search(r"[^\W\d_\ue000]", rest.replace("\ue000", " ")):
                return Method(name, match.start(), match.end())
    return None


def find_instalments(text: str) -> tuple[int | None, int, int] | None:
    """Find "3개월 할부": the months (None for a lump sum) and the stretch of the text."""
    if not _INSTALMENT_HINT.search(text):
        return None
    match = _INSTALMENT.search(text)
    if match is None:
        return None
    months = next((int(group) for group in match.groups() if group), None)
    return (months if months and months > 1 else None), match.start(), match.end()
