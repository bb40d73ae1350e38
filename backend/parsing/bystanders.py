"""Money that is only talked about: hearsay, offers, prices seen, wages, opinions."""

from __future__ import annotations

import re
from functools import cache

from backend.parsing.currencies import data_lines

_OTHERS = (
    r"(?:친구|절친|동료|동창|동기|선배|후배|팀장|부장|차장|과장|대리|사장|회장|옆집|윗집|아랫집|앞집|이웃"
    r"|지인"
    r"|걔|쟤|그\s?(?:사람|집|분)|누나|언니|오빠|형|동생|사촌|삼촌|이모|고모|조카|아빠|엄마|아버지|어머니"
    r"|부모님"
    r"|시어머니|시댁|처가|장모님|연예인|유튜버|사람들|남들|누구|다른\s?(?:사람|집)|직원|상사|매형|형부"
    r"|새언니|올케|처형|처제)"
)
_SUBJECT = rf"(?<![가-힣]){_OTHERS}(?:님|들|네)*(?:이|가|은|는|네|도|께서)?\s"
_HEARSAY = re.compile(
    rf"{_SUBJECT}.*(?:[가-힣]대(?:요)?|(?:다|라)(?:더라|던데|네|고\s?(?:함|하더라|하네|해))(?:요|고)?"
    rf"|이래(?:요)?|[단란]다)"
    r"\s*[.!~ㅋㅎㅠㅜ]*$"
)
_THEY_BOUGHT = re.compile(
    rf"(?<![가-힣]){_OTHERS}(?:님|들|네)*(?:이|가|은|는|도)"
    r"(?:\s(?!\S*(?:는|은|한|던|서|고|라고|길래|니까|싶다|달라|해준|준)\s)\S+){0,4}"
    r"\s?(?:샀|질렀|뽑았|장만|지름|산다(?!는)|받는다|번다|벌었)"
)
_OURS = re.compile(r"나한테|내가|나도|나는|난\s|우리|저한테|제가|나랑|대신|내\s?(?:거|몫|돈|카드)|빌려|갚")
_OFFERED = re.compile(
    r"내놨|내놓|올려\s?(?:놨|놓|뒀|둠)|매물|급매|팝니다|팔아요\s*$|삽니다|구합니다|(?:팔|살"
    r"|사실)\s?(?:사람|분)"
    r"|(?:당근|중고|번개|번장|장터|카페|게시판)[가-힣]*\s.*(?:올렸|올림|올라[왔와옴]|떴|판다|있더라|있네"
    r"|봤|보임|나왔)"
)
_SOLD = re.compile(r"팔렸|팔았|팔림|팔아서|팔고|샀|구매|구입|거래|입금|결제|받[았음]")
_SEEN = re.compile(
    r"(?:원|만|천|억|\d)\s?(?:에|이나|정도|쯤|이)?\s?(?:하던데|하더라|던데|이더라|라던데|이라던데"
    r"|(?:이)?라고?\s?(?:하|함|적|써|붙|했)"
    r"|라네|이라네|라\s?(?:적|써)|부르더라|부르던데|부른다|부름|달래(?:요)?\s|달라고|파네|파는데|팔더라"
    r"|팔던데|팔고\s?있|팔길래|나왔더라"
    r"|[을를]?\s?찍(?:었|음|네))"
    r"|적혀\s?있|써\s?있|써있|붙어\s?있|견적|호가|감정가|장바구니|위시리스트|찜\s?목록|최저가|수익률"
    r"|평가\s?손익"
)
_WAGES = re.compile(
    r"연봉|초봉|최저\s?(?:시급|임금)|평균\s?(?:연봉|월급|임금|소득|급여)"
    r"|(?:시급|월급|일당|페이)(?:은|이|가)?\s?.{0,10}(?:이래|라던데|준대|준다|인\s?(?:곳|데)|주는\s?(?:곳"
    r"|데|회사|알바)|올려|인상)"
)
_ARRIVED = re.compile(r"들어[왔옴온]|입금|받[았음]|수령")
_HELD = re.compile(
    r"(?:원|만|천|\d)(?:이|은|정도|쯤|밖에)?\s?(?:남았|남음|남아|남네|남는|모자라|부족)"
    r"|(?<![맛멋미])있(?:음|어|어요|다|네|네요|습니다)\s*[.!~]*$"
    r"|없(?:음|어|다|네)\s*[.!~]*$|(?:예산|목표|한도).{0,24}(?:짰|정했|잡았|세웠|설정|늘렸|줄였|올렸|올림"
    r"|늘림|잡음|정함)"
)
_COMPARED = re.compile(
    r"(?:보다|대비|비해)\s?[^,]{0,16}(?:덜|더|많이|적게|늘|줄)(?!.*[\d만천백십]\s?원?\s*$)"
)
_OPINION = re.compile(
    r"(?:원|만|천|값|\d)(?:은|는|이면|면)\s?(?:좀|너무|진짜|많이|정말)?\s?(?:비싸|비싼|싸|싼|아깝|심하"
    r"|심한|오바|오버|적당|괜찮|합리|저렴|무리|부담|선\s?넘)"
)
_ODD = re.compile(r"(?<![왔오갔됐혔들])(?<!들었)(?:더라(?:고|구)?|던데)(?:요)?\s*[.!~]*$")
_IF = re.compile(r"(?:으|하|되|주|오|치|내|쓰|타|받|나|지|리|이|넘)면(?:\s|,)|금리|이율|이자율")
_NOT_EVEN = re.compile(
    r"(?:원|만|천|값|돈|푼)(?:도|조차)\s?(?:못|안|없)|못\s?(?:사|살|삼|샀)(?![가-힣]*(?:서|니까)\s)"
)
_PAID = re.compile(
    r"(?<!봤)(?<!보)(?<!있)(?<!없)는데\s|(?:갔|왔|했)더니|나[감갔왔옴]|빠져|받[음았]|[샀썼냈]|먹었|마셨|탔|질렀|긁|결제|구매|구입|주문"
    r"|사\s?(?:옴|왔)|먹고\s?왔|(?:[냄씀삼]"
    r"|먹음)(?![가-힣])|지출|이체|송금|보냈|줬"
)

