"""Dates as people and programs write them, read as moments in China.

    evidence = DateEvidence()            # once a column, fed with all its values
    for value in column: evidence.add(value)
    moment = read_moment(value, evidence.order())
    moment.utc, moment.local, moment.has_time

6/8/2020 is 8 June or 6 August: which one, only the other values of the column can tell. When they
do not, the date is refused as ambiguous rather than guessed.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from .china_time import CHINA

FIRST_YEAR, LAST_YEAR = 1900, 2100
EXCEL_EPOCH = datetime(1899, 12, 30)
EXCEL_SERIALS = (10_000, 80_000)  # 1927 to 2119
EPOCH_SECONDS = (100_000_000, 2_600_000_000)  # 1973 to 2052
BLANK_WORDS = frozenset(
    {"", "-", "--", "---", "/", "\\", "null", "none", "nil", "nan", "n/a", "#n/a"}
)
BLANK_WORDS |= {"\\n", "无", "無", "空", "暂无", "不详", "未知", "待定", "(空)", "(null)", "."}


class LooseDateError(ValueError):
    """``reason`` says why, in one word: unknown, impossible, ambiguous, no_day, no_year, range."""

    def __init__(self, reason, text):
        super().__init__(f"{reason}: {text}")
        self.reason = reason
        self.text = str(text)


class Moment(NamedTuple):
    """A moment as naive wall time in China; ``has_time`` is false for a mere date."""

    local: datetime
    has_time: bool

    @property
    def utc(self):
        """Naive UTC, the form that Odoo stores."""
        aware = self.local.replace(tzinfo=CHINA)
        return aware.astimezone(timezone.utc).replace(tzinfo=None)


class DateOrder(NamedTuple):
    """How a column orders its parts: 6/8/2020 (``long``) and 6/8/20 (``short``); None: unknown."""

    long: str | None = None
    short: str | None = None


# --- normal form -------------------------------------------------------------------------------

_DIGITS = dict(zip("〇零○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_CHINESE_NUMBER = re.compile(r"[〇零○一二三四五六七八九十廿卅]+(?=[年月日号號时時点點分秒]|$)")
_WEEKDAY = re.compile(
    r"[(]?(?:星期|礼拜|周|週)[一二三四五六日天][)]?"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?\b[.,]?",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


def _chinese_number(match):
    text = match[0].replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return "".join(str(_DIGITS[sign]) for sign in text)
    tens, _, units = text.partition("十")
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0))


def is_blank(value):
    """Empty, a dash, a word for nothing, or a database's zero date."""
    if value is None or value == "":
        return True
    if not isinstance(value, str):
        return value is False
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    return text in BLANK_WORDS or bool(re.fullmatch(r"0{4}\D?00?\D?00?([ t][0:.]*)?", text))


def _normal(text):
    text = unicodedata.normalize("NFKC", text).strip().strip("'\"").replace("\u200b", "")
    text = _WEEKDAY.sub(" ", text)
    if re.search(r"[年月日号號时時点點]", text):
        text = re.sub(r"(?<=[时時点點])(?:半|一刻|三刻|整|钟|鐘)", _part_of_hour, text)
        text = _CHINESE_NUMBER.sub(_chinese_number, text)
    return re.sub(r"\s+", " ", text).strip(" ,;")


def _part_of_hour(match):
    return {"半": "30分", "一刻": "15分", "三刻": "45分"}.get(match[0], "")


# --- time of day -------------------------------------------------------------------------------

