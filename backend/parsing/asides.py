"""Money that a message mentions beside the payment: balances, coupons, sums so far, change; cut out before reading."""

from __future__ import annotations

import re

from backend.parsing.scan import Scan
from backend.parsing.tokens import Strength

_MARK = "⌾"
_HINT = re.compile(
    r"정가|원[가래]|소비자가|기존가|정상가|시급|잔액|잔고|잔돈|거스름|누적|예산|한도|포인트|적립|쿠폰|할인|세일|깎|째|남[았은음아]|있[는었길]|이상|넘으면|부터|아꼈|에누리|상품권|마일리지|캐시백|받을|기준"
    r"|coupon|off|left|remain|balance|saved|from|discount|voucher|gift|credit|change|budget|spend|out of|normally|usually|reg|list|sticker|asking|tag|msrp|orig|promo",
    re.IGNORECASE,
)
_LOOSE_ENDS = re.compile(r"^[\s,]+|(?<=,)\s*,|\s+(?=,)|\(\s*\)|[\s,]+$")
_KOREAN = re.compile(
    r"(?:현재\s?|통장\s?|카드\s?|교통카드\s?)?(?:잔액|잔고|남은\s?(?:돈|금액|잔액|예산)|누적(?:\s?금액|액)?|한도|예산|거스름돈|잔돈)(?:은|이|가|는|으로|만)?\s?[:=]?\s?⌾+\s?(?:원)?(?:\s?(?:남음|남았\S*|남아\S*|받음|받았\S*|받고))?"
    r"|(?:정가|원가|소비자가|원래(?:\s?가격|\s?값)?|기존가|정상가)(?:는|은|가|이)?\s?⌾+(?:인데|이었는데|였는데|짜리(?:인데|를)?|에서|에\s?파는데|이던)?"
    r"|시급(?:은|이)?\s?⌾+(?:에|으로|씩|원)?(?:\s?[x×*]?\s?\d+\s?시간)?"
    r"|(?:(?:통장|지갑|계좌|카드)에(?:는)?\s)?⌾+(?:이|은|도|밖에|정도)?\s?(?:남았\S*|남음|남아\S*|남은\S*|있는데|있었는데|있길래|있어서|밖에\s없\S*)"
    r"|(?:(?:이번|지난)\s?(?:달|주)(?:에|은|에만)?\s)?(?:\S+만\s|\S+에만\s)?(?:벌써|총|합쳐서|다\s?해서)?\s?⌾+째\S*"
    r"|⌾+\s?(?:이상|넘으면|부터|넘게\s사면)(?:은|이면)?\s?(?:\S+\s){0,2}?(?:무료\s?배송|무배|할인|증정|쿠폰|사은품|구매\s?시|주문\s?시|무료|적립)\S*(?:\s(?:받으려고|받아서|맞추려고|받고|줘서|해줘서|라서))?"
    r"|⌾+(?:을|를|이나|이|씩)?\s?(?:깎|할인|세일|에누리|적립|캐시백|포인트|쿠폰|아꼈|아끼|빼|DC|디씨|차감)\S*(?:\s(?:받아서|받고|받음|받았\S*|적용\S*|써서|쓰고|쓰니|해서|하고|됨|돼서|되고|먹여서|사용\S*))?"
    r"|(?:쿠폰|포인트|적립금|마일리지|상품권|할인|기프티콘|페이백)(?:으로|로|은|을|이|가)?\s?⌾+(?:점|원)?(?:은|을|이|가)?\s?(?:쓰고|써서|빼고|사용\S*|적용\S*|할인\S*|차감\S*|먹이고|먹여서|쓰니까|받아서|받고|나가고)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:used|using|with|applied|after|had|redeemed)\s(?:an?\s|my\s|the\s)?⌾+\s(?:off\s)?(?:coupon|gift\s?card|discount|credit|voucher|promo|rebate|reward)s?(?:\scode)?"
    r"|(?:\b(?:have|with|got)\s)?⌾+\s(?:is\s|are\s)?(?:left|remaining)(?:\s(?:in|on|over|from|for)(?:\s(?:my|the|our))?\s\w+)?"
    r"|\b(?:new\s)?(?:balance|remaining|left)(?:\s(?:is|of|now|was))?:?\s⌾+"
    r"|⌾+\soff\b(?:\s(?:with|for|after|on)\s(?:an?\s|my\s|the\s)?\w+)?|\b(?:saved|saving|minus)\s⌾+(?!\s(?:for|on|up))"
    r"|\b(?:marked\s)?(?:down\s)?from\s⌾+\s?(?=(?:down\s)?to\s|,)"
    r"|\((?:reg|regular|regularly|msrp|list|originally|orig|normally|usually|retail|was)\.?(?:\sprice)?\s⌾+\)"
    r"|\b(?:reg|regular|regularly|msrp|originally|orig|normally|usually|retail(?:s)?(?:\sfor)?)\.?(?:\sprice)?\s⌾+"
    r"|\b(?:listed (?:for|at)|list(?: price)?(?: of| was)?|sticker(?: price)?(?: of| was)?|asking(?: price)?(?: of| was)?|tag said|priced at|marked)\s⌾+"
    r"|\b(?:out of|under|over|of)\s(?:my\s|our\s|the\s|an?\s)?⌾+\s(?:budget|limit)|\bbudget(?:\s(?:of|is|was))?:?\s⌾+"
    r"|\b(?:got|and got|with)\s⌾+\s(?:in\s|back\sin\s|of\s)?change|\bchange(?:\sof|\swas)?:?\s⌾+|⌾+\s(?:in\s|back\sin\s)change",
    re.IGNORECASE,
)


def without_asides(tokens: Scan) -> str | None:
    """Give the line without the money it only mentions, where other money remains; None where there is none."""
    amounts = [amount for amount in tokens.amounts if amount.strength.value >= Strength.SMALL.value]
    if len(amounts) < 2 or _HINT.search(tokens.line) is None:  # noqa: PLR2004 - one payment and one aside
        return None
    marked = tokens.line
    for amount in amounts:
        marked = marked[: amount.start] + _MARK * (amount.tail - amount.start) + marked[amount.tail :]
    kept = marked
    for pattern in (_KOREAN, _ENGLISH):
        for match in reversed(list(pattern.finditer(kept))):
            kept = kept[: match.start()] + "\0" * (match.end() - match.start()) + kept[match.end() :]
    if kept == marked or _MARK not in kept:
        return None
    line = "".join(
        letter if mark != "\0" else " " for letter, mark in zip(tokens.line, kept, strict=True)
    )
    return _LOOSE_ENDS.sub("", re.sub(r" {2,}", " ", line))
