"""The colour of a running clock at a moment (LIM-13)."""

from .due import china_day, day_start, last_day
from .policy import SPANS

GREEN, YELLOW, TODAY, RED, PAUSED = "green", "yellow", "today", "red", "paused"


def warn_moment(terms, due_at, table, extended=0):
    """From when a clock is yellow: the last working day before its due day, or the last quarter
    of an hour limit; None while it is paused."""
    if due_at is None:
        return None
    if terms.unit in SPANS and terms.amount is not None:
        return due_at - SPANS[terms.unit] * (terms.amount + extended) / 4
    return day_start(table.before(last_day(due_at).toordinal(), 1))


def light(terms, due_at, table, now, extended=0):
    """green, yellow, today, red, or paused when there is no due moment.

    A day limit is "today" on its due day. An hour limit has no such day: it goes from green to
    yellow to red by the hour.
    """
    if due_at is None:
        return PAUSED
    if now >= due_at:
        return RED
    by_hour = terms.unit in SPANS and terms.amount is not None
    if not by_hour and china_day(now) == last_day(due_at).toordinal():
        return TODAY
    return YELLOW if now >= warn_moment(terms, due_at, table, extended) else GREEN
