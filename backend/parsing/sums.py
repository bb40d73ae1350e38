"""What belongs to an amount behind it: arithmetic, 씩, particles, the measure that a price is for."""

# ruff: noqa: C901 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from backend.kit.money import digits_of
from backend.parsing.tokens import Amount, Strength

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_ROUND = frozenset("백천만억")
_MULTIPLIES = "*xX×@"
_OPERATION = re.compile(rf"\s?([-+*x×@/÷])\s?({NUMBER})(?:\s?(원|개|잔|명|장|병))?", re.IGNORECASE)
TAIL = re.compile(
    r"(?:(?P<each>\s?(?:짜리|씩|each\b|apiece\b|a piece\b|per\b|ea\b))"
    r"|(?P<aside>\s?(?:인데|였는데|이었는데|짜리\s?(?=.{0,20}(?:반값|할인|세일))|이던|이라던|인\s?거|인걸"
    r"|에서\s(?=할인|깎))))?"
    r"(?P<particle>정도|가량|쯤|어치|이나|이라|이요|이용|입니다|임|이야|이네|이에요|예요|이었다|였다"
    r"|이었음|였음|이었어|였어|이었|였|나왔|한\s?대|여|을|를|은|는|이|에|으로|로|나|도|만|만큼|가|꺼|돈|권"
    r"|/mo(?:nth)?|/월|/yr|/wk|/year|/week)*"
    r"(?![가-힣])"
)
_EACH_BEFORE = re.compile(
    r"(?:각각?|개당|인당|명당|잔당|하나에|한\s?개에?|한\s?잔에?|1인|at|each|per)\s?$|당\s?$", re.IGNORECASE
)
_PER_MEASURE = re.compile(
    r"\s?(?:/\s?(?:\d{1,3}\s?)?(?:l|ℓ|리터|kg|g|킬로|평|㎡|kwh|시간|gal(?:lon)?s?|lbs?|oz|hr|hour|sq\s?ft)"
    r"|(?:a|an|per|the)\s(?:gallon"
    r"|liter|litre|pound|lb|kilo|kg|ounce|oz|hour|hr|square foot))(?![A-Za-z가-힣])",
    re.IGNORECASE,
)
_BY_MEASURE = re.compile(
    r"(?:리터|ℓ|[0-9\ue000]l|킬로|키로|kg|그램|[0-9\ue000]g|평|시간|근|톤|갤런|kwh|\bl)\s?당\s?$",
    re.IGNORECASE,
)
_HANGUL_NEXT = re.compile("[가-힣]")
_GLUED_VERB = re.compile(
    "씀|냄|낸|냈|썼|쓴|지출|결제|사용|송금|이체|입금|출금|받|줌|줬|주[고었]|내고|들어|들었|나옴|나왔|나온"
    "|드림|드렸|보냄|보냈|넣|투자"
    "|팔|삼(?![가-힣])|샀|벌|빌|갚|현금|카드|계좌|납부|환불|인데|이랑|하고|랑|와|과|그리고|긁|계산|질렀"
    "|지름|충전|씩|이라|이고|이었|였|했|함|됨|돼|뺏|날|깨|뜯|저축|적금"
)
_COUNTED = re.compile(
    "(?:명|보|걸음|표|점|위|뷰|회|개|배|번|평|년|가지|마리)(?![가-힣])|명의|명이|톤|킬로|팔로|구독|화소|세대|가구|관중|조회"
)
"""What thousands are counted in: 10만명, 3만보."""
_COINS = re.compile("샵|숍|권(?![가-힣])|동전|지폐|마켓|스토어|은행권|코너|균일|행사")
_NUMBERED_NOUN = re.compile(
    r"\s(?:(?:시간|번째?|명|개월|마리|걸음|광년|년)(?:의|을|를|이|은|간)?(?![가-힣])|(?:가지|개|보)의?(?![가-힣])(?=.*\d))"
)
"""The noun that a round number counts in a name: "1만 시간의 법칙", "만 번의 생각"."""
_LEAST_SURE = 1000
BEYOND = Decimal(10) ** 20
"""Far outside of what may be recorded, yet within the precision that decimal arithmetic keeps."""
_COUNT_FACTOR = 100


