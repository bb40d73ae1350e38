"""What is no entry: questions, commands, plans, talk. The rules are data, in tables/refusals.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from backend.parsing.announcements import announces
from backend.parsing.bystanders import not_ours
from backend.parsing.drafts import Why
from backend.parsing.measures import bare_number, measured_words
from backend.parsing.scan import Scan
from backend.parsing.text import PAST, key_of
from backend.parsing.tokens import Strength

AMOUNT = "⌾"
"""What stands for an amount in the shape of a sentence."""

_RECORD_REQUEST = re.compile(
    r"\s*(?:(?:가계부|장부|지출|수입)(?:에|로|으로)?\s?)?(?:추가|기록|입력|등록|저장|적어|메모"
    r"|반영|(?:넣어|써|올려|남겨)(?=\s?(?:좀\s?)?(?:줘|주|둬|놔|놓)))\s?(?:좀\s?)?(?:해|해\s?줘|해\s?주세요|해\s?둬"
    r"|해\s?놔|해주라|줘|주세요|둬|놔|부탁\S*|바람|바랍니다|할게\S*)?(?:요)?[.!~\s]*$"
    r"|\s(?:부탁해요?|부탁드려요|부탁)[.!~\s]*$"
)
_RECORD_REQUEST_EN = re.compile(
    r"^\s*(?:(?:please|pls|can you|could you)\s)?(?:add|log|record|note|track|enter|save|put)\s(?:down\s"
    r"|in\s)?(?:an?\s(?:expense|income|entry)\s(?:of|for)?\s?)?(?=.*\d)",
    re.IGNORECASE,
)
_MARKET = re.compile("당근|번개|중고|장터")
"""Where one lists things for sale: 등록 there is no request to record."""
_QUESTION_MARK = re.compile(r"\?+[!?\s)]*$")
_RHETORICAL = re.compile(
    r"\s?(?:이게\s)?(?:실화(?:냐|야|임|인가|니)?|미쳤(?:나|냐|네)|돌았나|장난(?:하나|치나"
    r"|이냐))\s*\?*[.!ㅋㅎㅠㅜ]*$"
)
_WONDERS = re.compile(
    r"[\s,.]*(?:(?:요즘|요새|진짜|근데|아니|대체)\s)*왜\s?(?:이렇게|이리|일케|이케|이케나)\s?[가-힣]{1,6}\s*[?.!~ㅋㅎㅠㅜ]*$"
)
"""Behind what was done: "… 샀어 요즘 왜 이렇게 비싸냐", which asks nothing."""
_EXCLAIMS = re.compile(
    r"(?<=[원만천억\d])(?:이나|이|은)?\s?(?:이?라니(?:요)?(?![가-힣])|(?:나오|나가|들|하|드|찍히|넘)(?:냐|니|냐고)(?=[\s.!~]*$))[\s.!~]*"
)
"""Wonders at a price that was paid, and asks nothing: "빵에 2만원이 나오냐", "케이크가 3만원이라니"."""
_IN_GENERAL = re.compile(
    r"(?:^|\s)(?:보통|평소|요즘|요새|원래|다들|평균|왜|누가|설마|얼마)(?:에|은|는)?\s|(?:옆집|이웃|쟤|걔|남들|남의|친구네|연예인|그\s?집|저\s?집)(?:은|는|이|가|의)?\s|[집땅]값|월급|연봉|시급|안\s?사|못\s?사"
)
_POINTS_ONLY = re.compile(
    r"^\W*(?:(?:와|우와|헐|아니|세상에|이게|이거|그게|저게|이건|무슨|진짜|겨우|고작)\s)*$"
)
_RHETORICAL_HINT = re.compile("실화|미쳤|돌았|장난|왜")
_DONE_KO = re.compile(
    rf"[{PAST}](?![가-힣]{{0,2}}(?:으면|을까|을걸|나\?|더라면))|[샀썼됐냈]|(?:[냄씀]|(?<!야)(?<!야\s)됨"
    rf"|(?<!야)(?<!야\s)함"
    rf"|나옴|결제됨|나감|들어옴|받음|보냄)(?![가-힣])"
)
_PAST_TENSE = re.compile(rf"[{PAST}]")
_SETTLED = re.compile(
    r"(?:예매|예약|주문|구매|구입|결제|발권|계약|선결제|입금|이체|송금|납부|등록)\s?(?:함|완료)(?![가-힣]|\s?예정)"
    r"|(?:^|\s|[가-힣]\s)(?:미리\s)?(?:삼|지름|끊음|긁음|잡음|사\s?둠|사\s?놓음|사\s?놈|사\s?옴|끊어\s?둠|질러\s?둠|시킴)(?![가-힣])"
)
"""Done today for a day to come: "다음 달 콘서트 표 13만2천원 예매함"."""
_DONE_EN = re.compile(
    r"\b(?:spent|paid|bought|got|ordered|cost|came to|charged|received|earned|was|had|ate|picked up"
    r"|grabbed)\b",
    re.IGNORECASE,
)
_AMOUNT_ENDS = re.compile(r"(?:원|만|천|\d)\s*[.!~]*$")
_PRICE = re.compile(r"[\d.,만천백억]+\s?(?:[\d천백]+)?원?\s?")
_LATIN = re.compile("[A-Za-z]")
_SPACES = re.compile(r"\s+")
_NAME = re.compile(r"\{([a-z_]+)\}")
_PARTICLE = r"(?:이|가|은|는|을|를|도|의|에|인|다|네|임|이다|이네|요)?(?![가-힣])"
_ENDING = 32


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the rules look at: the text, its shape, and what is true of the whole."""

    text: str
    shape: str
    languages: frozenset[str]
    done: bool
    answered: bool
    closed: bool
    """It ends with its only amount."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying what is no entry: see the head of tables/refusals.toml."""

    name: str
    why: Why
    language: str
    looks: re.Pattern[str]
    unless: re.Pattern[str] | None
    hint: frozenset[str]
    shape: bool = False
    behind: bool = False
    undone: bool = False
    unanswered: bool = False
    ending: bool = False

    def holds(self, sentence: Sentence) -> bool:
        """Tell whether a sentence that the rule applies to is refused by it."""
        text = sentence.shape if self.shape else sentence.text
        if self.hint and self.hint.isdisjoint(text):
            return False
        start = max(0, len(text) - _ENDING) if self.ending else 0
        return self.looks.search(text, start) is not None and not (self.unless and self.unless.search(text))


