"""The nouns of a Korean clause: particles, verbs and fillers taken off."""

# ruff: noqa: C901, PLR0911, PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from functools import cache

from backend.parsing.currencies import data_lines
from backend.parsing.text import PAST, ends_closed, key_of
from backend.parsing.words import known_things

_PAST_WORD = re.compile(rf"^(?P<stem>[가-힣]*)(?P<mark>[{PAST}])(?P<end>[가-힣]*)$")
_PAST_ENDS = re.compile(
    r"(?:다|어|어요|음|습니다|네|네요|지|죠|는데|는데요|고|지만|더니|어서|으니|는지|더라|던|던데|을|긴"
    r"|거든|거든요|구나|군|으며|다가|었다|었음|었어|어여|슴|어욤|답니다|슴다|다네|다능|대|대요|단다|당|엉"
    r"|오|소|냐|니|으나|을때|기에|는|삼|따|떠)?$"
)
_LIGHT = re.compile(
    r"^(?P<noun>[가-힣A-Za-z0-9]{2,}?)(?:을|를)?(?:하고|하러|하느라|하려고|하다가|하다|해서|하면서|한|된"
    r"|함|됨|하기|해줌|해준|하는|되서|돼서|받음|받은|받고|받아서|가서|와서|들러서|들러|맞음|맞고|시킴|시킨"
    r"|시켜서|들어옴|나옴|나감|함요|했|했음)$"
)
_PAST_LIGHT = re.compile(
    r"^(?P<noun>[가-힣A-Za-z0-9]{2,}?)(?:을|를)?(?:했|됐|받았|시켰|맞았|하였|되었|들어왔|나왔|나갔|샀|먹었"
    r"|마셨|탔|썼|냈|질렀|시켜먹었|사먹었|사줬|사왔|뽑았|줬)$"
)
_CLAUSE_END = re.compile(
    r"(?:서|는데|은데|인데|러|려고|길에|김에|느라|니까|라서|이라|면서|다가|더니|지만|거든|기에|바람에"
    r"|때문에|길래|라고|다고|는길에|던데|고는|건데|니)$"
)
_CLOSERS = frozenset(
    [
        "길에",
        "길",
        "김에",
        "중에",
        "기념으로",
        "덕분에",
        "때문에",
        "돈으로",
        "겸",
        "하느라",
        "겸사겸사",
        "사는김에",
    ]
)
_CLAUSE_VERB = re.compile(
    r"(?:[아어여려쳐혀워져켜겨셔펴해돼와가나라놔러퍼싸차타빠꺼커려써려]서|이라|면서|[르하타보사먹]러"
    r"|[오가되나치]고|느라|길에|니까|더니|는데)$"
)
_PER_HEAD = re.compile(r"^\d*(?:인|개|명|잔|장|병)당$|^\d{1,3}(?:명|인)(?:이서|끼리)$")
_MOD = re.compile(
    r"^(?:[가-힣]*(?:맛있|재밌|재미있|비싸|비싼|저렴|맛없|예쁜|예뻐|이쁜|귀여운|급한|필요한|좋은|새로|존맛"
    r"|꿀맛|비쌈|후기)[가-힣]*)$"
)
_ADDRESSEE = re.compile(
    r"^(?:친구|엄마|아빠|동생|남편|와이프|아내|신랑|언니|오빠|누나|형|동료|팀원|회사|가족|부모님|여친|남친"
    r"|여자친구|남자친구|아이|애들|딸|아들|선배|후배|동기|직원|조카|지인|[가-힣]{2,3}이?)(?:들)?(?:이랑|랑"
    r"|하고|와|과)(?:의)?$"
)
_SURE_PARTICLE = re.compile(
    r"^(?P<stem>[가-힣A-Za-z0-9&.'-]+?)(?:에서는|에서도|에서|에게서|에게|한테서|한테|께서|께|이랑"
    r"|(?<=[가-힣]{2})까지|(?<=[가-힣]{2})부터|(?<=[가-힣]{2})에다가|(?<=[가-힣]{2})에다"
    r"|(?<=[가-힣]{2})으로|(?<=[가-힣]{2})에는|(?<=[가-힣]{2})에도)$"
)
_MAYBE_PARTICLE = re.compile(
    r"^(?P<stem>[가-힣A-Za-z0-9&.'-]+)(?P<particle>을|를|은|는|이|가|에|로|도|와|과|랑|만|의|나|이나|요|엔)$"
)
_OPEN_OK = {"를": False, "을": True, "는": False, "은": True, "가": False, "이": True}
_PERSON = re.compile(
    r"(?:엄마|아빠|어머니|아버지|부모님|할머니|할아버지|이모|삼촌|고모|누나|언니|오빠|형|동생|친구|남편"
    r"|아내|와이프|신랑|회사|사장님|선배|후배|아들|딸|손자|손녀|조카|사위|며느리|장인어른|매형|처남|처제)$"
)
_FEASTS = frozenset({"추석", "설날", "설", "명절", "생일", "한글날", "연말", "연초", "환갑", "백일", "돌"})
_SAFE = {"를", "는", "엔"}
_NAME_ENDS = ("가을", "마을", "노을", "하는", "에는")
HANGUL = re.compile("[가-힣]")


