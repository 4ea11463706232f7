from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import china
from .duty_common import DutyCommon


@tagged("post_install", "-at_install")
class TestConductSources(DutyCommon):
    """Where candidates come from beside missed limits: duty and failures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.violations = cls.env["rights.promise.violation"]
        cls.records = cls.env["rights.accountability"]

    def test_prm_03_dut_04_post_left(self):
        """PRM-03: a violation candidate; DUT-04: a fault (B3) when matters were delayed."""
        roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk")
        shift = roster.shift_ids.sorted("start_at")[0]
        absence = self.as_user("dispatcher", self.env["rights.duty.absence"]).create(
            {"shift_id": shift.id, "note": "离岗未报", "date_from": china("2025-10-09T09:00")}
        )
        clerk = [("user_id", "=", self.users["clerk"].id)]
        candidate = self.violations.search(clerk)
        self.assertEqual((candidate.source, candidate.promise_id.code), ("inspection", "in_post"))
        self.assertFalse(self.records.search(clerk))
        absence.case_ids = [Command.link(self.registered_case().id)]
        absence.note = "离岗未报，耽误两件"
        record = self.records.search(clerk)
        self.assertEqual((record.cause_id.code, record.state), ("B3", "candidate"))
        self.assertEqual(record.fact_ref, absence.with_env(self.env))

    def test_emg_13_unreported_failure(self):
        """EMG-13, INT-17, TL-37: it delayed matters and nobody reported it: the head's fault."""
        case = self.registered_case()
        outages = self.as_user("operator", self.env["rights.outage"])
        with self.at("2025-10-09T10:00"):
            outage = outages.create({"kind": "phone", "description": "12315线路中断"})
            idle = outages.create({"kind": "network", "description": "短时中断"})
        head = [("user_id", "=", self.users["head"].id)]
        with self.at("2025-10-09T11:30"):
            self.sweep()
            self.assertFalse(self.records.search(head), "nothing was delayed so far")
            outage.case_ids = [Command.link(case.id)]
        record = self.records.search(head)
        self.assertEqual((record.cause_id.code, record.fact_ref), ("B4", outage.with_env(self.env)))
        self.assertFalse(idle.is_cause)
