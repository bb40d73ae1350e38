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
from backend.parsing.text import PAST, key_of
from backend.parsing.tokens import Strength

AMOUNT = "⌾"
_SPACES = re.compile(r"\s+")
_END = r"[\s.!~,;)^]*$"
_PARTICLE = r"(?:이|가|은|는|을|를|도|의|에|인|다|네|임|이다|이네|요)?(?![가-힣])"
_START = "(?<![가-힣A-Za-z])"
_LEAST_MEASURE_FREE = 1000
_LONG_NUMBER = 10


def shape_of(tokens: Scan) -> str:
    """Give the line with every amount replaced by one mark."""
    line = tokens.line
    cuts = []
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


@cache
def talked_of() -> frozenset[str]:
    """Words that head figures nobody paid: next to these, a record must be looked at more closely."""
    lists = ("heads", "habit", "investments", "measured")
    return frozenset(key_of(phrase) for name in lists for phrase in _phrases()[name]) | {"내기", "장바구니"}


def _any(name: str) -> str:
    """Join a list of phrases into one alternative; a space in a phrase may be missing in the text."""
    phrases = sorted(_phrases()[name], key=len, reverse=True)
    whole = [_spaced(phrase) for phrase in phrases if not phrase.endswith("*")]
    begun = [_spaced(phrase[:-1]) for phrase in phrases if phrase.endswith("*")]
    ended = rf"(?:{'|'.join(whole)}){_PARTICLE}" if whole else ""
    return "(?:" + "|".join(part for part in (*begun, ended) if part) + ")"


