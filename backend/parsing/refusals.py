"""What is no entry: questions, commands, plans and wishes, and numbers that are not money."""

# ruff: noqa: C901, PLR0911, PLR0912 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re

from backend.parsing.bystanders import not_ours
from backend.parsing.drafts import Why
from backend.parsing.remarks import remark
from backend.parsing.scan import Scan
from backend.parsing.text import PAST

_RECORD_REQUEST = re.compile(
    r"\s*(?:(?:가계부|장부|지출|수입)(?:에|로|으로)?\s?)?(?:추가|기록|입력|등록|저장|적어|메모"
    r"|반영|(?:넣어|써|올려|남겨)(?=\s?(?:좀\s?)?(?:줘|주|둬|놔|놓)))\s?(?:좀\s?)?(?:해|해\s?줘|해\s?주세요|해\s?둬|해\s?놔|해주라|줘|주세요|둬|놔"
    r"|부탁\S*|바람|바랍니다|할게\S*)?(?:요)?[.!~\s]*$"
    r"|\s(?:부탁해요?|부탁드려요|부탁)[.!~\s]*$"
)
_RECORD_REQUEST_EN = re.compile(
    r"^\s*(?:(?:please|pls|can you|could you)\s)?(?:add|log|record|note|track|enter|save|put)\s(?:down\s"
    r"|in\s)?(?:an?\s(?:expense|income|entry)\s(?:of|for)?\s?)?(?=.*\d)",
    re.IGNORECASE,
)
_QUESTION_MARK = re.compile(r"\?+[!?\s)]*$")
_QUESTION_KO = re.compile(
    r"(?:얼마(?:나|야|지|였|예|에요|니|더라|를|\s?썼|\s?남)|얼만|몇\s?(?:시|개|번|명|퍼|프로|일|월|원)"
    r"|뭐(?:에|로|하느라|한다고|지|야|더라|였|\s?먹|\s?샀|\s?사|\s?했|가|\s?있|\s?하)|뭘|무엇|무슨"
    r"|어디(?:서|야|지|에|였|다|로)|언제"
    r"|누가\s|누구|어떻게|어때|왜\s|왜(?:\s|$)|어떤|얼마)"
    r".{0,40}(?:[지까나냐니요야라래걸]|더라|죠|는데|음)?\s*[?~.!]*$"
)
_RHETORICAL = re.compile(
    r"\s?(?:이게\s)?(?:실화(?:냐|야|임|인가|니)?|미쳤(?:나|냐|네)|돌았나|장난(?:하나|치나"
    r"|이냐))\s*\?*[.!ㅋㅎㅠㅜ]*$"
)
_RHETORICAL_HINT = re.compile("실화|미쳤|돌았|장난")
_ENDS_ASKING = re.compile(
    r"(?:(?:[을를]까|[할볼갈살쓸먹줄둘올될팔낼릴칠탈킬]까|나요|는지|은가|는가|던가|ㄹ까|인가요?|일까"
    r"|일까요|냐고?|니까\?|맞나|맞지|됐나|되나|했나|했지\?|가능해|괜찮을까|좋을까|말까|려나|을래|갈래"
    r"|먹을래|할래|먹지|하지\?|살까요?|까요|가요))\s*[~.!?]*$"
)
_ENDING = 32
_COMMAND_KO = re.compile(
    r"(?:보여|알려|고쳐|바꿔|바꾸|수정|삭제|지워|취소해|변경|정정|설정|조회|검색|찾아|계산해|정리해|비교해"
    r"|확인해|보내|예약해|주문해|맡겨|말해|합쳐|내보내|옮겨|초기화|등록해|맞춰|늘려|줄여|올려|잡아|세워"
    r"|깨워|불러|사다|사와|갖다|가져다|빌려|전화해|연락해)"
    r"\s?(?:줘|주세요|주라|주시|줄래|주면|달라|다오|봐|라(?![가-힣])|해줘|해주|할래|해라|하기"
    r"|해(?:요)?(?=\s*[.!~]*$)|해\s?봐)"
    r"|(?:해|하여|써|가)\s?(?:줘|주세요|주라)\s*[.!~ ]*$|(?:수정|삭제|변경|조회|취소|초기화|정정|고쳐|바꿔"
    r"|지워|빼|없애)\s*[.!~ ]*$|하지\s?마|지\s?마세요|마시오|하세요\s*[.!~]*$|십시오|바랍니다"
    r"|하자\s*[.!~]*$|먹자\s*[.!~]*$|가자\s*[.!~]*$|사자\s*[.!~]*$"
)
_BUDGET = re.compile(
    r"예산|한도\s?(?:를|는|\d|설정)|목표(?:금액|액|는|를|가|\s|$|:)|잔액|잔고|(?:이번\s?달|지난\s?달"
    r"|\d월)?\s?(?:총\s?)?(?:지출|수입|식비|합계)\s?(?:합계|내역|통계|현황|목록|얼마|총액|평균)"
    r"|누적\s?(?:지출|수입|금액)|총\s?(?:지출|수입|소비)|남은\s?(?:돈|금액|예산)|무지출\s?챌린지"
    r"|\bbudget\b|\bbalance\b|\bgoal\b",
    re.IGNORECASE,
)
_BUDGET_HINT = frozenset("예한목잔출입식합누총남무bgBG")
_PLAN_KO = re.compile(
    r"(?:[을를할갈살쓸먹낼볼줄될올칠탈팔]\s?(?:예정|계획|생각|거야|거임|건데|거예요|거에요"
    r"|게(?:요)?(?![가-힣])|것\s?같|듯|수\s?있|까\s?(?:하|생각|고민)|려고\s?(?:함|해|한다|하는\s?중|생각))"
    r"|예정(?:임|이|인|\s*$|\.|\()|계획(?:임|이|\s*$|\s?중)|(?:내|사|가|써|먹|해|줘|갚아|보내|챙겨|모아|넣어"
    r"|팔아|벌어|타|아껴|바꿔|고쳐|맡겨|들여|들어)야\s?(?:돼|되|함|해|한|할|하|지|겠|됨|되는|되네|된다|될)"
    r"|(?<!심)야\s?(?:지|함|한다|할|하는|하네|해요?(?![가-힣])|돼|됨|되는|될|겠)|까\s?(?:생각|고민|말까"
    r"|하는\s?중)|생각\s?중|고\s?싶|(?:사|하|가|먹|쓰|보|타|내|주|모으|팔|바꾸)(?:려고|려면|려는)\s?(?:해"
    r"|함|한다|하는\s?중|생각|고민|중|$)|면\s?좋겠|(?:었|았)으면|되면|생기면|당첨되면|받으면|나오면|오르면"
    r"|이면\s?(?:살|사|되|좋|괜|얼마|비싼|싼)|라면\s?(?:얼마|살)|할래(?:$|\s|요)|사고파|갖고파|위시|버킷"
    r"|찜(?:해|했|함)|고민\s?중|고민(?:이|된|되|중|\s*$)|견적|나중에|언젠가|예상|미정|아마(?!존|추어|씨)"
    r"|할\s?듯|싶다"
    r"|싶네|겠(?:지|다|네|음|어)(?:$|\s|[.!?~]))"
)
_HYPOTHETICAL = re.compile(
    r"텐데|(?:모으|아끼|줄이)기\s*[.!~]*$|(?:쓰|아끼|모으|줄이|참|버티)자(?![가-힣])|을\s?걸(?![가-힣])"
    r"|있으면|[았었]으면\s|[았었]더라면"
)
_PLAN_EN = re.compile(
    r"\b(?:planning|plan|plans|gonna|going to|will|we'll|i'll|want to|wanna|would|wish|wishing|hope"
    r"|hoping|thinking (?:of|about)|need to|have to|must|might|maybe|if i|if we|let's|lets|remind|due"
    r"|upcoming|schedule[ds]?|expected|estimate[ds]?|quote[ds]?|saving up|should|shall|looking at"
    r"|considering|supposed to|about to|can't afford|cannot afford|resolution|save|i owe|owes me"
    r"|apparently|it costs)\b",
    re.IGNORECASE,
)
_QUESTION_EN = re.compile(
    r"^\s*(?:how|what|what's|whats|when|where|who|why|which|should|shall|(?:can|could|would|will|do|does"
    r"|did|is|are|am|was|were|has|have)\s(?:i|we|you|it|this|that|there|they|he|she|the))\b|\bhow (?:much"
    r"|many)\b",
    re.IGNORECASE,
)
_COMMAND_EN = re.compile(
    r"^\s*(?:please\s|pls\s)?(?:show|list|delete|remove|undo|cancel|change|edit|update|fix|set|export|find"
    r"|search|tell|give me|display|compare|rename|move|merge|help|call|text|email|send me|remind|open"
    r"|start|stop|cancel)\b"
    r"|\b(?:change|edit|update|correct)\b.{0,40}\bto\b\s*\$?\d",
    re.IGNORECASE,
)
_NOT_MONEY_KO = re.compile(
    r"번호(?!판)|비밀\s?번호|비번|패스워드|암호|인증\s?번호|인증\s?코드|전화\s?번호|휴대폰\s?번호|연락처"
    r"|폰번호|계좌\s?번호|계좌는|카드\s?번호|우편\s?번호|차\s?번호|차량\s?번호|사업자\s?번호|주민\s?번호"
    r"|송장|운송장|주문\s?번호|예약\s?번호|접수\s?번호|대기\s?번호|번호는|와이파이|wifi|코드(?:는|\s?번호"
    r"|\s*:)|도어락|몸무게|체중|혈압|혈당|체온|키는|맥박|콜레스테롤|기온|온도|습도|미세먼지|걸음|조회수"
    r"|구독자|팔로워|점수|등수|시청률|확률|득표|인구|학번|사번|호실|방\s?번호|좌석|환율|주가|코스피|코스닥"
    r"|시세|비트코인\s?(?:가격|\d)|누적|포인트\s?(?:소멸|적립)|만보|보\s?걸|심박|키로\s?(?:뺐|빠|쪘|감량)"
    r"|감량"
)
_NOT_MONEY_EN = re.compile(
    r"\b(?:zip(?:\s?code)?|password|passcode|pin|code|otp|phone (?:number|no)|number is|call me|(?:room"
    r"|apt|apartment"
    r"|flight|platform|route|highway|exit|page|chapter"
    r"|level)\s?#?\s?[a-z]{0,2}\d+(?![\d.,]*\s\D)|score[ds]?|weigh[st]?|weight|height|temperature|blood"
    r" pressure|bpm|steps?|version|order #|order number|tracking|address|wifi|exchange rate|stock price"
    r"|followers?|likes|subscribers|population|mph|odds|chapter|happy (?:new year|\d{4}|birthday)|merry"
    r"|(?:my|our|the|to|at|in|flight|train)\s(?:gate|seat)\s?[a-z]?\d+|extension|ext|invoice number|confirmation|born|birthday is|anniversary is|meeting at|platform"
    r"|turn(?:s|ed|ing)|leaves|departs|see you|be there|(?:ran|run|running|walked|jogged|cycled|biked"
    r"|swam)(?:\s\w+)?\s\d+k|\d+k run|arriv\w+|train at|won \d+-\d+|beat|lost \d+)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"인구|환율|시세|주가(?!\s?책)|코스피|코스닥|평점|조회\s?수|구독자|팔로워|확률|시청률|득표|당첨\s?번호"
    r"|로또\s?번호"
)
_GREETING = re.compile(
    r"^(?:안녕|하이|헬로|ㅎㅇ|감사|고마|수고|네|넵|응|ㅇㅇ|hello|hi|hey|thanks|thank you|ok|okay|yes|no"
    r"|good (?:morning|night))\b",
    re.IGNORECASE,
)
_DONE_KO = re.compile(
    rf"[{PAST}](?![가-힣]{{0,2}}(?:으면|을까|을걸|나\?|더라면))|[샀썼됐냈]|(?:[냄씀]|(?<!야)(?<!야\s)됨"
    rf"|(?<!야)(?<!야\s)함"
    rf"|나옴|결제됨|나감|들어옴|받음|보냄)(?![가-힣])"
)
_PAST_TENSE = re.compile(rf"[{PAST}]")
_DONE_EN = re.compile(
    r"\b(?:spent|paid|bought|got|ordered|cost|came to|charged|received|earned|was|had|ate|picked up"
    r"|grabbed)\b",
    re.IGNORECASE,
)
_NOT_PAID = re.compile(
    r"안\s?(?:샀|사고|사기|삼|썼|씀)|못\s?(?:샀|삼)|사지\s?(?:않|못)|포기(?=하|함|했|[.!~\s]*$)|참았|참음|아낌|아꼈|절약"
    r"|안\s?사고|didn'?t (?:buy|spend|pay)|did not (?:buy|spend)|almost bought|saved .{0,20}coupon|skipped",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"(?:원|만|천)(?:으로|까지)\s?(?:오름|올라|인상|내림|내려|떨어)|(?:올랐|내렸|인상|인하|떨어졌|비싸졌"
    r"|폭등|폭락|급등|급락)(?:어|다|네|대|음|더라|는데)|(?:(?:나온|산"
    r"|판|간|받는|낸|쓴|온|든|비싸|한|된)대(?:요)?|이래|이라던데|라던데|라더라|이라더라|래요|한대|된대"
    r"|대요|하던데)\s*[.!~]*$|가격\s?(?:이|은|인상|비교)|(?:정도|면|이면)\s?(?:하겠|되겠|충분|살\s?수)"
    r"|세일\s?(?:중|한대|함)|원이더라|원이래|원이라는데|원\s?(?:을\s)?찍|원부터|최대\s?\d|할인\s?(?:중"
    r"|쿠폰|행사)|무료\s?배송|쿠폰\s?(?:도착|발급)"
)


