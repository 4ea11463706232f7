"""The time-limit engine: day table, policies and events in; due moment, light and reasons out.

Pure Python, importable without Odoo. Moments are naive UTC datetimes, counted in China Standard
Time (UTC+8, LIM-16). "24:00 of day N" is the moment 00:00 of the next day in China: the clock is
in time before that moment, and its breach starts at it. Hour limits and same-day limits likewise
end at their minute.

    days.py      the day table: which date is a working day, by which notice
    notice.py    a notice from a file, and how two tables differ
    policy.py    what a limit says, and which version of it applies
    due.py       the due moment
    light.py     green, yellow, today, red, paused
    steps.py     which due moments have come to a step of supervision
    explain.py   why this date
"""

from .days import Day, DayTable, shipped_days
from .due import due_moment, earliest, in_force, reckon
from .explain import explain
from .light import light, warn_moment
from .notice import NoticeError, Problem, difference, library_notice, notice_year, read_notice
from .policy import Terms, choose
