"""Days as people name them, in Korean and English, relative to the day the message was sent."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from backend.kit.periods import months_after
from backend.parsing.numerals import korean_number
from backend.parsing.tokens import Day

_WEEKDAYS = {"월": 0, "화": 1, "수": 2, "목": 3, "금": 4, "토": 5, "일": 6}
_EN_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EN_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NATIVE_DAYS = {
    "하루": 1, "2틀": 2, "3흘": 3, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9,
    "열흘": 10, "보름": 15, "일주일": 7, "한주": 7, "이주": 14, "이주일": 14,
}  # fmt: skip
_KO_BACK = {
    "그끄저께": 3, "그끄제": 3, "그그저께": 3, "그그제": 3, "엊그저께": 2, "엊그제": 2, "그저께": 2, "그제": 2,
    "어저께": 1, "어젯밤": 1, "어제밤": 1, "어제": 1, "간밤": 1, "지난밤": 1, "작일": 1, "오늘": 0, "금일": 0,
    "방금": 0, "아까": 0, "지금": 0, "당일": 0, "전날": 1,
}  # fmt: skip
_KO_AHEAD = {"내일모레": 2, "내일": 1, "낼모레": 2, "낼": 1, "모레": 2, "글피": 3, "명일": 1}
_EN_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "couple": 2,
}
_UNIT_DAYS = {"일": 1, "주": 7, "주일": 7, "day": 1, "week": 7}
_WEEKS_BACK = {
    "지지난주": 2,
    "저저번주": 2,
    "지난주": 1,
    "저번주": 1,
    "전주": 1,
    "이번주": 0,
    "금주": 0,
    "요번주": 0,
}
_MONTHS_BACK = {
    "지지난달": 2,
    "저저번달": 2,
    "지난달": 1,
    "저번달": 1,
    "전달": 1,
    "전월": 1,
    "이번달": 0,
    "이달": 0,
    "당월": 0,
}
_YEARS_BACK = {"재작년": 2, "작년": 1, "지난해": 1, "전년": 1, "올해": 0, "금년": 0}
_FEBRUARY_29_SEARCH = 9

_WD = r"(?:\s?\(\s?[월화수목금토일](?:요일)?\s?\)|\s[월화수목금토일](?:(?:요일|욜)|(?=\s*$)))?"
_EN_WD = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_EN_FULL = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tues|thurs|thur)"
_EN_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_AFTER = r"(?:에는|에도|에|부터|자|꺼|날|날에|의)?(?![가-힣])"
_LOOSE = r"(?:에는|에도|에|자(?![가-힣])|꺼(?![가-힣])|날(?:에)?(?![가-힣]))?"

_NUMBERED = re.compile(
    "|".join(
        (
            r"(?P<ymd>(?<![\d.,/-])(?P<y>(?:19|20)\d\d|\d\d(?=[./-]\d\d?[./-]|년))(?:\s?년\s?|[./-]\s?)(?P<ym>1[0-2]|0?[1-9])"
            rf"(?:\s?월\s?|[./-]\s?)(?P<yd>3[01]|[12]\d|0?[1-9])(?!\d)(?:\s?일)?\.?{_WD}{_LOOSE})",
            rf"(?P<md>(?:(?P<mdy>재작년|작년|지난해|전년|올해|금년|내년)\s?)?(?<!\d)(?P<mm>1[0-2]|0?[1-9])\s?월\s?(?P<mdd>3[01]|[12]\d|0?[1-9])\s?일(?!\s?전|\s?치|\s?간|\s?분){_WD}{_LOOSE})",
            r"(?P<rm>(?P<rmw>지지난달|저저번달|지난\s?달|저번\s?달|전달|전월|이번\s?달|이달|당월|다음\s?달|담달)\s?"
            rf"(?:(?P<rmd>3[01]|[12]\d|0?[1-9])\s?일|(?P<rme>말일?))?{_WD}{_AFTER})",
            r"(?P<ago>(?:(?<!\d)(?P<agon>\d{1,3})\s?(?P<agou>일|주일|주|달|개월|년)"
            r"|(?P<agow>하루|2틀|3흘|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|보름|일주일|한\s?주|이주일|이주)"
            r"|(?P<agom>한|두|세|네)\s?(?P<agomu>달|주))\s?전\s?(?:쯤)?(?:에)?(?![가-힣]))",
            r"(?P<iso>(?<!\d)(?P<isy>(?:19|20)\d\d)(?P<ism>0[1-9]|1[0-2])(?P<isd>[0-2]\d|3[01])(?!\d))",
            r"(?P<num>(?<![\d.,/:$€£₩*+A-Za-z-])(?P<nm>1[0-2]|0?[1-9])(?P<nsep>[/.-])(?P<nd>3[01]|[12]\d|0?[1-9])"
            rf"(?![\d:%]|[/.,-]\d|\s?[만천백억원불엔개명잔병]|[A-Za-z]){_WD}{_LOOSE})",
            rf"(?P<dom>(?<![\d.,/:-])(?<!박)(?<!박\s)(?P<domd>3[01]|[12]\d|0?[1-9])\s?일(?:날)?{_WD}(?:에는|에도|에|자(?![가-힣])|꺼(?![가-힣]))?(?!\s?(?:전|치|분|권|간|동안|차|째|이내|까지|씩|후|뒤|마다|만에)))",
        )
    ),
    re.IGNORECASE,
)
_KOREAN = re.compile(
    "|".join(
        (
            r"(?P<rm>(?P<rmw>지지난달|저저번달|지난\s?달|저번\s?달|전달|전월|이번\s?달|이달|당월|다음\s?달|담달)\s?"
            rf"(?:(?P<rmd>3[01]|[12]\d|0?[1-9])\s?일|(?P<rme>말일?))?{_WD}{_AFTER})",
            r"(?P<ago>(?:(?<!\d)(?P<agon>\d{1,3})\s?(?P<agou>일|주일|주|달|개월|년)"
            r"|(?P<agow>하루|2틀|3흘|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|보름|일주일|한\s?주|이주일|이주)"
            r"|(?P<agom>한|두|세|네)\s?(?P<agomu>달|주))\s?전\s?(?:쯤)?(?:에)?(?![가-힣]))",
            r"(?P<week>(?P<weekw>지지난\s?주|저저번\s?주|지난\s?주|저번\s?주|전주|이번\s?주|요번\s?주|금주|다음\s?주|담주|다다음\s?주)"
            rf"(?:\s?(?P<weekd>[월화수목금토일])(?:요일|욜|요(?![가-힣]))|\s?(?P<weeke>주말|말(?![가-힣])))?{_AFTER})",
            rf"(?P<wd>(?<![가-힣])(?:(?P<wdl>지난|저번|이번|요번)\s?)?(?P<wdd>[월화수목금토일])(?:요일|욜){_LOOSE})",
            r"(?P<paren>[(\[](?P<parend>[월화수목금토일]|mon|tue|wed|thu|fri|sat|sun)(?:요일|[a-z]{3,6})?[)\]])",
            r"(?P<sino>(?<![가-힣])(?P<sinom>십이|십일|시|십|구|팔|칠|유|육|오|사|삼|이|일)월\s?(?P<sinod>삼십일?|(?:이?십)[일이삼사오육칠팔구]?|[일이삼사오육칠팔구])일(?:에|날)?(?![가-힣]))",
            r"(?P<weekend>(?<![가-힣])(?P<weekendl>지난|저번|이번)?\s?주말에(?![가-힣]))",
            r"(?P<ahead>(?<![가-힣])(?:내일모레|내일|낼모레|낼|모레|글피|명일)(?![가-힣])|(?<![가-힣])(?:내일|모레)(?=은|까지|부터|도|\d))",
            r"(?P<back>(?:그끄저께|그끄제|그그저께|그그제|엊그저께|엊그제|그저께|어저께|어젯밤|어제밤|어제|(?<![가-힣])그제|(?<![가-힣])(?:간밤|지난밤|작일|전날(?![가-힣]))"
            r"|(?<![가-힣])오늘(?!의\s?집|회\b|도착|배송)|(?<![가-힣])금일|(?<![가-힣])방금|(?<![가-힣])아까|(?<![가-힣])지금(?!까지|껏)|(?<![가-힣])당일(?![가-힣]))(?:은|에는|에|자(?![가-힣])|꺼(?![가-힣])|도(?![가-힣])|부로|전에)?)",
            r"(?P<endm>(?<![가-힣])말일에?(?![가-힣]))",
        )
    ),
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    "|".join(
        (
            r"(?P<paren>[(\[](?P<parend>[월화수목금토일]|mon|tue|wed|thu|fri|sat|sun)(?:요일|[a-z]{3,6})?[)\]])",
            r"(?P<eago>\b(?:(?P<eagon>\d{1,3}|an?|one|two|three|four|five|six|seven|a couple(?: of)?)\s(?P<eagou>day|week|month)s?\sago)\b)",
            r"(?P<eback>\b(?:the\s)?(?:day\sbefore\syesterday)\b|\b(?:since\s)?(?:yesterday|yesterdays|yday|ystd|yest|last\snight|last\sevening|yesterday's)\b)",
            r"(?P<etoday>\b(?:(?:earlier\s|just\s)?today|tonight|this\s(?:morning|afternoon|evening)|just\snow|right\snow)\b)",
            r"(?P<eahead>\b(?:tomorrow|tmrw|tmr|next\s(?:week|month|year|mon|tue|wed|thu|fri|sat|sun)[a-z]*|later\stoday)\b)",
            r"(?P<eweek>\blast\sweek(?:\s(?:on\s)?(?P<eweekd>" + _EN_WD + r"))?\b)",
            rf"(?P<ewd>\b(?:(?P<ewdp>on|last|this|past|this\spast)\s(?P<ewdd>{_EN_WD})|(?P<ewdf>{_EN_FULL}))\b(?!'s))",
            rf"(?P<elead>^\s*(?P<eleadd>mon|tue|wed|thu|fri|sat|sun)\b(?=[\s:,]))",
            rf"(?P<emd>\b(?:on\s)?(?P<em>{_EN_MONTH})\.?\s(?P<ed>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?![.,]\d|:)(?:,?\s(?P<ey>20\d\d)\b)?)",
            rf"(?P<edm>\b(?:on\s)?(?:the\s)?(?P<ed2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s(?:of\s)?(?P<em2>{_EN_MONTH})\b(?:,?\s(?P<ey2>20\d\d)\b)?)",
            r"(?P<edom>\b(?:on\sthe|the)\s(?P<edomd>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)\b|\b(?P<edomd2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)(?=\s*:|\s*$))",
        )
    ),
    re.IGNORECASE,
)
_NUMBERED_HINT = re.compile(r"\d\s?[월일년주달개]|\d[./-]\s?\d|20\d{6}|달\s?\d|월\s?\d")
_KOREAN_HINT = re.compile(r"[제늘까께낼욜달밤작레글전주월]|요일|[내금명말]일|방금|지금|당일|[(\[]")
_ENGLISH_HINT = re.compile(
    r"day|night|morn|even|after|ago|week|now|tm|tom|next|mon|tue|wed|thu|fri|sat|sun|yest|ystd|\d(?:st|nd|rd|th)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_LETTER = re.compile("[A-Za-z]")
_ON_BEFORE = re.compile(r"\b(?:on|from|for|dated|at)\s$", re.IGNORECASE)


def find_days(line: str, today: date) -> list[Day]:
    """Find every day that the line names, unsure ones (11.20, 11-20) included: see `unsure`."""
    days: list[Day] = []
    for match in _matches(line):
        day = _read(match, today)
        if day is not None:
            before = _ON_BEFORE.search(line, max(0, day.start - 8), day.start)
            if before and day.explicit:
                day.start = before.start()
            days.append(day)
    return days


def _matches(line: str) -> list[re.Match[str]]:
    """Match the patterns whose hints the line holds: in order, without overlaps, the longer at one place first."""
    found: list[re.Match[str]] = []
    if _NUMBERED_HINT.search(line):
        found.extend(_NUMBERED.finditer(line))
    if not line.isascii() and _KOREAN_HINT.search(line):
        found.extend(_KOREAN.finditer(line))
    if _LETTER.search(line) and _ENGLISH_HINT.search(line):
        found.extend(_ENGLISH.finditer(line))
    if len(found) < 2:
        return found
    found.sort(key=lambda match: (match.start(), -match.end()))
    result = []
    end = 0
    for match in found:
        if match.start() >= end:
            result.append(match)
            end = match.end()
    return result


def unsure(day: Day) -> bool:
    """Tell a day that might as well be a price or a name: 11.20, 7-11."""
    return (
        any(mark in day.text for mark in ".-")
        and len(day.text.rstrip(". 에")) <= len("11.20")
        and day.explicit
    )


def most_recent(month: int, day: int, today: date) -> date | None:
    """Give the latest such day that is not in the future; None when no year has it."""
    for back in range(_FEBRUARY_29_SEARCH):
        try:
            found = date(today.year - back, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def most_recent_day_of_month(day: int, today: date) -> date:
    """Give the latest day with this number that is not in the future."""
    year, month = today.year, today.month
    while True:
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) <= today:
            return date(year, month, day)
        year, month = months_after(year, month, -1)


def in_month_of(head: date, day: int, today: date) -> date:
    """Read a bare day under a date: the same month, where that is a day and not in the future."""
    if day <= calendar.monthrange(head.year, head.month)[1]:
        found = date(head.year, head.month, day)
        if found <= today:
            return found
    return most_recent_day_of_month(day, today)


def back_to_weekday(weekday: int, today: date, *, strictly: bool = False) -> date:
    """Give the most recent such weekday, today included unless `strictly`."""
    back = (today.weekday() - weekday) % 7
    if strictly and back == 0:
        back = 7
    return today - timedelta(days=back)


def _months_back(today: date, months: int, day: int) -> date:
    year, month = months_after(today.year, today.month, -months)
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read(match: re.Match[str], today: date) -> Day | None:
    kind = match.lastgroup or ""
    token = Day(match.start(), match.end(), match.group())
    if kind in {"dom", "edom"}:
        token.bare = int(match["domd"] if kind == "dom" else match["edomd"] or match["edomd2"])
        token.on = most_recent_day_of_month(token.bare, today)
        return token
    if kind in {"ahead", "eahead"}:
        token.future = True
        token.on = today
        return token
    if kind in {"ymd", "md", "iso", "num", "emd", "edm", "sino"}:
        token.explicit = True
    token.on = _READERS[kind](match, today)
    if token.on is None:
        return None
    if token.on > today:
        token.future = True
    if kind == "week" and match["weekw"].startswith(("다", "담")):
        token.future = True
    if kind == "rm" and match["rmw"].startswith(("다음", "담")):
        token.future = True
    return token


def _ymd(match: re.Match[str], _today: date) -> date | None:
    year = int(match["y"])
    return _safe(year if year >= 100 else 2000 + year, int(match["ym"]), int(match["yd"]))


def _md(match: re.Match[str], today: date) -> date | None:
    month, day = int(match["mm"]), int(match["mdd"])
    word = match["mdy"]
    if word == "내년":
        return _safe(today.year + 1, month, day)
    if word:
        return _safe(today.year - _YEARS_BACK[word], month, day)
    return most_recent(month, day, today)


def _relative_month(match: re.Match[str], today: date) -> date | None:
    word = match["rmw"].replace(" ", "")
    back = _MONTHS_BACK.get(word)
    if back is None:
        return today
    if match["rmd"]:
        return _months_back(today, back, int(match["rmd"]))
    if match["rme"]:
        return _months_back(today, back, 31)
    return None


def _ago(match: re.Match[str], today: date) -> date | None:
    if match["agow"]:
        return today - timedelta(days=_NATIVE_DAYS[match["agow"].replace(" ", "")])
    if match["agom"]:
        count, unit = "한두세네".index(match["agom"]) + 1, match["agomu"]
    else:
        count, unit = int(match["agon"]), match["agou"]
    if unit in _UNIT_DAYS:
        return _days_back(today, count * _UNIT_DAYS[unit])
    return _months_back(today, count * (12 if unit == "년" else 1), today.day) if count < 240 else None


def _days_back(today: date, days: int) -> date | None:
    return today - timedelta(days=days) if days < today.toordinal() else None


def _week(match: re.Match[str], today: date) -> date | None:
    weeks = _WEEKS_BACK.get(match["weekw"].replace(" ", ""))
    if weeks is None:
        return today
    monday = today - timedelta(days=today.weekday() + 7 * weeks)
    if match["weekd"]:
        found = monday + timedelta(days=_WEEKDAYS[match["weekd"]])
        return found if found <= today or not weeks else found
    if match["weeke"]:
        return min(monday + timedelta(days=5), today)
    return today - timedelta(days=7 * weeks) if weeks else None


def _weekday(match: re.Match[str], today: date) -> date | None:
    return back_to_weekday(_WEEKDAYS[match["wdd"]], today, strictly=match["wdl"] in {"지난", "저번"})


def _weekend(match: re.Match[str], today: date) -> date | None:
    return back_to_weekday(5, today, strictly=match["weekendl"] in {"지난", "저번"})


def _korean_back(match: re.Match[str], today: date) -> date | None:
    text = match["back"]
    return next(today - timedelta(days=back) for word, back in _KO_BACK.items() if text.startswith(word))


def _english_ago(match: re.Match[str], today: date) -> date | None:
    word = match["eagon"].casefold()
    count = (
        int(word)
        if word.isdigit()
        else _EN_COUNTS.get(word.split()[0] if "couple" not in word else "couple", 1)
    )
    unit = match["eagou"].casefold()
    return (
        _months_back(today, count, today.day)
        if unit == "month"
        else _days_back(today, count * _UNIT_DAYS[unit])
    )


def _english_weekday(match: re.Match[str], today: date) -> date | None:
    word = (match["ewdd"] or match["ewdf"]).casefold()
    strictly = (match["ewdp"] or "").casefold() in {"last", "past", "this past"}
    return back_to_weekday(_EN_WEEKDAYS.index(word[:3]), today, strictly=strictly)


def _english_last_week(match: re.Match[str], today: date) -> date | None:
    if not match["eweekd"]:
        return today - timedelta(days=7)
    monday = today - timedelta(days=today.weekday() + 7)
    return monday + timedelta(days=_EN_WEEKDAYS.index(match["eweekd"].casefold()[:3]))


def _english_month(match: re.Match[str], today: date) -> date | None:
    month = _EN_MONTHS.index((match["em"] or match["em2"]).casefold()[:3]) + 1
    day, year = int(match["ed"] or match["ed2"]), match["ey"] or match["ey2"]
    return _safe(int(year), month, day) if year else most_recent(month, day, today)


def _bracketed(match: re.Match[str], today: date) -> date | None:
    word = match["parend"].casefold()
    weekday = _WEEKDAYS[word] if word in _WEEKDAYS else _EN_WEEKDAYS.index(word)
    return back_to_weekday(weekday, today)


def _spelled(match: re.Match[str], today: date) -> date | None:
    month = {"시": 10, "유": 6}.get(match["sinom"]) or int(
        korean_number(match["sinom"], colloquial=False) or 0
    )
    day = int(korean_number(match["sinod"], colloquial=False) or 0)
    return most_recent(month, day, today) if month and day else None


_READERS = {
    "paren": _bracketed,
    "sino": _spelled,
    "ymd": _ymd,
    "md": _md,
    "rm": _relative_month,
    "ago": _ago,
    "week": _week,
    "wd": _weekday,
    "weekend": _weekend,
    "back": _korean_back,
    "iso": lambda m, _: _safe(int(m["isy"]), int(m["ism"]), int(m["isd"])),
    "num": lambda m, today: most_recent(int(m["nm"]), int(m["nd"]), today),
    "endm": lambda _, today: most_recent_day_of_month(31, today),
    "eago": _english_ago,
    "eback": lambda m, today: today - timedelta(days=2 if "before" in m["eback"].casefold() else 1),
    "etoday": lambda _, today: today,
    "eweek": _english_last_week,
    "ewd": _english_weekday,
    "elead": lambda m, today: back_to_weekday(_EN_WEEKDAYS.index(m["eleadd"].casefold()), today),
    "emd": _english_month,
    "edm": _english_month,
}
