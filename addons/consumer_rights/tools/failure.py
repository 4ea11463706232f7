"""What a failure may leave behind: its kind and its place, never its words.

The words of an exception can hold the name or the phone of a person: the sentence of a check, the
row in a message of PostgreSQL, the value that could not be read. They are for whoever stands at the
screen, and for no log and no list of errors.
"""

import traceback
from pathlib import Path


class ImpersonalError(Exception):
    """A marker for errors whose sentence names no person: it may be kept and shown."""


def _chain(error):
    """The error and what it came from, in the order of their happening."""
    errors = []
    while error is not None and error not in errors:
        errors.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return errors


def summary(error):
    """One line: ``KeyError, ValueError (rights_urge.py:80 _tell)``, the innermost place."""
    if isinstance(error, ImpersonalError):
        return str(error)
    errors = _chain(error)
    kinds = ", ".join(dict.fromkeys(type(one).__name__ for one in errors))
    frames = traceback.extract_tb(errors[0].__traceback__)
    if not frames:
        return kinds
    place = frames[-1]
    return f"{kinds} ({Path(place.filename).name}:{place.lineno} {place.name})"


def trace(error):
    """For the log, in place of ``exc_info``: every frame with its line of source."""
    return "\n".join(
        f"{type(one).__name__}\n{''.join(traceback.format_tb(one.__traceback__)).rstrip()}"
        for one in _chain(error)
    )
