"""T9 where a period is closed, and a pack runs, before the bulletin of the month is published."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.periods import span_of
from .quality_common import QualityCommon

MAY, JUNE = span_of("month", date(2026, 5, 1)), span_of("month", date(2026, 6, 1))
ASKED = {"kind": "month", "first": "2026-05-01"}


@tagged("post_install", "-at_install")
class TestQualityTables(QualityCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.stations["city"]
        cls.tables = cls.env["rights.report.table"]
        cls.t9 = cls.tables.search([("code", "=", "T9")])
        cls.pack = cls.env["rights.pack"].create(
            {
                "name": "月报",
                "kind": "month",
                "station_id": cls.city.id,
                "user_id": cls.users["statistician"].id,
                "recipient_ids": [Command.set(cls.users["head"].ids)],
                "table_ids": [Command.set(cls.t9.ids)],
                "since": "2026-05-01",
            }
        )

    def points(self, sheet):
        place = [column["key"] for column in sheet["columns"]].index("quality_points")
        row = next(row for row in sheet["rows"] if row["key"] == str(self.lost.station_id.id))
        return row["values"][place]

    def shown(self):
        tables = self.as_user("statistician", self.tables)
        return tables.get_sheet(self.t9.id, self.city.id, ASKED)

    def close_and_publish(self):
        with self.at("2026-05-25 09:00"):
            breach = self.missed("TL-12", login="station_a1")
        self.reviewed()
        self.lost = self.of(breach)
        with self.at("2026-06-02 09:00"):
            tables = self.as_user("statistician", self.tables)
            tables.close_period(self.city.id, ASKED)
            self.assertIsNone(self.points(self.shown()))
            self.assertIn("2026-05", self.shown()["notes"][0])
        with self.at("2026-06-05 09:00"):
            self.publish()

    def test_sta_05_a_later_bulletin_enters_as_corrections(self):
        """STA-05, QUA-09: nobody has to look for them, and the page shows what came."""
        self.close_and_publish()
        period = self.env["rights.closed.period"]._of(self.city, MAY)
        self.assertTrue(period.is_intact)
        self.assertEqual(set(period.correction_ids.mapped("table")), {"T9"})
        sheet = self.shown()
        self.assertEqual(self.points(sheet), 2)
        [note] = sheet["notes"]
        self.assertIn("after the period was closed", note)
        self.assertEqual(sheet["corrections"], len(period.correction_ids))
        before = len(period.correction_ids)
        self.as_user("statistician", period).action_look_for_corrections()
        period.invalidate_recordset()
        self.assertFalse(period.correction_ids[before:].filtered(lambda one: one.table == "T9"))

    def test_qua_09_the_next_pack_brings_the_last_bulletin(self):
        """QUA-09, Annex C: a month's pack runs first; T9 is the last one that was published."""
        with self.at("2026-06-03 08:00"):
            [note] = self.pack._filled(MAY)["T9"]["notes"]
            self.assertIn("2026-05", note)
        self.close_and_publish()
        with self.at("2026-07-03 08:00"):
            self.collect()
            sheet = self.pack._filled(JUNE)["T9"]
            self.assertEqual((sheet["first"], self.points(sheet)), ("2026-05-01", 2))
            self.assertIn("2026-06", sheet["notes"][0])
            self.assertIn("2026-05", sheet["notes"][1])
            again = self.pack._filled(MAY)["T9"]
            self.assertEqual(self.points(again), 2)
            self.assertIn("after the period was closed", again["notes"][0])
