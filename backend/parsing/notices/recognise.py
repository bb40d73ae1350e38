"""Telling a notice from a chat line, several notices apart, and those that report no payment."""

from __future__ import annotations

import re
from itertools import pairwise

from backend.parsing.announcements import announces

_WEB = r"[\[(<]?(?:Web|WEB|web|국외|국제)\s?발신[\])>]?"
_SURE = re.compile(
    r"카드(?:취소|승인)?[ \t]*\n+\d\d/\d\d|예약이\s?확정|고지서|납부\s?기한|납부\s?안내|원\s?적립!|CMS출"
    rf"|{_WEB}|[가-힣]\*{{1,2}}[가-힣]?\s?(?:님|\()?.{{0,60}}[\d,]{{1,19}}\s?(?:원|달러|엔|\()|(?:카드|체크"
    rf"|BC|바로)\s?(?:신용)?\(?(?=[\d*]{{0,3}}\d)[\d*]{{4,8}}(?:\)|\(기업\))|누적(?:금액"
    rf"|액)?\s?:?\s?-?[\d,]{{1,19}}원|누계\s|(?:출금|입금|지급)\s?-?[\d,]{{1,19}}\s?원?[\s(].{{0,80}}잔액"
    r"|(?:카드|체크|BC|신한|삼성|우리|하나|현대|롯데|바로|Platinum|Gold|Red|Black|ZERO"
    r"|네이버)[^\n가-힣]{0,24}(?:\s?[가-힣]{1,5})?\s?(?:승인|취소)(?:\s|\n|$)"
    r"|(?:승인|취소)\s.{0,20}[\d,]{1,19}원\s?\(?(?:일시불|\d+개월|체크)|일시불\s?,?\s?/?\s?\d?\d/\d\d"
    r"|[\d,]{1,19}원\s?(?:일시불|\d\d?개월)\s"
    r"|이용\s?안내\s*\n|승인\s?(?:거절|금액|일시|시각)"
    r"|(?:원[을이]\s?|에서\s[\d,]{1,19}원\s?)결제\s?(?:했어요|됐어요|되었어요)"
    r"|결제\s?(?:가\s?(?:완료|취소)\s?되었|완료\s?안내)"
    r"|(?:무료거부|무료수신거부)|^[ \t]*[\[(]\s?광고|\(광고\)|인증번호\s?\[?\d"
    r"|명세서가\s?도착|결제\s?예정\s?금액|결제금액\s?[\d,]{1,19}원\s?\("
    r"|출금\s?완료|출금\s?예정|운송장|배송\s?될\s?예정|휴대폰\s?결제|통장\s?(?:→|\()"
    r"|→\s?(?:내\s)?[가-힣]{2,6}\s?통장|정상\s?승인|카드결제실패|해외결제\s?실패"
    r"|\[[가-힣A-Z]{2,10}(?:은행|카드|뱅크|페이|증권|생명|화재|택배|통운)\d*\]|\[KB\]\s?\d|^(?:출금"
    r"|입금)\s[\d,]{1,19}원\s*\n|^[\d,]{1,19}원\s(?:결제|출금|입금|해외결제)|취소처리|환불\s?완료|소멸"
    r"|₩[\d,]{1,19}\s?결제\s?(?:완료|취소)|가격이\s?\d|%\s?(?:올랐|내렸)|받은\s?혜택"
    r"|자동이체가?\s?(?:등록|처리)|한도\s?초과(?![라여돼되로])|사용\s?알림|토스증권|클릭하세요|링크를\s클릭"
    r"|^\s*\[[가-힣A-Za-z0-9 ]{2,14}\][^\n]*(?:습니다|니다|세요|에요|예요|보기)"
    r"|^\s*\[[가-힣A-Za-z0-9 ]{2,14}\](?=[^\n]*(?:고객|주문하신|배송|도착|리포트|청구|안내|혜택|보다|예정"
    r"|요금|납부|반품|알림))"
    r"[^\n]*[가-힣]요[.!~ ]*$"
    r"|할부\d\s[\d,]{1,19}원|캐시백\s?🎉|님이\s?[\d,]{1,19}원을\s?보냈|본인\s?아닐",
    re.MULTILINE | re.DOTALL,
)
_BALANCE = re.compile(r"잔액\s?-?[\d,]{1,19}\s?원?\s*$|^잔액", re.MULTILINE)
_FRAMED = re.compile(r"\d\d?/\d\d|\d\d:\d\d|\n|\[|출금|입금|체크|결제\s?완료")
"""What a line with a balance holds besides, when a bank wrote it and not a person."""

