"""What one limit says, and which version of it holds on a date (LIM-01, LIM-12)."""

from dataclasses import dataclass, fields
from datetime import date, time, timedelta

WORKING_DAYS, CALENDAR_DAYS, HOURS, YEARS = "working_days", "calendar_days", "hours", "years"
MINUTES = "minutes"
UNITS = (WORKING_DAYS, CALENDAR_DAYS, HOURS, MINUTES, YEARS)
# units that run through nights and days off, to the minute
SPANS = {HOURS: timedelta(hours=1), MINUTES: timedelta(minutes=1)}
FORWARD, BACKWARD, LEAD = "forward", "backward", "lead"
DIRECTIONS = (FORWARD, BACKWARD, LEAD)
CLOSE = 17 * 60 + 30


@dataclass(frozen=True)
class Terms:
    """The terms a clock is started with; a later change of the limit does not reach it.

    ``amount`` 0 of working days is the same day, until ``close`` (minutes after midnight).
    ``amount`` None means that the date itself is given (an instruction, an agreement) or that the
    limit is a frequency: ``times`` in a year, each in its own part of the year when ``parts``.
    """

    code: str
    kind: str = "promise"
    amount: int | None = None
    unit: str = WORKING_DAYS
    direction: str = FORWARD
    times: int = 0
    parts: bool = True
    roll_forward: bool = True
    close: int = CLOSE
    extension_amount: int = 0
    extension_times: int = 0
    pause_reasons: tuple = ()
    law: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_same_day(self):
        return self.unit == WORKING_DAYS and self.amount == 0

    @property
    def leans_on_calendar(self):
        return self.amount is not None and (
            self.unit == WORKING_DAYS or (self.unit == CALENDAR_DAYS and self.roll_forward)
        )

    @property
    def close_time(self):
        return time(*divmod(self.close, 60))

    def to_dict(self):
        """JSON-able, without what is unset; ``from_dict`` reads it."""
        content = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value == entry.default:
                continue
            if isinstance(value, date):
                value = value.isoformat()
            content[entry.name] = list(value) if isinstance(value, tuple) else value
        return content

    @classmethod
    def from_dict(cls, content):
        content = dict(content)
        for name in ("valid_from", "valid_to"):
            if content.get(name):
                content[name] = date.fromisoformat(content[name])
        content["pause_reasons"] = tuple(content.get("pause_reasons", ()))
        return cls(**content)


def choose(versions, day):
    """The version of a limit in force on the date of the start event; None when there is none.

    Works on anything with ``valid_from`` and ``valid_to`` (inclusive); the youngest one wins.
    """
    fitting = [
        version
        for version in versions
        if (not version.valid_from or version.valid_from <= day)
        and (not version.valid_to or day <= version.valid_to)
    ]
    return max(fitting, key=lambda version: version.valid_from or date.min, default=None)
