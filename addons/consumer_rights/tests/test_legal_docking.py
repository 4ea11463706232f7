from odoo.exceptions import AccessError
from odoo.tests import tagged

from .legal_common import LegalCommon


@tagged("post_install", "-at_install")
class TestLegalDocking(LegalCommon):
    """LAW-03, LAW-13 and the docking of SC-12."""

    def docking(self, case, **values):
        values = {"case_id": case.id, "body_id": self.court.id, **values}
        return self.make("docking", "rights.docking", **values)

    def test_law_03_course_from_proposal_to_result(self):
        """LAW-03: proposed, sent, accepted, mediation, ruling, closed; the case shows it open."""
        case = self.case_at("handling")
        docking = self.docking(case, kind="confirmation")
        self.assertEqual(docking.state, "proposed")
        docking.action_send()
        with self.refused("number under which the court"):
            docking.action_accept()
        docking.external_number = "（2026）测诉前调1号"
        docking.action_accept()
        docking.action_mediate()
        with self.refused("Attach the judgment"):
            docking.action_rule()
        docking.result_file = self.scan
        docking.action_rule()
        self.assertTrue(case.is_docking_open)
        with self.refused("result that came back"):
            docking.action_close()
        docking.result = "裁定确认调解协议有效"
        docking.action_close()
        self.assertEqual(docking.state, "closed")
        self.assertFalse(case.is_docking_open)
        self.assertTrue(docking.sent_at and docking.mediation_at and docking.closed_at)
        lines = case.sudo().event_ids.filtered(lambda event: "测试法院" in (event.basis or ""))
        self.assertEqual(len(lines), 6)
        with self.refused("stays as it is"):
            docking.result = "其他"

    def test_sc_12_a_proposed_docking_shows_until_closed(self):
        """SC-12: proposed after the end of mediation, found by its mark, until closed."""
        case = self.case_at("concluded")
        docking = self.docking(case)
        board = self.as_user("clerk", self.env["rights.case"])
        found = board.search([("is_docking_open", "=", True), ("id", "=", case.id)])
        self.assertEqual(found, case)
        docking.result = "当事人撤回"
        docking.action_close()
        self.env.invalidate_all()
        self.assertFalse(board.search([("is_docking_open", "=", True), ("id", "=", case.id)]))
        self.assertTrue(board.search([("is_docking_open", "=", False), ("id", "=", case.id)]))

    def test_law_03_nobody_jumps_over_the_course(self):
        docking = self.docking(self.case_at("handling"))
        with self.refused("does not go on to"):
            docking.action_mediate()
        with self.refused("buttons", AccessError):
            docking.state = "closed"
        with self.refused("buttons", AccessError):
            self.docking(self.case_at("handling"), state="closed")

    def test_law_03_body_fits_the_procedure(self):
        case = self.case_at("handling")
        with self.refused("does not fit"):
            self.docking(case, body_id=self.council.id)
        with self.refused("does not fit"):
            self.docking(case, kind="arbitration")
        self.docking(case, kind="arbitration", body_id=self.arbitration.id)

    def test_law_03_a_file_that_is_none_is_refused(self):
        with self.refused("PDF or a picture"):
            self.docking(self.case_at("handling"), file="TVqQAAMAAAAEAAAA")

    def test_law_03_who_reads_the_case_reads_its_docking(self):
        """Annex A2: a unit that never had the case finds no docking of it."""
        case = self.case_at("handling")
        docking = self.docking(case)
        other = self._create_person("docking_b", "docking", "district_b")
        handler = self._create_person("handler_city", "handler", "city")
        self.assertTrue(docking.with_user(handler).has_access("read"))
        self.assertFalse(docking.with_user(handler).has_access("write"))
        for user in (other, self.users["handler_a"], self.users["mediator_a"]):
            seen = self.env["rights.docking"].with_user(user)
            self.assertFalse(seen.search([("id", "=", docking.id)]))
            self.assertFalse(docking.with_user(user).has_access("read"))
        with self.refused(error=AccessError):
            self.env["rights.docking"].with_user(other).create(
                {"case_id": case.id, "body_id": self.court.id}
            )

    def test_law_13_council_support_belongs_to_a_docking(self):
        """LAW-13: what the council did in court stands with the docking record."""
        docking = self.docking(self.case_at("handling"))
        support = self.make(
            "docking",
            "rights.docking.support",
            docking_id=docking.id,
            body_id=self.council.id,
            kind="statement",
            description="出具支持起诉意见书",
        )
        self.assertEqual((docking.support_ids, support.case_id), (support, docking.case_id))
        self.assertEqual(support.station_id, docking.station_id)
        other = self._create_person("docking_b", "docking", "district_b")
        self.assertFalse(support.with_user(other).has_access("read"))