_MARKET = re.compile("당근|번개|중고|장터")
"""Where one lists things for sale: 등록 there is no request to record."""


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


def refusal(sentence: str, *, future_day: bool, requested: bool, tokens: Scan | None = None) -> Why | None:
    """Say why a sentence is no entry, or None when nothing speaks against it."""
    korean = not sentence.isascii()
    sentence = _RHETORICAL.sub("", sentence) if korean and _RHETORICAL_HINT.search(sentence) else sentence
    done = _done(sentence, korean=korean)
    if _QUESTION_MARK.search(sentence):
        return Why.QUESTION
    if requested:
        return Why.PLAN if future_day else None
    if korean:
        if _ENDS_ASKING.search(sentence, max(0, len(sentence) - _ENDING)) or (
            _QUESTION_KO.search(sentence) and not _answered(sentence, done=done)
        ):
            return Why.QUESTION
        if not done and _COMMAND_KO.search(sentence):
            return Why.NOT_A_PAYMENT
        if _NOT_MONEY_KO.search(sentence) and not re.search(
            r"원(?![가-힣]*\s?번호)|결제|구입|샀|교체|충전|요금|기계|측정기|\d만|\d천|계 ", sentence
        ):
            return Why.NOT_MONEY
        if _NOT_PAID.search(sentence) or (not done and _FIGURES.search(sentence)):
            return Why.NOT_MONEY
        if _HYPOTHETICAL.search(sentence):
            return Why.PLAN
        if not done and _PLAN_KO.search(sentence):
            return Why.PLAN
        if _OFFER.search(sentence) or (_NEWS.search(sentence) and not _PAID_VERB.search(sentence)):
            return Why.NOT_A_PAYMENT
    if tokens is not None and (talk := remark(tokens, korean=korean)) is not None:
        return talk
    if not_ours(sentence, korean=korean):
        return Why.NOT_A_PAYMENT
    if not done and not _BUDGET_HINT.isdisjoint(sentence) and _BUDGET.search(sentence):
        return Why.NOT_A_PAYMENT
    if re.search("[A-Za-z]", sentence):
        found = _english(sentence, done=done)
        if found is not None:
            return found
    return Why.PLAN if future_day and not _PAST_TENSE.search(sentence) and not _DONE_EN.search(sentence) else None


