"""Cells of a CSV that people open in a spreadsheet."""

# how a text begins that a spreadsheet takes for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("12315")
    ("'=1+1", '12315')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
