"""From a call to the matter; three-way calls, outages, the site (INT-07, INT-17 to INT-19)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .duty_common import CALLER, DutyCommon

WAV = "https://pbx.example/a.wav"


@tagged("post_install", "-at_install")
class TestDesk(DutyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.env.ref("consumer_rights.channel_phone")

    def answered(self, at="2025-10-09T09:00", call_id="a"):
        self.tell("ring", at, call_id)
        return self.tell("answered", at, call_id, agent=self.users["operator"].login)

    def register(self, call, **values):
        """The matter that the form of this call makes, registered."""
        form = self.as_user("operator", call).action_register()
        cases = self.as_user("operator", self.env["rights.case"]).with_context(**form["context"])
        number = self.phone_in_form(cases)
        case = cases.create(
            self.case_vals(channel_id=self.phone.id, party_ids=self.person(phone=number), **values)
        )
        return self.move(case, "register")

    # -- from the call to the matter --------------------------------------------------------------

    def test_the_form_opens_with_the_number_filled_in(self):
        """INT-07: the matter knows its call, and the call is no longer open."""
        with self.at("2025-10-09T09:10"):
            call = self.answered()
            self.assertTrue(call.is_open)
            case = self.register(call)
            self.assertEqual(case.party_ids.phone, CALLER)
            self.assertChina(case.received_at, "2025-10-09T09:00")
            self.assertEqual((call.case_ids, call.is_open), (case, False))

    def test_of_a_registered_matter_the_case_says_who_sees_the_caller(self):
        """SEC-02, SEC-07: number and recording leave the call with the registration."""
        with self.at("2025-10-09T09:10"):
            call = self.answered()
            self.tell("recording", "2025-10-09T09:05", "a", recording_url=WAV)
            own = self.as_user("operator", call)
            self.assertEqual((own.caller, own.recording_link), (CALLER, WAV))
            self.register(call)
            own.invalidate_recordset()
            self.assertEqual((own.caller, own.recording_link), (False, False))

    def test_a_call_that_is_no_matter_says_why(self):
        """INT-02: no answered call stays without a word."""
        with self.at("2025-10-09T09:10"):
            call = self.as_user("operator", self.answered())
            call.no_matter = "无声电话"
            self.assertFalse(call.is_open)

    def test_a_matter_by_phone_without_recording_is_flagged(self):
        """INT-07: registration goes on, the flag counts as data quality; a reason takes it away."""
        with self.at("2025-10-09T09:10"):
            case = self.register(self.answered())
            flagged = self.env["rights.case"].search([("lacks_recording", "=", True)])
            self.assertTrue(case.lacks_recording)
            self.assertIn(case, flagged)
            written = self.registered_case(
                channel_id=self.env.ref("consumer_rights.channel_letter").id
            )
            self.assertFalse(written.lacks_recording)
            self.tell("recording", "2025-10-09T09:05", "a", recording_url=WAV)
            self.tell("recording", "2025-10-09T09:05", "a", recording_url=WAV)
            case.invalidate_recordset(["lacks_recording"])
            self.assertFalse(case.lacks_recording)
            evidence = case.sudo().evidence_ids
            self.assertEqual(evidence.recording_url, WAV)
            self.assertEqual(evidence.operator_id, self.users["operator"])
            self.assertChina(evidence.recorded_to, "2025-10-09T09:05")
            other = self.register(self.answered(call_id="b"))
            other.no_recording_reason = "话机故障"
            self.assertFalse(other.lacks_recording)
            self.assertNotIn(other, other.search([("lacks_recording", "=", True)]))

    def test_the_link_is_heard_by_those_of_the_case(self):
        """SEC-07: a handler of another unit finds no recording."""
        with self.at("2025-10-09T09:10"):
            call = self.answered()
            self.tell("recording", "2025-10-09T09:05", "a", recording_url=WAV)
            evidence = self.register(call).sudo().evidence_ids
            self.assertEqual(self.as_user("operator", evidence).recording_url, WAV)
            for login in ("clerk", "handler_a"):
                with self.refused(error=AccessError):
                    self.as_user(login, evidence).read(["recording_url"])

    # -- three-way call ---------------------------------------------------------------------------

    def test_a_three_way_call_needs_a_liaison_and_both_consents(self):
        """INT-18: without both the button is unavailable, and no call passes beside it."""
        case = self.registered_case("operator")
        for ready in (
            lambda: None,
            lambda: self.merchant.write({"liaison_name": "赵示", "liaison_phone": "026-00010001"}),
            lambda: case.write({"consumer_agrees_call": True}),
        ):
            ready()
            self.assertFalse(case.may_call_three)
            with self.refused():
                case.action_three_way_call()
        case.merchant_agrees_call = True
        self.assertTrue(case.may_call_three)
        call = self.env["rights.three.way.call"].browse(case.action_three_way_call()["res_id"])
        self.assertEqual(call.liaison, "赵示 026-00010001")
        self.assertTrue(case.fast_lane)
        with self.refused(error=AccessError):
            self.as_user("operator", call).write({"started_at": False})

    def test_without_a_recording_it_settles_nothing_that_counts(self):
        """MED-08: recording, consents and result."""
        self.merchant.liaison_phone = "026-00010001"
        case = self.registered_case(
            "operator", consumer_agrees_call=True, merchant_agrees_call=True
        )
        call = self.env["rights.three.way.call"].browse(case.action_three_way_call()["res_id"])
        call = self.as_user("operator", call)
        call.write({"is_settled": True, "result": "当场退款680元"})
        self.assertFalse(call.counts)
        call.recording_id = self.env["rights.case.evidence"].create(
            {"case_id": case.id, "name": "三方通话录音", "type": "recording"}
        )
        self.assertTrue(call.counts)

    # -- outages ----------------------------------------------------------------------------------

    def outage(self, at="2025-10-09T10:00", **values):
        with self.at(at):
            return self.as_user("operator", self.env["rights.outage"]).create(
                {"kind": "phone", "description": "12315线路中断", **values}
            )

    def test_an_outage_is_reported_within_the_hour(self):
        """INT-17, EMG-13, TL-37: the clock runs from the failure to the report."""
        outage = self.outage()
        self.assertEqual((outage.clock_ids.code, outage.state), ("TL-37", "open"))
        self.assertChina(outage.due_at, "2025-10-09T11:00")
        with self.at("2025-10-09T10:40"):
            with self.refused("to whom"):
                outage.action_report()
            outage.reported_to = "市局信息中心"
            outage.action_report()
            self.assertEqual((outage.state, outage.clock_ids.outcome), ("reported", "met"))
            with self.refused("already"):
                outage.action_report()
            self.assertFalse(outage.is_cause)

    def test_an_unreported_outage_that_delayed_matters_is_a_cause(self):
        """INT-17, ACT-02: B4, and the breach stands for good."""
        case = self.registered_case()
        outage = self.outage(case_ids=[(4, case.id)])
        with self.at("2025-10-09T11:30"):
            outage.invalidate_recordset(["is_cause"])  # it was looked at when it was entered
            self.assertTrue(outage.is_cause)
            self.assertIn(outage, outage.search([("is_cause", "=", True)]))
            self.env["rights.deadline.breach"]._sweep()
            outage.reported_to = "市局"
            outage.action_report()
            self.assertEqual(outage.state, "late")
            self.assertEqual(outage.clock_ids.breach_ids.overdue_minutes, 30)
            self.assertTrue(outage.is_cause)
        quiet = self.outage("2025-10-09T12:00")
        with self.at("2025-10-09T14:00"):
            self.assertFalse(quiet.is_cause)

    def test_the_log_of_outages_is_not_tidied(self):
        """INT-17: since when, and when it was reported, nobody rewrites."""
        outage = self.outage()
        with self.refused():
            outage.noticed_at = "2025-10-09 09:00:00"
        with self.refused(error=AccessError):
            outage.reported_at = "2025-10-09 02:30:00"
        with self.refused():
            outage.sudo().unlink()
        with self.at("2025-10-09T10:00"), self.refused(error=ValidationError):
            self.outage(noticed_at="2025-10-09 09:00:00")
        self.assertFalse(
            self.as_user("station_a1", outage).search([("id", "=", outage.id)]), "other unit"
        )

    # -- the site ---------------------------------------------------------------------------------

    def test_the_inventory_is_checked_every_month(self):
        """INT-19: a month without a check is listed; a finished one stays as it was."""
        missed = self.as_user("head", self.env["rights.missed.period"])
        with self.at("2025-08-01T09:00"):
            items = self.as_user("operator", self.env["rights.amenity"])
            items.action_add_usual()
            items.action_add_usual()
            kept = items.search([("station_id", "=", self.city.id)])
            self.assertEqual(len(kept), 9)
        with self.at("2025-10-09T09:00"):
            check = self.as_user("operator", self.env["rights.amenity.check"]).create(
                {"month": "2025-09-01"}
            )
            self.assertEqual(check.line_ids.amenity_id, kept)

            def listed():
                missed.invalidate_model()
                domain = [("kind", "=", "amenity"), ("station_id", "=", self.city.id)]
                return [str(row.date_from) for row in missed.search(domain)]

            self.assertEqual(listed(), ["2025-09-01", "2025-08-01"])
            check.line_ids[0].state = "broken"
            check.action_finish()
            self.assertEqual((listed(), check.defect_count), (["2025-08-01"], 1))
            with self.refused("finished"):
                check.line_ids[0].state = "fine"
            with self.refused("finished"):
                check.checked_at = False