def _spaced(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s?")


_DONE = (
    rf"[{PAST}](?!\S{{0,3}}(?:대|다며|다던데|다더라)(?:요)?{_END})"
    r"|(?:냄|씀|삼|탐|먹음|마심|시킴|나옴|나감|받음|보냄|넣음|뽑음|빠짐|드림|쏨|긁음|지름|채움|갚음|줌|(?<!구)(?<!필요)(?<!원)(?<!희망)(?<!부족)(?<!가능)함|됨|들어옴"
    r"|팔림|벌음|뜯김|털림|날림|잃음|사옴|사줌|걸림|깨짐|결제|구매|구입|주문|납부|이체|송금|입금|충전|출금)(?![가-힣])"
)
_BOUGHT = (
    r"[샀썼냈줬쐈](?!\S{0,3}대(?:요)?[\s.!~]*$)|나왔|나갔|질렀|먹었|마셨|탔|결제|구매|구입|주문|계약|보냈|보냄|들어왔|긁|넣[었음]|받[았음]"
    r"|(?:냄|씀|삼|나옴|나감|줌|됨|들어옴|먹음)(?![가-힣])"
)
_SOLD = r"팔렸|팔았|팔림|팔아서|샀|구매|구입|거래|결제|받[았음]|삼(?![가-힣])"
_RECEIVED = r"들어[왔옴온]|입금|받[았음아]|수령|벌었|냈|냄(?![가-힣])|나왔|나옴|줬|줌(?![가-힣])|갚[았음]|갚음"
_CONSUMED = r"사|삼|샀|시[키켜켰킴]|먹|마[시셔셨심]|쓰|씀|썼|써|타|탔|탐|내|냈|냄|가|갔|지르|질렀|보|봤|봄|주문|결제|들어"
_TELLING = (
    rf"[{PAST}](?:대|다더라|다던데|다며|다면서|단다|다네|다고\s?(?:함|하더라|하네|했|한다|해))"
    r"|(?:[가-힣]한|간|온|준|된|산|(?<![가좌])판|쓴|낸|든|난|번|나온|나간|오른|내린|뛴|싸진|받는|먹는|하는|있|없|많|비싸|좋|싸)(?:대|댔)"
    r"|(?:이|아니)래|라며|다며|이?라더[라군]|이?라[던는]데|댔[어다음]"
)


@cache
def _remarks() -> tuple[Remark, ...]:
    """The rules, in order; each pattern is tried on the shape of the sentence."""

    def rule(name: str, why: Why, pattern: str, unless: str | None = None) -> Remark:
        return Remark(name, why, re.compile(pattern, re.IGNORECASE), unless and re.compile(unless))  # type: ignore[arg-type]

    amount = rf"[-+]?{AMOUNT}"
    place = "(?:세상|시대|곳|집|데|나라|동네|가게|식당|카페|방|매물)"
    particle = "(?:이|가|은|는|을|를|도|만|의|으로|로|에|짜리|정도|쯤|이나|나)?"
    return (
        rule("told", Why.NOT_A_PAYMENT, rf"(?:{_TELLING})(?:요)?{_END}", r"나한테|내가|나도|나는|우리|저한테|제가|남편|와이프|아내|신랑|집사람|애들|아들이|딸이"),
        rule("talk behind", Why.NOT_A_PAYMENT, rf"{amount}{particle}\s?{_any('behind')}", _BOUGHT),
        rule("such a world", Why.NOT_A_PAYMENT, rf"{amount}(?:이나|은|는|이|짜리)?\s?(?:하는|넘는|되는|받는|달라는|부르는)\s{place}", _BOUGHT),
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
        rule("opinion", Why.NOT_A_PAYMENT, rf"{amount}(?:은|는)\s(?:좀\s|너무|진짜|에바|오바|무리|아니|심하|심한|과하|과한|기본이|기본\s?$|국룰|비싸|비싼|싸[다네지요]|아깝|써야|줘야|해야|있어야|들겠|들어|들 |나오겠|너무했|그렇|적당|많[다네지은]|넘[어네는겠]|못\s|안\s|당연|부담|선\s|각오|생각|있[어는다네])", _DONE + "|내가|나는"),
        rule("not done", Why.NOT_MONEY, rf"{_START}(?:안|못)\s?(?:{_CONSUMED})[가-힣]{{0,3}}(?:\s{amount}\S{{0,2}})?{_END}", r"못\s?참"),
        rule("a bet", Why.NOT_A_PAYMENT, rf"내기\s{amount}|{amount}\s?(?:빵\s?)?내기(?!\s?[져졌이])", r"[졌겼잃땄땀]|져서|이겨"),
        rule("for living", Why.PLAN, rf"{amount}(?:으로|만으로)\s?(?:살|버티|한\s?달|일주일)"),
        rule("exchange", Why.NOT_MONEY, rf"{AMOUNT}당\s|1\s?(?:달러|유로)(?:에|당|=|\s=)"),
        rule("going rate", Why.NOT_MONEY, rf"{_START}(?:금값|집값|땅값|환율|주가|물가|유가|시세)(?:은|는|이|가)?(?:\s\S+){{0,3}}\s{amount}", _BOUGHT),
        rule("voucher", Why.NOT_A_PAYMENT, rf"^[^{AMOUNT}]*{amount}(?:짜리)?\s?(?:할인\s?)?(?:쿠폰|할인권|교환권)(?!.*{AMOUNT})", r"샀|구매|구입|삼(?![가-힣])"),
        rule("discount", Why.NOT_A_PAYMENT, rf"^(?:\S*(?:쿠폰|카드|포인트|멤버십|회원)\S*\s)?{amount}(?:을|를|이나)?\s?(?:할인|에누리|깎|디씨|dc)(?!.*{AMOUNT})|{amount}(?:을|를|이나)?\s?(?:할인\s?받|깎았|깎음)(?!.*{AMOUNT})", r"샀|썼|구매|결제|구입|삼(?![가-힣])"),
        rule("quote", Why.PLAN, rf"{_START}(?:\S*\s)?견적", r"샀|썼|냈|줬|결제|수리함|고쳤|고침|맡겼"),
        rule("asks", Why.NOT_A_PAYMENT, rf"{_START}{amount}?(?:이나|은|는|이|만|도|정도|쯤|으로|로|을|를|에)?\s?{_any('present')}{_END}", _DONE),
        rule("state", Why.NOT_A_PAYMENT, rf"{_START}{_any('present')}{_END}", _DONE),
    )


_STREET = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|terrace|place|pl|way|highway|hwy|parkway|pkwy)"
)


