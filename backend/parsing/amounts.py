"""Amounts of money in a line: digits, 만 and 천, Hangul numerals, currencies, small sums."""

# ruff: noqa: C901, PLR0911, PLR0912, PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from backend.kit.money import MAX_DIGITS, digits_of
from backend.parsing.currencies import currencies, meant
from backend.parsing.numerals import korean_number
from backend.parsing.tokens import Amount, Strength

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_KOREAN_DIGITS = "일이삼사오육륙칠팔구"
_MIXED = (
    rf"(?:{_NUMBER})\s?[십백천만억](?:\s?(?:\d[\d,]*|[{_KOREAN_DIGITS}])?\s?[십백천만억])*"
    r"(?:\s?\d{1,3},\d{3}|\s?\d{1,4}(?=\s?원)|\d{1,4}(?![\d,가-힣]))?"
)
_HANGUL = rf"[{_KOREAN_DIGITS}십백천만억](?:\s?[{_KOREAN_DIGITS}십백천만억])*"
_SLANG = {
    "마넌": "만원",
    "처넌": "천원",
    "만넌": "만원",
    "천넌": "천원",
    "마눤": "만원",
    "천언": "천원",
    "만언": "만원",
}
_SLANG_PATTERN = re.compile("|".join(_SLANG))
_OPERATION = re.compile(rf"\s?([-+*x×/÷])\s?({_NUMBER})(?:\s?(원|개|잔|명|장|병))?", re.IGNORECASE)
_TAIL = re.compile(
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
_PRODUCT = re.compile(
    r"(?:(?<![A-Za-z])(?:iphone|galaxy|ipad|ps|playstation|xbox|pixel|airpods|windows|switch|model|size"
    r"|season|vol|volume|episode|level|motel|route|part|series|watch|pro|chapter|gen|no\.?)"
    r"|(?<![가-힣])(?:아이폰|갤럭시|플스|시즌|에어팟|아이패드|애플워치|제|버전|레벨|사이즈))\s?$",
    re.IGNORECASE,
)
_CENTS = frozenset({"cents", "cent", "¢", "센트", "p"})
_HANGUL_NEXT = re.compile("[가-힣]")
_GLUED_VERB = re.compile(
    "씀|냄|낸|냈|썼|쓴|지출|결제|사용|송금|이체|입금|출금|받|줌|줬|주[고었]|내고|들어|들었|나옴|나왔|나온"
    "|드림|드렸|보냄|보냈|넣|투자"
    "|팔|삼(?![가-힣])|샀|벌|빌|갚|현금|카드|계좌|납부|환불|인데|이랑|하고|랑|와|과|그리고|긁|계산|질렀"
    "|지름|충전|씩|이라|이고|이었|였|했|함|됨|돼|뺏|날|깨|뜯|저축|적금"
)
_TIMES = re.compile(r"x\d", re.IGNORECASE)
_BEYOND = Decimal(10) ** 20
"""Far outside of what may be recorded, yet within the precision that decimal arithmetic keeps."""
_COUNT_FACTOR = 100
_SMALL_LIMIT = 100
_LEAST_BARE_WON = 100
_WEAKEST_WON = 10


@cache
def _pattern() -> re.Pattern[str]:
    table = currencies()
    return re.compile(
        rf"(?P<sign>(?<![\d.\w])[-+]\s?)?(?:(?P<before>{table.before_pattern})\s?(?P<inner>-)?)?"
        rf"(?:(?P<mixed>(?<![\d.,]){_MIXED})|(?P<number>(?<![\d.,])(?:{_NUMBER})(?P<k>\s?[kK](?![A-Za-z])"
        rf"|\s?(?:mil(?:lion)?|[mM])(?=\s?(?:won|krw|원)))?)"
        rf"|(?P<hangul>(?<![\d]){_HANGUL}(?=\s?(?:원|불|달러|엔|유로|위안|바트|동(?![가-힣]))|(?:짜리"
        rf"|씩)?(?![가-힣]))))"
        rf"(?:\s?(?P<after>{table.after_pattern})(?:정(?![가-힣]))?)?",
        re.IGNORECASE,
    )


def find_amounts(line: str, ledger: str) -> list[Amount]:
    """Find every number of the line that may be money, weak ones too; `ledger` is its currency."""
    if _SLANG_PATTERN.search(line):
        line = _SLANG_PATTERN.sub(lambda word: _SLANG[word.group()], line)
    found: list[Amount] = []
    position = 0
    pattern = _pattern()
    while match := pattern.search(line, position):
        position = max(match.end(), position + 1)
        amount = _amount(match, line, ledger)
        if amount is None:
            # The 구 of 직구 must not take the "$" of the price after it along.
            position = max(match.end("hangul"), match.start() + 1)
            continue
        position = _extend(amount, line, ledger)
        found.append(amount)
    return found


def _amount(match: re.Match[str], line: str, ledger: str) -> Amount | None:
    before, after = match["before"], match["after"]
    decimals = digits_of(ledger)
    currency: str | None = None
    if after:
        currency = meant(after.casefold(), currencies().after[after.casefold()], ledger)
    elif before:
        currency = meant(before.casefold(), currencies().before[before.casefold()], ledger)
    start, end = match.start(), match.end()
    strength = Strength.UNIT
    if match["mixed"]:
        value = korean_number(match["mixed"], colloquial=not after)
    elif match["hangul"]:
        if "원" not in (after or "") and not set(match["hangul"]) & set("십백천만억"):
            return None
        if "원" not in (after or "") and not _stands_alone(match, line, after):
            return None
        value = korean_number(match["hangul"], colloquial=False)
        if after is None:
            if len(match["hangul"]) < 2 or not set(match["hangul"]) & set("천만백억"):
                return None
            strength = Strength.BARE
        start = match.start("hangul")
        glued = start > 0 and "가" <= line[start - 1] <= "힣"
        if glued and " " in match["hangul"]:
            start += match["hangul"].index(" ") + 1
            value = korean_number(line[start : match.end("hangul")], colloquial=False)
            glued = False
        if glued and len(match["hangul"]) > 1 and match["hangul"][0] == "일":
            start += 1
            value = korean_number(line[start : match.end("hangul")], colloquial=False)
    else:
        value = _plain_number(match, decimals, currency)
        value = None if value is None else min(value, _BEYOND)
        strength = _strength(match, value, line, decimals)
    if value is None:
        return None
    value = min(value, _BEYOND)
    if after and after.casefold() in _CENTS:
        value = value.scaleb(-2)
    sign = match["sign"]
    number_at = (
        match.start("mixed") if match["mixed"] else match.start("number") if match["number"] else start
    )
    if after and after.casefold() == "동" and match["number"] and value < 1000:
        strength = Strength.GLUED
    amount = Amount(start, end, line[start:end], value, currency, strength, head=number_at)
    if sign:
        amount.negative = "-" in sign
        amount.plus = "+" in sign
    amount.negative = amount.negative or bool(match["inner"])
    return amount


def _stands_alone(match: re.Match[str], line: str, after: str | None) -> bool:
    """Tell whether a Hangul numeral is a word of its own, or ends in a unit of money that is surely meant."""
    start = match.start("hangul")
    alone = start == 0 or not ("가" <= line[start - 1] <= "힣")
    return alone or (after is not None and len(match["hangul"]) > 1)


def _plain_number(match: re.Match[str], decimals: int, currency: str | None) -> Decimal | None:
    digits = match["number"]
    suffix = (match["k"] or "").strip().casefold()
    if suffix:
        digits = digits[: len(digits) - len(match["k"])]
    if len(digits) > 4 * MAX_DIGITS:
        digits = digits[: 4 * MAX_DIGITS].rstrip(",.")
    head, _, tail = digits.replace(",", ".").rpartition(".")
    whole_won = (currency == "KRW" or (currency is None and not decimals)) and not suffix
    if "," in digits and digits.count(".") == 0 and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        # 1,2000 and 12,00 are slips of the comma; 4,50 is how much of Europe writes 4.50.
        digits = (
            f"{head}.{tail}" if decimals and len(tail) <= 2 and head.isdigit() else digits.replace(",", "")
        )
    elif whole_won and digits.count(".") == 1 and len(tail) == 3 and head.isdigit():
        digits = head + tail
    try:
        value = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None
    if suffix:
        value *= 1000 if suffix == "k" else 1_000_000
    return value


def _strength(match: re.Match[str], value: Decimal | None, line: str, decimals: int) -> Strength:
    """Judge a number written in digits by what stands around it."""
    if match["before"] or match["after"] or match["k"]:
        return Strength.UNIT
    digits = match["number"]
    start, end = match.start("number"), match.end()
    previous = line[start - 1] if start else " "
    following = line[end] if end < len(line) else " "
    if previous.isascii() and previous.isalpha():
        word = re.search(r"[A-Za-z]+$", line[max(0, start - 20) : start])
        if "," not in digits and (word is None or len(word.group()) < 3):
            return Strength.GLUED
        return Strength.SMALL
    if _PRODUCT.search(line, max(0, start - 14), start):
        return Strength.GLUED
    if previous in "#_'@" or (previous == "-" and start > 1 and line[start - 2].isalnum()):
        return Strength.GLUED
    if following.isascii() and following.isalpha() and not _TIMES.match(line, end):
        return Strength.GLUED
    if "가" <= following <= "힣" and not _TAIL.match(line, end):
        if value is None or value < 1000:
            return Strength.GLUED
        return Strength.BARE if not decimals and value % 10 == 0 else Strength.SMALL
    if following in "-'" and end + 1 < len(line) and line[end + 1].isalpha():
        return Strength.GLUED
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return Strength.GLUED
    if value is None:
        return Strength.GLUED
    if decimals:
        return Strength.BARE if "." in digits or "," in digits or value >= _SMALL_LIMIT else Strength.SMALL
    if "." in digits and value != value.to_integral_value():
        return Strength.SMALL
    return (
        Strength.BARE
        if value >= 1000 or (value >= _LEAST_BARE_WON and value % _WEAKEST_WON == 0)
        else Strength.SMALL
    )


def _extend(amount: Amount, line: str, ledger: str) -> int:
    """Take in what belongs to the amount after it: arithmetic, 씩, particles. Returns where to go on."""
    _arithmetic(amount, line, ledger)
    tail = _TAIL.match(line, amount.end)
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
        amount.strength = Strength.GLUED if written_out else Strength.SMALL
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
            tail = _TAIL.match(line, step.end())
            if not tail:
                break
        if max(abs(terms[-1]), operand) > _BEYOND:
            return
        if operator in "*xX×":
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
    if not total.is_finite() or abs(total) > _BEYOND:
        return
    amount.value = total.quantize(exponent, ROUND_HALF_UP)
    amount.strength = Strength.UNIT if amount.strength is Strength.UNIT else Strength.BARE
    amount.end = end
    amount.text = line[amount.start : end]


def _plausible(
    operator: str, left: Decimal, right: Decimal, *, spaced: bool, unit: str | None, decimals: bool
) -> bool:
    """Tell a sum from "1+1", a screen size, a list or a date."""
    if operator in "*xX×":
        return right > 0 and min(left, right) <= _COUNT_FACTOR and (unit != "원" or left <= _COUNT_FACTOR)
    if operator in "/÷":
        return (
            not (spaced and operator == "/") and 0 < right <= _COUNT_FACTOR and left > right and unit != "원"
        )
    if operator == "+":
        return (left >= _COUNT_FACTOR and right >= _COUNT_FACTOR) or decimals
    return not spaced and left > right and right >= _COUNT_FACTOR and left >= _COUNT_FACTOR
