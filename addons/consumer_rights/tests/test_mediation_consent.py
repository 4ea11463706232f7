"""Into mediation: both agree, in a mode; the city level by way of exception (MED-01, 02, 13)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .mediation_common import MediationCommon


@tagged("post_install", "-at_install")
class TestMediationConsent(MediationCommon):
    def test_both_agree_before_the_stage_is_entered(self):
        """MED-01, Annex B: the dialog asks for the consents; one side's is not enough."""
        case = self.in_handling()
        step = case._transitions().filtered(lambda step: step.code == "mediate")
        form = self.as_user("mediator_a", case).move_form(step.id)
        self.assertEqual(form["asked"], ["mediation_consent_ids"])
        for given in (
            [],
            self.consents("phone")[:1],
            [*self.consents("phone")[:1], *self.consents("video")[1:]],
            [*self.consents("phone")[:1], Command.create({"side": "merchant", "agreed": False})],
        ):
            with self.refused("consumer and merchant agree"):
                self.move(case, "mediate", "mediator_a", {"mediation_consent_ids": given})
        self.assertFalse(case.mediation_ids)
        self.move(case, "mediate", "mediator_a", {"mediation_consent_ids": self.consents("phone")})
        mediation = case.mediation_id
        self.assertEqual(
            (mediation.level, mediation.round, mediation.state, mediation.mediator_id),
            ("district", 1, "open", self.users["mediator_a"]),
        )
        self.assertEqual(mediation.consent_ids.mapped("side"), ["consumer", "merchant"])
        self.assertTrue(all(row.at and row.way and row.user_id for row in mediation.consent_ids))

    def test_the_record_names_the_consents(self):
        case = self.in_mediation("onsite")
        lines = [line.basis for line in case.event_ids if "agrees" in (line.basis or "")]
        self.assertEqual(len(lines), 2)
        self.assertFalse(case._verify_events())

    def test_a_consent_stays_and_the_last_one_holds(self):
        """MED-01: whoever thinks otherwise says so; nobody rewrites what was said."""
        case = self.in_mediation("phone")
        consent = self.as_user("mediator_a", case.mediation_id.consent_ids[0])
        with self.refused("stays as it was given", AccessError):
            consent.agreed = False
        with self.assertRaises(AccessError):
            consent.unlink()
        self.plan(case, "phone")
        consents = self.as_user("mediator_a", self.env["rights.mediation.consent"])
        consents.create({"case_id": case.id, "side": "merchant", "agreed": False})
        with self.refused("Not both sides agreed"):
            self.plan(case, "phone", planned_start="2026-03-13 01:00")
        with self.refused("future"):
            consents.create({"case_id": case.id, "side": "merchant", "at": "2099-01-01 00:00"})

    def test_a_mode_that_was_not_agreed_is_refused(self):
        """MED-02: one mode a meeting, several in a case; consent to a further one is added."""
        case = self.in_mediation("phone")
        with self.refused("Not both sides agreed to this mode: Video"):
            self.plan(case, "video")
        meeting = self.plan(case, "phone")
        with self.refused("Not both sides agreed"):
            meeting.mode = "onsite"
        self.as_user("mediator_a", case).mediation_consent_ids = self.consents("video")
        self.assertEqual(case.mediation_id.consent_ids.mediation_id, case.mediation_id)
        meeting.mode = "video"
        self.assertEqual(case.mediation_meeting_ids.mapped("mode"), ["video"])

    def test_the_city_does_not_mediate_single_cases(self):
        """MED-13: refused without the head's approval and its reason; nobody else approves."""
        case = self.case_at("handling")
        given = {"mediation_consent_ids": self.consents()}
        mediator = self._create_person("mediator_city", "mediator", "city")
        self.users["mediator_city"] = mediator
        with self.refused("does not mediate single cases", ValidationError):
            self.move(case, "mediate", "mediator_city", given)
        with self.refused("Only the head", AccessError):
            self.as_user("dispatcher", case).action_allow_exception("city_mediation", "重大")
        with self.refused("Say why"):
            self.as_user("head", case).action_allow_exception("city_mediation", " ")
        wizard = self.as_user("head", self.env["rights.case.exception.allow"])
        wizard = wizard.with_context(active_id=case.id).create({"reason": "重大群体性争议"})
        self.assertEqual(wizard.kind, "city_mediation")
        wizard.action_allow()
        self.move(case, "mediate", "mediator_city", given)
        self.assertEqual(case.mediation_id.level, "city_exception")
        self.assertEqual(case.sudo().mediation_id.exception_id.user_id, self.users["head"])

    def test_immediate_matters_are_settled_at_the_city(self):
        """MED-13, TRI-17: centre studios settle what is immediate, and meet no longer when it
        is not."""
        case = self.registered_case("clerk")
        self.move(case, "accept", "clerk", {**self.ACCEPT, "handling_mode": "immediate"})
        self.move(case, "take", "clerk")
        self.move(case, "mediate", "clerk")
        self.assertFalse(case.sudo().mediation_id.exception_id)
        self.record_meeting(case, "clerk", "postponed")
        self.as_user("clerk", case).write(
            {"handling_mode": "agency", "mode_change_reason": "需要检测"}
        )
        with self.refused("does not mediate single cases", ValidationError):
            self.record_meeting(case, "clerk")

    def test_what_a_former_system_mediated_goes_on(self):
        """REG-24: a case that was in mediation there has an open mediation here."""
        vals = self.case_vals(
            stage_code="mediating",
            station_id=self.stations["district_a"].id,
            user_id=self.users["mediator_a"].id,
        )
        case = self.env["rights.case"]._import_takeover([vals])
        self.assertEqual(
            (case.mediation_id.state, case.mediation_id.mediator_id),
            ("open", self.users["mediator_a"]),
        )
