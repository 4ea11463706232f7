"""Periods and small sums, without a database (STA-01, STA-03)."""

import doctest
from datetime import date

from odoo.tests import TransactionCase, tagged

from ..tools import chinese_words, figures, periods
from ..tools.periods import Span, before, holiday, span_of, trend, year_before


@tagged("post_install", "-at_install")
class TestPeriods(TransactionCase):
    def setUp(self):
        super().setUp()
        self.days = self.env["rights.calendar.day"]._day_table()

    def test_examples_in_the_docstrings(self):
        for module in (chinese_words, figures, periods):
            tests = doctest.testmod(module)
            self.assertTrue(tests.attempted)
            self.assertFalse(tests.failed)

    def test_sta_01_kinds_of_periods(self):
        day = date(2026, 8, 31)
        spans = {kind: span_of(kind, day) for kind in ("month", "quarter", "half", "year")}
        self.assertEqual(
            {kind: (str(span.first), str(span.last)) for kind, span in spans.items()},
            {
                "month": ("2026-08-01", "2026-08-31"),
                "quarter": ("2026-07-01", "2026-09-30"),
                "half": ("2026-07-01", "2026-12-31"),
                "year": ("2026-01-01", "2026-12-31"),
            },
        )
        self.assertEqual(before(spans["quarter"]), span_of("quarter", date(2026, 4, 1)))
        self.assertEqual(before(span_of("year", day)).first, date(2025, 1, 1))
        self.assertEqual(before(span_of("month", date(2026, 1, 31))).last, date(2025, 12, 31))

    def test_sta_12_edges_are_midnights_of_china(self):
        since, until = span_of("month", date(2025, 12, 1)).edges
        self.assertEqual(str(since), "2025-11-30 16:00:00")
        self.assertEqual(str(until), "2025-12-31 16:00:00")

    def test_sta_03_the_same_holiday_of_the_year_before(self):
        """STA-03: spring festival moves; the holiday of 2025 that two festivals shared is found."""
        spring = holiday(2026, "春节", self.days)
        self.assertEqual(spring.first, date(2026, 2, 15))
        self.assertEqual(year_before(spring, self.days).first, date(2025, 1, 28))
        national = holiday(2025, "国庆节", self.days)
        self.assertEqual((national.name, national.last), ("国庆节、中秋节", date(2025, 10, 8)))
        self.assertEqual(year_before(national, self.days).first, date(2024, 10, 1))
        self.assertEqual(before(spring), Span("holiday", date(2026, 2, 6), date(2026, 2, 14)))

    def test_sta_03_leap_day(self):
        span = Span("special", date(2024, 2, 29), date(2024, 2, 29))
        self.assertEqual(year_before(span, self.days).first, date(2023, 2, 28))

    def test_new_year_that_begins_in_december_belongs_to_the_year_it_ends_in(self):
        self.assertEqual(holiday(2023, "元旦", self.days).first, date(2022, 12, 31))

    def test_sta_04_thirteen_months(self):
        months = trend(span_of("quarter", date(2026, 5, 1)))
        self.assertEqual((len(months), months[0].first, months[-1].first),
                         (13, date(2025, 6, 1), date(2026, 6, 1)))  # fmt: skip