_HINTS = (
    "발신", "승인", "취소", "누적", "잔액", "출금", "입금", "결제", "광고", "인증", "명세", "운송",
    "배송", "통장", "소멸", "환불", "혜택", "자동이체", "한도", "사용", "이용", "누계", "보냈", "가격",
    "올랐", "내렸", "클릭", "*", "캐시백", "할부", "일시불", "증권", "거부", "[", "체크(", "카드",
    "예약", "고지", "납부", "적립", "CMS", "BC", "바로(", "지급", "개월",
)  # fmt: skip
_HINT_CHARACTERS = frozenset(word[0] for word in _HINTS)

_HEAD = re.compile(
    rf"(?:<제목[^>]*>\s*)?{_WEB}|\n(?=(?:\[?(?:KB국민|신한|삼성|현대|롯데|우리|하나|NH|농협|BC|씨티"
    rf"|광주)[가-힣A-Z]{{0,4}}\s?(?:카드|체크|\(|[\d*]{{4}})[^\n]{{0,30}}(?:승인|취소)))"
)
_PAID_PART = re.compile(r"\d")

_REFUSED = re.compile(
    r"거절|카드\s?정지|결제\s?실패|출금\s?실패|이체\s?실패|카드결제실패|결제\s?거절"
    r"|미승인|한도\s?초과|잔액\s?부족|잔고\s?부족|승인취소\s?실패|처리되지\s?(?:못|않)|사용이?\s?(?:불가"
    r"|정지)|정지된\s?카드|유효기간\s?(?:오류|만료)|비밀번호\s?오류"
)
_ADVERT = re.compile(
    r"[\[(（]\s?광고\s?[\])）]|무료\s?(?:수신)?\s?거부|수신\s?거부|\b080-?\d{3,4}-?\d{4}|이벤트\s?(?:참여"
    r"|안내|응모)|경품|추첨|최대\s?[\d,]{1,19}\s?(?:만\s?)?원\s?(?:할인|캐시백|혜택)|클릭하세요|링크를\s"
    r"|당첨을\s?축하|대출\s?(?:가능|상담|한도)"
    r"|저금리|대출.{0,30}(?:문의|최대|즉시)|최대\s?[\d,]{1,19}\s?[만천억]"
)
_CODE = re.compile(
    r"\[국[외제]\s?발신\][\s\S]{0,120}문의\s?:?\s?0\d|인증\s?번호|인증\s?코드|본인\s?(?:확인|아닐|아니)|OTP|일회용\s?비밀번호|승인번호를?\s?입력|타인\s?(?:에게)?\s?노출"
)
_BILL = re.compile(
    r"고지서|카드값|이용하신\s?금액|소비\s?(?:리포트|분석)|청구(?:되|될|\s?예정)|납부\s?기한|\(기한"
    r"|결제\s?예정|명세서|청구\s?(?:금액|서)|결제하실\s?금액|결제금액\s?\("
    r"|결제\s?금액\s?[\d,]{1,19}\s?원\s?\(\d\d/\d\d\s?기준|\d\d?/\d\d?\s?결제금액"
    r"|\d\d?월\s?\d\d?일\s?결제예정|\d\d?월\s?결제\s?(?:금액|대금)|출금\s?예정|출금될\s?예정|납부\s?예정"
    r"|납부\s?안내|미납|연체|인출\s?안내|결제대금|이체\s?예정|자동이체.{0,20}등록|결제금액이\s?변경"
    r"|이용\s?대금|결제\s?금액\s?[\d,]{1,19}원\s?[\d/]+출금완료|이용금액은\s?총|후불교통비"
)
_NOTE = re.compile(
    r"배송|원\s?적립!|운송장|택배|도착\s?예정|변경\s?완료|발급\s?(?:완료|안내)|등록\s?완료|한도\s?(?:상향"
    r"|변경|조정)"
    r"|포인트.{0,20}(?:소멸|적립)|소멸|가격이|올랐어요|내렸어요|목표가|혜택을?\s?확인|할인!\s|로그인|접속"
    r"|비밀번호\s?(?:변경|재설정)|본인인증|예약이?\s?(?:확정|완료)|명의도용|금리|환율|쿠폰이?\s?(?:도착"
    r"|발급)|주문이?\s?접수|상담\s?예약|점검\s?안내|서비스\s?(?:가입|해지|안내)|카드\s?배송|이용\s?약관"
    r"|신청이?\s?완료|안내\s?드립니다(?!.*승인)"
)
_CANCEL = re.compile(
    r"승인\s?취소|매출\s?취소|취소\s?완료|부분\s?취소|해외\s?취소|출금\s?취소|결제\s?취소|결제가\s?취소"
    r"|입력취소|취소처리|취소요청|취소건|취소"
)
_TO_ACCOUNT = re.compile(r"계좌로\s?(?:[\d,]{1,19}원(?:을|이)?\s)?환불\s?(?:받|되|완료)")
"""Money back as a deposit, which is an income of its own: "취소금액 …원을 결제계좌로 환불받았어요"."""
_MOVEMENT = re.compile(
    r"전자상거래이용|급여\s*\n|누적(?!\s?(?:후원|기부))|CMS출|카드\s?\(?[\d*]{4}|승인(?!\s?(?:번호|대기|요청))"
    r"|(?:결제|출금|입금|사용|지급)(?!\s?(?:가능|한도|기한|마감|예정|일(?![가-힣])|수단|정보|비밀번호|대기|요청|등록"
    r"|확인|하세요|하시|하실|하면|시\s|될|됩니다|돼요))|취소(?!\s?(?:될|됩니다|돼요|예정|가능|수수료))"
    r"|환불(?:\s?완료|되었|됐|받았)|자동결제|보냈|일시불|할부|후불교통[\s\S]*합계"
)
_REALLY_PAID = re.compile(r"승인\s|승인\n|일시불|정상승인|결제\s?완료|결제했어요|카드\s?결제\s?[\d,]{1,19}원")


