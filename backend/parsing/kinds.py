"""Money in or money out: what the verbs and nouns of a text say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.parsing.drafts import Evidence, Kind

_LABEL = re.compile(
    r"^\s*[\[(<]?(?:(?P<income>수입|입금|income)|(?P<expense>지출|expense(?!\s[a-z])))[\])>]?\s*[:\-]?\s+",
    re.IGNORECASE,
)

# A service that one "receives" is paid for, and a discount is no money.
_SERVICE = re.compile(
    r"(?:할인|진료|치료|검진|검사|수술|시술|상담|레슨|마사지|관리|케어|염색|펌|컷|교육|강습|강의|수업|처방"
    r"|주사|접종|점검|수리"
    r"|세차|필링|배달|배송|택배|선물|초대|추천|서비스|스케일링|네일|왁싱|코칭|과외|견적|전화|연락|링거"
    r"|도수|pt|피티|대출|첨삭|레이저|제모|교정|청소|촬영|침|물리)"
    r"\s?(?:을|를|도)?\s?(?:잘|또)?\s?(?:받|맡)",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"받(?:음|았|아서|은\s?(?:돈|용돈|거|것|금액)|다|고|기|아(?![가-힣]))|들어옴|들어왔|들어온|수령(?!\s?택배)"
    r"|입금(?!\s?(?:함|했|하)|액\s?보냄)|벌었|벌음|번\s?돈"
    r"|팔았|팔림|팔렸|팔아서|팔고|팜(?![가-힣])|판\s?돈|판\s?거|판매(?!자|점|기|처|원)|당첨|돌려\s?받"
    r"|(?:상금|당첨금|보험금|곗돈|적금|연금|보너스|월급|용돈|성과급|지원금|장학금|수당)(?:을|를)?\s*(?:탔|탐(?![가-힣]))"
    r"|(?:보내|부쳐|입금해|송금해|이체해)\s?(?:줌|줬|주)|생김(?![가-힣])|생겼|땄|주셨|주심"
)
_GIVEN = re.compile(
    r"드림(?!카|렌즈)|드렸|드리|줌(?![가-힣])|줬(?!는데)|주고|보냄|보냈|이체(?:함|했|하)|송금(?!\s?받)"
    r"|냄(?![가-힣])|냈|냈|내고|납부|납입|상환|갚음|갚았|갚|씀(?![가-힣])"
    r"|썼|샀|삼(?![가-힣])|사줌|사줬|사드|결제|충전|지출|지불|긁|질렀|지름(?![가-힣])|쐈|쐇|넣음|넣었|먹음"
    r"|먹었|나감|나갔|빠짐|빠져|탔|탐(?![가-힣])|돌림|뿌림"
)
_TO_ME = re.compile(
    r"(?:엄마|아빠|어머니|아버지|할머니|할아버지|부모님|이모|삼촌|고모|누나|언니|오빠|형|남편|아내|와이프"
    r"|신랑|시어머니|장모님|친구|회사)(?:가|이|께서|께서는)\s"
)
_ELDERS = re.compile(
    r"(?:엄마|아빠|어머니|아버지|할머니|할아버지|부모님|이모|삼촌|고모)(?:가|이|께서|한테|에게|께)?\s"
)
_TO_SOMEONE = re.compile(
    r"(?:부모님|부모|엄마|아빠|어머니|어머님|아버지|아버님|할머니|할아버지|시댁|처가|친정|장모님|장인"
    r"|시어머니|시부모님|아들|딸|애들|아이들|아이|애기|조카|손주|손자|손녀|동생|와이프|아내|남편|신랑|후배"
    r"|알바생?|직원|도우미|이모님|기사님)"
    r"(?:\s|한테|에게|께|들|님)*\s?(?:용돈|세뱃돈)|(?:알바생?|직원|도우미|이모님|기사님|시터|선생님)(?:\s"
    r"|한테|에게|께|들|님)*\s?(?:월급|급여|상여|보너스|알바비|주급|인건비)"
)
_ALLOWANCE_OUT = re.compile(r"(?:용돈|세뱃돈|월급|급여|보너스|알바비|이자|수당|축의금|조의금)")

_GIVING = re.compile("보내|부쳐|주셨|주심|입금해|송금해|이체해")
_RECIPIENT = re.compile(r"(?:한테|에게|께|한텐)(?:\s|$)")
_GIVER = re.compile(r"(?<![가-힣])(?!내가|제가|우리가|저희가)[가-힣]{1,6}(?:이|가|께서|님이)\s")
_GAVE_ME = re.compile(
    r"(?<![가-힣])(?!내가|제가|우리가|저희가|와이프가|남편이|아내가|신랑이)[가-힣]{1,6}(?:이|가|께서)\s+(?:\S+\s+){0,4}?"
    r"(?P<verb>줌|줬(?:다|음|어|어요|네|네요)?|주심|주셨\S{0,3}|갚음|갚았(?:다|음|어|어요)?)(?=[\s.!~]*$)"
)
_SPENT_FROM = re.compile(
    r"(?:보너스|용돈|월급|급여|세뱃돈|알바비|상여금?|성과급|환급금|당첨금|상금|이자|배당금|수당|비상금)"
    r"\s?(?:(?:받은|탄|들어온|나온|번|모은)\s?(?:걸로|돈으로|거로|것으로)|으로|로)\s"
)
_ERRAND = re.compile(
    r"[가-힣]러\s?(?P<gone>(?:갔|가|간|왔|와|온|들렀|들러|들른)[가-힣]*)\s.*?"
    r"(?:샀|삼(?![가-힣])|사\s?[옴왔]|사버[림렸]|구매|구입|주문|질렀|지름(?![가-힣])|긁|결제|먹음|먹었|마심|마셨|시킴|시켰)"
)
"""What one set out for, and then a verb of buying: "환불하러 갔다가 니트만 하나 더 삼"."""
_MASKS = " \t.,!~\ue000\ue002"

_INCOME_NOUN = re.compile(
    r"(?P<salary>월급(?!날|쟁이|루팡|일)|월급날(?=\W*$)|(?<!실업)(?<!부모)(?<!휴직)(?<!휴직 )(?<!아동)급여"
    r"|봉급|주급|시급|실수령)"
    r"|(?P<bonus>상여|보너스|성과급|인센티브|떡값|격려금|명절비|휴가비\s?(?:지급|받|들어))"
    r"|(?P<refund>환불(?!\s?수수료|받을|\s?택배|\s?안|\s?불가|\s?못)|환급(?!\s?수수료)|캐시백|페이백"
    r"|정산\s?받|돌려\s?받|보증금\s?(?:반환|환급)|(?<!통장에서 )반환금|취소\s?환불|더치페이\s?(?:입금|받)"
    r"|n빵\s?(?:입금|받)|엔빵\s?(?:입금|받)|갚음\s?받)"
    r"|(?P<side>(?:유튜브|애드센스|블로그|인스타|스마트스토어|크몽|숨고|배민커넥트|쿠팡플렉스)\s?정산|알바비|알바\s?(?:수입|급여|월급)|알바(?=\W*$)|협찬[비금]|원고비|고료|사례[비금]|출연료|모델료|강사료|번역[료비]|통역[료비]|부업|부수입|외주비?|원고료|강의료|강연료|인세|중고\s?판매"
    r"|당근\s?판매|당근에서?.{0,20}팔|번개장터\s?판매|과외비\s?(?:받|입금|들어)|프리랜서|애드센스|앱테크"
    r"|설문\s?(?:조사|보상)|수익|판매\s?대금|판매금|팔았|팔림|팔렸|팔아서|팔고|팜(?![가-힣])|판\s?(?:돈"
    r"|거)|중고거래\s?수입)"
    r"|(?P<interest>(?<!대출)(?<!무)(?<!대출 )(?<!카드 )(?<!담보 )이자(?!카야|\s?(?:납|냄|냈|상환|갚|나감"
    r"|나갔|카))|배당)"
    r"|(?P<allowance>용돈(?!\s?(?:드|줌|줬|보냄|보냈|주|이체))|세뱃돈(?!\s?(?:드|줌|줬|주|나감))"
    r"|생활비\s?(?:받|들어))"
    r"|(?P<other_income>실업급여|부모급여|육아휴직\s?급여|아동수당|(?:적금|예금|청약)\s?(?:만기|해지)"
    r"|연금(?!\s?저축|\s?보험|\s?납|\s?펀드|공단|복권)(?<!국민연금)(?<!개인연금)(?<!퇴직연금)|수당|지원금"
    r"|장학금(?!\s?기부)|보조금|재난지원|당첨금|당첨|상금|축하금|월세\s?(?:수입|받|들어|입금)"
    r"|임대료?\s?수입|전세금\s?받|보험금|퇴직금|포상금|장려금|바우처\s?입금|공돈|수입(?!\s?(?:맥주|과자|차"
    r"|품|식|인지|고기|산|소고기|육|의류|명품)))"
)
_EXPENSE_CONTEXT = re.compile(
    r"(?:대출|카드|담보|마통|마이너스통장|연체)\s?이자|이자\s?(?:납|냄|냈|상환|갚|나감)|월급날(?!\W*$)"
    r"|수수료|반품\s?(?:비|배송|택배|료)|환불\s?(?:수수료|배송|택배)|연금(?:저축|보험)|국민연금|개인연금"
    r"|퇴직연금|기념|축하\s?(?:케이크|선물|파티|꽃)|급여\s?이체\s?수수료|보너스\s?트랙|알바몬|알바생"
    r"|월급\s?(?:루팡|턱)|용돈\s?(?:박스|봉투|기입장|케이크)|당첨\s?기념|(?<!티켓 )판매기|자판기"
)

_EN_INCOME = re.compile(
    r"(?<!until )(?<!till )(?<!before )(?<!after )\b(?:(?P<salary>salary|pay\s?check|payday(?!\W*[a-z])"
    r"|wages?|got paid|payroll|direct deposit|pay day(?!\W*[a-z])|my pay\b)"
    r"|(?P<bonus>bonus(?:es)?)"
    r"|(?P<refund>refund(?:ed|s)?|re-?imburse(?:d|ment|ments)?|cash\s?back|rebate|(?:paid|pays|pay|payed"
    r"|gave|venmoed|sent|zelled)\s(?:me\s)?back|money back|got\b.{0,20}\bback|returned for|^\W*returned"
    r"|deposit back"
    r"|return(?:ed)?\s(?:money|credit)|chargeback)"
    r"|(?P<interest>dividends?|interest(?!\s(?:payment|charge|on|fee))|savings interest)"
    r"|(?P<side>freelanc\w+|side (?:gig|hustle|job|income|project)|sold|sale of|selling|(?:uber"
    r"|lyft) driving|^\W*commissions?(?=\W*$)|commission (?:from"
    r"|paid|income)|consulting (?:fee|income|gig)|gig\b.{0,20}\bpaid|paid me|tips? (?:earned|income|from"
    r" work)|earned|made\s(?:on|from|selling)|etsy sales?|ebay sale|royalt(?:y|ies)|invoice paid|client"
    r" paid|babysitting (?:money|pay|income))"
    r"|(?P<allowance>allowance|pocket money|(?:mom|dad|mum|parents|grandma|grandpa|grandparents|aunt"
    r"|uncle)\s(?:gave|sent|transferred|venmoed)(?:\sme)?|(?:from|by)\s(?:mom|dad|mum|grandma|grandpa|my"
    r" parents|my mom|my dad)(?=.{0,30}$))"
    r"|(?P<other_income>received|(?:venmo|zelle|paypal|cash\s?app|transfer|payment|money|check"
    r"|deposit) from|income|pension|stipend|scholarship|grant money|won (?:the )?(?:lottery"
    r"|raffle|bet)|lottery win\w*|winnings|inheritance|unemployment|stimulus|social security|rent"
    r" received|rental income|gave me|sent me|got\s+from|borrowed\s+.{0,20}from|deposited|prize money"
    r"|found\s+on the|i won))\b",
    re.IGNORECASE,
)
_EN_TIPS = re.compile(
    r"^\W*(?:my\s|cash\s|got\s)?tips\b\W*(?:tonight|today|yesterday|last night|from\s.*|this\s\w+)?\W*$",
    re.IGNORECASE,
)
_EN_WON = re.compile(r"\bwon\b", re.IGNORECASE)
_EN_EXPENSE = re.compile(
    r"\b(?:spent|paid (?!me|back|by|out)(?:for|my|the|rent|off|interest)|bought|(?:gave|sent|paid)\s(?:my"
    r"|the|him|her|them|to|our|mom|dad)|donat\w+"
    r"|(?:loan|mortgage|card|credit card|car loan) interest|interest (?:on|payment|charge)|for (?:the"
    r" )?kids?|kids'?s? allowance|(?:son|daughter|kid|child)(?:'?s)?\sallowance|sold out|refund fee|bonus"
    r" track)\b",
    re.IGNORECASE,
)
_EN_STRONG_IN = re.compile(
    r"\b(?:refund\w*|reimburs\w+|paid me|gave me|sent me|back|received|got paid|sold)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way the money goes, why, and the income category that the words name, if any."""

    kind: Kind
    evidence: Evidence | None = None
    category: str | None = None


