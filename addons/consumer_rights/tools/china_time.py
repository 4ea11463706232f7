"""The centre's calendar day: every date of the business is a date in China (design D9).

>>> from datetime import datetime
>>> china_date(datetime(2025, 12, 31, 16, 30))
datetime.date(2026, 1, 1)
"""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def china_date(moment: datetime | None = None) -> date:
    """The date in China at a naive UTC moment (Odoo's storage form); now when omitted."""
    moment = datetime.now(timezone.utc) if moment is None else moment.replace(tzinfo=timezone.utc)
    return moment.astimezone(CHINA).date()


def china_naive(moment: datetime) -> datetime:
    """A naive UTC moment as naive China wall time, for showing in papers and numbers."""
    return moment.replace(tzinfo=timezone.utc).astimezone(CHINA).replace(tzinfo=None)