@cache
def _table() -> Mapping[str, Any]:
    text = (files("backend.parsing") / "tables" / "refusals.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def rules() -> tuple[Rule, ...]:
    """Load the rules, in the order in which they are tried."""
    flags = ("shape", "behind", "undone", "unanswered", "ending")
    return tuple(
        Rule(
            row["name"],
            Why(row["why"]),
            row["language"],
            _pattern(row["looks"]),
            _pattern(row["unless"]) if "unless" in row else None,
            frozenset(row.get("hint", "")),
            **{flag: row.get(flag, False) for flag in flags},
        )
        for row in _table()["rule"]
    )


@cache
def _applicable(languages: frozenset[str], closed: bool, done: bool, answered: bool) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in rules()
        if rule.language in languages
        and not (rule.behind and closed)
        and not (rule.undone and done)
        and not (rule.unanswered and answered)
    )


@cache
def talked_of() -> frozenset[str]:
    """Words of talk about money: next to these, a record must be looked at more closely."""
    phrases = [phrase for listed in _table()["phrases"].values() for phrase in listed]
    return frozenset(map(key_of, [*phrases, *measured_words(), "장바구니"]))


def _pattern(alternatives: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_filled, alternatives)), re.IGNORECASE)


def _filled(text: str) -> str:
    """Put the parts and phrases that a pattern names in their places."""
    return _NAME.sub(lambda name: _named(name[1]), text)