_LETTERS = re.compile("[A-Za-z]{3}")
_OUT = Direction(Kind.EXPENSE)


def direction(text: str, *, plus: bool = False) -> Direction:
    """Read an item's words: verbs of receiving and giving first, then nouns of income; else money out."""
    label = _LABEL.match(text)
    if label and label["expense"]:
        return _OUT
    if plus and _GIVEN.search(text) is None:
        noun = _INCOME_NOUN.search(text)
        return Direction(Kind.INCOME, Evidence("kind", "plus_sign", "+"), noun.lastgroup if noun else None)
    if not text.isascii():
        found = _korean(text)
        if found is not None:
            return found
    english = _english(text) if _LETTERS.search(text) else None
    if english is not None:
        return english
    if label or plus:
        return Direction(
            Kind.INCOME,
            Evidence("kind", "label" if label else "plus_sign", label.group().strip() if label else "+"),
        )
    return _OUT


def _korean(text: str) -> Direction | None:
    noun = _INCOME_NOUN.search(text)
    received = _RECEIVED.search(text)
    gave = _GAVE_ME.search(text)
    if gave and not _RECIPIENT.search(text) and not _TO_SOMEONE.search(text):
        back = "갚" in gave["verb"]
        category = "refund" if back else noun.lastgroup if noun else _named_by(gave.group(), text)
        return Direction(Kind.INCOME, Evidence("kind", "received", gave["verb"]), category)
    if noun is None and received is None:
        return None
    given = next((verb for verb in _GIVEN.finditer(text) if not _inside(verb, received)), None)
    spent_from = _SPENT_FROM.search(text) and not (received and text[received.end() :].strip(_MASKS) == "")
    if spent_from or _bought_on_errand(text):
        return _OUT
    service = _SERVICE.search(text)
    if (
        received
        and not (service and (noun is None or service.start() <= received.start() <= service.end()))
        and (given is None or received.start() > given.start() or _TO_ME.search(text))
        and (given is not None or not _GIVING.match(received.group()) or _from_somebody(text))
    ):
        category = noun.lastgroup if noun else _named_by(received.group(), text)
        return Direction(Kind.INCOME, Evidence("kind", "received", received.group()), category)
    if noun is None or service or given or _TO_SOMEONE.search(text) or _EXPENSE_CONTEXT.search(text):
        return (
            _OUT
            if noun is None or not (noun.lastgroup == "refund" and not _EXPENSE_CONTEXT.search(text))
            else _in(noun)
        )
    return _in(noun)


