"""The merchant of a notice: what is left when every other field is taken out."""

from __future__ import annotations

import re

from backend.parsing.notices.fields import GAP
from backend.parsing.text import key_of
from backend.parsing.words import known_things

_LABELLED = re.compile(
    r"(?:가맹점명?|사용처|이용처|요청\s?사이트|이용가맹점|상호|내용\s*\n\s*메모)\s*[:：]?\s*[\n"
    r" ]\s*(?P<merchant>[^\n\ue001]{1,60}?)\s*(?=\n|\ue001|$|-\s|\s거래시간|\s누적|\s승인시각)"
)
_LABELS = re.compile(
    r"(?m:^\s*(?:-\s?)?(?:승인금액|승인일시|가맹점명|누적금액|금액|카드|손님명|거래종류|거래구분|사용처"
    r"|거래시간|고객명|승인시각|요청\s?일시|요청\s?금액|결제\s?대행사|요청\s?사이트|내용|메모"
    r"|계좌)\s*:?\s*(?:신용|체크)?)"
)
_LABEL_INLINE = re.compile(
    r"(?<![가-힣])(?:승인금액|승인일시|누적금액|손님명|거래종류|거래구분|거래시간|고객명|승인시각|\(금액\)"
    r"|금액)(?![가-힣])\s?:?\s?(?:신용|체크)?(?![가-힣])"
)
_ARROW_OUT = re.compile(r"통장(?:\(\d{4}\)|[\s\ue001()])*→\s?(?:\d{1,2}월\s)?(?P<merchant>[^\n\ue001]{1,60})")
_ARROW_IN = re.compile(r"(?P<merchant>[^\n\ue001→]{1,40}?)\s?→\s?(?:내\s?)?[가-힣\ue001 ]{0,12}통장")
_PIPE = re.compile(r"(?P<card>[^\n|\ue001]{1,40}?)\s?[|・]\s?(?P<merchant>[^\n|\ue001]{1,60})")
_AT = re.compile(
    r"(?:^|\n|\ue001|되었어요|됐어요)\s*(?P<merchant>[^\n\ue001]{1,40}?)에서\s?(?=\ue001|$|결제)"
)
_WORDS = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?:체크카드출금|체크카드입금|체크카드|신용카드|법인카드|카드결제|카드\s결제"
    r"|카드출금\(?|카드번호입력(?:승인|취소)?|전자금융(?:입금|출금)?|오픈뱅킹(?:출금|입금)?"
    r"|스마트폰(?:출금|입금)?|인터넷출금이?|인터넷입금|공동CMS출(?:금)?|CMS(?:입금|출금|공동)?|FBS(?:출금"
    r"|입금)?|지로출금|현금IC|타행(?:이체|송금)?"
    r"|자동출금|자동이체|자동결제(?:안내)?|요금납부|펌뱅킹|결제완료안내|결제\s?완료|결제완료|결제됐어요"
    r"|결제했어요|결제가\s?완료되었(?:어요|습니다)\.?|결제가\s?취소되었(?:어요|습니다)\.?|결제를?|결제가"
    r"|정상\s?승인(?:\s?되었습니다)?|승인\s?취소|매출\s?취소|취소\s?완료|부분\s?취소"
    r"|취소처리(?:되었습니다)?|취소요청(?:되었습니다)?|해외\s?(?:승인|취소|결제)?|체크\s?승인|신용\s?승인"
    r"|체크\s?취소|승인|취소|출금취소"
    r"|출금|입금|지급|사용\s?알림|사용|이용|체크|신용|개인|법인|기업|가족|접수|완료|되었습니다|되었어요"
    r"|됐어요|받았어요|회원님?|고객님?|님|본인|일시불|할부|합계|이|을|를|에|고객|손님|전자상거래이용"
    r"|이용내역|안내|휴대폰|요청|이용건|취소건|이용분|취소분|거래|승인내역)(?![가-힣A-Za-z0-9])"
)
_TRAILING = re.compile(r"(?:\s+(?:사용|승인|취소|결제|이용|승인취소|출금))+$")
_COMPANY = re.compile(r"\(주\)|주식회사|㈜|\(유\)|유한회사|\(사\)|\(재\)")
_SUFFIX = re.compile(r"(?:_\d+|_KCP|_NHN|_이니시스|_토스|\(\d{4,}\)|\[[\d-]{6,}\]|\*+)\s*$")
_CUSTOMER = re.compile(r"^(?P<name>(?:KT|SKT|SK|LGU?|LG유플러스|[가-힣]{2,}))\d{5,}$")
_COUNTRY = re.compile(
    r"^(?:미국|일본|중국|영국|프랑스|독일|태국|베트남|홍콩|대만|싱가포르|캐나다|호주|이탈리아|스페인"
    r"|아일랜드|네덜란드|스위스|스웨덴|필리핀|말레이시아|인도네시아|룩셈부르크)\s+(?=\S)"
)
_ITEM = re.compile(r"\s?'[^'\n]{1,80}'?\s*$")
_BRACKETED = re.compile(r"\[[^\[\]\n]{0,30}\]")
_QUOTED = re.compile(r"\s'[^'\n]{1,80}'")
_MASKED = re.compile(r"(?<![\w*])(?=[\d*-]*[\d*])[\d*-]{3,24}(?![\w*])")
_EMPTY_BRACKETS = re.compile(rf"\(\s*{GAP}*\s*\)|\(\s*$|^\s*\)")
_EDGE = " \t\n.,;:/|-~·()[]{}<>'\"→・+@!?⏎\r" + GAP
_SENTENCE = re.compile(r"(?:습니다|니다|어요|세요|해요|하기|[?!])\.?$")
_CARD_NAME = re.compile(r"^[A-Za-z가-힣0-9 +]{1,14}카드$")
_PERSON = re.compile(r"^[가-힣]{2,4}$")