@cache
def _english_remarks() -> tuple[Remark, ...]:
    """The rules for English, in order."""

    def rule(name: str, why: Why, pattern: str, unless: str | None = None) -> Remark:
        compiled = re.compile(unless, re.IGNORECASE) if unless else None
        return Remark(name, why, re.compile(pattern, re.IGNORECASE), compiled)

    paid = r"\b(?:spent|paid|bought|ordered|grabbed|picked up|cost me|charged me|sold|snagged|scored)\b"
    return (
        rule("asking", Why.QUESTION, r"^\W*(?:anyone|anybody|does any|any (?:idea|chance|one)|wonder|guess (?:how|what)|who|whose|is it|is there|are there|do you|did you|have you|can (?:i|we|you)|could (?:i|we|you)|would (?:you|it)|know if)\b|\b(?:wonder(?:ing)? (?:if|how|what)|know if|not sure if|no idea (?:how|what|if))\b"),
        rule("is it", Why.QUESTION, rf"^\W*is (?:\S+\s)*?{AMOUNT}\s(?:an?\s)?(?:too|good|ok|fair|worth|much|reasonable|expensive|cheap|enough|normal)"),
        rule("wished", Why.PLAN, r"\b(?:i|we|just) wish\b|^\W*wish\b(?!\.| list)|\bif only\b|\bif i (?:win|had|get|could)\b|\bwould(?:'ve| have| be| cost| love| like)\b|\bdream(?:ing)? (?:of|about)\b"),
        rule("not done", Why.NOT_A_PAYMENT, r"\b(?:almost|nearly) (?:spent|paid|bought|ordered|got)\b|\bbut (?:i |we )?(?:passed|didn'?t|put it back|skipped|resisted|walked away)\b|\b(?:decided|chose) not to\b|\b(?:never|did ?n'?t|did not|won'?t) (?:buy|bought|spend|pay|get|order)\b|\binstead of (?:spending|paying|buying)\b|\btalked myself out\b"),
        rule("to come", Why.PLAN, r"\b(?:still )?wait(?:ing)? (?:on|for)\b|\bpending\b|\bexpecting\b|\bgotta (?:pay|buy|get|send)\b|\bsav(?:e|ing)(?: up)? for\b|\bcounting down\b|\bremember to\b|\bdon'?t forget\b|\bpre-?order opens\b|\bgoing up to\b|\bgoes up\b|\braising\b|\bwill be\b|\bin case\b", paid),
        rule("debt", Why.NOT_A_PAYMENT, r"\b(?:you|he|she|they|who|jake|everyone)?\s?owes?\b(?! taxes)|\blend me\b|\b(?:venmo|zelle|send|cash ?app|pay|text|give) (?:me|him|her|us)\b(?!.*\b(?:sent|paid)\b)|\biou\b", r"\b(?:paid|sent|gave|venmoed)\b"),
        rule("address", Why.NOT_MONEY, rf"{AMOUNT}\s(?:[nsew]\.?\s)?(?:\w+\s){{1,2}}{_STREET}\b(?!\s\w)", paid),
        rule("price", Why.NOT_A_PAYMENT, rf"\b(?:are|hit|hits|reached|reaches|is up to|is at|is down to|is now|are now|going for|listed (?:at|for)|priced at|goes for|starts? at|as low as|tickets from)\s(?:like\s|about\s|around\s|over\s|only\s)?{AMOUNT}(?:\s(?:now|again|today|these days|this week|each))?\W*$|\b(?:btc|bitcoin|eth|stock|stocks|shares|nasdaq|dow|s&p|gas|eggs?|milk|rent|house|home)\s(?:prices?\s)?(?:is|are|at|hit|hits|up|dropped|fell|rose)\b.*{AMOUNT}", paid + r"|\beach\b|\bper\b|\bx ?\d|\b\d+ \w+s? at\b|\bat \S+ \S+ at|\bwere\b|\bwas\b|\b(?:one|two|three|four|five|six|a dozen|\d+) "),
        rule("these days", Why.NOT_A_PAYMENT, rf"{AMOUNT}.*\b(?:these days|nowadays|now\??$|a month now)\b|\bis {AMOUNT} (?:a|per) (?:month|week|year|day|night|person|head)\b", paid),
        rule("hearsay", Why.NOT_A_PAYMENT, r"^\W*(?:he|she|they|mom|dad|mum|(?:my|our|the) \w+|[a-z]+) (?:said|says|told me|claims|thinks|heard|quoted|is asking|are asking|wants|asked for)\b|\b(?:he|she|they)(?:'re|'s| is| are) (?:asking|charging|selling|offering)\b|\bapparently\b|\bi heard\b", r"\bso i\b|\bi (?:paid|bought|spent)\b"),
        rule("offer", Why.NOT_A_PAYMENT, rf"\bspend {AMOUNT}|\bsave {AMOUNT}|{AMOUNT} off\b|\bfree shipping\b|\b(?:over|above|under) {AMOUNT}\W*$|\b(?:craigslist|marketplace|ebay|facebook|zillow|redfin)\b.*\bfor {AMOUNT}|\basking {AMOUNT}|\bor best offer\b|\bobo\b|\b(?:limited time|flash sale|today only|promo code|coupon code|use code)\b|\bget \S+ (?:off|free)\b", paid),
        rule("others", Why.NOT_A_PAYMENT, r"^\W*(?:dad|mom|mum|my (?:brother|sister|friend|boss|neighbou?r|cousin|roommate|ex|uncle|aunt|coworker)|john|his|her|their) (?:got|gets|won|makes|made|earns|earned|spent|bought|pays|paid) (?!me|us|my)", r"\b(?:me|us|for us|my card|back)\b"),
        rule("in a while", Why.NOT_MONEY, rf"\b(?:back|there|home|ready|done|starts?|leaving|call|see you|due) (?:in|at|by) {AMOUNT}\W*$|\bat (?:noon|midnight|night) {AMOUNT}\W*$|{AMOUNT} o'?clock|{AMOUNT} (?:outside|degrees|out of {AMOUNT})"),
        rule("result", Why.NOT_MONEY, rf"{AMOUNT} on (?:my|the|our|his|her|a) (?:\w+ )?(?:test|exam|quiz|final|midterm|sat|act|gre|toefl|paper|essay|homework)\b|\bgot an? {AMOUNT} (?:on|in)\b"),
    )


