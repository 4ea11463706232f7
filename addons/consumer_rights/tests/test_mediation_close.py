"""Out of mediation: its record, the grade of cooperation, its end (MED-03, MED-19, Annex B)."""

from odoo.tests import tagged

from .mediation_common import MediationCommon


@tagged("post_install", "-at_install")
class TestMediationClose(MediationCommon):
    def test_no_conclusion_without_a_record(self):
        """MED-03: settled needs a meeting that came to an agreement, terminated one that was
        held."""
        case = self.in_mediation()
        with self.refused("Record the meeting first"):
            self.conclude(case, mediation_cooperation="active")
        self.record_meeting(case, "mediator_a", "failed")
        with self.refused("Record the meeting first"):
            self.conclude(case, mediation_cooperation="active")
        self.record_meeting(case, "mediator_a")
        self.agree(case)
        self.conclude(case)
        mediation = case.mediation_id
        self.assertEqual((mediation.state, mediation.cooperation), ("settled", "active"))
        self.assertTrue(mediation.ended_at)

    def test_the_grade_of_cooperation_is_asked_of_every_mediation(self):
        """MED-19: asked whether or not an offence is linked, so that it tells of no report."""
        case = self.in_mediation()
        self.record_meeting(case, "mediator_a")
        with self.refused("how cooperative"):
            self.conclude(case)
        self.as_user("mediator_a", case.mediation_id).cooperation = "passive"
        self.agree(case)
        self.conclude(case)
        self.assertEqual(case.mediation_id.cooperation, "passive")

    def test_the_dialog_says_what_is_missing(self):
        case = self.as_user("mediator_a", self.in_mediation())
        step = case._transitions().filtered(lambda step: step.code == "conclude")
        form = case.move_form(step.id)
        self.assertIn("mediation_cooperation", form["asked"])
        self.assertIn("Record the meeting first", form["arch"])

    def test_withdrawn_and_settled_among_themselves_need_no_meeting(self):
        withdrawn, agreed = self.in_mediation(), self.in_mediation()
        self.conclude(withdrawn, outcome="withdrawn")
        self.conclude(agreed, outcome="self_settled", mediation_cooperation="active")
        self.assertEqual(withdrawn.mediation_id.state, "withdrawn")
        self.assertEqual(agreed.mediation_id.state, "settled")

    def test_back_to_handling_and_a_second_round(self):
        """What is broken off is over; the next round has consents of its own."""
        case = self.in_mediation("onsite")
        meeting = self.plan(case)
        self.move(case, "stop_mediation", "mediator_a", {"move_basis": "先行检测"})
        first = case.mediation_id
        self.assertEqual((first.state, meeting.state), ("withdrawn", "cancelled"))
        with self.refused("has ended"):
            self.plan(case) if case.mediation_id == first else None
        with self.refused("consumer and merchant agree"):
            self.move(case, "mediate", "mediator_a", {})
        self.move(case, "mediate", "mediator_a")
        self.assertEqual((case.mediation_id.round, len(case.mediation_ids)), (2, 2))
        with self.refused("has ended"):
            self.as_user("mediator_a", first).cooperation = "active"

    def test_moved_up_means_failed(self):
        case = self.in_mediation(unit="station_a1", login="station_a1")
        self.assertEqual(case.mediation_id.level, "local_station")
        with self.refused("Record the meeting first"):
            self.move(case, "escalate", "station_a1", {"move_basis": "未达成一致"})
        self.record_meeting(case, "station_a1", "failed")
        self.move(case, "escalate", "station_a1", {"move_basis": "未达成一致"})
        self.assertEqual(case.mediation_id.state, "failed")
