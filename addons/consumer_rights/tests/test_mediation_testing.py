"""Testing pauses the clocks (MED-15); another body mediates (MED-20)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .mediation_end_common import MediationEndCommon

TESTING = "rights.mediation.testing"


@tagged("post_install", "-at_install")
class TestMediationTesting(MediationEndCommon):
    def entrust(self, case, login="mediator_a", **values):
        return self.as_user(login, self.env[TESTING]).create(
            {
                "case_id": case.id,
                "item": "碎裂的屏幕",
                "body": "省质检院",
                "advanced_by": "consumer",
                "cost_sharing": "由责任方承担",
                "document": "检委2026-4号",
                **values,
            }
        )

    def test_sc_13_paused_from_entrustment_to_result(self):
        """SC-13: accepted 2026-04-20, entrusted 04-24, result 05-14: twenty days not counted."""
        with self.at("2026-04-20 10:00"):
            case = self.in_mediation()
            self.assertDue(case, TL_12="2026-04-29", TL_16="2026-06-22")
        with self.at("2026-04-24 10:00"):
            testing = self.entrust(case, cost=300)
            self.assertEqual(self.clock(case, "TL-12").state, "paused")
            self.assertEqual(self.clock(case, "TL-16").state, "paused")
            self.assertFalse(case._get_mediation_due_day())
        with self.at("2026-05-14 10:00"):
            with self.refused("what the test found"):
                testing.action_result()
            testing.result = "屏幕自身缺陷所致"
            testing.action_result()
            self.assertDue(case, TL_12="2026-05-19", TL_16="2026-07-09")
            self.assertEqual(testing.state, "done")
            with self.refused("recorded already"):
                testing.result = "别的结果"

    def test_no_pause_without_its_document(self):
        """MED-15: pause without entrustment document refused."""
        case = self.in_mediation()
        with self.refused("number of its document", ValidationError):
            self.entrust(case, document=False)
        self.assertFalse(case.pause_ids)

    def test_the_authority_designates_with_a_reason(self):
        """MED-15: the parties choose together; without agreement the authority may designate."""
        case = self.in_mediation()
        with self.refused("Say why", ValidationError):
            self.entrust(case, chosen_by="authority")
        self.entrust(case, chosen_by="authority", designation_reason="双方各推荐一家，未能一致")

    def test_an_entrustment_stays(self):
        testing = self.entrust(self.in_mediation())
        with self.refused("stays as it is", AccessError):
            testing.cost_sharing = "别的分担"
        with self.refused("never deleted"):
            testing.sudo().unlink()

    def test_a_second_test_at_the_same_time(self):
        case = self.in_mediation()
        self.entrust(case)
        with self.refused("paused already", ValidationError):
            self.entrust(case)


@tagged("post_install", "-at_install")
class TestMediationEntrusting(MediationEndCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.council = cls.env["rights.partner.body"].create(
            {"name": "测试区消费者委员会", "kind": "council", "phone": "025-84000012"}
        )

    def entrust(self, case, body=None):
        mediation = self.as_user("mediator_a", case.mediation_id)
        mediation._entrust((body or self.council).with_env(mediation.env))

    def say(self, case, side, agreed=True):
        self.as_user("mediator_a", case).mediation_consent_ids = [
            Command.create({"side": side, "mode": "entrusted", "agreed": agreed})
        ]

    def test_both_consents(self):
        """MED-20, REG-19: the consumer's stands in the registration, the merchant's is recorded."""
        case = self.in_mediation(entrusted_consent=True)
        with self.refused("Missing: Merchant"):
            self.entrust(case)
        self.say(case, "merchant")
        self.entrust(case)
        self.assertEqual(case.mediation_id.entrusted_body_id, self.council)

    def test_what_was_said_last_holds(self):
        case = self.in_mediation(entrusted_consent=True)
        self.say(case, "merchant")
        self.say(case, "consumer", False)
        with self.refused("Missing: Consumer"):
            self.entrust(case)

    def test_it_is_not_passed_on(self):
        """MED-20: a second entrustment is refused, in a later round too."""
        case = self.in_mediation(entrusted_consent=True)
        self.say(case, "merchant")
        self.entrust(case)
        other = self.council.copy({"name": "另一调解组织"})
        with self.refused("may not pass it on"):
            self.entrust(case, other)
        self.move(case, "stop_mediation", "mediator_a", {"move_basis": "改日再调"})
        self.move(case, "mediate", "mediator_a")
        with self.refused("may not pass it on"):
            self.entrust(case, other)

    def test_a_court_is_no_mediation_body(self):
        case = self.in_mediation(entrusted_consent=True)
        self.say(case, "merchant")
        with self.refused("consumer council"):
            self.entrust(case, self.court)

    def test_its_consent_is_no_mode_of_meetings(self):
        """MED-02: agreeing to another body is no consent to mediation here."""
        case = self.in_handling()
        consents = [
            Command.create({"side": side, "mode": "entrusted"}) for side in ("consumer", "merchant")
        ]
        with self.refused("consumer and merchant agree", ValidationError):
            self.move(case, "mediate", "mediator_a", {"mediation_consent_ids": consents})