def remark(tokens: Scan, *, korean: bool) -> Why | None:
    """Say what kind of talk a sentence is, or None when it reads as a record."""
    shape = shape_of(tokens)
    for rule in _remarks() if korean else _english_remarks():
        if rule.holds(shape):
            return rule.why
    return _bare_number(tokens) if korean else _english_number(tokens)


_EN_NUMBERED = re.compile(
    r"(?:^\W*(?:(?:my|the|our|your|in|to|at|on|it's)\s)*(?:room|order|test|top|level|lvl|version|step|channel|episode|ep|season|day|week|year|age|score|grade|page|chapter|platform|terminal|area|row|unit|apt|suite|building|floor|number|no|id|bus|train|line|temp|temperature)"
    r"|\b(?:covid|class of|flight [a-z]{2}|highway|hwy|route|interstate|exit|(?<!baby )(?<!pet )(?<!dog )(?<!stair )gate|bpm|zip|code|pin|turned|turning|extension|happy))\s#?\s?$",
    re.IGNORECASE,
)
_EN_SCORES = re.compile(r"^\W*[a-z ]{3,20}\s\d{1,3},?\s[a-z ]{3,20}\s\d{1,3}\W*$", re.IGNORECASE)
_TEAMS = re.compile(
    r"\b(?:lakers|celtics|warriors|knicks|bulls|heat|nets|yankees|mets|dodgers|cubs|giants|eagles|cowboys|chiefs|patriots|packers|rams|jets|home|away|us|them|[a-z]{4,}ers|[a-z]{3,}cks)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\s[a-z]{2,}(?<!s)s\b(?!\s*[$\d])", re.IGNORECASE)
_FEW = 5
_FARE = re.compile(r"^\W*(?:(?:my|the)\s)?(?:bus|train)\b", re.IGNORECASE)


def _english_number(tokens: Scan) -> Why | None:
    """Tell a number that names or counts something from a price: room 204, covid 19, 2 kids and a dog."""
    found = [amount for amount in tokens.amounts if amount.strength.value >= Strength.SMALL.value]
    plain = [
        amount for amount in found
        if amount.strength is not Strength.UNIT and amount.value == amount.value.to_integral_value() and "." not in amount.text
    ]
    if len(plain) != len(found):
        return None
    if _EN_SCORES.match(tokens.line) and _TEAMS.search(tokens.line):
        return Why.NOT_MONEY
    if found and all(_EN_NUMBERED.search(tokens.line[: amount.start]) for amount in found):
        # "bus 2.75" is a fare, and so is "bus 22" where nothing follows it.
        rest = tokens.line[found[-1].end :].strip()
        return None if _FARE.match(tokens.line) and not rest else Why.NOT_MONEY
    if len(found) != 1:
        return None
    amount = found[0]
    if amount.value <= _FEW and not tokens.line[: amount.start].strip() and _PLURAL.match(tokens.line, amount.end):
        return Why.AMOUNT_UNCLEAR
    return None


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){_any('measured')}(?:이|가|은|는)?\s?$", re.IGNORECASE)


_ADDRESS = re.compile(
    r"(?:^|\s)[가-힣]{1,6}(?:시|도|구|군|동|읍|면)\s(?:\S+\s){0,3}\S*(?:동|로|길|리|번지)\s?$"
)
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
    if amount.value < 10 * _LEAST_MEASURE_FREE and _ADDRESS.search(before):
        return Why.NOT_MONEY
    if len(amount.text.strip()) >= _LONG_NUMBER and _ACCOUNT.search(before):
        return Why.NOT_MONEY
    return None