def find_merchant(rest: str) -> tuple[str, str | None]:
    """Find the merchant in what is left of a notice; and the card that a push prints before a bar."""
    labelled = _LABELLED.search(rest)
    if labelled:
        return _clean(labelled["merchant"]), None
    card = None
    for pattern in (_ARROW_OUT, _ARROW_IN):
        arrow = pattern.search(rest)
        if arrow and _clean(arrow["merchant"]):
            return _clean(arrow["merchant"]), None
    pipe = _PIPE.search(rest)
    if pipe:
        card = pipe["card"].strip(_EDGE)
        return _clean(pipe["merchant"]), card or None
    place = _AT.search(rest)
    if place and place["merchant"].strip(_EDGE):
        return _clean(_WORDS.sub(GAP, place["merchant"]).split(GAP)[-1]), None
    return _leftover(rest), None


def _leftover(rest: str) -> str:
    text = _LABEL_INLINE.sub(GAP, _LABELS.sub(GAP, rest))
    text = _BRACKETED.sub(GAP, text) if _has_words(_BRACKETED.sub(GAP, text)) else text
    text = _MASKED.sub(GAP, text)
    text = _QUOTED.sub(GAP, text) if _has_words(_QUOTED.sub("", text)) else text
    fragments = []
    for fragment in re.split(rf"[{GAP}\n]+", text):
        cleaned = _clean(_WORDS.sub(GAP, fragment))
        for stretch in cleaned.split(GAP):
            part = _clean(stretch.strip(_EDGE))
            if part and _has_words(part) and not _SENTENCE.search(part) and not _CARD_NAME.match(part):
                fragments.append(part)
    if not fragments:
        return ""
    if len(fragments) > 1:
        named = [fragment for fragment in fragments if not _is_person(fragment)]
        fragments = named or fragments
    return fragments[-1] if len(fragments[-1]) > 1 or len(fragments) == 1 else fragments[0]


def _is_person(text: str) -> bool:
    """Tell a holder's name, two to four syllables that no word list knows, from a short merchant."""
    return _PERSON.match(text) is not None and key_of(text) not in known_things()


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in text) or bool(
        re.search(r"\d[A-Za-z가-힣]|[A-Za-z가-힣]\d", text)
    )


def _clean(merchant: str) -> str:
    merchant = merchant.strip(_EDGE.replace("(", "").replace(")", "").replace("[", "").replace("]", ""))
    merchant = _COUNTRY.sub("", _TRAILING.sub("", merchant))
    merchant = re.split(r"\s{3,}", merchant)[0]
    merchant = _COMPANY.sub("", merchant)
    merchant = _ITEM.sub("", merchant)
    for _ in range(2):
        merchant = _SUFFIX.sub("", merchant.strip())
    merchant = _COUNTRY.sub("", merchant.strip())
    merchant = re.sub(r"님(?:이|께서)$", "", merchant)
    customer = _CUSTOMER.match(merchant)
    if customer:
        merchant = customer["name"]
    merchant = _EMPTY_BRACKETS.sub("", merchant)
    if merchant.count("(") != merchant.count(")"):
        merchant = merchant.strip("()").partition("(")[0]
    return " ".join(merchant.split()).strip(" .,;:/|-~·")
