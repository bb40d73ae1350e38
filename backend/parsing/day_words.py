"""Which day a word or number names, relative to the day the message was sent."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

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
    "하루": 1, "2틀": 2, "3흘": 3, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7,
    "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15, "일주일": 7, "한주": 7, "이주": 14, "이주일": 14,
}  # fmt: skip
_KO_BACK = {
    "그끄저께": 3, "그끄제": 3, "그그저께": 3, "그그제": 3, "엊그저께": 2, "엊그제": 2,
    "그저께": 2, "그제": 2, "어저께": 1, "어젯밤": 1, "어제밤": 1, "어제": 1, "간밤": 1, "지난밤": 1,
    "작일": 1, "엊저녁": 1, "엇저녁": 1, "엊저녘": 1, "어제저녁": 1, "엊밤": 1, "어저녁": 1, "어제께": 1,
    "엇그저께": 2, "엇그제": 2, "엊그제께": 2, "엇그제께": 2, "엊그젯밤": 2, "그젯밤": 2,
    "그저께밤": 2, "그저깨": 2, "그끄저깨": 3,
    "오늘": 0, "금일": 0,
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
_PART_DAYS = {"초": 1, "중": 15, "하": 21, "말": 31}
_FEBRUARY_29_SEARCH = 9


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


def read_day(match: re.Match[str], today: date) -> Day | None:
    """Read one match of the day patterns; None when no calendar has such a day."""
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
    if kind in {"ymd", "mdy4", "md", "iso", "num", "emd", "edm", "sino"}:
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


def _ymd(match: re.Match[str], today: date) -> date | None:
    year = int(match["y"])
    if year < 13 and abs(2000 + year - today.year) > 5 and 2000 + int(match["yd"]) == today.year:
        # 11/08/26 is how America writes the eighth of November.
        return _safe(today.year, year, int(match["ym"]))
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
        return _months_back(today, back, _PART_DAYS[match["rme"][0]])
    return None


def _month_part(match: re.Match[str], today: date) -> date | None:
    """Read "11월 초" and "9월 말": the first day of that part of the month, of its end the last."""
    month, day = int(match["partm"]), _PART_DAYS[match["partp"][0]]
    for year in (today.year, today.year - 1):
        found = date(year, month, min(day, calendar.monthrange(year, month)[1]))
        if found <= today:
            return found
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
        return monday + timedelta(days=_WEEKDAYS[match["weekd"]])
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
    word = (match["eagon"] or "a").casefold()
    count = (
        int(word)
        if word.isdigit()
        else _EN_COUNTS.get(word.split()[0] if "couple" not in word else "couple", 1)
    )
    unit = match["eagou"].casefold().replace("night", "day")
    return (
        _months_back(today, count, today.day)
        if unit == "month"
        else _days_back(today, count * _UNIT_DAYS[unit])
    )


def _english_weekday(match: re.Match[str], today: date) -> date | None:
    word = (match["ewdd"] or match["ewdf"] or match["ewds"]).casefold()
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
    "mdy4": lambda m, _: _safe(int(m["uy"]), int(m["um"]), int(m["ud"])),
    "md": _md,
    "part": _month_part,
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
