"""Why this date: the way from the start event to the due moment, line by line.

A line is (code, values): the caller puts it into words. Codes in order of appearance:

    rule        what the limit says                code law amount unit direction times
    start       the start event                    at day, and the kind and name of that day
    given       the date was set by hand           day
    extended    approved extensions                amount total
    skipped     days off, not counted              first last kind name document provisional
    make_up     rest day that counts as working    day name document
    paused      days not counted                   first resumed reason
    counted     the working days counted           days
    rolled      the last day was a day off         from to
    closed      after service close or on a day off  day
    provisional no notice yet for these years      years
    due         the result                         at day end (24:00, close or minute)
"""

from datetime import date
from typing import NamedTuple

from .due import china_day, merged, reckon, same_year_day
from .policy import CALENDAR_DAYS, FORWARD, SPANS, WORKING_DAYS, YEARS

LISTED = 31  # more counted days than this are not listed one by one


class Line(NamedTuple):
    code: str
    values: dict


def explain(terms, start, table, extended=0, pauses=(), given=None, reasons=()):
    """The lines that lead to the due moment.

    :param reasons: why each pause was made, in the order of ``pauses``
    """
    result = reckon(terms, start, table, extended, pauses, given)
    number = china_day(start)
    first_day = table.day(number)
    lines = [
        Line(
            "rule",
            {
                "code": terms.code,
                "law": terms.law,
                "amount": terms.amount,
                "unit": terms.unit,
                "direction": terms.direction,
                "times": terms.times,
            },
        ),
        Line(
            "start",
            {"at": start, "day": first_day.date, "kind": first_day.kind, "name": first_day.name},
        ),
    ]
    if given is not None:
        lines.append(Line("given", {"day": given}))
    elif terms.amount is not None:
        if extended:
            total = terms.amount + extended
            lines.append(Line("extended", {"amount": extended, "total": total, "unit": terms.unit}))
        lines += _pause_lines(pauses, reasons)
        if result.due_at and terms.unit not in SPANS:
            lines += _day_lines(terms, number, table, extended, pauses, result.due_day)
    if result.provisional:
        first, last = sorted((number, result.due_day.toordinal()))
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        loose = [year for year in years if _is_loose_year(table, year, first, last)]
        lines.append(Line("provisional", {"years": loose}))
    end = "minute" if terms.unit in SPANS else "close" if terms.is_same_day else "day"
    end = "day" if given is not None or (end == "close" and extended) else end
    lines.append(Line("due", {"at": result.due_at, "day": result.due_day, "end": end}))
    return lines


def _is_loose_year(table, year, first, last):
    begin, end = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return table.is_loose(max(begin, first), min(end, last))


def _pause_lines(pauses, reasons):
    reasons = list(reasons) + [""] * (len(pauses) - len(reasons))
    return [
        Line("paused", {"first": first, "resumed": resumed, "reason": reason})
        for (first, resumed), reason in sorted(
            zip(pauses, reasons, strict=True), key=lambda entry: entry[0][0]
        )
    ]


def _day_lines(terms, number, table, extended, pauses, due_day):
    due = due_day.toordinal()
    if terms.direction != FORWARD:
        return _passed(table, due + 1, number - 1) if terms.unit == WORKING_DAYS else []
    if terms.is_same_day and not extended:
        if due == number:
            return []
        lines = _passed(table, number, due)
        return [*lines, Line("closed", {"day": due_day})]
    if terms.unit == WORKING_DAYS:
        return _passed(table, number + 1, due) + _counted_line(table, number, due, pauses)
    if terms.unit == CALENDAR_DAYS and terms.roll_forward:
        return _rolled(terms, number, table, extended, pauses, due)
    if terms.unit == YEARS and same_year_day(number, terms.amount + extended) != due:
        return []  # moved by pauses alone, which have their lines
    return []


def _passed(table, first, last):
    """Days off and make-up days between two days, both included, in order."""
    lines = [
        (
            max(run.first, first),
            Line(
                "skipped",
                {
                    "first": date.fromordinal(max(run.first, first)),
                    "last": date.fromordinal(min(run.last, last)),
                    "kind": run.kind,
                    "name": run.name,
                    "document": run.document,
                    "provisional": run.provisional,
                },
            ),
        )
        for run in table.runs_between(first, last)
    ]
    lines += [
        (number, Line("make_up", {"day": day.date, "name": day.name, "document": day.document}))
        for number, day in table.make_ups_between(first, last)
    ]
    lines.sort(key=lambda entry: entry[0])
    return [line for _number, line in lines]


def _counted_line(table, number, due, pauses):
    count = table.between(number, due)
    if count > LISTED:
        return []
    days = [table.after(number, place) for place in range(1, count + 1)]
    for first, resumed in merged(pauses):
        days = [day for day in days if not first <= day < resumed]
    return [Line("counted", {"days": [date.fromordinal(day) for day in days]})]


def _rolled(terms, number, table, extended, pauses, due):
    """Where the plain date lies when the due date is not it."""
    plain = number + terms.amount + extended
    for first, resumed in merged(pauses):
        if resumed > number + 1 and plain >= first:
            plain += resumed - max(first, number + 1)
    if plain == due:
        return []
    rolled = Line("rolled", {"from": date.fromordinal(plain), "to": date.fromordinal(due)})
    return [*_passed(table, plain, due - 1), rolled]
