from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingHandover(RoutingCommon):
    """Transfers between departments: two persons, two times, a list of papers (TRI-07, TRI-08)."""

    def by_office(self, **values):
        letter = self.channel_of("letter")
        return self.registered_case("office", channel_id=letter.id, **values)

    # -- office and complaint centre -----------------------------------------------------------

    def test_tri_07_the_office_hands_a_consumer_matter_over(self):
        """TRI-07, TL-25: one working day from registration to the confirmed handover."""
        with self.at("2025-03-10 10:00"):
            case = self.by_office()
            self.assertDue(case, TL_25="2025-03-11")
            self.assertEqual(case.sudo().department_id.part, "office")
            self.assertEqual(case.between_hands, "handover")
            self.assertEqual(case.between_user_id, self.users["office"])
        with self.at("2025-03-11 09:00"):
            clerk = self.as_user("clerk", case)
            self.assertTrue(clerk.is_handover_mine)
            with self.refused("has not confirmed", ValidationError):
                self.move(case, "accept", "clerk", self.ACCEPT)
            clerk.action_confirm_handover()
        self.assertOutcome(case, TL_25="met")
        self.assertFalse(case.sudo().department_id)
        self.assertFalse(case.between_hands)
        self.move(case, "accept", "clerk", self.ACCEPT)
        self.assertEqual(case.stage_code, "accepted")

    def test_tri_07_a_withdrawn_matter_waits_for_no_handover(self):
        """TL-25 falls away with the matter: nobody is late with what is there no more."""
        with self.at("2025-03-10 10:00"):
            case = self.by_office()
        with self.at("2025-03-10 15:00"):
            withdrawn = self.env["rights.outcome"].search([("code", "=", "withdrawn")])
            values = {
                "outcome_id": withdrawn.id,
                "result_text": "撤回",
                "amount_recovered": 0,
                "move_basis": "来电撤回",
            }
            self.move(case, "withdraw", "clerk", values)
        self.assertOutcome(case, TL_25="exempt")
        with self.at("2025-03-13 09:00"):
            self.sweep()
        self.assertFalse(self.clock(case, "TL-25").breach_ids)

    def test_tri_07_a_late_handover_is_a_breach_of_who_held_it(self):
        with self.at("2025-03-10 10:00"):
            case = self.by_office()
        with self.at("2025-03-12 00:00"):
            self.sweep()
        clock = self.clock(case, "TL-25")
        self.assertEqual(clock.breach_ids.station_id, self.stations["city"])

    def test_tri_07_the_centre_hands_other_hotline_matters_to_the_office(self):
        """TRI-07, TL-26: what is no consumer matter on the hotline goes to the office."""
        hotline = self.channel_of("hotline_12345")
        with self.at("2025-03-10 10:00"):
            case = self.registered_case(
                "clerk", channel_id=hotline.id, kind="suggestion", is_consumer_matter=False
            )
            self.assertDue(case, TL_26="2025-03-11")
        with self.at("2025-03-10 11:00"):
            self.as_user("office", case).action_confirm_handover()
        self.assertOutcome(case, TL_26="met")
        self.assertEqual(case.sudo().department_id.part, "office")

    def test_tri_07_own_matters_of_the_centre_are_not_handed_over(self):
        case = self.registered_case("clerk")
        self.assertFalse(case.handover_ids)
        self.assertNoClock(case, "TL-25", "TL-26")

    # -- the record of both sides --------------------------------------------------------------

    def test_tri_08_both_sides_confirm_and_the_record_is_made(self):
        """TRI-08, DOC-08: persons, times and papers of both sides."""
        case = self.registered_case("clerk")
        case.evidence_ids = [Command.create({"type": "purchase", "name": "购物小票"})]
        food = self.env.ref("consumer_rights.division_food")
        food.head_id = self.users["head"]
        case._hand_over(food, "涉及食品安全")
        handover = case.handover_ids
        self.assertEqual(handover.state, "sent")
        self.assertIn("购物小票", handover.papers)
        self.assertFalse(case.department_id, "the sender remains responsible")
        self.as_user("head", handover).action_confirm()
        self.assertEqual(handover.ended_by_id, self.users["head"])
        self.assertEqual(case.department_id, food)
        paper = case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-08")
        for text in (
            self.users["clerk"].name,
            self.users["head"].name,
            food.with_context(lang="zh_CN").name,
            "购物小票",
        ):
            self.assertIn(text, paper.body)

    def test_tri_08_the_sender_cannot_confirm(self):
        case = self.registered_case("clerk")
        division = self.env.ref("consumer_rights.division_price")
        division.receiver_group_ids = self.env.ref("consumer_rights.consumer_rights_group_clerk")
        case._hand_over(division, "价格问题")
        with self.refused("another person", AccessError):
            case.handover_ids.action_confirm()
        with self.not_stored():
            case.handover_ids.sudo().write({"ended_by_id": self.users["clerk"].id})

    def test_tri_08_another_unit_cannot_confirm(self):
        case = self.registered_case("clerk")
        case._hand_over(self.env.ref("consumer_rights.division_price"), "价格问题")
        with self.refused("another person", AccessError):
            self.as_user("head_a", case.handover_ids).action_confirm()

    def test_tri_08_a_refused_handover_stays_with_the_sender(self):
        case = self.registered_case("clerk")
        division = self.env.ref("consumer_rights.division_price")
        case._hand_over(division, "价格问题")
        handover = self.as_user("head", case.handover_ids)
        with self.refused("Say why", UserError):
            handover.action_refuse(" ")
        handover.action_refuse("不属于本处职责")
        self.assertEqual(handover.state, "refused")
        self.assertFalse(case.sudo().department_id)
        with self.refused("answered this handover", UserError):
            handover.action_confirm()
        case._hand_over(division, "价格问题，已补充材料")
        self.assertEqual(len(case.handover_ids), 2)

    def test_tri_08_two_handovers_at_once_are_refused(self):
        case = self.registered_case("clerk")
        division = self.env.ref("consumer_rights.division_price")
        case._hand_over(division, "价格问题")
        with self.not_stored():
            case._hand_over(self.env.ref("consumer_rights.division_food"), "食品问题")

    def test_tri_12_no_handover_to_a_section_of_another_unit(self):
        case = self.registered_case("clerk")
        section = self.env["rights.division"].create(
            {
                "name": "测试科",
                "code": "test_section",
                "station_id": self.stations["district_a"].id,
            }
        )
        with self.refused("sideways", UserError):
            case._hand_over(section, "转科室")

    def test_tri_08_departments_change_by_handover_only(self):
        case = self.registered_case("clerk")
        with self.refused("by a handover only", AccessError):
            case.department_id = self.env.ref("consumer_rights.division_food")
        with self.assertRaises(AccessError):
            self.as_user("clerk", self.env["rights.case.handover"]).create({"case_id": case.id})