def _bought_on_errand(text: str) -> bool:
    """Tell "환불하러 갔다가 니트 삼", where what one set out for says nothing of the money."""
    errand = _ERRAND.search(text)
    return errand is not None and _RECEIVED.search(text, errand.end("gone")) is None


def _inside(verb: re.Match[str], received: re.Match[str] | None) -> bool:
    """Tell the 줌 of 보내줌, which is part of a verb of receiving."""
    return received is not None and received.start() <= verb.start() < received.end()


def _from_somebody(text: str) -> bool:
    """Tell "현우가 보내줌" from "현우한테 보내줌"."""
    return not _RECIPIENT.search(text) and (_GIVER.search(text) or _TO_ME.search(text)) is not None


def _named_by(verb: str, text: str) -> str | None:
    """Tell the income category that a verb of receiving alone names."""
    if verb.startswith(("팔", "팜", "판", "벌", "번")):
        return "side"
    if verb.startswith("돌려"):
        return "refund"
    return "allowance" if _ELDERS.search(text) else None


def _in(noun: re.Match[str]) -> Direction:
    return Direction(Kind.INCOME, Evidence("kind", "income_word", noun.group()), noun.lastgroup)


def _english(text: str) -> Direction | None:
    if _EN_WON.search(text):
        return Direction(Kind.INCOME, Evidence("kind", "income_word", "won"), "other_income")
    if _EN_TIPS.match(text):
        return Direction(Kind.INCOME, Evidence("kind", "income_word", "tips"), "side")
    matches = list(_EN_INCOME.finditer(text))
    if not matches:
        return None
    found = next((match for match in matches if match.lastgroup != "other_income"), matches[0])
    if _EN_EXPENSE.search(text) and not _EN_STRONG_IN.search(text):
        return _OUT
    return Direction(Kind.INCOME, Evidence("kind", "income_word", found.group()), found.lastgroup)
