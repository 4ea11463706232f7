"""A closed period stays as it was published; what is counted otherwise is a correction (STA-05)."""

from datetime import date

from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from psycopg2 import Error

from ..tools.periods import span_of
from .figures_common import FiguresCommon

JANUARY = span_of("month", date(2026, 1, 1))
ASKED = {"kind": "month", "first": "2026-01-01"}


@tagged("post_install", "-at_install")
class TestClosedPeriod(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for day in (3, 4, 5):
            cls.case = cls.matter(f"2026-01-0{day} 10:00", concluded="2026-01-20 10:00")
        cls.city = cls.stations["city"]

    def close(self, login="statistician", unit="city", asked=None):
        asked = asked or ASKED
        tables = self.as_user(login, self.tables)
        tables.close_period(self.stations[unit].id, asked)
        return self.env["rights.closed.period"]._of(
            self.stations[unit], self.tables._read_span(asked)
        )

    def shown(self, login="statistician"):
        """(complaints received, whether the page says that the period is closed)"""
        sheet = self.as_user(login, self.tables).get_sheet(self.table("T1").id, self.city.id, ASKED)
        return self.cell(sheet, "Total", "received_complaint"), sheet["closed_on"] is not False

    def test_sta_05_later_changes_do_not_alter_it(self):
        self.assertEqual(self.shown(), (3, False))
        period = self.close()
        self.matter("2026-01-09 10:00")
        self.assertEqual(self.shown(), (3, True))
        self.assertTrue(period.is_intact)

    def test_sta_05_a_correction_is_shown_as_one(self):
        period = self.close()
        self.as_user("statistician", period).action_look_for_corrections()
        self.assertFalse(period.correction_ids)
        self.case._gate_write({"concluded_at": china("2026-02-02 10:00")})
        for _again in range(2):  # the second count finds nothing new
            self.as_user("statistician", period).action_look_for_corrections()
        period.invalidate_recordset()
        found = {
            (one.table, one.row, one.column): (one.before, one.after)
            for one in period.correction_ids
        }
        self.assertEqual(found["T3", "Total", "Complaints concluded"], ("3", "2"))
        self.assertEqual(found["T3", "Total", "Completion rate"], ("100.0", "66.67"))
        self.assertNotIn(("T3", "Total", "Complaints received"), found)
        self.assertEqual(len(found), len(period.correction_ids))
        sheet = self.as_user("statistician", self.tables).get_sheet(
            self.table("T3").id, self.city.id, ASKED
        )
        self.assertEqual(self.cell(sheet, "Total", "concluded_complaint"), 3)
        self.assertEqual(sheet["corrections"], len(found))
        total = sheet["rows"][-1]
        self.assertEqual(total["key"], None)
        self.assertEqual(total["corrected"]["concluded_complaint"], 2)
        self.assertNotIn("received_complaint", total["corrected"])

    def test_sta_05_a_correction_reads_as_a_page_does(self):
        """STA-05, STA-03: a dash where there was nothing to show, never the word of a format."""
        period = self.close()
        rows = self.env["rights.period.correction"].sudo()
        vals = {"period_id": period.id, "station_id": self.city.id, "user_id": self.env.uid}
        vals |= {"table": "T1", "table_name": "T1", "row": "New row", "column": "New column"}
        vals |= {"row_key": '"0"', "column_key": "new", "before": "null", "after": "1234.5"}
        row = rows._append([vals])
        self.assertEqual((row.published, row.corrected), ("—", "1,234.50"))
        sheet = self.as_user("statistician", self.tables).get_sheet(
            self.table("T1").id, self.city.id, ASKED
        )
        self.assertEqual(sheet["columns"][-1]["label"], "New column")
        self.assertFalse(sheet["columns"][-1]["may_open"])
        self.assertEqual(sheet["rows"][-2]["label"], "New row")
        self.assertEqual(sheet["rows"][-2]["corrected"], {"new": 1234.5})
        self.assertEqual(len(sheet["rows"][-1]["values"]), len(sheet["columns"]))

    def test_the_next_period_is_compared_with_what_was_published(self):
        self.close()
        self.matter("2026-01-09 10:00")
        self.matter("2026-02-09 10:00")
        sheet = self.sheet("T1", span=span_of("month", date(2026, 2, 1)))
        self.assertEqual(self.cell(sheet, "Total", "received_complaint:previous"), 3)
        self.assertEqual(self.cell(sheet, "Total", "received_complaint:mom"), -66.67)
        core = self.as_user("statistician", self.tables).get_sheet(
            "core", self.city.id, {"kind": "month", "first": "2026-02-01"}
        )
        values = {row["key"]: row["values"] for row in core["rows"]}
        self.assertEqual(values["received_complaint"][:3], [1, 3, -66.67])

    def test_nobody_changes_a_closed_period(self):
        period = self.close()
        for change in (lambda: period.sudo().write({"digest": "x"}), period.sudo().unlink):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(Error), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE rights_closed_period SET digest = 'x'")
        with self.assertRaises(AccessError):
            self.as_user("statistician", period).create({"station_id": self.city.id})

    def test_a_period_is_closed_once_by_whom_it_belongs_to(self):
        for login in ("dispatcher", "quality", "auditor"):
            with self.assertRaises(UserError):
                self.close(login)
        with self.assertRaises(UserError):
            self.close(unit="district_a")  # below: its own people close it
        with self.assertRaises(AccessError):
            self.close("handler_a", unit="district_a")
        self.close("head")
        with self.assertRaisesRegex(UserError, "closed already"):
            self.close()

    def test_a_period_that_lasts_is_not_closed(self):
        asked = {"kind": "special", "first": "2026-01-01", "last": "2099-01-01"}
        with self.assertRaisesRegex(UserError, "not over"):
            self.close(asked=asked)

    def test_closed_periods_of_other_units_stay_closed(self):
        period = self.close()
        self.assertTrue(period.with_user(self.users["head"]).has_access("read"))
        self.assertFalse(period.with_user(self.users["dispatcher_a"]).has_access("read"))
