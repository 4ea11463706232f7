"""The day table: each date with its kind and its number among the working days (LIM-07).

Because every date knows how many working days lie up to it, "n working days after d" and "working
days between" are one lookup each. A year without a notice is provisional: statutory days of the
``holidays`` library and ordinary weekends. The table grows by itself to any date that is asked.

>>> from datetime import date
>>> table = DayTable(shipped_days())
>>> date.fromordinal(table.after(date(2025, 9, 24).toordinal(), 7)).isoformat()
'2025-10-10'
"""

import csv
from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

WORKDAY, REST, HOLIDAY, MAKE_UP = "workday", "rest", "holiday", "make_up"
KINDS = (WORKDAY, REST, HOLIDAY, MAKE_UP)
WORKING = frozenset((WORKDAY, MAKE_UP))
FIRST_YEAR, LAST_YEAR = 2004, 2035
CHINA_HOURS = timedelta(hours=8)
# from 00:00 UTC of a date to 24:00 of that date in China
DAY_END = timedelta(hours=16)
SHIPPED = Path(__file__).with_name("notices.csv")


class Day(NamedTuple):
    """One date: its kind, the holiday's name, the notice's document number."""

    date: date
    kind: str
    name: str = ""
    document: str = ""
    provisional: bool = False


class Run(NamedTuple):
    """Days in a row that are not working days for one reason."""

    first: int
    last: int
    kind: str
    name: str
    document: str
    provisional: bool


def ordinary(day, provisional=False):
    """A date on which nothing special happens: weekday or weekend."""
    return Day(day, REST if day.weekday() > 4 else WORKDAY, provisional=provisional)


def dates_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]


def fill(exceptions):
    """Whole years around the exceptions of notices, as {date: Day}."""
    years = sorted({day.date.year for day in exceptions})
    table = {day: ordinary(day) for year in years for day in dates_of(year)}
    table.update((day.date, day) for day in exceptions)
    return table


@cache
def provisional_year(year):
    """A year without a notice: statutory days and ordinary weekends."""
    import holidays  # here, as it is only needed where no notice is known

    statutory = holidays.CN(years=year, language="zh_CN") if 1950 <= year <= 2100 else {}
    return tuple(
        Day(day, HOLIDAY, statutory[day].split("; ")[0], "", True)
        if day in statutory
        else ordinary(day, provisional=True)
        for day in dates_of(year)
    )


