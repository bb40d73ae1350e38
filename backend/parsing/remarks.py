"""Talk about money, told by what stands around the amount: prices asked, limits, habits, opinions, debts.

The rules look at the *shape* of a sentence, in which ⌾ stands for each amount, so that one rule covers every way
of writing one: "전세 ⌾에 나온 집", "치킨 ⌾ 시대", "⌾은 좀 그렇다". The phrases are data, in tables/talk.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from backend.parsing.drafts import Why
from backend.parsing.scan import Scan
from backend.parsing.text import PAST
from backend.parsing.tokens import Strength

AMOUNT = "⌾"
_SPACES = re.compile(r"\s+")
_END = r"[\s.!~,;)^]*$"
_START = "(?<![가-힣A-Za-z])"
_LEAST_MEASURE_FREE = 1000
_LONG_NUMBER = 10


def shape_of(tokens: Scan) -> str:
    """Give the line with every amount replaced by one mark and the days left out."""
    line = tokens.line
    cuts = [(day.start, day.end, " ") for day in tokens.days]
    for amount in tokens.amounts:
        if amount.strength.value >= Strength.SMALL.value:
            sign = "-" if amount.negative else "+" if amount.plus else ""
            cuts.append((amount.start, amount.tail, sign + AMOUNT))
    cuts.sort()
    parts = []
    at = 0
    for start, end, text in cuts:
        if start >= at:
            parts += [line[at:start], text]
            at = end
    parts.append(line[at:])
    return _SPACES.sub(" ", "".join(parts)).strip()


@dataclass(frozen=True, slots=True)
class Remark:
    """One way of talking about money: how it looks, and what in the same sentence makes it a payment after all."""

    name: str
    why: Why
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def holds(self, shape: str) -> bool:
        """Tell whether a sentence of this shape is such talk."""
        return self.pattern.search(shape) is not None and not (self.unless and self.unless.search(shape))


@cache
def _phrases() -> dict[str, list[str]]:
    text = (files("backend.parsing") / "tables" / "talk.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _any(name: str) -> str:
    """Join a list of phrases into one alternative; a space in a phrase may be missing in the text."""
    ordered = sorted(_phrases()[name], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s?") for phrase in ordered) + ")"


_DONE = (
    rf"[{PAST}](?!\S{{0,3}}(?:대|다며|다던데|다더라)(?:요)?{_END})"
    r"|(?:냄|씀|삼|탐|먹음|마심|시킴|나옴|나감|받음|보냄|넣음|뽑음|빠짐|드림|쏨|긁음|지름|채움|갚음|줌|함|됨|들어옴"
    r"|팔림|벌음|뜯김|털림|날림|잃음|사옴|사줌|걸림|깨짐|결제|구매|구입|주문|납부|이체|송금|입금|충전|출금)(?![가-힣])"
)
_BOUGHT = rf"[{PAST}](?!\S{{0,3}}대(?:요)?{_END})|(?:냄|씀|삼|나옴|나감|결제|주문|구매|구입)(?![가-힣])"
_SOLD = r"팔렸|팔았|팔림|팔아서|샀|구매|구입|거래|결제|받[았음]|삼(?![가-힣])"
_RECEIVED = r"들어[왔옴온]|입금|받[았음아]|수령|벌었|냈|냄(?![가-힣])|나왔|나옴|줬|줌(?![가-힣])|갚[았음]|갚음"
_CONSUMED = r"사|삼|샀|시[키켜켰킴]|먹|마[시셔셨심]|쓰|씀|썼|써|타|탔|탐|내|냈|냄|가|갔|지르|질렀|보|봤|봄|주문|결제|들어"
_TELLING = (
    rf"[{PAST}](?:대|다더라|다던데|다며|다면서|단다|다네|다고\s?(?:함|하더라|하네|했|한다|해))"
    r"|(?:간|온|준|된|한|산|판|쓴|낸|든|난|번|나온|나간|오른|내린|뛴|싸진|받는|먹는|하는|있|없|많|비싸|좋|싸)(?:대|댔)"
    r"|(?:이|아니)래|라며|다며|이?라더[라군]|이?라[던는]데|댔[어다음]"
)


@cache
def _remarks() -> tuple[Remark, ...]:
    """The rules, in order; each pattern is tried on the shape of the sentence."""

    def rule(name: str, why: Why, pattern: str, unless: str | None = None) -> Remark:
        return Remark(name, why, re.compile(pattern, re.IGNORECASE), unless and re.compile(unless))  # type: ignore[arg-type]

    amount = rf"[-+]?{AMOUNT}"
    particle = "(?:이|가|은|는|을|를|도|만|의|으로|로|에|짜리|정도|쯤|이나|나)?"
    return (
        rule("told", Why.NOT_A_PAYMENT, rf"(?:{_TELLING})(?:요)?{_END}", r"나한테|내가|나도|나는|우리|저한테|제가|남편|와이프|아내|신랑|집사람|애들|아들이|딸이"),
        rule("talk behind", Why.NOT_A_PAYMENT, rf"{amount}{particle}\s?{_any('behind')}", _BOUGHT),
        rule("price asked", Why.NOT_A_PAYMENT, rf"{amount}(?:에|으로|로|짜리)?\s?{_any('asked')}", _SOLD),
        rule("bound", Why.NOT_A_PAYMENT, rf"{amount}{particle}\s?{_any('bounds')}", _BOUGHT),
        rule("range", Why.NOT_A_PAYMENT, rf"{amount}(?:대|선)(?![가-힣])", _BOUGHT),
        rule("ups and downs", Why.NOT_MONEY, rf"{_any('investments')}.*[-+]{AMOUNT}"),
        rule(
            "figure", Why.NOT_MONEY,
            rf"{_START}(?:\S*\s)?{_any('heads')}(?:이|가|은|는|만|도)?\s(?:약\s|총\s|한\s|무려\s|대략\s|거의\s)?{amount}(?!.*{AMOUNT})"
            , _DONE,
        ),
        rule("wanted", Why.PLAN, _any("wanted"), rf"(?:[샀썼냈줬]|보냈|갚았|받았|받음|보냄|냄|줌|갚음)(?![가-힣]{{0,2}}대){_END}|(?:샀|썼|냈|줬|보냈|갚았|받았)"),
        rule("habit", Why.NOT_A_PAYMENT, rf"{_START}{_any('habit')}(?:은|는)?\s(?:\S+\s){{0,3}}{amount}\S{{0,3}}\s?{_any('habit_verbs')}"),
        rule("opinion", Why.NOT_A_PAYMENT, rf"{amount}(?:은|는)\s(?:좀|너무|진짜|에바|오바|무리|아니|심|과|기본|국룰|비싸|비싼|싸|아깝|써야|줘야|해야|있어야|들|나오겠|너무했|그렇|적당|많|넘|못|안|당연|부담|선|각오|생각|있)", _DONE + "|내가|나는"),
        rule("not done", Why.NOT_MONEY, rf"{_START}(?:안|못)\s?(?:{_CONSUMED})[가-힣]{{0,3}}(?:\s{amount}\S{{0,2}})?{_END}", r"못\s?참"),
        rule("a bet", Why.NOT_A_PAYMENT, rf"내기\s{amount}|{amount}\s?(?:빵\s?)?내기(?!\s?[져졌이])", r"[졌겼잃땄땀]|져서|이겨"),
        rule("for living", Why.PLAN, rf"{amount}(?:으로|만으로)\s?(?:살|버티|한\s?달|일주일)"),
        rule("exchange", Why.NOT_MONEY, rf"\d+\s?(?:엔|달러|유로|위안|바트)당|1\s?(?:달러|유로)(?:에|당|=|\s=)"),
        rule("asks", Why.NOT_A_PAYMENT, rf"{_START}{amount}?(?:이나|은|는|이|만|도|정도|쯤|으로|로|을|를|에)?\s?{_any('present')}{_END}", _DONE),
        rule("state", Why.NOT_A_PAYMENT, rf"{_START}{_any('present')}{_END}", _DONE),
    )


def remark(tokens: Scan) -> Why | None:
    """Say what kind of talk a Korean sentence is, or None when it reads as a record."""
    shape = shape_of(tokens)
    for rule in _remarks():
        if rule.holds(shape):
            return rule.why
    return _bare_number(tokens)


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){_any('measured')}(?:이|가|은|는)?\s?$", re.IGNORECASE)


_ADMIN = re.compile(r"(?:^|\s)[가-힣]{1,6}(?:시|도|구|군|동|읍|면)\s")
_ACCOUNT = re.compile(r"계좌|은행|뱅크|농협|국민|신한|우리|하나|카뱅|토스|번호|통장")


def _bare_number(tokens: Scan) -> Why | None:
    """Tell a measure, an address or an account: one number without a unit of money, behind words for such."""
    found = [amount for amount in tokens.amounts if amount.strength.value >= Strength.SMALL.value]
    if len(found) != 1 or found[0].strength is Strength.UNIT or "," in found[0].text:
        return None
    amount = found[0]
    before = tokens.line[: amount.start]
    if amount.value < _LEAST_MEASURE_FREE and _measured().search(before):
        return Why.NOT_MONEY
    if amount.value < _LEAST_MEASURE_FREE and re.search(r"[가-힣]{2,8}(?:대로|로|길)\s?$", before):
        return Why.NOT_MONEY
    if amount.value < 10 * _LEAST_MEASURE_FREE and _ADMIN.search(before) and re.search(r"(?:동|로|길|리|번지)\s?$", before):
        return Why.NOT_MONEY
    if len(amount.text.strip()) >= _LONG_NUMBER and _ACCOUNT.search(before):
        return Why.NOT_MONEY
    return None
