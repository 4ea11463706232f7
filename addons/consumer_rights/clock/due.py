"""When a limit falls due (LIM-02 to LIM-06, LIM-08 to LIM-11, LIM-16, LIM-18).

Days are proleptic ordinals in China. A pause is (first day not counted, day of resumption), the
latter None while it lasts. A limit cannot run out on a day that is not counted: a date that a rest
day moves into a pause moves on behind it.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from .days import CHINA_HOURS, DAY_END
from .policy import CALENDAR_DAYS, FORWARD, SPANS, WORKING_DAYS, YEARS

OPEN = 4_000_000  # ordinal beyond the last date Python knows: a pause that lasts


class Reckoning(NamedTuple):
    """A due moment and what it leans on; no moment while a pause lasts."""

    due_at: datetime | None
    due_day: date | None
    provisional: bool


def china_day(moment):
    """Ordinal of the date in China at a naive UTC moment."""
    return (moment + CHINA_HOURS).toordinal()


def day_end(number):
    """The moment 24:00 of a day in China."""
    return datetime.fromordinal(number) + DAY_END


def day_start(number):
    return datetime.fromordinal(number) - CHINA_HOURS


def last_day(due_at):
    """The date a due moment belongs to: 24:00 of a day is that day, not the next."""
    return (due_at + CHINA_HOURS - timedelta(microseconds=1)).date()


def same_year_day(number, years):
    """The same month and day some years away, or the last day of that month (LIM-06)."""
    day = date.fromordinal(number)
    try:
        return day.replace(year=day.year + years).toordinal()
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28).toordinal()


def due_moment(terms, start, table, extended=0, pauses=()):
    """The due moment of a clock, None while an open pause holds it.

    :param extended: sum of the approved extensions, in the unit of the limit (LIM-09)
    :param pauses: (first day, day of resumption or None) in any order (LIM-08)
    """
    amount = terms.amount
    if amount is None:
        return _period_end(terms, start)
    amount += extended
    if terms.direction != FORWARD:
        return _backward(terms, start, table, amount)
    if pauses:
        return _with_pauses(terms, start, table, amount, pauses)
    unit = terms.unit
    if unit in SPANS:
        return start + SPANS[unit] * amount
    number = (start + CHINA_HOURS).toordinal()
    if unit == WORKING_DAYS:
        return table.end_after(number, amount) if amount else _same_day(terms, start, table, ())
    if unit == CALENDAR_DAYS:
        if terms.roll_forward:
            return table.end_after(number + amount - 1, 1)
        return datetime.fromordinal(number + amount) + DAY_END
    return datetime.fromordinal(same_year_day(number, amount)) + DAY_END


def _same_day(terms, start, table, pauses):
    """Service close of the day, or of the next working day that counts (LIM-05)."""
    local = start + CHINA_HOURS
    number = local.toordinal()
    close = timedelta(minutes=terms.close)
    if local - datetime.fromordinal(number) > close:
        number += 1
    number = _counted(table, number, pauses)
    return None if number is None else day_start(number) + close


def _backward(terms, start, table, amount):
    """The latest moment before an event: 24:00 of the n-th day before it."""
    if terms.unit in SPANS:
        return start - SPANS[terms.unit] * amount
    number = china_day(start)
    if terms.unit == WORKING_DAYS:
        number = table.before(number, amount)
    elif terms.unit == YEARS:
        number = same_year_day(number, -amount)
    else:
        number -= amount
    return day_end(number)


def _period_end(terms, start):
    """A frequency: the end of the part of the year that the start lies in."""
    if not terms.times:
        return None
    day = (start + CHINA_HOURS).date()
    months = 12 // terms.times if terms.parts else 12
    month = ((day.month - 1) // months + 1) * months
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return day_end(following.toordinal() - 1)


# -- pauses ---------------------------------------------------------------------------------------


def merged(pauses):
    """Pauses in order as ordinals, touching ones joined; empty ones dropped."""
    result = []
    for first, resumed in sorted(
        (first.toordinal(), resumed.toordinal() if resumed else OPEN) for first, resumed in pauses
    ):
        if resumed <= first:
            continue
        if result and first <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], resumed))
        else:
            result.append((first, resumed))
    return result


def _counted(table, number, pauses):
    """The first working day from this one on that no pause takes away; None when it is open."""
    number = table.from_day(number)
    for first, resumed in pauses:
        if number < first:
            break
        if number < resumed:
            if resumed == OPEN:
                return None
            number = table.from_day(resumed)
    return number


def _with_pauses(terms, start, table, amount, pauses):
    pauses = merged(pauses)
    if terms.unit in SPANS:
        return _span_with_pauses(start, SPANS[terms.unit] * amount, pauses)
    if terms.is_same_day and not amount:
        return _same_day(terms, start, table, pauses)
    number = china_day(start)
    if terms.unit == WORKING_DAYS:
        number = _count(number, amount, pauses, table.after, table.between)
    elif terms.unit == YEARS:
        days = same_year_day(number, amount) - number
        number = _count(number, days, pauses, int.__add__, lambda first, last: last - first)
    else:
        number = _count(number, amount, pauses, int.__add__, lambda first, last: last - first)
        if number is not None and terms.roll_forward:
            number = _counted(table, number, pauses)
    return None if number is None else day_end(number)


def _count(number, left, pauses, ahead, between):
    """The day on which ``left`` counted days after ``number`` are full; None when paused."""
    for first, resumed in pauses:
        if resumed <= number + 1:
            continue
        if ahead(number, left) < first:
            break
        if resumed == OPEN:
            return None
        left -= max(between(number, first - 1), 0)
        number = resumed - 1
    return ahead(number, left)


def _span_with_pauses(start, left, pauses):
    """Whole days of the pause do not count, the hours before and after do."""
    for first, resumed in pauses:
        begin = day_start(first)
        if resumed != OPEN and day_start(resumed) <= start:
            continue
        if start + left <= begin:
            break
        if resumed == OPEN:
            return None
        left -= max(begin - start, timedelta())
        start = day_start(resumed)
    return start + left


# -- the whole answer -----------------------------------------------------------------------------


def reckon(terms, start, table, extended=0, pauses=(), given=None):
    """The due moment with the day it belongs to and whether it is provisional (LIM-07).

    :param given: a date set by hand (an instruction, an agreed limit): due at 24:00 of it
    """
    if given is not None:
        return Reckoning(day_end(given.toordinal()), given, False)
    due_at = due_moment(terms, start, table, extended, pauses)
    if due_at is None:
        return Reckoning(None, None, False)
    due_day = last_day(due_at)
    return Reckoning(due_at, due_day, _is_loose(terms, start, table, due_day))


def _is_loose(terms, start, table, due_day):
    if not terms.leans_on_calendar:
        return False
    first, last = china_day(start), due_day.toordinal()
    if terms.direction != FORWARD:
        return table.is_loose(last, first - 1)
    return table.is_loose(first if terms.is_same_day else first + 1, last)


# -- several clocks -------------------------------------------------------------------------------


def in_force(clocks):
    """Clocks that a superior's deadline leaves standing (LIM-11): it replaces promises only.

    Works on anything with ``kind`` and ``due_at``.
    """
    clocks = list(clocks)
    if not any(clock.kind == "instruction" for clock in clocks):
        return clocks
    return [clock for clock in clocks if clock.kind != "promise"]


def earliest(clocks):
    """The clock whose date is the effective one (LIM-10, LIM-18); None when none is running."""
    running = [clock for clock in in_force(clocks) if clock.due_at]
    return min(running, key=lambda clock: clock.due_at, default=None)
