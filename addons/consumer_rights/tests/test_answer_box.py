import psycopg2
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .answer_common import AnswerCommon
from .deadline_common import china


@tagged("post_install", "-at_install")
class TestAnswerBox(AnswerCommon):
    def setUp(self):
        super().setUp()
        self.box = self.env["rights.suggestion.box"].create(
            {"name": "大厅", "station_id": self.stations["city"].id, "date_from": "2026-04-15"}
        )

    def open_box(self, when, login="operator", **vals):
        openings = self.as_user(login, self.env["rights.suggestion.box.opening"])
        return openings.create(
            {"box_id": self.box.id, "opened_at": china(when), "witness": "李同事", **vals}
        )

    def missed_weeks(self):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.as_user("quality", self.env["rights.missed.period"]).search(
            [("box_id", "=", self.box.id)], order="date_from"
        )
        return [str(row.date_from) for row in rows]

    def test_opn_09_missed_weeks_are_listed(self):
        """OPN-09: whole weeks since the box stands; not the running one, nor one of holidays."""
        with self.at("2026-05-12 09:00"):
            self.open_box("2026-04-22 17:00")
            self.open_box("2026-05-10 23:30")
            # begins on 20 April; 4 to 10 May was opened on its last evening in China
            self.assertEqual(self.missed_weeks(), ["2026-04-27"])
        golden = self.env["rights.calendar.day"].search(
            [("date", ">=", "2026-04-27"), ("date", "<=", "2026-05-03")]
        )
        golden.kind = "holiday"
        with self.at("2026-05-12 09:00"):
            self.assertFalse(self.missed_weeks())

    def test_opn_09_sheets_become_suggestion_matters(self):
        """OPN-09: each sheet once; the matter is registered at the unit of the box."""
        with self.at("2026-05-12 09:00"):
            opening = self.open_box(
                "2026-05-12 08:40",
                sheet_ids=[
                    (0, 0, {"text": "增设无障碍通道"}),
                    (0, 0, {"text": "饮水机不出水\n请修"}),
                ],
            )
            self.assertTrue(opening.has_unregistered)
            opening.action_register()
            self.assertFalse(opening.has_unregistered, "the button has nothing left to do")
            opening.action_register()
        matters = opening.sheet_ids.sudo().case_id
        self.assertEqual(len(matters), 2)
        self.assertEqual(set(matters.mapped("kind")), {"suggestion"})
        self.assertEqual(matters.station_id, self.stations["city"])
        self.assertIn("饮水机不出水", matters.mapped("subject"))
        with self.assertRaises(AccessError):
            opening.sheet_ids[0].text = "改写"

    def test_opn_09_other_units_do_not_open_it(self):
        with self.at("2026-05-12 09:00"):
            with self.assertRaises(AccessError):
                self.open_box("2026-05-12 08:40", "station_b1")
            with self.refused("future", ValidationError):
                self.open_box("2026-05-12 09:40")

    @mute_logger("odoo.sql_db")
    def test_opn_10_consultation_and_materials_are_free(self):
        """OPN-10: a fee is refused for the consultation and for each material."""
        service = self.env.ref("consumer_rights.free_service_consultation")
        self.assertEqual(set(self.env["rights.free.service"].search([]).mapped("fee")), {0.0})
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            service.fee = 5
            self.env.flush_all()
