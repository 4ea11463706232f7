"""Consumer and merchant hear of each step of the other, and of every meeting (MED-04, MED-07)."""

import json

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .settlement_common import LESS, REFUND
from .test_document_delivery import Gateway
from .test_settlement_signing import SigningCommon


@tagged("post_install", "-at_install")
class TestSettlementNotice(SigningCommon):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2026-03-09 10:00"))

    def events(self, case, state="queued"):
        rows = case.sudo().notice_ids.filtered(lambda row: row.state == state)
        return sorted(rows.mapped("event"))

    def send(self):
        """{phone: text} of what goes out now."""
        Gateway.taken = []
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_notice_send").method_direct_trigger()
        self.env.invalidate_all()
        sent = [json.loads(body) for _headers, body in Gateway.taken]
        return {message["phone"]: message["text"] for message in sent}

    def test_each_side_hears_of_the_other(self):
        case = self.mediated()
        self.send()
        self.step(case, "merchant", "proposed", REFUND)
        self.assertEqual(self.events(case), ["settlement"])
        self.send()
        self.step(case, "consumer", "countered", LESS)
        self.assertEqual(self.events(case), ["merchant_settlement"])
        text = self.send()["13900005678"]
        self.assertIn(case.name, text)
        for secret in ("张", "手机", "13800001234", "500"):
            self.assertNotIn(secret, text)
        notice = case.sudo().notice_ids.filtered(lambda row: row.event == "merchant_settlement")
        self.assertEqual(notice.target_masked, "139****5678")
        self.assertFalse(notice.party_id)

    def test_mer17_the_merchants_notice_leads_to_the_complaint(self):
        """MER-17: one tap on the notice, and the page of that complaint is there to be answered."""
        case = self.mediated()
        self.send()
        self.step(case, "consumer", "proposed", LESS)
        self.assertIn(f"/rights/merchant/{case.id} ", self.send()["13900005678"])
        others = self.env.ref("consumer_rights.notice_template_settlement")
        with self.refused("has no {link}", ValidationError):
            self.as_user("business_admin", others).text_cn = "请查看：{link}"

    def test_tri19_a_merchant_that_is_asked_first_is_told_until_when(self):
        """TRI-19, TL-31: silence would return the case to triage, so the merchant must know."""
        case = self.referred()
        text = self.send()["13900005678"]
        self.assertIn("2026-03-12", text)
        self.assertIn(f"/rights/merchant/{case.id} ", text)
        referral = self.referred(subject="另一件").sudo().referral_ids
        referral._do_return("recalled")
        self.assertNotIn("13900005678", self.send())

    def test_told_once_while_it_waits(self):
        case = self.mediated()
        self.send()
        self.step(case, "consumer", "proposed", LESS)
        self.step(case, "consumer", "withdrawn")
        self.assertEqual(self.events(case), ["merchant_settlement"])

    def test_an_agreement_that_is_offered_is_told_to_both(self):
        case = self.mediated()
        agreement = self.as_user("mediator_a", self.agree(case))
        self.as_user("mediator_a", case.mediation_id).cooperation = "active"
        self.send()
        agreement.action_offer()
        self.assertEqual(self.events(case), ["merchant_settlement", "settlement"])

    def test_a_merchant_without_an_account_reads_nothing_there(self):
        case = self.mediated()
        self.send()
        self.merchant.member_ids._end()
        self.step(case, "consumer", "proposed", LESS)
        self.assertEqual(self.events(case), [])

    def test_who_has_left_the_merchant_is_not_told(self):
        """SEC-11: the phone of an ended membership is not used any more."""
        case = self.mediated()
        case.sudo().respondent_phone = False
        self.merchant.phone = False
        self.seller.partner_id.phone = "13700009999"
        self.assertEqual(case._get_merchant_reach()["phone"], "13700009999")
        self.merchant.member_ids._end()
        self.assertFalse(case._get_merchant_reach()["phone"])

    def test_a_merchant_without_a_mobile_gets_a_mail(self):
        postbox = self.listen()
        case = self.mediated()
        case.sudo().respondent_phone = "025-84000001"
        self.merchant.write({"phone": "025-84000001", "email": "shop@example.com"})
        self.send()
        self.step(case, "consumer", "proposed", LESS)
        self.send()
        self.assertEqual(postbox.mails[-1][0], ["shop@example.com"])
        self.assertEqual(self.events(case), [])

    def test_med04_both_hear_when_they_meet(self):
        """The time that is told is the one that holds when the message goes out."""
        case = self.mediated()
        self.send()
        with self.at("2026-03-09 20:00"):
            meeting = self.plan(case, "phone", planned_start="2026-03-12 01:00")
            meeting.write({"planned_start": "2026-03-13 02:00", "planned_end": "2026-03-13 03:00"})
            self.assertEqual(self.events(case), ["meeting", "merchant_meeting"])
        with self.at("2026-03-10 10:00"):
            told = self.send()
        for phone in ("13800001234", "13900005678"):
            self.assertIn("2026-03-13 10:00", told[phone])

    def test_med04_a_meeting_that_is_off_is_not_told(self):
        case = self.mediated()
        self.send()
        with self.at("2026-03-09 20:00"):
            self.plan(case, "phone").action_cancel()
        with self.at("2026-03-10 10:00"):
            self.assertEqual(self.send(), {})
        self.assertEqual(self.events(case, "void"), ["meeting", "merchant_meeting"])

    def test_a_meeting_held_at_once_needs_no_notice(self):
        case = self.mediated()
        self.send()
        self.record_meeting(case, "mediator_a")
        self.assertEqual(self.events(case), [])

    def test_the_words_are_data(self):
        """A text for the merchant holds its places only; switched off, nothing is queued."""
        template = self.env.ref("consumer_rights.notice_template_merchant_settlement")
        mine = self.as_user("business_admin", template)
        with self.refused("cannot hold", ValidationError):
            mine.text_cn = "{consumer}已答复"
        mine.active = False
        case = self.mediated()
        self.send()
        self.step(case, "consumer", "proposed", LESS)
        self.assertEqual(self.events(case), [])
