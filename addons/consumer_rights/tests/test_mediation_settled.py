"""Settled by handling alone: performed at once, with amount and day (MED-07, HND-03)."""

from datetime import timedelta

from lxml import etree
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..tools.china_time import china_date
from .mediation_common import MediationCommon


@tagged("post_install", "-at_install")
class TestMediationSettled(MediationCommon):
    def test_med07_the_day_is_proposed_and_may_be_mended(self):
        case = self.in_handling()
        self.conclude(case)
        self.assertEqual((case.stage_code, case.performed_on), ("concluded", china_date()))
        other = self.in_handling()
        earlier = china_date() - timedelta(days=1)
        self.conclude(other, performed_on=earlier)
        self.assertEqual(other.performed_on, earlier)

    def test_med07_settled_without_the_day_is_refused(self):
        """MED-07: neither an agreement nor a performance at once: not settled."""
        case = self.in_handling()
        with self.refused("Performed at once", ValidationError):
            self.conclude(case, performed_on=False)
        with self.refused("conclude an agreement", ValidationError):
            self.conclude(case, performed_on=china_date() + timedelta(days=1))
        with self.refused("yuan", ValidationError):
            self.conclude(case, amount_recovered=0)
        self.assertEqual(case.stage_code, "handling")

    def test_med07_the_dialog_shows_the_day_with_this_result_alone(self):
        case = self.in_handling()
        mine = self.as_user("mediator_a", case)
        step = mine._transitions().filtered(lambda row: row.code == "conclude")
        [node] = etree.fromstring(mine.move_form(step.id)["arch"]).xpath(
            "//field[@name='performed_on']"
        )
        self.assertEqual(node.get("invisible"), "not is_settled_at_once")
        self.assertEqual(node.get("required"), "is_settled_at_once")
        spec = {"is_settled_at_once": {}, "performed_on": {}}
        for code in ("settled", "self_settled"):
            outcome = self.env["rights.outcome"].search([("code", "=", code)])
            shown = mine.onchange({"outcome_id": outcome.id}, ["outcome_id"], spec)["value"]
            self.assertEqual(bool(shown.get("is_settled_at_once")), code == "settled")
            self.assertEqual(bool(shown.get("performed_on")), code == "settled")

    def test_med07_what_the_step_asks_for_is_data(self):
        step = self.env.ref("consumer_rights.transition_complaint_handling_conclude")
        step.settled_field_ids = False
        case = self.in_handling()
        self.conclude(case, performed_on=False)
        self.assertEqual(case.stage_code, "concluded")

    def test_med07_a_mediation_needs_its_agreement(self):
        """A day of performance does not stand in for the agreement of a mediation."""
        case = self.in_mediation()
        self.record_meeting(case, "mediator_a")
        self.as_user("mediator_a", case.mediation_id).cooperation = "active"
        with self.refused("agreement of the parties", ValidationError):
            self.conclude(case)

    def test_other_results_have_no_such_day(self):
        case = self.in_handling()
        self.conclude(case, outcome="self_settled")
        self.assertFalse(case.performed_on)
