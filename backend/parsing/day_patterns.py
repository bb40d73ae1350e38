"""The patterns that find days: with numbers, in Korean words, in English words, each with a cheap hint."""

from __future__ import annotations

import re

_WD = r"(?:\s?\(\s?[월화수목금토일](?:요일)?\s?\)|\s[월화수목금토일](?:(?:요일|욜)|(?=\s*$)))?"
_EN_WD = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
_EN_FULL = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tues|thurs|thur)"
_EN_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_AFTER = r"(?:에는|에도|에|부터|자|꺼|날|날에|의)?(?![가-힣])"
_LOOSE = r"(?:에는|에도|에|자(?![가-힣])|꺼(?![가-힣])|날(?:에)?(?![가-힣]))?"

NUMBERED = re.compile(
    "|".join(
        (
            (
                r"(?P<ymd>(?<![\d.,/-])(?P<y>(?:19|20)\d\d|\d\d(?=[./-]\d\d?[./-]|년))(?:\s?년\s?"
                r"|[./-]\s?)(?P<ym>1[0-2]|0?[1-9])"
                rf"(?:\s?월\s?|[./-]\s?)(?P<yd>3[01]|[12]\d|0?[1-9])(?!\d)(?:일"
                rf"|\s일(?![가-힣]))?\.?{_WD}{_LOOSE})"
            ),
            (
                r"(?P<mdy4>(?<![\d.,/-])(?P<um>1[0-2]|0?[1-9])/(?P<ud>3[01]|[12]\d"
                r"|0?[1-9])/(?P<uy>20\d\d)(?!\d))"
            ),
            (
                rf"(?P<md>(?:(?P<mdy>재작년|작년|지난해|전년|올해|금년|내년)\s?)?(?<!\d)(?P<mm>1[0-2]"
                rf"|0?[1-9])\s?월\s?(?P<mdd>3[01]|[12]\d|0?[1-9])\s?일(?!\s?[전치간분](?:에"
                rf"|의)?(?![가-힣])){_WD}{_LOOSE})"
            ),
            (
                r"(?P<rm>(?P<rmw>지지난달|저저번달|지난\s?달|저번\s?달|전달|전월|이번\s?달|이달|당월"
                r"|다음\s?달|담달)\s?"
                rf"(?:(?P<rmd>3[01]|[12]\d|0?[1-9])\s?일|(?P<rme>말일?|초순?|중순|하순))?{_WD}{_AFTER})"
            ),
            (
                r"(?P<ago>(?:(?<!\d)(?P<agon>\d{1,3})\s?(?P<agou>일|주일|주|달|개월|년)"
                r"|(?P<agow>하루|2틀|3흘|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|보름|일주일"
                r"|한\s?주|이주일|이주)"
                r"|(?P<agom>한|두|세|네)\s?(?P<agomu>달|주))\s?전\s?(?:쯤)?(?:에)?(?![가-힣]))"
            ),
            (
                r"(?P<part>(?<!\d)(?P<partm>1[0-2]|0?[1-9])월\s?(?P<partp>초순?|중순|하순|말)(?:쯤|경|께)?"
                r"(?:에는|에도|에)?(?![가-힣]))"
            ),
            r"(?P<iso>(?<!\d)(?P<isy>(?:19|20)\d\d)(?P<ism>0[1-9]|1[0-2])(?P<isd>[0-2]\d|3[01])(?!\d))",
            (
                r"(?P<num>(?<![\d.,/:$€£₩*+A-Za-z-])(?P<nm>1[0-2]|0?[1-9])(?P<nsep>[/.-])(?P<nd>3[01]"
                r"|[12]\d|0?[1-9])"
                rf"(?![\d:%]|[/.,-]\d|[만천백억원불엔개명잔병]|(?<!/\d)(?<!/\d\d)\s[만천백억]\s?원"
                rf"|\s[만천백억원불엔개명잔병](?![가-힣])|[A-Za-z]){_WD}{_LOOSE})"
            ),
            (
                rf"(?P<dom>(?<![\d.,/:-])(?<!박)(?<!박\s)(?P<domd>3[01]|[12]\d"
                rf"|0?[1-9])\s?일(?:날)?{_WD}(?:에는|에도|에|자(?![가-힣])|꺼(?![가-힣]))?(?!\s?(?:전|치|분"
                r"|권|간|동안|차|째|이내|까지|씩|후|뒤|마다|만에)(?:에|의|은|는|도|만)?(?![가-힣])))"
            ),
        )
    ),
    re.IGNORECASE,
)
KOREAN = re.compile(
    "|".join(
        (
            (
                r"(?P<rm>(?P<rmw>지지난달|저저번달|지난\s?달|저번\s?달|전달|전월|이번\s?달|이달|당월"
                r"|다음\s?달|담달)\s?"
                rf"(?:(?P<rmd>3[01]|[12]\d|0?[1-9])\s?일|(?P<rme>말일?|초순?|중순|하순))?{_WD}{_AFTER})"
            ),
            (
                r"(?P<ago>(?:(?<!\d)(?P<agon>\d{1,3})\s?(?P<agou>일|주일|주|달|개월|년)"
                r"|(?P<agow>하루|2틀|3흘|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|보름|일주일"
                r"|한\s?주|이주일|이주)"
                r"|(?P<agom>한|두|세|네)\s?(?P<agomu>달|주))\s?전\s?(?:쯤)?(?:에)?(?![가-힣]))"
            ),
            (
                r"(?P<week>(?P<weekw>지지난\s?주|저저번\s?주|지난\s?주|저번\s?주|전주|이번\s?주|요번\s?주"
                r"|금주|다음\s?주|담주|다다음\s?주)"
                rf"(?:\s?(?P<weekd>[월화수목금토일])(?:요일|욜|요(?![가-힣])|(?=\s(?!\d)))|\s?(?P<weeke>주말"
                rf"|말(?![가-힣])))?(?:(?<=요일)에?|{_AFTER}))"
            ),
            (
                rf"(?P<wd>(?<![가-힣])(?:(?P<wdl>지난|저번|이번|요번)\s?)?(?P<wdd>[월화수목금토일])(?:요일"
                rf"|욜)(?:밤에?(?![가-힣]))?{_LOOSE})"
            ),
            (
                r"(?P<paren>[(\[](?P<parend>[월화수목금토일]|mon|tue|wed|thu|fri|sat|sun)(?:요일"
                r"|[a-z]{3,6})?[)\]])"
            ),
            (
                r"(?P<sino>(?<![가-힣])(?P<sinom>십이|십일|시|십|구|팔|칠|유|육|오|사|삼|이"
                r"|일)월\s?(?P<sinod>삼십일?|(?:이?십)[일이삼사오육칠팔구]?|[일이삼사오육칠팔구])일(?:에"
                r"|날)?(?![가-힣]))"
            ),
            r"(?P<weekend>(?<![가-힣])(?P<weekendl>지난|저번|이번)?\s?주말에(?![가-힣]))",
            (
                r"(?P<ahead>(?<![가-힣])(?:내일모레|내일|낼모레|낼|모레|글피|명일)(?![가-힣])"
                r"|(?<![가-힣])(?:내일|모레)(?=은|까지|부터|도|\d))"
            ),
            (
                r"(?P<back>(?:그끄저께|그끄저깨|그끄제|그그저께|그그제|[엊엇]그저께|엊그젯밤|[엊엇]그제께?|그저께밤|그저께|그저깨"
                r"|그젯밤|[엊엇]저녁|엊저녘|엊밤|(?<![가-힣])어저녁|어제께|어저께|어젯밤|어제밤"
                r"|어제|(?<![가-힣])그제|(?<![가-힣])(?:간밤|지난밤|작일|전날(?![가-힣]))"
                r"|(?<![가-힣])오늘(?!의\s?집|회\b|도착|배송)|(?<![가-힣])금일|(?<![가-힣])방금"
                r"|(?<![가-힣])아까|(?<![가-힣])지금(?!까지|껏)|(?<![가-힣])당일(?![가-힣]))(?:은|에는|에"
                r"|자(?![가-힣])|꺼(?![가-힣])|도(?![가-힣])|부로|전에)?)"
            ),
            r"(?P<endm>(?<![가-힣])말일에?(?![가-힣]))",
        )
    ),
    re.IGNORECASE,
)
ENGLISH = re.compile(
    "|".join(
        (
            (
                r"(?P<paren>[(\[](?P<parend>[월화수목금토일]|mon|tue|wed|thu|fri|sat|sun)(?:요일"
                r"|[a-z]{3,6})?[)\]])"
            ),
            (
                r"(?P<eago>\b(?:(?:(?P<eagon>\d{1,3}|an?|one|two|three|four|five|six|seven|a couple(?:"
                r" of)?)\s)?(?P<eagou>day|night|week|month)s?\sago)\b)"
            ),
            (
                r"(?P<eback>\b(?:the\s)?(?:day\sbefore\syesterday)\b|\b(?:since\s)?(?:yesterday|yesterdays"
                r"|yday|ystd|yest|last\snight|last\sevening|yesterday's)\b)"
            ),
            (
                r"(?P<etoday>\b(?:(?:earlier\s|just\s)?today|tonight|this\s(?:morning|afternoon|evening)"
                r"|just\snow|right\snow)\b)"
            ),
            (
                r"(?P<eahead>\b(?:tomorrow|tmrw|tmr|next\s(?:week|month|year|mon|tue|wed|thu|fri|sat"
                r"|sun)[a-z]*|later\stoday)\b)"
            ),
            r"(?P<eweek>\blast\sweek(?:\s(?:on\s)?(?P<eweekd>" + _EN_WD + r"))?\b)",
            (
                rf"(?P<ewd>\b(?:(?P<ewdp>on|last|this|past|this\spast)\s(?P<ewdd>{_EN_WD})"
                rf"|(?P<ewdf>{_EN_FULL}))\b(?!'s|\.\w)"
                r"|(?<=[a-z]\s)(?P<ewds>(?:mon|tue|wed|thu|fri|sat)\b)(?=\s\$?\d|\W*$))"
            ),
            r"(?P<elead>^\s*(?P<eleadd>(?:mon|tue|wed|thu|fri|sat)\b(?=[\s:,]|$)|sun(?=[:,]|\W*$)))",
            (
                rf"(?P<emd>\b(?:on\s)?(?P<em>{_EN_MONTH})\.?\s(?P<ed>3[01]|[12]\d|0?[1-9])(?:st|nd|rd"
                rf"|th)?\b(?![.,]\d|:\d)(?:,?\s(?P<ey>20\d\d)\b)?)"
            ),
            (
                rf"(?P<edm>\b(?:on\s)?(?:the\s)?(?P<ed2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd"
                rf"|th)?\s(?:of\s)?(?P<em2>{_EN_MONTH})\b(?:,?\s(?P<ey2>20\d\d)\b)?)"
            ),
            (
                r"(?P<edom>\b(?:on\sthe|the)\s(?P<edomd>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)\b"
                r"|\b(?P<edomd2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)(?=\s*:|\s*$))"
            ),
        )
    ),
    re.IGNORECASE,
)
NUMBERED_HINT = re.compile(r"\d\s?[월일년주달개]|\d[./-]\s?\d|20\d{6}|달\s?\d|월\s?\d")
KOREAN_HINT = re.compile(
    r"[제늘엊엇깨까께낼욜달밤작레글전주월]|요일|어저녁|[내금명말]일|방금|지금|당일|[(\[]"
)
ENGLISH_HINT = re.compile(
    r"day|night|morn|even|after|ago|week|now|tm|tom|next|mon|tue|wed|thu|fri|sat|sun|yest|ystd|\d(?:st|nd"
    r"|rd|th)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
LETTER = re.compile("[A-Za-z]")
ON_BEFORE = re.compile(r"\b(?:on|from|for|dated|at)\s$", re.IGNORECASE)
