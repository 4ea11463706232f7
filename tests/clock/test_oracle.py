"""100,000 generated clocks from 2004 to 2035 against a second, naive reading of the rules.

The oracle walks day by day, takes its days from the two libraries and shares nothing with the
engine: a mistake in the lookups of one shows as a difference to the other.
"""

import random
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import holidays

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "addons" / "consumer_rights"))

from clock import DayTable, Terms, reckon, shipped_days  # noqa: E402

CASES = 100_000
ONE_DAY = timedelta(days=1)
EIGHT_HOURS = timedelta(hours=8)

_statutory = holidays.CN(years=range(2027, 2050))
_known = {}


def works(day):
    """LIM-07: whether people work on a date."""
    if day not in _known:
        if day.year <= 2026:
            _known[day] = chinese_calendar.is_workday(day)
        else:
            _known[day] = day.weekday() < 5 and day not in _statutory
    return _known[day]


def paused(day, pauses):
    """LIM-08: from the pause date up to but not including the resume date."""
    return any(first <= day < resumed for first, resumed in pauses)


def midnight_after(day):
    return datetime.combine(day, datetime.min.time()) + ONE_DAY - EIGHT_HOURS


def oracle(unit, amount, start, pauses, roll):
    local = start + EIGHT_HOURS
    day = local.date()
    if unit == "hours":
        return _hours(local, amount, pauses) - EIGHT_HOURS
    if unit == "years":
        return _years(day, amount, pauses)
    if unit == "working_days" and amount == 0:
        closed = (local.hour, local.minute, local.second, local.microsecond) > (17, 30, 0, 0)
        if closed:
            day += ONE_DAY
        while not works(day) or paused(day, pauses):
            day += ONE_DAY
        return datetime(day.year, day.month, day.day, 17, 30) - EIGHT_HOURS
    left = amount
    while left:
        day += ONE_DAY
        if paused(day, pauses) or (unit == "working_days" and not works(day)):
            continue
        left -= 1
    if unit == "calendar_days" and roll:
        while not works(day) or paused(day, pauses):
            day += ONE_DAY
    return midnight_after(day)


def _hours(local, amount, pauses):
    """LIM-04, minute by minute in steps of whole days."""
    left = timedelta(hours=amount)
    while True:
        tomorrow = datetime.combine(local.date() + ONE_DAY, datetime.min.time())
        if paused(local.date(), pauses):
            local = tomorrow
            continue
        if left <= tomorrow - local:
            return local + left
        left -= tomorrow - local
        local = tomorrow


def _years(day, amount, pauses):
    """LIM-06, and paused days put on top."""
    end = day
    while (end.year, end.month, end.day) < (day.year + amount, day.month, day.day):
        end += ONE_DAY
    if (end.month, end.day) != (day.month, day.day):  # went past 29 February
        end -= ONE_DAY
    left = (end - day).days
    end = day
    while left:
        end += ONE_DAY
        left -= not paused(end, pauses)
    return midnight_after(end)


def generate(rng):
    unit = rng.choices(("working_days", "calendar_days", "hours", "years"), (50, 35, 12, 3))[0]
    amount = {
        "working_days": rng.choice((0, 0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60)),
        "calendar_days": rng.choice((1, 5, 10, 30, 60, 90, 120)),
        "hours": rng.choice((1, 2, 24, 48)),
        "years": rng.choice((1, 2, 3)),
    }[unit]
    day = date(2004, 1, 1) + ONE_DAY * rng.randrange(365 * 32 + 7)
    # the hours around service close and midnight oftener
    hour = rng.choice((0, 7, 8, 9, 10, 15, 16, 17, 17, 23, rng.randrange(24)))
    start = (
        datetime(
            day.year,
            day.month,
            day.day,
            hour,
            rng.choice((0, 29, 30, 31, 59)),
            rng.choice((0, 0, 59)),
        )
        - EIGHT_HOURS
    )
    pauses = []
    for _pause in range(rng.choices((0, 1, 2, 3), (60, 25, 10, 5))[0]):
        first = day + ONE_DAY * rng.randrange(-20, 90)
        pauses.append((first, first + ONE_DAY * rng.randrange(0, 60)))
    extended = rng.choice((0, 0, 0, amount, 5)) if unit != "years" else 0
    return unit, amount, extended, start, pauses, rng.random() < 0.85


def crosses_an_unknown_year(unit, amount, roll, start, due):
    if unit in ("hours", "years") or (unit == "calendar_days" and not roll):
        return False
    first = (start + EIGHT_HOURS).date()
    last = (due + EIGHT_HOURS - timedelta(seconds=1)).date()
    if unit == "working_days" and amount == 0:
        first -= ONE_DAY
    return last.year > 2026 and last > first


def test_oracle():
    """LIM-02 to LIM-09, LIM-16: no difference in 100,000 cases."""
    table = DayTable(shipped_days())
    rng = random.Random(2315)
    differences = []
    for _case in range(CASES):
        unit, amount, extended, start, pauses, roll = generate(rng)
        terms = Terms("TL-00", amount=amount, unit=unit, roll_forward=roll)
        result = reckon(terms, start, table, extended=extended, pauses=pauses)
        total = amount + extended
        expected = oracle(unit, total, start, pauses, roll)
        loose = crosses_an_unknown_year(unit, total, roll, start, expected)
        if (result.due_at, result.provisional) != (expected, loose):
            differences.append((unit, total, start, pauses, roll, result, expected, loose))
    assert not differences, (len(differences), differences[:3])
