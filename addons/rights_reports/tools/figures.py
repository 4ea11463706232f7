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


def small_parts(parts, least):
    """Keys of the parts that must not be shown, so that no small number points at a person.

    A part below ``least`` is hidden. Where that hides one part only, the rest of the sum would
    give it away: the next smallest is hidden with it.

    :param parts: {key: count} of one sum
    >>> sorted(small_parts({"a": 2, "b": 9, "c": 30, "d": 0}, 5))
    ['a', 'b']
    >>> sorted(small_parts({"a": 2, "b": 3, "c": 30}, 5))
    ['a', 'b']
    >>> small_parts({"a": 7, "b": 30}, 5)
    set()
    """
    counted = {key: count for key, count in parts.items() if count}
    hidden = {key for key, count in counted.items() if count < least}
    others = counted.keys() - hidden
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda key: (counted[key], str(key))))
    return hidden
