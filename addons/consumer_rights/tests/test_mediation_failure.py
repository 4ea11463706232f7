"""A station that cannot settle sends the case up with its file (MED-09, MED-23)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .mediation_end_common import MediationEndCommon

UP = {"move_basis": "双方分歧过大"}


@tagged("post_install", "-at_install")
class TestMediationFailure(MediationEndCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stations["mall"] = cls.env["rights.station"].create(
            {
                "name": "测试商场服务站",
                "code": "CSTM1",
                "level": "service_station",
                "parent_id": cls.stations["station_a1"].id,
            }
        )
        cls.users["mall"] = cls._create_person("mall", "station", "mall")

    def failed(self, unit="station_a1", login="station_a1", **values):
        case = self.met("failed", unit, login, **values)
        self.as_user(login, case.mediation_id)._fail("双方分歧过大")
        return case

    def test_tl_32_runs_from_failure_to_confirmation(self):
        """MED-09, TL-32: failed on Monday, due on Tuesday, confirmed by the district on Tuesday."""
        with self.at("2026-03-09 10:00"):
            case = self.failed()
            self.assertEqual(case.mediation_id.state, "failed")
            self.assertDue(case, TL_32="2026-03-10")
        with self.at("2026-03-10 09:00"):
            self.move(case, "escalate", "station_a1", UP)
            self.assertEqual(case.stage_code, "escalated")
            self.assertEqual(case.station_id, self.stations["district_a"])
            self.assertFalse(case.user_id)
            self.assertOutcome(case, TL_32="running")
        with self.at("2026-03-10 16:00"):
            district = self.as_user("mediator_a", case)
            self.assertTrue(district.may_confirm_mediation_file)
            district.action_confirm_mediation_file()
            self.assertOutcome(case, TL_32="met")
            with self.refused("waits for a receipt"):
                district.action_confirm_mediation_file()
            self.assertEqual(case.mediation_id.confirmed_by_id, self.users["mediator_a"])

    def test_the_whole_file_goes_along(self):
        """MED-09: the district reads the meetings of the station, which goes on reading."""
        case = self.failed()
        self.move(case, "escalate", "station_a1", UP)
        meeting = case.mediation_id.meeting_ids
        self.assertEqual(self.as_user("mediator_a", meeting).outcome, "failed")
        self.assertEqual(self.as_user("station_a1", case).subject, case.subject)
        self.assertFalse(self.as_user("station_a1", case).has_access("write"))

    def test_moving_up_records_the_failure(self):
        """One act: whoever moves an open mediation up says by that why it failed."""
        case = self.met("failed", "station_a1", "station_a1")
        self.move(case, "escalate", "station_a1", UP)
        self.assertEqual(case.mediation_id.state, "failed")
        self.assertEqual(case.mediation_id.failure_note, "双方分歧过大")
        self.assertOutcome(case, TL_32="running")

    REFUSED = {
        "mediation_consent_ids": [
            Command.create({"side": "consumer", "mode": "phone"}),
            Command.create({"side": "merchant", "mode": "phone", "agreed": False}),
        ]
    }

    def test_a_merchant_who_refuses_at_once_fails_the_mediation(self):
        """MED-01, MED-09: no meeting is opened, the failure stands, and the case goes up."""
        with self.at("2026-03-09 10:00"):
            case = self.in_handling("station_a1", "station_a1")
            self.move(case, "mediate", "station_a1", self.REFUSED)
            mediation = case.mediation_id
            self.assertEqual((mediation.state, mediation.level), ("failed", "local_station"))
            self.assertTrue(mediation.failure_note)
            self.assertDue(case, TL_32="2026-03-10")
            with self.refused("has ended|agreed to this mode"):
                self.plan(case, "phone", "station_a1")
            self.move(case, "escalate", "station_a1", UP)
        self.assertEqual(case.stage_code, "escalated")
        self.assertEqual(case.station_id, self.stations["district_a"])
        self.assertEqual(mediation.handed_over_to_id, self.stations["district_a"])

    def test_a_service_station_that_is_refused_hands_over_as_always(self):
        """MED-23: the consumer is told and the materials go along."""
        case = self.in_handling("mall", "mall")
        self.move(case, "mediate", "mall", self.REFUSED)
        self.assertEqual(case.mediation_id.state, "failed")
        with self.refused("materials go along", ValidationError):
            self.move(case, "escalate", "mall", UP)

    def test_a_refusal_of_one_mode_is_none(self):
        """MED-01: another mode may suit the merchant; then it is mediated as always."""
        case = self.in_handling("station_a1", "station_a1")
        consents = [
            Command.create({"side": "merchant", "mode": "phone", "agreed": False}),
            *self.consents("onsite"),
        ]
        self.move(case, "mediate", "station_a1", {"mediation_consent_ids": consents})
        self.assertEqual(case.mediation_id.state, "open")

    def test_the_district_terminates_what_is_refused(self):
        """MED-10: there it does not fail, so nothing is opened without both consents."""
        case = self.in_handling()
        with self.refused("agree to mediation"):
            self.move(case, "mediate", "mediator_a", self.REFUSED)

    def test_a_refusal_in_the_middle_is_a_record(self):
        """MED-03: whoever agreed and then refuses leaves no meeting to record."""
        case = self.in_mediation(unit="station_a1", login="station_a1")
        self.as_user("station_a1", self.env["rights.mediation.consent"]).create(
            {"case_id": case.id, "side": "merchant", "mode": "phone", "agreed": False}
        )
        self.as_user("station_a1", case.mediation_id)._fail("经营者拒绝继续调解")
        self.assertEqual(case.mediation_id.state, "failed")

    def test_no_failure_without_a_record(self):
        """MED-09: the case goes up with its records, so there are some."""
        case = self.in_mediation(unit="station_a1", login="station_a1")
        with self.refused("Record the meeting first"):
            self.as_user("station_a1", case.mediation_id)._fail("不来")
        with self.refused("Record the meeting first"):
            self.move(case, "escalate", "station_a1", UP)

    def test_going_on_confirms_the_receipt(self):
        case = self.failed()
        self.move(case, "escalate", "station_a1", UP)
        self.move(case, "mediate", "mediator_a")
        self.assertOutcome(case, TL_32="met")
        self.assertEqual(case.mediation_id.level, "district")
        self.assertEqual(case.mediation_ids.mapped("state"), ["failed", "open"])

    def test_the_district_has_nobody_above_for_it(self):
        """MED-10: a failed district mediation is terminated, it does not go up."""
        case = self.met("failed")
        with self.refused("ends with the letter"):
            self.as_user("mediator_a", case.mediation_id)._fail("双方分歧过大")
        with self.refused("letter of termination", AccessError):
            self.move(case, "escalate", "mediator_a", UP)

    def test_terminating_at_station_level_is_refused(self):
        """MED-09: neither the termination nor the result “terminated”."""
        case = self.met("failed", "station_a1", "station_a1")
        with self.refused("does not terminate", ValidationError):
            self.termination(case, "station_a1")
        with self.refused("does not terminate", ValidationError):
            self.conclude(case, "station_a1", "terminated", amount_recovered=0)

    def test_sc_11_service_station_hands_over_with_materials(self):
        """SC-11, MED-23, TL-33: failed on 2025-05-02 in the holiday, due on the 6th, met."""
        with self.at("2025-04-30 19:40"):
            case = self.met("failed", "mall", "mall")
        with self.at("2025-05-02 10:00"):
            self.as_user("mall", case.mediation_id)._fail("商户不同意退货")
            self.assertDue(case, TL_33="2025-05-06")
        with self.at("2025-05-06 09:00"):
            with self.refused("materials go along", ValidationError):
                self.move(case, "escalate", "mall", UP)
            with self.refused("Tell the consumer", ValidationError):
                self.move(case, "escalate", "mall", UP)
            self.as_user("mall", case).write(
                {
                    "evidence_ids": [Command.create({"name": "发票", "type": "purchase"})],
                    "contact_log_ids": [
                        Command.create({"whom": "person", "reached": True, "note": "已告知移交"})
                    ],
                }
            )
            self.move(case, "escalate", "mall", UP)
            self.assertEqual(case.station_id, self.stations["station_a1"])
            self.as_user("station_a1", case).action_confirm_mediation_file()
            self.assertOutcome(case, TL_33="met")
            self.assertNoClock(case, "TL-32")
            self.move(case, "mediate", "station_a1")
            self.assertEqual(case.mediation_id.level, "local_station")

    def test_who_may_confirm(self):
        case = self.failed()
        self.move(case, "escalate", "station_a1", UP)
        self.assertFalse(self.as_user("station_a1", case).may_confirm_mediation_file)
        self.assertFalse(self.as_user("dispatcher", case).may_confirm_mediation_file)
