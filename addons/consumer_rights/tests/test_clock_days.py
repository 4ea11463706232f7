import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
from odoo.tests import BaseCase, tagged

from ..clock import DayTable, NoticeError, difference, library_notice, read_notice, shipped_days
from ..clock.days import HOLIDAY, MAKE_UP, Day, provisional_year, shipped_exceptions

ADDON = Path(__file__).resolve().parents[1]
TABLE = DayTable(shipped_days())
# an invented notice; the State Council has not published the one of 2027
SHORT_2027 = (Path(__file__).parent / "data" / "notice_2027.csv").read_text(encoding="utf-8")


def long_file(year, skip=(), twice=()):
    rows = ["date,kind,name"]
    for day in provisional_year(year):
        if day.date.isoformat() not in skip:
            rows += [f"{day.date},{day.kind},{day.name}"] * (2 if str(day.date) in twice else 1)
    return "\n".join(rows).encode()


@tagged("post_install", "-at_install")
class TestClockDays(BaseCase):
    def test_the_engine_needs_no_odoo(self):
        """D5: importable by itself."""
        code = "import sys, clock; sys.exit('odoo' in sys.modules)"
        result = subprocess.run(
            [sys.executable, "-c", code], cwd=ADDON, env={"PYTHONPATH": str(ADDON)}, check=False
        )
        self.assertEqual(result.returncode, 0)

    def test_shipped_table_agrees_with_the_library(self):
        """LIM-07: every date from 2004 to 2026 is working or not as chinesecalendar has it."""
        day = date(2004, 1, 1)
        while day.year < 2027:
            working = chinese_calendar.is_workday(day)
            self.assertEqual(TABLE.is_working(day.toordinal()), working, day)
            day += timedelta(days=1)

    def test_shipped_table_covers_every_date_once(self):
        days = [day.date for day in shipped_days()]
        self.assertEqual(days[0], date(2004, 1, 1))
        self.assertEqual(days[-1], date(2035, 12, 31))
        self.assertEqual(len(days), len(set(days)), "a doubled date")
        self.assertEqual(len(days), (days[-1] - days[0]).days + 1)

    def test_make_up_days_of_2025_and_2026(self):
        """The list of scenarios.md."""
        made_up = {
            day.date.isoformat()
            for _year, day in shipped_exceptions()
            if day.kind == MAKE_UP and day.date.year in (2025, 2026)
        }
        self.assertEqual(
            made_up,
            set(
                "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 "
                "2026-02-28 2026-05-09 2026-09-20 2026-10-10".split()
            ),
        )

    def test_document_number_stands_on_the_day(self):
        self.assertEqual(TABLE.day(date(2026, 5, 9).toordinal()).document, "国办发明电〔2025〕7号")

    def test_provisional_years(self):
        """LIM-07: statutory days of the holidays library, ordinary weekends."""
        statutory = holidays.CN(years=2027)
        for day in provisional_year(2027):
            self.assertTrue(day.provisional)
            if day.date in statutory:
                self.assertEqual(day.kind, HOLIDAY)
            else:
                self.assertEqual(day.kind, "rest" if day.date.weekday() > 4 else "workday")

    def test_december_belongs_to_the_next_notice(self):
        """The notice of 2019 moved 29 to 31 December 2018."""
        self.assertTrue(TABLE.is_working(date(2018, 12, 29).toordinal()))
        self.assertFalse(TABLE.is_working(date(2018, 12, 31).toordinal()))

    def test_lookups(self):
        friday = date(2026, 9, 18).toordinal()
        self.assertEqual(TABLE.after(friday, 1), date(2026, 9, 20).toordinal())
        self.assertEqual(TABLE.before(friday + 3, 1), date(2026, 9, 20).toordinal())
        self.assertEqual(TABLE.from_day(friday + 1), date(2026, 9, 20).toordinal())
        self.assertEqual(TABLE.between(friday, friday + 3), 2)
        self.assertEqual(TABLE.between(friday + 3, friday), -2)

    def test_the_table_grows_on_both_sides(self):
        table = DayTable(provisional_year(2030))
        self.assertEqual(
            table.after(date(2030, 12, 31).toordinal(), 1), date(2031, 1, 2).toordinal()
        )
        self.assertEqual(
            table.before(date(2030, 1, 1).toordinal(), 1), date(2029, 12, 31).toordinal()
        )
        self.assertEqual(table.after(date(1995, 6, 1).toordinal(), 1), date(1995, 6, 2).toordinal())


