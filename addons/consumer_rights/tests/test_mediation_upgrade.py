"""The mediation room on the settings and cases of a centre of before (design D14)."""

import importlib.util
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from .mediation_common import MediationCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.5.0/post-mediation.py"


@tagged("post_install", "-at_install")
class TestMediationUpgrade(MediationCommon):
    def upgrade(self):
        spec = importlib.util.spec_from_file_location(SCRIPT.stem, SCRIPT)
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