def is_notice(text: str) -> bool:
    """Tell whether a text is what a bank, a card issuer or a shop sent, rather than what a person typed."""
    if _HINT_CHARACTERS.isdisjoint(text) or not any(word in text for word in _HINTS):
        return False
    if _SURE.search(text) is not None:
        return True
    return "잔액" in text and _BALANCE.search(text) is not None and _FRAMED.search(text) is not None


def split_notices(text: str) -> list[str]:
    """Cut a text into its notices; what stands before the first one, without an amount, goes."""
    starts = [match.start() for match in _HEAD.finditer(text)]
    if not starts:
        return [text]
    cuts = sorted({0, *starts, len(text)})
    parts = [text[first:last] for first, last in pairwise(cuts)]
    whole: list[str] = []
    for part in parts:
        body = re.sub(_WEB, "", part)
        if whole and not _PAID_PART.search(re.sub(_WEB, "", whole[-1])):
            whole[-1] += part
        elif body.strip():
            whole.append(part)
    if len(whole) > 1 and not _MOVEMENT.search(whole[0]):
        whole = whole[1:]
    return whole


def reports_no_payment(text: str) -> bool:
    """Tell a refusal, an advertisement, a code, a bill to come or a note from a payment that happened."""
    if _REFUSED.search(text) or _CODE.search(text):
        return True
    if announces(text) and not _REALLY_PAID.search(text):
        return True
    if _ADVERT.search(text) and not re.search(
        r"승인\s?(?!문의|가능|상담|완료|신청)[가-힣*]{2,5}|누적|카드\s?결제\s?[\d,]{1,19}원", text
    ):
        return True
    if _BILL.search(text) and not _REALLY_PAID.search(text):
        return True
    if _NOTE.search(text) and not re.search(
        r"승인|결제\s?완료|결제가\s?완료|결제했어요|결제되었|결제됐|출금|입금|일시불|카드\s?결제\s?[\d,]{1,19}원",
        text,
    ):
        return True
    return not _MOVEMENT.search(text)


def is_cancellation(text: str) -> bool:
    """Tell whether the notice takes an earlier payment back."""
    return _CANCEL.search(text) is not None and _TO_ACCOUNT.search(text) is None