@tagged("post_install", "-at_install")
class TestClockNotice(BaseCase):
    def problems(self, content, year=2027):
        with self.assertRaises(NoticeError) as caught:
            read_notice(content, year)
        return [(problem.code, problem.line) for problem in caught.exception.problems]

    def test_short_file(self):
        """LIM-07: the notice names days off and make-up days, the rest is ordinary."""
        days = read_notice(SHORT_2027.encode(), 2027, "国办发明电〔2026〕9号")
        self.assertEqual(len(days), 365)
        kinds = {day.date: day for day in days}
        self.assertEqual(kinds[date(2027, 2, 14)].kind, MAKE_UP)
        self.assertEqual(kinds[date(2027, 2, 14)].document, "国办发明电〔2026〕9号")
        self.assertEqual(kinds[date(2027, 2, 10)].kind, "workday")
        self.assertFalse(any(day.provisional for day in days))

    def test_long_file(self):
        self.assertEqual(len(read_notice(long_file(2027), 2027)), 365)
        self.assertEqual(len(read_notice(b"\xef\xbb\xbf" + long_file(2028), 2028)), 366)

    def test_missing_day(self):
        """Issue 3, bad input: a notice file with a missing day."""
        with self.assertRaises(NoticeError) as caught:
            read_notice(long_file(2027, skip=("2027-03-05", "2027-12-31")), 2027)
        self.assertEqual(
            [(item.code, item.values["day"]) for item in caught.exception.problems],
            [("missing", date(2027, 3, 5)), ("missing", date(2027, 12, 31))],
        )
        no_labour_day = SHORT_2027.replace("2027-05-01,holiday,劳动节\n", "").encode()
        self.assertEqual(self.problems(no_labour_day), [("missing", 0)])

    def test_doubled_day(self):
        """Issue 3, bad input: a notice file with a doubled day."""
        self.assertEqual(self.problems(long_file(2027, twice=("2027-01-02",))), [("doubled", 4)])
        self.assertEqual(
            self.problems((SHORT_2027 + "2027-10-03,holiday,国庆节\n").encode()), [("doubled", 17)]
        )

    def test_day_of_another_year(self):
        self.assertEqual(
            self.problems((SHORT_2027 + "2028-01-01,holiday,元旦\n").encode()), [("year", 17)]
        )
        december = read_notice((SHORT_2027 + "2026-12-31,holiday,元旦\n").encode(), 2027)
        self.assertEqual(december[0].date, date(2026, 12, 31))

    def test_what_cannot_be(self):
        for row, code in [
            ("2027-02-30,holiday,春节", "date"),
            ("2027-03-01,feast,春节", "kind"),
            ("2027-03-01,make_up,春节", "weekday"),
            ("2027-03-06,workday,", "weekday"),
            ("2027-03-01,rest,", "rest"),
        ]:
            with self.subTest(row):
                self.assertEqual(self.problems((SHORT_2027 + row).encode()), [(code, 17)])
        self.assertEqual(self.problems(b"date,kind\n"), [("empty", 0)])
        self.assertEqual(self.problems(b"day;kind\n1;2\n"), [("columns", 1)])
        self.assertEqual(self.problems("日期".encode("gb18030")), [("encoding", 0)])

    def test_library_has_the_shipped_notices(self):
        """The shipped file is what chinesecalendar knows, with the document numbers added."""
        for year in range(2004, 2027):
            shipped = sorted(
                (day.date, day.kind, day.name) for of, day in shipped_exceptions() if of == year
            )
            known = sorted((day.date, day.kind, day.name) for day in library_notice(year))
            self.assertEqual(shipped, known, year)
        self.assertEqual(library_notice(2027), [])

    def test_difference(self):
        """LIM-07: what a notice changes against the provisional year."""
        changes = difference(provisional_year(2027), read_notice(SHORT_2027.encode(), 2027))
        days = {day: (old.kind, new.kind) for day, old, new in changes}
        self.assertEqual(days[date(2027, 2, 14)], ("rest", "make_up"))
        self.assertEqual(days[date(2027, 2, 10)], ("holiday", "workday"))
        self.assertNotIn(date(2027, 10, 1), days)
        one = [Day(date(2027, 1, 1), HOLIDAY)]
        self.assertEqual(difference([], one), [(date(2027, 1, 1), None, one[0])])

    def test_shipped_file_is_sorted(self):
        with (ADDON / "clock" / "notices.csv").open(encoding="utf-8") as file:
            rows = [(row["year"], row["date"]) for row in csv.DictReader(file)]
        self.assertEqual(rows, sorted(rows))