def shipped_exceptions():
    """[(year of the notice, Day)] of the shipped notices."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return [
            (
                int(row["year"]),
                Day(date.fromisoformat(row["date"]), row["kind"], row["name"], row["document"]),
            )
            for row in csv.DictReader(file)
        ]


def shipped_days():
    """Every date from 2004 to 2035: by notice as far as there is one, then provisional."""
    known = fill([day for _year, day in shipped_exceptions()])
    last = max(known).year
    rest = [day for year in range(last + 1, LAST_YEAR + 1) for day in provisional_year(year)]
    return [known[day] for day in sorted(known)] + rest


class DayTable:
    """Dates by their proleptic ordinal (``date.toordinal``), for lookups without a loop.

    :param days: what is known, in any order; years in it are completed
    :param until: a year, up to which the table is built at once
    """

    def __init__(self, days, until=None):
        self._days = {day.date.toordinal(): day for day in days}
        years = {day.date.year for day in days} or {FIRST_YEAR}
        self._add(range(min(years), max(*years, until or 0) + 1))

    def _add(self, years):
        for year in years:
            for day in provisional_year(year):
                self._days.setdefault(day.date.toordinal(), day)
        self._build()

    def _build(self):
        self.first, self.last = min(self._days), max(self._days)
        days = [self._days[number] for number in range(self.first, self.last + 1)]
        working = [day.kind in WORKING for day in days]
        #: working days up to and including a date, by its place in the table
        self.rank = list(accumulate(working))
        #: ordinals of the working days
        self.work = [self.first + place for place, is_work in enumerate(working) if is_work]
        #: the moments at which the working days end
        self.ends = [datetime.fromordinal(number) + DAY_END for number in self.work]
        self.loose = list(accumulate(day.provisional for day in days))
        self._collect(days)

    def _collect(self, days):
        """Runs of days off and the make-up days, for explanations."""
        self.runs, self.make_ups = [], []
        for number, day in enumerate(days, self.first):
            if day.kind == MAKE_UP:
                self.make_ups.append((number, day))
            if day.kind in WORKING:
                continue
            last = self.runs[-1] if self.runs else None
            if last and (last.last, *last[2:]) == (number - 1, *day[1:]):
                self.runs[-1] = last._replace(last=number)
            else:
                self.runs.append(Run(number, number, *day[1:]))
        self._run_starts = [run.first for run in self.runs]
        self._run_ends = [run.last for run in self.runs]
        self._make_up_numbers = [number for number, _day in self.make_ups]

    def cover(self, number):
        """Grow by whole years until a date, by its ordinal, lies inside."""
        first_year = date.fromordinal(self.first).year
        last_year = date.fromordinal(self.last).year
        wanted = date.fromordinal(number).year
        # a decade more at once, so that a distant date does not build the table year by year
        self._add(
            range(max(1, wanted - 10), first_year)
            if number < self.first
            else range(last_year + 1, min(wanted + 10, 9999) + 1)
        )

    def _place(self, number):
        if not self.first <= number <= self.last:
            self.cover(number)
        return number - self.first

    # -- questions, by ordinals ----------------------------------------------------------------

    def day(self, number):
        """The Day of an ordinal."""
        self._place(number)
        return self._days[number]

    def is_working(self, number):
        return self.day(number).kind in WORKING

    def after(self, number, count):
        """The ``count``-th working day after a date; 0 gives the date or the working day before."""
        if not self.first <= number <= self.last:
            self.cover(number)
        place = self.rank[number - self.first] + count - 1
        if place < 0:
            self.cover(self.first - 1)
            return self.after(number, count)
        while place >= len(self.work):
            self.cover(self.last + 1)
            place = self.rank[number - self.first] + count - 1
        return self.work[place]

    def end_after(self, number, count):
        """The moment 24:00 of the ``count``-th working day after a date, ``count`` above 0."""
        if self.first <= number <= self.last:
            place = self.rank[number - self.first] + count - 1
            if place < len(self.ends):
                return self.ends[place]
        return datetime.fromordinal(self.after(number, count)) + DAY_END

    def before(self, number, count):
        """The ``count``-th working day before a date."""
        return self.after(number - 1, 1 - count)

    def from_day(self, number):
        """The date itself when it is a working day, else the next one."""
        return self.after(number - 1, 1)

    def between(self, first, last):
        """Working days after ``first``, up to and including ``last``."""
        start, end = sorted((first, last))
        self._place(start)
        count = self.rank[self._place(end)] - self.rank[self._place(start)]
        return count if last >= first else -count

    def is_loose(self, first, last):
        """Whether any date from ``first`` to ``last`` has no published notice."""
        if last < first:
            return False
        self._place(first)
        end = self._place(last)
        start = self._place(first)
        return self.loose[end] > (self.loose[start - 1] if start else 0)

    def runs_between(self, first, last):
        """Runs of days off that touch the dates from ``first`` to ``last``."""
        begin = bisect_left(self._run_ends, first)
        return self.runs[begin : bisect_right(self._run_starts, last, begin)]

    def make_ups_between(self, first, last):
        """(ordinal, Day) of the make-up days from ``first`` to ``last``."""
        begin = bisect_left(self._make_up_numbers, first)
        return self.make_ups[begin : bisect_right(self._make_up_numbers, last, begin)]

    def __iter__(self):
        return (self._days[number] for number in range(self.first, self.last + 1))
