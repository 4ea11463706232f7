"""The centre's calendar day: every date of the business is a date in China (design D9).

>>> from datetime import datetime
>>> china_date(datetime(2025, 12, 31, 16, 30))
datetime.date(2026, 1, 1)
"""

import re
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_MINUTE = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)")


def china_date(moment: datetime | None = None) -> date:
    """The date in China at a naive UTC moment (Odoo's storage form); now when omitted."""
    moment = datetime.now(timezone.utc) if moment is None else moment.replace(tzinfo=timezone.utc)
    return moment.astimezone(CHINA).date()


def china_naive(moment: datetime) -> datetime:
    """A naive UTC moment as naive China wall time, for showing in papers and numbers."""
    return moment.replace(tzinfo=timezone.utc).astimezone(CHINA).replace(tzinfo=None)


def day_begins(day: date) -> datetime:
    """The naive UTC moment at which a day begins in China.

    >>> day_begins(date(2026, 1, 1))
    datetime.datetime(2025, 12, 31, 16, 0)
    """
    begin = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    return begin.astimezone(timezone.utc).replace(tzinfo=None)


def year_begins(year: int) -> datetime:
    """The same of the first day of a year."""
    return day_begins(date(year, 1, 1))


def spell_day(day: date | None) -> str:
    """A day as an official paper writes it; empty for none.

    >>> spell_day(date(2026, 3, 9))
    '2026年3月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def spell_minutes(text: str) -> str:
    """The moments in a text as an official paper writes them.

    >>> spell_minutes("2026-03-09 09:20"), spell_minutes("2026-03-19 24:00")
    ('2026年3月9日9时20分', '2026年3月19日24时')
    """

    def spell(match):
        year, month, day, hour, minute = match.groups()
        rest = "" if minute == "00" else f"{minute}分"
        return f"{year}年{int(month)}月{int(day)}日{int(hour)}时{rest}"

    return _MINUTE.sub(spell, text)
