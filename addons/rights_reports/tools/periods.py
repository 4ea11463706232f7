"""Periods of the reports by dates in China (STA-01, STA-12): pure Python, no environment.

>>> from datetime import date
>>> span_of("quarter", date(2026, 5, 9))
Span(kind='quarter', first=datetime.date(2026, 4, 1), last=datetime.date(2026, 6, 30), name='')
"""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from odoo.addons.consumer_rights.clock.days import HOLIDAY
from odoo.addons.consumer_rights.clock.due import day_end, day_start

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
# who keeps a holiday together with another names both, as 国庆节、中秋节
JOINT = "、"
TREND = 13


class Span(NamedTuple):
    """Days from ``first`` to ``last``, both included; ``name`` is that of the holiday."""

    kind: str
    first: date
    last: date
    name: str = ""

    @property
    def edges(self):
        """The first moment in it and the first one after it, as Odoo stores moments."""
        return day_start(self.first.toordinal()), day_end(self.last.toordinal())


def span_of(kind, day):
    """The month, quarter, half-year or year in which a day lies."""
    months = MONTHS[kind]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Span(kind, first, first + relativedelta(months=months, days=-1))


def so_far(span, day):
    """The days of a period up to a day; the whole period when it is over by then.

    >>> so_far(span_of("month", date(2026, 5, 9)), date(2026, 5, 9)).last
    datetime.date(2026, 5, 9)
    """
    return span._replace(last=max(min(span.last, day), span.first))


def before(span):
    """The period before; of a holiday or special period, as many days directly before it."""
    if span.kind in MONTHS:
        return span_of(span.kind, span.first - timedelta(days=1))
    length = span.last - span.first
    last = span.first - timedelta(days=1)
    return Span(span.kind, last - length, last)


def joined_edges(spans):
    """The edges of periods, those that touch or overlap made one: [(first moment, first after)]

    >>> months = [span_of("month", date(2026, number, 1)) for number in (1, 2, 5)]
    >>> [(str(first)[:10], str(last)[:10]) for first, last in joined_edges(months)]
    [('2025-12-31', '2026-02-28'), ('2026-04-30', '2026-05-31')]
    """
    joined = []
    for first, last in sorted(span.edges for span in spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def year_before(span, table):
    """The same period of the year before; the same holiday, wherever it fell (STA-03).

    :param table: the DayTable; asked for holidays only
    :return: None when that holiday was not kept
    """
    if span.kind == "holiday":
        return holiday(span.first.year - 1, span.name, table)
    year = relativedelta(years=1)
    if span.kind in MONTHS:
        return span_of(span.kind, span.first - year)
    return Span(span.kind, span.first - year, span.last - year)


def trend(span, count=TREND):
    """The months up to the one in which the period ends, the oldest first (STA-04)."""
    last = span_of("month", span.last).first
    return [span_of("month", last - relativedelta(months=back)) for back in reversed(range(count))]


def holidays_of(year, table):
    """The holidays that end in a year, in their order; days in a row are one holiday."""
    found, run, names = [], [], []
    first = date(year, 1, 1) - timedelta(days=31)
    for number in range(first.toordinal(), date(year, 12, 31).toordinal() + 2):
        day = table.day(number)
        if day.kind == HOLIDAY and day.name:
            run.append(day.date)
            names += [name for name in day.name.split(JOINT) if name not in names]
        elif run:
            if run[-1].year == year:
                found.append(Span("holiday", run[0], run[-1], JOINT.join(names)))
            run, names = [], []
    return found


def holiday(year, name, table):
    """The holiday of a year that bears this name, alone or together with another."""
    kept = holidays_of(year, table)
    for wanted in name.split(JOINT):  # what gives the days its first name goes first
        for span in kept:
            if wanted in span.name.split(JOINT):
                return span
    return None
