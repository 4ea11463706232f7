from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .deadline_common import china
from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingReferral(RoutingCommon):
    """The merchant or its service station first, when the consumer agrees (TRI-19, STN-06)."""

    def refer(self, case, login="dispatcher", **values):
        values = {"way": "mailbox", "consent_way": "phone", **values}
        self.as_user(login, case)._refer(**values)
        return case.sudo().referral_ids[-1:]

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.routing_cron_silent_merchants").method_direct_trigger()

    def test_tri_19_statutory_clocks_run_on(self):
        """TRI-19, TL-31: three working days for the merchant; the case's own clocks go on."""
        with self.at("2025-03-10 10:00"):
            case = self.accepted_at_city()
            running = self.clocks(case).filtered(lambda clock: not clock.stopped_at)
            referral = self.refer(case)
            self.assertDue(case, TL_31="2025-03-13")
        self.assertEqual(referral.due_at, china("2025-03-14 00:00"))
        self.assertEqual(case.between_hands, "referral")
        self.assertEqual(case.stage_code, "accepted")
        self.assertFalse(any(running.mapped("stopped_at")))

    def test_tri_19_without_consent_there_is_no_such_round(self):
        case = self.accepted_at_city()
        with self.refused("consumer must agree", UserError):
            self.refer(case, consent_way=False)
        with self.refused("A dispatcher", UserError):
            self.refer(case, "clerk")
        with self.refused("Only an accepted complaint", UserError):
            self.refer(self.registered_case("clerk"))

    def test_tri_19_a_referred_case_is_not_dispatched(self):
        case = self.accepted_at_city()
        self.refer(case)
        with self.refused("with the merchant", ValidationError):
            self.send(case)

    def test_tri_19_no_feedback_in_time_returns_the_case_by_itself(self):
        """TRI-19, TL-31: a job that administrators see brings it back to triage."""
        with self.at("2025-03-10 10:00"):
            case = self.accepted_at_city()
            referral = self.refer(case)
        with self.at("2025-03-13 23:59"):
            self.run_cron()
            self.assertFalse(referral.ended_at)
        with self.at("2025-03-14 00:00"):
            self.run_cron()
            self.run_cron()
        self.assertEqual(referral.result, "silent")
        self.assertFalse(case.between_hands)
        self.assertOutcome(case, TL_31="late")
        task = case.sudo().activity_ids.filtered(
            lambda one: (
                one.activity_type_id == self.env.ref("consumer_rights.activity_back_in_triage")
            )
        )
        self.assertEqual(task.user_id, self.users["dispatcher"])
        self.send(case)
        self.assertEqual(case.sudo().stage_code, "dispatched")

    def test_tri_19_feedback_in_time(self):
        with self.at("2025-03-10 10:00"):
            case = self.accepted_at_city()
            referral = self.as_user("clerk", self.refer(case))
        with self.at("2025-03-12 10:00"):
            with self.refused("what the merchant answered", UserError):
                referral.action_return("settled")
            referral.action_return("settled", "已退款680元")
            with self.refused("came back already", UserError):
                referral.action_return("failed", "商家拒绝")
        self.assertOutcome(case, TL_31="met")
        self.assertFalse(case.between_hands)

    def test_tri_19_one_round_at_a_time(self):
        case = self.accepted_at_city()
        self.refer(case)
        with self.not_stored():
            self.refer(case)