_AFTERNOON = {"下午", "午后", "傍晚", "晚上", "晚间", "晚", "pm", "p.m."}
_MORNING = {"上午", "凌晨", "早上", "早晨", "清晨", "早", "am", "a.m."}
_DAYPART = "上午|下午|午后|凌晨|早上|早晨|清晨|中午|傍晚|晚上|晚间|夜里|深夜|早|晚|[ap]\\.?m\\.?"
_TIME = re.compile(
    rf"(?:^|(?<=[\s日号號T\d]))[T\s]*(?P<before>{_DAYPART})?\s*(?P<h>\d{{1,2}})"
    r"(?:\s*[时時点點]\s*(?:(?P<m2>\d{1,2})\s*分?\s*(?:(?P<s2>\d{1,2})\s*秒?)?)?"
    r"|:(?P<m>\d{1,2})(?::(?P<s>\d{1,2})(?:[.,:]\d{1,9})?)?)"
    rf"\s*(?P<after>{_DAYPART})?\s*"
    r"(?P<zone>Z|(?:UTC|GMT|CST)?\s*[+-]\d{1,2}(?::?\d{2})?|UTC|GMT|CST|北京时间)?\s*$",
    re.IGNORECASE,
)
_JAVA = re.compile(r"([a-z]{3}) (\d{1,2}) ([\d:]{7,8}) ([a-z0-9+:]+) (\d{4})", re.IGNORECASE)


def _hour(hour, part, text):
    """The hour of 24; 24 itself is the midnight that ends the day."""
    part = (part or "").lower()
    if hour > 24:
        raise LooseDateError("impossible", text)
    if part in _MORNING:
        if hour > 12:
            raise LooseDateError("impossible", text)
        return 0 if hour == 12 and part != "上午" else hour
    if part in ("晚上", "晚间", "晚", "深夜", "夜里") and hour == 12:
        return 24
    if part in _AFTERNOON and hour < 12:
        return hour + 12
    if part in ("夜里", "深夜") and 6 <= hour < 12:
        return hour + 12
    if part == "中午" and hour < 3:
        return hour + 12
    return hour


def _zone(text):
    """The zone of a written offset; CST is China's own and so, for us, no offset at all."""
    text = (text or "").upper().replace("CST", "").strip()
    if text in ("", "北京时间"):
        return None
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if not match:
        return timezone.utc
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset > timedelta(hours=14):
        raise LooseDateError("impossible", text)
    return timezone(-offset if match[1] == "-" else offset)


def _split_time(text):
    """(what stands before, offset from midnight or None, zone)"""
    match = _TIME.search(text)
    if not match:
        return text, None, None
    minute = int(match["m"] or match["m2"] or 0)
    second = int(match["s"] or match["s2"] or 0)
    hour = _hour(int(match["h"]), match["before"] or match["after"], text)
    if minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise LooseDateError("impossible", text)
    offset = timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return text[: match.start()].strip(" ,T"), offset, _zone(match["zone"])


# --- the date ----------------------------------------------------------------------------------

_YEAR_FIRST = re.compile(
    r"(\d{4}|\d{2}(?=\s*年))\s*[-/.\\年 ,]\s*(\d{1,2})\s*[-/.\\月 ,]\s*(\d{1,2})\s*[日号號]?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.\\ ,])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{1,2})")
