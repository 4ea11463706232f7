"""A notice of the year's holidays from a file, and how two tables differ (LIM-07).

Two forms of file are read, as CSV in UTF-8 with the columns ``date``, ``kind`` and ``name``:
the short one lists the days off and the make-up days, as the notice does; the long one lists
every date of the year. The last days of the December before may stand in both, for New Year.
"""

import csv
import io
from datetime import date
from typing import NamedTuple

from .days import HOLIDAY, KINDS, MAKE_UP, REST, WORKDAY, Day, dates_of, ordinary

COLUMNS = ("date", "kind", "name")
NEW_YEAR = 15  # the December days from this one on may belong to the next year's notice


class Problem(NamedTuple):
    """What is wrong: a code, the line of the file (0 for the file as a whole) and values."""

    code: str
    line: int
    values: dict


class NoticeError(ValueError):
    """The file cannot be used; ``problems`` says all that is wrong with it."""

    def __init__(self, problems):
        super().__init__("; ".join(f"line {item.line}: {item.code}" for item in problems))
        self.problems = problems


def read_notice(content, year, document=""):
    """The days of one year's notice, in order.

    :param content: bytes of the file
    :return: every date of the year as Day, and December days of the year before if named
    :raise NoticeError: with all problems at once
    """
    rows = _rows(content)
    problems, days = [], {}
    for line, row in rows:
        day = _read_row(line, row, year, document, problems)
        if day is None:
            continue
        if day.date in days:
            problems.append(Problem("doubled", line, {"day": day.date}))
        days[day.date] = day
    if not problems:
        problems = _gaps(days, year)
    if problems:
        raise NoticeError(problems)
    return notice_year(days.values(), year)


def notice_year(exceptions, year):
    """Every date of a year around the days that its notice names."""
    days = {day: ordinary(day) for day in dates_of(year)}
    days.update((day.date, day) for day in exceptions)
    return [days[day] for day in sorted(days)]


def _rows(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoticeError([Problem("encoding", 0, {})]) from error
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS[:2] if name not in (reader.fieldnames or ())]
    if missing:
        raise NoticeError([Problem("columns", 1, {"columns": ", ".join(missing)})])
    rows = [(number, row) for number, row in enumerate(reader, 2) if any(row.values())]
    if not rows:
        raise NoticeError([Problem("empty", 0, {})])
    return rows


def _read_row(line, row, year, document, problems):
    text = (row["date"] or "").strip()
    kind = (row["kind"] or "").strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.append(Problem("date", line, {"text": text}))
        return None
    if kind not in KINDS:
        problems.append(Problem("kind", line, {"day": day, "text": kind}))
        return None
    if day.year != year and not (day.year == year - 1 and (day.month, day.day) >= (12, NEW_YEAR)):
        problems.append(Problem("year", line, {"day": day, "year": year}))
        return None
    is_weekend = day.weekday() > 4
    if (kind == MAKE_UP and not is_weekend) or (kind == WORKDAY and is_weekend):
        problems.append(Problem("weekday", line, {"day": day, "kind": kind}))
        return None
    if kind == REST and not is_weekend:
        problems.append(Problem("rest", line, {"day": day}))
        return None
    special = kind in (HOLIDAY, MAKE_UP)
    return Day(day, kind, (row.get("name") or "").strip(), document if special else "")


def _gaps(days, year):
    """Dates that a long file lacks, or statutory days that a short one lacks."""
    if any(day.kind in (WORKDAY, REST) for day in days.values()):
        return [
            Problem("missing", 0, {"day": day, "name": ""})
            for day in dates_of(year)
            if day not in days
        ]
    import holidays

    if not 2008 <= year <= 2100:  # the list of statutory days was another before 2008
        return []
    statutory = holidays.CN(years=year, language="zh_CN", observed=False)
    return [
        Problem("missing", 0, {"day": day, "name": name})
        for day, name in sorted(statutory.items())
        if _is_fixed(name) and (day not in days or days[day].kind != HOLIDAY)
    ]


def _is_fixed(name):
    """Days off by law in every year; New Year's Eve became one in 2025 only."""
    return not any(word in name for word in ("除夕", "（", "("))


def library_notice(year):
    """The days that the ``chinesecalendar`` library knows for a year's notice; empty for none."""
    from chinese_calendar import constants

    named = [(HOLIDAY, constants.holidays), (MAKE_UP, constants.workdays)]
    days = [
        Day(day, kind, CHINESE.get(getattr(name, "value", name), ""))
        for kind, source in named
        for day, name in source.items()
        if (day.year + 1 if day.month == 12 else day.year) == year
    ]
    return sorted(days)


CHINESE = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}


def difference(before, after):
    """[(date, Day or None before, Day or None after)] where two tables differ for the clocks or
    for the reader: kind or name."""
    old = {day.date: day for day in before}
    new = {day.date: day for day in after}
    return [
        (day, old.get(day), new.get(day))
        for day in sorted(old.keys() | new.keys())
        if _said(old.get(day)) != _said(new.get(day))
    ]


def _said(day):
    return day and (day.kind, day.name)