def extend(amount: Amount, line: str, ledger: str) -> int:
    """Take in what belongs to the amount after it: arithmetic, 씩, particles. Returns where to go on."""
    _arithmetic(amount, line, ledger)
    amount.tail = amount.end
    tail = TAIL.match(line, amount.end)
    if tail and tail.end() > amount.end:
        amount.each = bool(tail["each"])
        amount.aside = bool(tail["aside"])
        amount.end = tail.end()
        amount.text = line[amount.start : amount.end]
    elif (
        amount.strength is Strength.UNIT
        and not _GLUED_VERB.match(line, amount.end)
        and _HANGUL_NEXT.match(line, amount.end)
    ):
        written_out = not any(character.isdigit() for character in amount.text)
        if written_out or _COUNTED.match(line, amount.end):
            amount.strength = Strength.GLUED
        elif not amount.text.endswith("원") or amount.value < _LEAST_SURE or _COINS.match(line, amount.end):
            amount.strength = Strength.SMALL
    if amount.text[-1:] in _ROUND and _NUMBERED_NOUN.match(line, amount.end):
        amount.strength = Strength.GLUED
    following = line[amount.end : amount.end + 1]
    if (
        amount.currency is None
        and not amount.text[-1:].isascii()
        and following.isascii()
        and following.isalpha()
    ):
        amount.strength = Strength.GLUED
    if _PER_MEASURE.match(line, amount.end) or (
        "당" in line[max(0, amount.start - 2) : amount.start]
        and _BY_MEASURE.search(line, max(0, amount.start - 8), amount.start)
    ):
        amount.strength = Strength.GLUED
    if _EACH_BEFORE.search(line, max(0, amount.start - 8), amount.start):
        amount.each = True
    return amount.end


def _arithmetic(amount: Amount, line: str, ledger: str) -> None:
    """Work out 12000/3, 4500*2, 9000+4500 in place: products first, then sums."""
    if amount.negative or amount.strength is Strength.GLUED:
        return
    terms = [amount.value]
    signs = [1]
    end = amount.end
    counts = 0
    while step := _OPERATION.match(line, end):
        operator, digits, unit = step.groups()
        operand = Decimal(digits.replace(",", ""))
        spaced = line[step.start()] == " " and line[step.end(1) : step.start(2)] == " "
        if not _plausible(operator, terms[-1], operand, spaced=spaced, unit=unit, decimals="." in digits):
            break
        following = line[step.end()] if step.end() < len(line) else " "
        if unit is None and (following.isalpha() or following in "-/:."):
            tail = TAIL.match(line, step.end())
            if not tail:
                break
        if max(abs(terms[-1]), operand) > BEYOND:
            return
        if operator in _MULTIPLIES:
            terms[-1] *= operand
        elif operator in "/÷":
            terms[-1] /= operand
        else:
            terms.append(operand)
            signs.append(1 if operator == "+" else -1)
        end = step.end()
        counts += 1
    if not counts:
        return
    total = sum((term * sign for term, sign in zip(terms, signs, strict=True)), Decimal(0))
    exponent = Decimal(1).scaleb(-digits_of(amount.currency or ledger))
    if not total.is_finite() or abs(total) > BEYOND:
        return
    amount.value = total.quantize(exponent, ROUND_HALF_UP)
    amount.strength = Strength.UNIT if amount.strength is Strength.UNIT else Strength.BARE
    amount.end = end
    amount.text = line[amount.start : end]


def _plausible(
    operator: str, left: Decimal, right: Decimal, *, spaced: bool, unit: str | None, decimals: bool
) -> bool:
    """Tell a sum from "1+1", a screen size, a list or a date."""
    if operator in _MULTIPLIES:
        return right > 0 and min(left, right) <= _COUNT_FACTOR and (unit != "원" or left <= _COUNT_FACTOR)
    if operator in "/÷":
        return (
            not (spaced and operator == "/") and 0 < right <= _COUNT_FACTOR and left > right and unit != "원"
        )
    if operator == "+":
        return (left >= _COUNT_FACTOR and right >= _COUNT_FACTOR) or decimals
    return not spaced and left > right and right >= _COUNT_FACTOR and left >= _COUNT_FACTOR