@cache
def words_of(table: str) -> frozenset[str]:
    """Load a table of words, whatever lines they stand on."""
    return frozenset(word for line in data_lines(table) for word in line.split())


def fillers() -> frozenset[str]:
    """Load the words that say nothing of what was bought."""
    return words_of("fillers.txt")


def verbs() -> frozenset[str]:
    """Load the verb forms that stand as words of their own."""
    return words_of("verbs.txt")


def nouns_of(words: list[str], *, strict: bool) -> list[str]:
    """Keep the nouns of the last clause that has any."""
    clause: list[str] = []
    kept: list[str] = []
    for word in words:
        if word in fillers() or _PER_HEAD.match(word):
            continue
        noun, _verbal, closes = _word(word)
        if noun:
            clause.append(noun)
        if closes and clause:
            kept, clause = clause, []
    result = clause or kept
    return result if result or strict else words


def _word(word: str) -> tuple[str | None, bool, bool]:
    """Read one word: the noun in it if any, whether a verb is in it, whether a clause ends with it."""
    if word in verbs():
        return None, True, bool(_CLAUSE_END.search(word)) or word.endswith("고")
    if not HANGUL.search(word):
        return word, False, False
    known = known_things()
    key = key_of(word)
    if key in known:
        return word, False, False
    if _MOD.match(word):
        return None, True, False
    past = _PAST_WORD.match(word)
    if past and _PAST_ENDS.match(past["end"]):
        light = _PAST_LIGHT.match(past["stem"] + past["mark"])
        noun = light["noun"] if light and light["noun"] not in fillers() else None
        return noun, True, bool(_CLAUSE_END.search(word)) or past["end"] in {"고", "는데"}
    light = _LIGHT.match(word)
    if light and (key_of(light["noun"]) in known or len(light["noun"]) > 1):
        noun = light["noun"]
        if noun in verbs():
            return None, True, False
        closing = word.endswith(("고", "러", "느라", "려고", "다가", "서"))
        return (
            (None if noun in fillers() or (closing and key_of(noun) not in known) else noun),
            True,
            closing,
        )
    if word in _CLOSERS or (len(word) > 2 and _CLAUSE_VERB.search(word)):
        return None, True, True
    companion = _ADDRESSEE.match(word)
    if companion and len(word) > 2 and word.endswith(("랑", "하고")):
        thing = word.removesuffix("하고").removesuffix("랑").removesuffix("이")
        return (thing if key_of(thing) in known else None), False, False
    if word.endswith("지만") and key_of(word[:-1]) in known:
        return word[:-1], False, False
    if len(word) > 2 and _CLAUSE_END.search(word) and not word.endswith(("에서", "러", "니", "라", "서")):
        return None, True, True
    if len(word) > 2 and re.search(
        r"(?:날이라|해서|와서|가서|어서|아서|려서|라서|이라서|느라|하니|으니)$", word
    ):
        return None, True, True
    return _without_particle(word, known), False, False


def _without_particle(word: str, known: frozenset[str]) -> str | None:
    sure = _SURE_PARTICLE.match(word)
    if sure and len(sure["stem"]) > 1:
        return sure["stem"] if sure["stem"] not in fillers() else None
    maybe = _MAYBE_PARTICLE.match(word)
    if maybe and not word.endswith(_NAME_ENDS):
        stem, particle = maybe["stem"], maybe["particle"]
        fits = particle not in _OPEN_OK or ends_closed(stem) == _OPEN_OK[particle]
        if particle in _OPEN_OK and _PERSON.match(stem):
            return stem
        if fits and stem in fillers() and len(stem) > 1:
            return None
        if fits and (particle in _SAFE or key_of(stem) in known) and len(stem) > 1:
            return stem
        if particle == "에" and stem in _FEASTS:
            return stem
        if fits and particle in {"에", "을", "은"} and len(stem) > 2:
            return stem
    return word