def _named(name: str) -> str:
    table = _table()
    if name == "past":
        return PAST
    if name in table["parts"]:
        return "(?:" + "|".join(map(_filled, table["parts"][name])) + ")"
    phrases = sorted(table["phrases"][name], key=len, reverse=True)
    begun = [_spaced(phrase[:-1]) for phrase in phrases if phrase.endswith("*")]
    whole = [_spaced(phrase) for phrase in phrases if not phrase.endswith("*")]
    ended = [f"(?:{'|'.join(whole)}){_PARTICLE}"] if whole else []
    return "(?:" + "|".join(begun + ended) + ")"


def _spaced(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s?")


def strip_request(sentence: str) -> tuple[str, bool]:
    """Take off "…기록해줘" and "please add …", which ask for exactly what is done anyway."""
    korean = _RECORD_REQUEST.search(sentence, max(0, len(sentence) - _ENDING))
    english = None if korean else _RECORD_REQUEST_EN.match(sentence)
    if korean and not _MARKET.search(sentence):
        stripped = sentence[: korean.start()]
    elif english:
        stripped = sentence[english.end() :]
    else:
        return sentence, False
    return (stripped, True) if re.search(r"\d|[만천백]", stripped) else (sentence, False)


def strip_exclamation(sentence: str) -> str:
    """Take off what only wonders at the price of a thing: "…이 나오냐", "…이라니"."""
    if ("니" not in sentence and "냐" not in sentence) or "?" in sentence or _IN_GENERAL.search(sentence):
        return sentence
    exclaims = _EXCLAIMS.search(sentence)
    if exclaims is None:
        return sentence
    rest = f"{sentence[: exclaims.start()]} {sentence[exclaims.end() :]}"
    return sentence if _POINTS_ONLY.match(_PRICE.sub("", rest)) else rest.strip()


def refusal(tokens: Scan, *, requested: bool = False, asked: bool = False) -> Why | None:
    """Say why a sentence is no entry, or None when nothing speaks against it."""
    text = tokens.line
    korean = not text.isascii()
    if korean and _RHETORICAL_HINT.search(text):
        text = _RHETORICAL.sub("", text)
        wonders = _WONDERS.search(text)
        if wonders and _DONE_KO.search(text, 0, wonders.start()):
            text = text[: wonders.start()]
    if asked or _QUESTION_MARK.search(text):
        return Why.QUESTION
    future_day = any(day.future for day in tokens.days)
    if requested:
        return Why.PLAN if future_day else None
    sentence = _look_at(text, tokens, korean=korean)
    for rule in _applicable(sentence.languages, sentence.closed, sentence.done, sentence.answered):
        if rule.holds(sentence):
            return rule.why
    if (korean and announces(text)) or not_ours(text, korean=korean):
        return Why.NOT_A_PAYMENT
    if (why := bare_number(tokens)) is not None:
        return why
    done = _PAST_TENSE.search(text) or _DONE_EN.search(text) or _SETTLED.search(text)
    return Why.PLAN if future_day and not done else None


def _look_at(text: str, tokens: Scan, *, korean: bool) -> Sentence:
    languages = {"any", "ko" if korean else "en"}
    if _LATIN.search(text):
        languages.add("latin")
    done = (korean and _DONE_KO.search(text) is not None) or _DONE_EN.search(text) is not None
    shape = shape_of(tokens)
    return Sentence(
        text,
        shape,
        frozenset(languages),
        done,
        # "얼마 안 나왔네 3천원" tells what "얼마 썼더라" asks.
        answered=done and _AMOUNT_ENDS.search(text) is not None,
        closed=shape.rstrip(" .!~)").endswith(AMOUNT) and shape.count(AMOUNT) == 1,
    )


def shape_of(tokens: Scan) -> str:
    """Give the line with every amount replaced by one mark: "전세 ⌾에 나온 집"."""
    line = tokens.line
    parts = []
    at = 0
    for amount in tokens.amounts:
        if amount.strength.value >= Strength.SMALL.value and amount.start >= at:
            parts += [line[at : amount.start], "-" if amount.negative else "+" if amount.plus else "", AMOUNT]
            at = amount.tail
    parts.append(line[at:])
    return _SPACES.sub(" ", "".join(parts)).strip()