_MONTH_NAME = r"(?:(?P<name>[a-z]{3,9})\.?|(?P<number>\d{1,2})月)"
_DAY_MONTH_YEAR = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s/.-]*{_MONTH_NAME}[\s,/.-]*(?P<year>\d{{4}}|\d{{2}})",
    re.I,
)
_MONTH_DAY_YEAR = re.compile(
    rf"{_MONTH_NAME}[\s/.-]*(?P<day>\d{{1,2}})(?:日|st|nd|rd|th)?[\s,/.-]+(?P<year>\d{{4}}|\d{{2}})",
    re.I,
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?P<year>\d{{4}})[\s,/.-]*{_MONTH_NAME}[\s,/.-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", re.I
)
_COMPACT = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_COMPACT_TIME = re.compile(
    r"(\d{8})[T _-](\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)


def _date(year, month, day, text):
    if year < 80:
        year += 2000
    elif year < 100:
        year += 1900
    try:
        return datetime(year, month, day)
    except ValueError:
        raise LooseDateError("impossible", text) from None


def _from_parts(parts, order, text):
    numbers = dict(zip(order, parts, strict=True))
    return _date(numbers["y"], numbers["m"], numbers["d"], text)


def _short_orders(match):
    """20-6-8 begins with its year and 6/8/20 ends with it: a year has two digits or four."""
    if len(match[4]) == 1:
        return ("ymd",)
    return ("dmy", "mdy") if len(match[1]) == 1 else ("ymd", "dmy", "mdy")


def _read_year_last(match, order, text):
    """6/8/2020 and 6/8/20: by the column's order, or alone when only one order makes a date."""
    parts = [int(match[1]), int(match[3]), int(match[4])]
    if len(match[4]) == 4:
        known, candidates = order.long, ("dmy", "mdy")
        if match[2] == "." and parts[1] <= 12:  # with dots nobody puts the month first
            known = known or "dmy"
    else:
        known, candidates = order.short, _short_orders(match)
    if known in candidates:
        return _from_parts(parts, known, text)
    found = set()
    for candidate in candidates:
        try:
            found.add(_from_parts(parts, candidate, text))
        except LooseDateError:
            continue
    if len(found) > 1:
        raise LooseDateError("ambiguous", text)
    if not found:
        raise LooseDateError("impossible", text)
    return found.pop()


def _read_named_month(text):
    for pattern in (_YEAR_MONTH_DAY, _DAY_MONTH_YEAR, _MONTH_DAY_YEAR):
        match = pattern.fullmatch(text)
        if not match:
            continue
        if match["name"]:
            month = _MONTHS.get(match["name"][:3].lower())
        else:
            month = int(match["number"])
        if month:
            return _date(int(match["year"]), month, int(match["day"]), text)
    return None


def _read_date(text, order):
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]), text)
    match = _YEAR_LAST.fullmatch(text)
    if match:
        return _read_year_last(match, order, text)
    found = _read_named_month(text)
    if found:
        return found
    if re.fullmatch(r"\d{4}\s*[-/.年]?\s*(?:\d{1,2}\s*月?)?", text):
        raise LooseDateError("no_day", text)
    if re.fullmatch(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号號]?", text):
        raise LooseDateError("no_year", text)
    raise LooseDateError("unknown", text)


# --- numbers -----------------------------------------------------------------------------------


def _from_epoch(seconds, text):
    low, high = EPOCH_SECONDS
    if not low <= seconds <= high:
        raise LooseDateError("range", text)
    moment = datetime.fromtimestamp(seconds, CHINA).replace(tzinfo=None, microsecond=0)
    return Moment(moment, True)


def _from_number(number, text):
    """An Excel serial, or seconds, milliseconds or microseconds since 1970."""
    if EXCEL_SERIALS[0] <= number <= EXCEL_SERIALS[1]:
        moment = EXCEL_EPOCH + timedelta(seconds=round(number * 86400))
        return Moment(moment, moment.time() != time())
    for unit in (1, 1_000, 1_000_000):
        if EPOCH_SECONDS[0] <= number / unit <= EPOCH_SECONDS[1]:
            return _from_epoch(number / unit, text)
    raise LooseDateError("unknown", text)


def _from_digits(text, order):
    """Digits only: 20200608, 202006080905, 08062020, a serial, or seconds since 1970."""
    if len(text) == 17:
        text = text[:14]
    if len(text) in _COMPACT and FIRST_YEAR <= int(text[:4]) < LAST_YEAR:
        try:
            moment = datetime.strptime(text, _COMPACT[len(text)])
            return Moment(moment, len(text) > 8)
        except ValueError:
            if len(text) != 10:
                raise LooseDateError("impossible", text) from None
    if len(text) == 8:
        match = _YEAR_LAST.fullmatch(f"{text[:2]}/{text[2:4]}/{text[4:]}")
        return Moment(_read_year_last(match, order, text), False)
    if len(text) in (4, 6):
        raise LooseDateError("no_day", text)
    return _from_number(int(text), text)


# --- entry points ------------------------------------------------------------------------------


def _checked(moment, text):
    if not FIRST_YEAR <= moment.local.year < LAST_YEAR:
        raise LooseDateError("range", text)
    return moment


def _from_typed(value):
    if isinstance(value, datetime):
        if value.tzinfo:
            value = value.astimezone(CHINA).replace(tzinfo=None)
        return Moment(value.replace(microsecond=0), value.time() != time())
    return Moment(datetime(value.year, value.month, value.day), False)


