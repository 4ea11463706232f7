"""Quarters of a year, as (year, number)."""

import calendar
from datetime import date


def quarter_days(year: int, quarter: int | str) -> tuple[date, date]:
    """First and last day of a quarter.

    >>> quarter_days(2026, "1")
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    """
    last = int(quarter) * 3
    return date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])


def quarter_before(day: date) -> tuple[int, int]:
    """The quarter that ended last before the day.

    >>> quarter_before(date(2026, 1, 1)), quarter_before(date(2026, 12, 31))
    ((2025, 4), (2026, 3))
    """
    quarter = (day.month - 1) // 3
    return (day.year, quarter) if quarter else (day.year - 1, 4)
