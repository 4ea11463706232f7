"""What a party types as the terms of a proposal, read once (MED-07)."""

import re
from datetime import date, timedelta

from .filing_text import clean_line

MOST_TERMS = 5
LONGEST = 200
FARTHEST = timedelta(days=3 * 366)
AMOUNT = re.compile(r"\d{1,8}(\.\d{1,2})?", re.ASCII)


class TermError(ValueError):
    """A term that cannot stand; ``kind`` says why, ``number`` which one."""

    def __init__(self, kind, number=0):
        super().__init__(kind)
        self.kind, self.number = kind, number


def read_terms(rows, today):
    """Promises with whatever is empty left out.

    :param rows: dicts of strings: side, what, amount, due_date
    :return: [{"side": .., "what": .., "amount": float, "due_date": ISO day}]
    :raise TermError: none, too_many, what, long, amount, day
    """
    terms = []
    for number, row in enumerate(rows, 1):
        what = clean_line(row.get("what"))
        amount = clean_line(row.get("amount")).replace(",", "").replace("，", "")
        if not (what or amount):
            continue
        if not what:
            raise TermError("what", number)
        if len(what) > LONGEST:
            raise TermError("long", number)
        if amount and not AMOUNT.fullmatch(amount):
            raise TermError("amount", number)
        terms.append(
            {
                "side": "consumer" if row.get("side") == "consumer" else "merchant",
                "what": what,
                "amount": float(amount or 0),
                "due_date": _read_day(row.get("due_date"), today, number),
            }
        )
    if not terms:
        raise TermError("none")
    if len(terms) > MOST_TERMS:
        raise TermError("too_many")
    return terms


def _read_day(given, today, number):
    try:
        day = date.fromisoformat(clean_line(given)[:10])
    except ValueError:
        raise TermError("day", number) from None
    if not today <= day <= today + FARTHEST:
        raise TermError("day", number)
    return day.isoformat()
