"""When a clock has come to a step of its supervision (SUP-02, SUP-03).

A step lies before, at or behind the due moment. It is asked of many clocks at once, so the answer
is one moment to compare due moments with, and no loop over clocks.
"""

from .due import china_day, day_end, day_start, last_day

WARNED, AHEAD, BEFORE, DUE, AFTER = "warned", "ahead", "before", "due", "after"


def reached(moment, days, now, table):
    """The latest due moment with which a clock has come to a step by now.

    A step that waits for the warning compares the moment of the warning instead.

    :param moment: WARNED, AHEAD so many calendar days, BEFORE so many working days, DUE, or AFTER
        so many full working days
    """
    if moment in (WARNED, DUE):
        return now
    today = china_day(now)
    if moment == AHEAD:
        return day_end(today + days)
    if moment == BEFORE:
        return day_end(table.after(today, days))
    return day_end(table.after(today - 1, 1 - days) - 1)


def first_look(due_at, warn_at, days_before, table):
    """The first moment at which a clock can come to a step; None while it is paused.

    :param days_before: the most days that a step lies before the due day; counted as working days,
        which is early enough for calendar days too
    """
    if due_at is None:
        return None
    first = min(due_at, warn_at or due_at)
    if days_before:
        first = min(first, day_start(table.before(last_day(due_at).toordinal(), days_before)))
    return first


def next_day(now):
    """The next midnight in China: steps counted in days are reached at no other moment."""
    return day_end(china_day(now))