_OFFER = re.compile(
    r"이상\s?(?:구매|결제|주문)\s?시|증정|클릭|링크를|\(광고\)|지금\s?구매|무료\s?배송\s?지금"
)
_PAID_VERB = re.compile(r"샀|썼|냈|결제|먹었|구매|주문|[냄씀삼](?:\s|$)")


def _english(sentence: str, *, done: bool) -> Why | None:
    if _QUESTION_EN.search(sentence) and not (
        done and not re.match(r"\s*(?:how|what|did|should|was|can)\b", sentence, re.IGNORECASE)
    ):
        return Why.QUESTION
    if _COMMAND_EN.search(sentence):
        return Why.NOT_A_PAYMENT
    if _NOT_MONEY_EN.search(sentence) and not re.search(
        r"[$€£₩¥]|원|\b(?:paid|spent|bought|bill|fee|dollars?|bucks|won)\b|\d\.\d\d\b",
        sentence,
        re.IGNORECASE,
    ):
        return Why.NOT_MONEY
    if _NOT_PAID.search(sentence):
        return Why.NOT_A_PAYMENT
    if not done and _PLAN_EN.search(sentence):
        return Why.PLAN
    return None


def _done(sentence: str, *, korean: bool) -> bool:
    if korean and _DONE_KO.search(sentence):
        return True
    return _DONE_EN.search(sentence) is not None


def _answered(sentence: str, *, done: bool) -> bool:
    """Tell "얼마 안 나왔네 3천원" from "얼마 썼더라": an amount that ends the sentence answers."""
    return done and re.search(r"(?:원|만|천|\d)\s*[.!~]*$", sentence) is not None
