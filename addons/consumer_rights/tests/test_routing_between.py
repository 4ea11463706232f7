from odoo.exceptions import UserError
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingBetween(RoutingCommon):
    """Nothing lies with nobody; many go at once; of two dispatchers one is told (TRI-11)."""

    def listed(self, login, domain=None):
        action = self.env.ref("consumer_rights.rights_case_action_between")
        self.assertIn("between_hands", action.domain)
        return self.as_user(login, self.env["rights.case"]).search(
            domain or [("between_hands", "!=", False)]
        )

    def test_tri_03_what_was_sent_and_not_received(self):
        with self.at("2025-03-10 10:00"):
            case = self.send(self.accepted_at_city())
        self.assertIn(case, self.listed("dispatcher"))
        self.assertEqual(case.sudo().between_hands, "dispatched")
        self.assertEqual(case.sudo().between_station_id, self.stations["city"])
        self.assertEqual(case.sudo().between_user_id, self.users["dispatcher"])
        self.assertEqual(case.sudo().between_since, case.sudo().dispatch_ids.sent_at)
        self.assertEqual(case.sudo().between_with, self.stations["district_a"].name)
        self.move(case, "receive", "dispatcher_a")
        self.assertFalse(case.sudo().between_hands)
        self.assertNotIn(case, self.listed("dispatcher"))

    def test_tri_12_what_came_back(self):
        """TRI-12: returned with a reason; the dispatcher has it on the to-do page."""
        case = self.send(self.accepted_at_city())
        reason = self.env["rights.return.reason"].search([("code", "=", "outside_power")])
        self.move(case, "return", "dispatcher_a", {"return_reason_id": reason.id})
        case = self.as_user("dispatcher", case)
        self.assertEqual(case.between_hands, "returned")
        self.assertEqual(case.between_user_id, self.users["dispatcher_a"])
        todo = self.env.ref("consumer_rights.rights_case_action_todo")
        self.assertIn("is_my_watch", todo.domain)
        self.assertIn(case, self.listed("dispatcher", [("is_my_watch", "=", True)]))
        self.send(case)
        self.assertEqual(case.sudo().between_hands, "dispatched")

    def test_to_do_of_the_sender_not_of_others(self):
        case = self.send(self.accepted_at_city())
        mine = [("is_my_watch", "=", True)]
        self.assertIn(case, self.listed("dispatcher", mine))
        unit = self.stations["district_a"].name
        self.assertIn(unit, self.as_user("dispatcher", case).todo_reason)
        self.assertNotIn(case, self.listed("dispatcher_a", mine))
        self.assertNotIn(case, self.listed("dispatcher_b", mine))
        self.assertNotIn(case, self.listed("clerk", mine))

    def test_a_handover_waits_on_the_to_do_page_of_the_receiver(self):
        letter = self.channel_of("letter")
        case = self.registered_case("office", channel_id=letter.id)
        self.assertIn(case, self.listed("clerk", [("is_my_watch", "=", True)]))
        self.assertIn("Handover unconfirmed", self.as_user("clerk", case).todo_reason)
        self.assertNotIn(case, self.listed("office", [("is_my_watch", "=", True)]))

    def test_tri_01_many_go_where_they_are_proposed_to_go(self):
        """One dialog shows each proposal; what cannot go says why and the others go."""
        north, south = self.accepted_at_city(), self.accepted_at_city("白塔街道1号")
        nowhere = self.accepted_at_city("某某路1号")
        cases = self.as_user("dispatcher", north | south | nowhere)
        choice = next(one for one in cases.bulk_choices() if one["code"] == "dispatch")
        self.assertTrue(choice["proposes"])
        rows = {row["id"]: row for row in cases.dispatch_rows()}
        self.assertEqual(rows[north.id]["unit"], self.stations["district_a"].name)
        self.assertEqual(rows[south.id]["unit"], self.stations["district_b"].name)
        self.assertTrue(rows[north.id]["why"])
        self.assertFalse(rows[north.id]["gaps"])
        self.assertTrue(rows[nowhere.id]["gaps"])
        seen = [(case.id, case.stage_id.id) for case in cases]
        results = {row["id"]: row for row in cases.bulk_move("dispatch", seen, {})}
        self.assertTrue(results[north.id]["moved"] and results[south.id]["moved"])
        self.assertIn("Choose the unit", results[nowhere.id]["reason"])
        self.assertEqual(south.sudo().station_id, self.stations["district_b"])
        self.assertEqual(nowhere.sudo().stage_code, "accepted")

    def test_two_dispatchers_at_once(self):
        """Both have the card open; the second is told who was faster, and nothing is doubled."""
        case = self.accepted_at_city()
        first = self.as_user("dispatcher", case)
        second = self.as_user("dispatcher2", case)
        step, stage = first._step_of_code("dispatch"), first.stage_id
        first.action_move(step.id, stage.id)
        with self.refused("has moved on: 测试dispatcher brought it to", UserError):
            second.action_move(step.id, stage.id)
        self.assertEqual(len(case.sudo().dispatch_ids), 1)
