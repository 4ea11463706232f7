"""The mediation room on the settings and cases of a centre of before (design D14)."""

import importlib.util
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from .mediation_common import MediationCommon

MIGRATIONS = Path(__file__).parents[1] / "migrations"


@tagged("post_install", "-at_install")
class TestMediationUpgrade(MediationCommon):
    def upgrade(self, path="19.0.1.5.0/post-mediation.py"):
        spec = importlib.util.spec_from_file_location("migration", MIGRATIONS / path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.flush_all()
        self.env.invalidate_all()

    def of(self, name):
        return self.env.ref(f"consumer_rights.{name}")

    def test_steps_limits_and_cases(self):
        """MED-01, MED-04, MED-06: what was in mediation goes on in it, once."""
        begin, again = (
            self.of(f"transition_complaint_{name}_mediate") for name in ("handling", "escalated")
        )
        begin.effect, again.effect = "take", False
        clerk = self.of("consumer_rights_group_clerk")
        begin.group_ids -= clerk
        self.of("policy_tl_03").stop_event_id = self.of("deadline_event_contact_logged")
        self.of("policy_tl_75").exempt_event_ids = [Command.clear()]
        case = self.in_handling()
        case._gate_write({"stage_id": self.of("stage_mediating").id})
        self.upgrade()
        self.upgrade()
        self.assertEqual((begin.effect, again.effect), ("mediate", "mediate"))
        self.assertIn(clerk, begin.group_ids)
        self.assertEqual(self.of("policy_tl_03").stop_event_id.code, "both_contacted")
        self.assertEqual(self.of("policy_tl_75").exempt_event_ids.code, "meeting_off")
        self.assertEqual((case.mediation_ids.state, case.mediation_ids.round), ("open", 1))
        self.assertEqual(case.mediation_id.mediator_id, self.users["mediator_a"])

    def test_ends(self):
        """MED-09, MED-10, MED-16: steps, limits and papers of a centre before 19.0.1.7.0."""
        path = "19.0.1.7.0/post-mediation-end.py"
        escalate = self.of("transition_complaint_mediating_escalate")
        conclude = self.of("transition_complaint_mediating_conclude")
        again = self.of("transition_complaint_escalated_mediate")
        ended, told = (
            self.of(f"deadline_event_{name}")
            for name in ("mediation_ended", "termination_notified")
        )
        station, reply = (
            self.of("consumer_rights_group_station"),
            self.of("document_template_reply"),
        )
        escalate.effect = False
        again.group_ids -= station
        conclude.deadline_event_ids -= ended
        reply.delivery_event_ids |= told
        self.of("policy_tl_16").stop_event_id = self.of("deadline_event_concluded")
        self.upgrade(path)
        self.upgrade(path)
        self.assertEqual(escalate.effect, "escalate")
        self.assertIn(station, again.group_ids)
        self.assertIn(ended, conclude.deadline_event_ids)
        self.assertEqual(self.of("policy_tl_16").stop_event_id, ended)
        self.assertEqual(self.of("policy_tl_16_2020").stop_event_id, ended)
        self.assertNotIn(told, reply.delivery_event_ids)

    def test_settlement(self):
        """TRI-19, MER-17: what a merchant is to settle already is opened to it, once."""
        case = self.in_mediation(respondent_id=self.merchant.id)
        template = self.of("document_template_agreement")
        row = "| 投诉人签名 |  | 日期 | 　　年　　月　　日 |"
        template.text += (
            f"\n{row}\n| 被投诉人签名或者盖章 |  | 日期 | 　　年　　月　　日 |\n"
            "| 调解员签名 |  | 日期 | 　　年　　月　　日 |\n"
        )
        case.sudo().access_ids.unlink()
        for _time in range(2):
            self.upgrade("19.0.1.8.0/post-settlement.py")
        self.assertEqual(case.sudo().access_ids.mapped("role"), ["merchant"])
        self.assertNotIn(row, template.text)