@lru_cache(maxsize=8192)
def _from_text(value, order):
    text = _normal(value)
    if re.fullmatch(r"\d+", text):
        return _from_digits(text, order)
    if re.fullmatch(r"\d+\.\d+", text) and len(text.partition(".")[0]) > 4:
        return _from_number(float(text), text)
    java = _JAVA.fullmatch(text)
    if java:
        text = f"{java[5]} {java[1]} {java[2]} {java[3]} {java[4]}"
    compact = _COMPACT_TIME.fullmatch(text)
    if compact:
        day, hour, minute, second, zone = compact.groups()
        text = f"{day[:4]}-{day[4:6]}-{day[6:]} {hour}:{minute}:{second or '00'}{zone or ''}"
    day, offset, zone = _split_time(text)
    if re.fullmatch(r"\d{8}", day):
        moment = _from_digits(day, order).local
    else:
        moment = _read_date(day, order)
    if offset is None:
        return Moment(moment, False)
    moment += offset
    if zone:
        moment = moment.replace(tzinfo=zone).astimezone(CHINA).replace(tzinfo=None)
    return Moment(moment, True)


def read_moment(value, order=None):
    """The moment of a cell, None for an empty one; raises LooseDateError with its reason."""
    if is_blank(value):
        return None
    if isinstance(value, (datetime, date)):
        return _checked(_from_typed(value), value)
    if isinstance(value, (bool, time, timedelta)):
        raise LooseDateError("unknown", value)
    if isinstance(value, (int, float)):
        if value == int(value) and len(str(int(value))) > 7:
            return _checked(_from_digits(str(int(value)), order or DateOrder()), value)
        return _checked(_from_number(value, value), value)
    try:
        return _checked(_from_text(value, order or DateOrder()), value)
    except LooseDateError as error:
        raise LooseDateError(error.reason, value) from None
    except (OverflowError, ValueError):
        raise LooseDateError("impossible", value) from None


class DateEvidence:
    """What the values of one column say together about the order of day, month and year."""

    def __init__(self):
        self._long = (set(), set())
        self._short = (set(), set(), set())
        self._short_orders = {"ymd", "dmy", "mdy"}

    def add(self, value):
        if not isinstance(value, str) or len(value) > 60:
            return
        text = _split_time_quietly(_normal(value))
        if re.fullmatch(r"\d{8}", text) and not FIRST_YEAR <= int(text[:4]) < LAST_YEAR:
            text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
        match = _YEAR_LAST.fullmatch(text)
        if match and not (match[2] == "." and len(match[4]) == 4):
            is_short = len(match[4]) < 4
            if is_short:
                self._short_orders.intersection_update(_short_orders(match))
            numbers = (int(match[1]), int(match[3]), int(match[4]))
            for seen, number in zip(self._short if is_short else self._long, numbers, strict=False):
                seen.add(number)

    def order(self):
        return DateOrder(
            self._decide(self._long, ("dmy", "mdy")),
            self._decide(self._short, self._short_orders),
        )

    @property
    def is_undecided(self):
        """True when some values can be read in two ways and the others do not tell."""
        order = self.order()
        return bool(self._long[0] and not order.long) or bool(self._short[0] and not order.short)

    @classmethod
    def _decide(cls, parts, orders):
        if not parts[0]:
            return None
        possible = [order for order in orders if cls._is_possible(parts, order)]
        if len(possible) == 1:
            return possible[0]
        clear = [order for order in possible if cls._is_clear(parts, order)]
        return clear[0] if len(clear) == 1 else None

    @staticmethod
    def _is_possible(parts, order):
        limit = {"y": 99, "m": 12, "d": 31}
        lowest = {"y": 0, "m": 1, "d": 1}
        return all(
            lowest[sign] <= min(seen) and max(seen) <= limit[sign]
            for sign, seen in zip(order, parts, strict=False)
            if seen
        )

    @staticmethod
    def _is_clear(parts, order):
        """Days vary most: a month's file has one month and many days."""
        count = {sign: len(seen) for sign, seen in zip(order, parts, strict=False)}
        return count["d"] >= 3 and count["d"] >= 2 * max(count["m"], count.get("y", 1))


def _split_time_quietly(text):
    try:
        return _split_time(text)[0]
    except LooseDateError:
        return ""
