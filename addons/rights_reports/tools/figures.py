"""Rates, changes and small numbers: pure Python, no environment.

>>> percent(2, 3)
66.67
>>> change(3, 2)
50.0
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def two_decimals(number):
    """A number as the reports show it, halves away from zero; None stays None.

    >>> two_decimals(0.125)
    0.13
    """
    if number is None:
        return None
    return float(Decimal(str(number)).quantize(CENT, ROUND_HALF_UP))


def percent(part, whole):
    """``part`` of ``whole`` in percent; None where there is nothing to divide by (STA-03).

    >>> percent(1, 0) is None
    True
    """
    return two_decimals(100 * Decimal(str(part)) / Decimal(str(whole))) if whole else None


def change(value, base):
    """(value - base) / base in percent; None, shown as a dash, without a base (STA-03).

    >>> change(0, 4), change(5, 0), change(None, 3)
    (-100.0, None, None)
    """
    if value is None or not base:
        return None
    return percent(Decimal(str(value)) - Decimal(str(base)), base)


def small_parts(columns, least, pairs=(), secret=None):
    """(rows, columns): what must not be shown, so that no small number points at a person.

    A number below ``least`` is hidden, and so is all that a reader could subtract it from: its
    row in the other columns, where a column is a part of another, and the next smallest row, where
    what is hidden of a column is one row or few in all. Where there is none, its sum is hidden:
    these are the columns.

    :param columns: {column: {key: count}} of one sum each
    :param pairs: [(column, column that it is a part of)]
    :param secret: the rows that tell of secret matters, where not all do
    >>> sorted(small_parts({"x": {"a": 2, "b": 9, "c": 30, "d": 0}}, 5)[0])
    ['a', 'b']
    >>> sorted(small_parts({"x": {"a": 2, "b": 3, "c": 30}}, 5)[0])
    ['a', 'b']
    >>> sorted(small_parts({"x": {"a": 1, "b": 1, "c": 30}}, 5)[0])
    ['a', 'b', 'c']
    >>> small_parts({"x": {"a": 7, "b": 30}}, 5)
    (set(), set())
    >>> small_parts({"x": {"a": 2, "b": 0}}, 5)
    ({'a'}, {'x'})
    >>> sorted(small_parts({"x": {"a": 2, "b": 3, "c": 9, "d": 30}}, 5, secret={"a"})[0])
    ['a', 'b']

    Eight less six would tell two:

    >>> whole, part = {"a": 8, "b": 20, "c": 30}, {"a": 6, "b": 10, "c": 9}
    >>> sorted(small_parts({"x": whole, "y": part}, 5, [("y", "x")])[0])
    ['a', 'b']
    """
    keys = {key: None for counts in columns.values() for key in counts}
    found = [*columns.values()]
    found += [
        {key: columns[whole].get(key, 0) - columns[part].get(key, 0) for key in keys}
        for part, whole in pairs
    ]
    hidden = {
        key
        for counts in found
        for key, count in counts.items()
        if 0 < count < least and (secret is None or key in secret)
    }
    sums, told = set(), True
    while told:
        told = [
            name
            for name, counts in columns.items()
            if name not in sums and _tells(counts, hidden, least)
        ]
        for name in told[:1]:
            counts = columns[name]
            others = [(counts[key], str(key), key) for key in counts.keys() - hidden if counts[key]]
            if others:
                hidden.add(min(others)[-1])
            else:
                sums.add(name)
    return hidden, sums


def _tells(counts, hidden, least):
    """Whether the sum of a column tells what is hidden in it: one number, or few in all."""
    few = [counts[key] for key in hidden if counts.get(key)]
    return len(few) == 1 or 0 < sum(few) < least
