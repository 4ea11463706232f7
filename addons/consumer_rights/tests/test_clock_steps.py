from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..clock.days import DayTable, shipped_days
from ..clock.due import day_end, day_start, last_day
from ..clock.steps import AFTER, BEFORE, DUE, WARNED, first_look, next_day, reached


def china(text):
    return datetime.fromisoformat(text) - timedelta(hours=8)


@tagged("post_install", "-at_install")
class TestClockSteps(BaseCase):
    """Which due moments have come to a step by now, beside the answer day by day (SUP-02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = DayTable(shipped_days())

    def test_the_notice_of_sc18(self):
        """SUP-03: due on 28 April 2025, it lasts three working days at the end of 6 May."""
        due = day_end(date(2025, 4, 28).toordinal())
        self.assertLess(reached(AFTER, 3, china("2025-05-06 23:59"), self.table), due)
        self.assertEqual(reached(AFTER, 3, china("2025-05-07 00:00"), self.table), due)

    def test_against_each_day(self):
        """Holidays, make-up days and weekends of a year, 1 to 6 working days either way."""
        first = date(2025, 9, 1).toordinal()
        days = range(first, first + 70)
        for number in days:
            for moment in (day_start(number), day_start(number) + timedelta(hours=15)):
                for count in (1, 2, 3, 6):
                    late = reached(AFTER, count, moment, self.table)
                    soon = reached(BEFORE, count, moment, self.table)
                    for due_day in range(number - 25, number + 25):
                        due = day_end(due_day)
                        lasts = day_end(self.table.after(due_day, count)) <= moment
                        self.assertEqual(due <= late, lasts, (moment, count, due_day))
                        near = day_start(self.table.before(due_day, count)) <= moment
                        self.assertEqual(due <= soon, near, (moment, count, due_day))

    def test_at_the_moment_itself(self):
        now = china("2026-03-13 16:00")
        for moment in (WARNED, DUE):
            self.assertEqual(reached(moment, 0, now, self.table), now)

    def test_first_look_and_next_day(self):
        """A clock is looked at from the first moment that a step can come."""
        due = day_end(date(2026, 3, 13).toordinal())
        warn = day_start(date(2026, 3, 12).toordinal())
        self.assertEqual(first_look(due, warn, 0, self.table), warn)
        self.assertEqual(first_look(due, warn, 5, self.table), china("2026-03-06"))
        self.assertEqual(first_look(due, None, 0, self.table), due)
        self.assertIsNone(first_look(None, None, 5, self.table), "paused")
        self.assertEqual(next_day(china("2026-03-13 23:59")), china("2026-03-14"))
        self.assertEqual(last_day(next_day(china("2026-03-13 23:59"))), date(2026, 3, 13))