_EN_THEY = re.compile(
    r"\b(?:he|she|they|someone|somebody|people|(?:my|our|the|a|his|her)\s(?:friend|buddy|boss|coworker"
    r"|co-worker|colleague"
    r"|neighbou?r|brother|sister|cousin|uncle|aunt|roommate|teacher|landlord|ex)s?)\s"
    r"(?:just\s|only\s)?(?:makes?|made|earns?|earned|spent|spends?|bought|buys|paid|pays|got|gets|charges?"
    r"|wants?|owes?|said|says)\b"
    r"(?!.*\b(?:me|us|my share|back)\b)",
    re.IGNORECASE,
)
_EN_TALK = re.compile(
    r"\b(?:i|we|you|they|who)\s(?:make|earn)\b|\b(?:salary|wage|wages|pay) (?:is|are|would be)\b"
    r"|\bminimum wage\b"
    r"|\b(?:for sale|asking price|(?:is|are) on sale|marked down|priced at|going for|retails?"
    r"|selling (?:my|for|the|a)|listed|listing)\b"
    r"|\b(?:price|prices)\s(?:is|are|went|dropped|rose)\b|\b(?:went|gone|going) up (?:to|by)\b|\b(?:is"
    r"|are) worth\b"
    r"|\b(?:left (?:in|on|to)|remaining|in (?:my|the) (?:account|wallet|bank|cart))\b"
    r"|\b(?:i|we)(?:'d (?:like|love)| want| need)\b|\bi want\b|\b(?:wants?) (?:a|an|the|to|me)\b"
    r"|\bif (?:it|they|you|he|she)\b|\bsaw (?:a|an|the|some|it)\b|\bheard\b|\bstart(?:s|ing)? at\b"
    r"|\bstocks? (?:hit|reached|fell|rose|is|are)\b|\bcosts\b(?! me)"
    r"|^\D*\bat \d{1,2}\s*$|\b\d+ more (?:weeks?|days?|months?|hours?|minutes?)\b|\b\d+ \w+ (?:until"
    r"|till)\b|\breservation for\b|\b(?:i|we) have\b|\bclass of\b"
    r"|\bbus (?:no\.? ?|number |line )?\d{1,3} (?:to|from|towards)\b",
    re.IGNORECASE,
)
_EN_OWN = re.compile(
    r"(?:\b(?:i|we|and|then|so)\s|^|[,;.]\s?)(?:just\s|finally\s)?(?:bought|paid|spent|got|ordered"
    r"|grabbed)\b|\bsold\b",
    re.IGNORECASE,
)


_LETTER = re.compile("[A-Za-z]")
_HEARSAY_ENDS = frozenset("대라네데다해래요고구함")
_BOUGHT_HINT, _LACK_HINT, _OFFER_HINT, _WAGE_HINT, _COMPARED_HINT, _HELD_HINT, _OPINION_HINT, _IF_HINT = map(
    frozenset,
    (
        "샀질뽑장름산받번벌",
        "못안없",
        "놨놓뒀둠매팝팔삽구분살올떴판있봤보나",
        "봉저균급당페",
        "보대비",
        "남라족있없예목한",
        "은는면",
        "면금율",
    ),
)
"""Characters without which the patterns cannot match: most lines are read no further than these."""


@cache
def _hints() -> frozenset[str]:
    return frozenset(word for line in data_lines("english_talk.txt") for word in line.split())


def not_ours(sentence: str, *, korean: bool) -> bool:
    """Tell money that only is talked about from money that the household paid or received."""
    if korean and _not_ours_korean(sentence):
        return True
    if not _LETTER.search(sentence) or _hints().isdisjoint(sentence.casefold().split()):
        return False
    return (_EN_THEY.search(sentence) or _EN_TALK.search(sentence)) is not None and not _EN_OWN.search(
        sentence
    )


def _not_ours_korean(sentence: str) -> bool:
    held = set(sentence)
    told = sentence.rstrip(" .!~")[-1:] in _HEARSAY_ENDS
    if (
        (told and _HEARSAY.search(sentence))
        or (not _BOUGHT_HINT.isdisjoint(held) and _THEY_BOUGHT.search(sentence))
    ) and not _OURS.search(sentence):
        return True
    if not _LACK_HINT.isdisjoint(held) and _NOT_EVEN.search(sentence):
        return True
    if not _OFFER_HINT.isdisjoint(held) and _OFFERED.search(sentence) and not _SOLD.search(sentence):
        return True
    if not _WAGE_HINT.isdisjoint(held) and _WAGES.search(sentence) and not _ARRIVED.search(sentence):
        return True
    if not _COMPARED_HINT.isdisjoint(held) and _COMPARED.search(sentence):
        return True
    seen = (
        _SEEN.search(sentence)
        or (not _HELD_HINT.isdisjoint(held) and _HELD.search(sentence))
        or (not _OPINION_HINT.isdisjoint(held) and _OPINION.search(sentence))
        or (told and _ODD.search(sentence))
        or (not _IF_HINT.isdisjoint(held) and _IF.search(sentence))
    )
    return bool(seen) and not _PAID.search(sentence)
