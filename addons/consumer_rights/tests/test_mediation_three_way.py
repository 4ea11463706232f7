"""The three-way call as a meeting of the mediation (MED-08, SC-01)."""

from odoo.fields import Command
from odoo.tests import tagged

from .mediation_common import MediationCommon


@tagged("post_install", "-at_install")
class TestMediationThreeWay(MediationCommon):
    def called(self, **values):
        """A complaint taken at once at the city, and the call that settled it."""
        self.merchant.write({"liaison_name": "赵示", "liaison_phone": "026-00010001"})
        case = self.registered_case("clerk")
        self.move(case, "accept", "clerk", {**self.ACCEPT, "handling_mode": "immediate"})
        self.move(case, "take", "clerk")
        case.write({"consumer_agrees_call": True, "merchant_agrees_call": True})
        call = self.env["rights.three.way.call"].browse(case.action_three_way_call()["res_id"])
        call.write({"is_settled": True, "result": "当场退款680元", **values})
        return case, call

    def recording(self, case):
        return (
            self.env["rights.case.evidence"]
            .sudo()
            .create({"case_id": case.id, "name": "通话录音", "type": "recording"})
        )

    def test_the_call_is_the_meeting(self):
        """SC-01: nobody is asked again; one three-way settlement, with its recording."""
        case, call = self.called()
        call.recording_id = self.recording(case)
        self.move(case, "mediate", "clerk", {})
        mediation = case.sudo().mediation_id
        self.assertEqual(mediation.consent_ids.mapped("mode"), ["three_way", "three_way"])
        self.assertEqual(mediation.consent_ids.mapped("at"), [call.started_at] * 2)
        meeting = mediation.meeting_ids
        self.assertEqual((meeting.outcome, meeting.statements), ("settled", "当场退款680元"))
        self.assertTrue(meeting.counts_three_way)
        self.agree(case, "clerk")
        self.conclude(case, "clerk")
        self.assertEqual(mediation.state, "settled")

    def test_without_recording_it_does_not_count(self):
        """MED-08: the recording that is found later makes it count."""
        case, call = self.called()
        self.move(case, "mediate", "clerk", {})
        meeting = case.sudo().mediation_id.meeting_ids
        self.assertEqual(meeting.outcome, "settled")
        self.assertFalse(meeting.counts_three_way)
        call.recording_id = self.recording(case)
        self.assertTrue(meeting.counts_three_way)

    def test_a_call_without_result_waits_for_its_record(self):
        case, _call = self.called(is_settled=False, result=False)
        self.move(case, "mediate", "clerk", {})
        meeting = self.as_user("clerk", case.sudo().mediation_id.meeting_ids)
        self.assertEqual(meeting.state, "planned")
        with self.refused("What the parties said"):
            meeting.outcome = "failed"

    def test_a_call_during_mediation(self):
        """MED-08: consents of both, a recording and a result, whoever calls."""
        case = self.in_mediation("three_way")
        meeting = self.record_meeting(case, "mediator_a", mode="three_way")
        self.assertFalse(meeting.counts_three_way)
        meeting.recording_id = self.recording(case)
        self.assertTrue(meeting.counts_three_way)

    def test_a_refused_side_means_no_mediation(self):
        case = self.in_handling()
        given = [
            *self.consents("three_way")[:1],
            Command.create({"side": "merchant", "mode": "three_way", "agreed": False}),
        ]
        with self.refused("consumer and merchant agree"):
            self.move(case, "mediate", "mediator_a", {"mediation_consent_ids": given})
