"""The talk in which consumer and merchant settle (TRI-19, MED-03, MED-07)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import Error, IntegrityError

from .settlement_common import LESS, REFUND, RETURN, SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlementTalk(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2026-03-09 10:00"))

    # -- back and forth ---------------------------------------------------------------------------

    def test_med07_what_both_accept_becomes_the_draft_of_the_agreement(self):
        """MED-07: obligations, amounts and dates of the last proposal, each step on record."""
        case = self.mediated()
        self.step(case, "merchant", "proposed", LESS, text="只能退一半多")
        self.step(case, "consumer", "countered", REFUND, RETURN)
        self.step(case, "merchant", "accepted")
        self.assertEqual(
            self.steps(case),
            [("merchant", "proposed"), ("consumer", "countered"), ("merchant", "accepted")],
        )
        agreement = case.sudo().agreement_ids
        self.assertEqual(
            (agreement.state, agreement.form, agreement.amount), ("draft", "written", 680)
        )
        self.assertEqual(
            {(row.side, row.what, str(row.due_date)) for row in agreement.obligation_ids},
            {("consumer", "退回手机", "2026-03-18"), ("merchant", "退还货款", "2026-03-20")},
        )
        words = " ".join(filter(None, case.sudo().event_ids.mapped("basis")))
        for text in ("680.00", "500.50", "退回手机"):
            self.assertIn(text, words)
        self.assertEqual(case.sudo().settlement_step_ids[1].user_id, self.buyer)
        todo = case.sudo().activity_ids.filtered(
            lambda one: one.user_id == self.users["mediator_a"]
        )
        self.assertTrue(todo)

    def test_med03_the_talk_is_a_record_of_how_they_came_to_it(self):
        """MED-03: no meeting besides is asked for; both consent to the written mode (MED-02)."""
        case = self.mediated()
        self.agree(case)
        consents = case.mediation_consent_ids.filtered(lambda row: row.mode == "written")
        self.assertEqual(set(consents.mapped("side")), {"consumer", "merchant"})
        self.assertEqual(set(consents.mapped("way")), {"portal"})
        gaps = case.sudo().mediation_id._get_end_gaps("settled")
        self.assertEqual(len(gaps), 1)
        self.assertIn("MED-19", gaps[0])

    def test_the_mediator_proposes_and_both_answer(self):
        case = self.mediated()
        dialog = self.as_user("mediator_a", case).action_propose_settlement()
        propose = self.as_user("mediator_a", self.env[dialog["res_model"]]).browse(dialog["res_id"])
        propose.line_ids = [Command.create({"what": "换新机", "due_date": "2026-03-20"})]
        propose.action_propose()
        self.step(case, "consumer", "accepted")
        self.assertFalse(case.sudo().agreement_ids)
        with self.refused("cannot be done"):
            self.step(case, "consumer", "withdrawn")
        self.step(case, "merchant", "accepted")
        self.assertEqual(case.sudo().agreement_ids.obligation_ids.what, "换新机")
        with self.assertRaises(AccessError):
            self.as_user("station_b1", case).action_propose_settlement()

    def test_refused_withdrawn_and_a_new_proposal(self):
        case = self.mediated()
        self.step(case, "consumer", "proposed", REFUND)
        with self.refused("cannot be done"):
            self.step(case, "consumer", "accepted")
        self.step(case, "consumer", "withdrawn")
        self.step(case, "consumer", "proposed", LESS)
        self.step(case, "merchant", "refused", text="不退")
        with self.refused("cannot be done"):
            self.step(case, "merchant", "accepted")
        self.agree(case)
        with self.refused("cannot be done"):
            self.step(case, "merchant", "proposed", LESS)

    def test_a_discarded_draft_lets_them_talk_on(self):
        case = self.mediated()
        self.as_user("mediator_a", self.agree(case)).action_discard()
        self.agree(case, LESS)
        self.assertEqual(case.sudo().agreement_ids.mapped("amount"), [680, 500.5])

    # -- what goes wrong --------------------------------------------------------------------------

    def test_an_answer_to_what_is_no_longer_the_newest_is_refused(self):
        case = self.mediated()
        self.step(case, "merchant", "proposed", REFUND)
        self.step(case, "merchant", "withdrawn")
        self.step(case, "merchant", "proposed", LESS)
        with self.refused("gone on meanwhile"):
            self.step(case, "consumer", "accepted", seen=1)
        self.assertFalse(case.sudo().agreement_ids)

    def test_pressed_twice_it_is_one_step(self):
        case = self.mediated()
        first = self.step(case, "merchant", "proposed", REFUND)
        self.assertEqual(self.step(case, "merchant", "proposed", REFUND, seen=0), first)
        self.step(case, "consumer", "accepted")
        self.step(case, "consumer", "accepted", seen=1)
        self.assertEqual(len(case.sudo().settlement_step_ids), 2)
        self.assertEqual(len(case.sudo().agreement_ids), 1)

    def test_the_database_takes_one_step_of_a_number(self):
        case = self.mediated()
        step = self.step(case, "merchant", "proposed", REFUND)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                case.sudo()._add_talk_step(
                    case._get_talk()._replace(steps=step.browse()), "consumer", "refused"
                )

    def test_sec06_a_step_stays_as_it_was(self):
        case = self.mediated()
        step = self.step(case, "merchant", "proposed", REFUND).sudo()
        with self.assertRaises(AccessError):
            step.text = "别的话"
        with self.assertRaises(AccessError):
            step.unlink()
        with self.assertRaises(AccessError):
            step.create([{"case_id": case.id, "act": "accepted"}])
        with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE rights_settlement_step SET act = 'refused'")

    def test_nobody_settles_with_oneself(self):
        """A party who is both consumer and merchant speaks for neither."""
        case = self.mediated()
        self.env["rights.case.access"].create(
            {"case_id": case.id, "partner_id": self.seller.partner_id.id, "role": "consumer"}
        )
        for side in ("consumer", "merchant"):
            with self.refused("both sides"):
                mine = case.with_user(self.seller).sudo()
                mine._talk_step(side, "proposed", 0, "", [REFUND])
        self.assertFalse(case.sudo().settlement_step_ids)

    def test_terms_that_cannot_stand(self):
        case = self.mediated()
        for words, *terms in (
            ("at least one thing",),
            ("No. 1: say what", {**REFUND, "what": " "}),
            ("No. 2: enter the amount", REFUND, {**REFUND, "amount": "-3"}),
            ("No. 1: enter a day", {**REFUND, "due_date": "2026-03-08"}),
            ("No. 1: enter a day", {**REFUND, "due_date": "soon"}),
            ("at most 200", {**REFUND, "what": "退" * 201}),
            ("At most 5", *[REFUND] * 6),
        ):
            with self.refused(words):
                self.step(case, "merchant", "proposed", *terms)
        self.assertFalse(case.sudo().settlement_step_ids)

    # -- nobody answers ---------------------------------------------------------------------------

    def lapse(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.mediation_cron_lapse").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_party_who_never_answers(self):
        """The proposal of Monday lapses on Thursday night, once; the mediation goes on."""
        case = self.mediated()
        self.step(case, "merchant", "proposed", REFUND)
        with self.at("2026-03-12 23:59"):
            self.lapse()
            self.assertEqual(self.steps(case)[-1], ("merchant", "proposed"))
        with self.at("2026-03-13 00:01"):
            self.lapse()
            self.lapse()
            self.assertEqual(self.steps(case)[1:], [("", "lapsed")])
            with self.refused("cannot be done"):
                self.step(case, "consumer", "accepted")
            self.agree(case)
        told = case.sudo().activity_ids.mapped("summary")
        self.assertTrue(any("过期" in (text or "") or "lapsed" in (text or "") for text in told))

    def test_an_offer_does_not_outlive_its_mediation(self):
        case = self.mediated()
        self.step(case, "merchant", "proposed", REFUND)
        self.conclude(case, outcome="withdrawn")
        self.assertEqual(self.steps(case)[-1], ("", "lapsed"))
        with self.refused("cannot be done"):
            self.step(case, "consumer", "accepted")

    # -- the merchant first (TRI-19) --------------------------------------------------------------

    def test_tri19_the_merchant_begins_and_the_referral_comes_back_settled(self):
        case = self.referred()
        with self.refused("cannot be done"):
            self.step(case, "consumer", "proposed", REFUND)
        offer = self.step(case, "merchant", "proposed", REFUND)
        self.assertEqual(offer.due_at, case.sudo().referral_ids.due_at)
        self.step(case, "consumer", "countered", REFUND, RETURN)
        self.step(case, "merchant", "accepted")
        referral = case.sudo().referral_ids
        self.assertEqual(referral.result, "settled")
        self.assertIn("退还货款", referral.feedback)
        self.assertFalse(case.sudo().between_hands)
        self.assertOutcome(case, TL_31="met")
        self.assertTrue(
            case.sudo().activity_ids.filtered(lambda one: one.user_id == self.users["dispatcher"])
        )

    def test_tri19_a_merchant_that_does_not_want_to(self):
        case = self.referred()
        with self.refused("Say why"):
            self.step(case, "merchant", "refused")
        self.step(case, "merchant", "refused", text="商品没有问题")
        self.assertEqual(case.sudo().referral_ids.result, "failed")
        self.assertEqual(case.sudo().referral_ids.feedback, "商品没有问题")

    def test_tri19_the_limit_of_the_round_ends_the_talk(self):
        """TL-31: an offer that was not accepted is no silence of the merchant."""
        case = self.referred()
        self.step(case, "merchant", "proposed", LESS)
        with self.at("2026-03-13 00:01"):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "consumer_rights.routing_cron_silent_merchants"
                ).method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(case.sudo().referral_ids.result, "failed")
            self.assertEqual(self.steps(case)[-1], ("", "lapsed"))
            with self.refused("cannot be done"):
                self.step(case, "consumer", "accepted")

    # -- whose it is (MER-17, SEC-11) -------------------------------------------------------------

    def test_mer17_a_merchant_finds_its_own_complaints_once_they_are_opened(self):
        cases = self.env["rights.case"]
        case = self.in_handling(respondent_id=self.merchant.id)
        self.assertFalse(cases._find_of_merchant(case.id, self.seller))
        self.move(case, "mediate", "mediator_a")
        self.assertEqual(cases._find_of_merchant(case.id, self.seller).id, case.id)
        other = self.env["rights.merchant"].create({"name": "另一家"})
        stranger = self.seller_account("t_other", other)
        for user in (stranger, self.buyer, self.users["clerk"]):
            self.assertFalse(cases._find_of_merchant(case.id, user))
        case.sudo().respondent_id = other
        self.assertFalse(cases._find_of_merchant(case.id, self.seller))
        case.sudo().respondent_id = self.merchant
        self.env["rights.merchant.member"].search([("user_id", "=", self.seller.id)])._end()
        self.assertFalse(cases._find_of_merchant(case.id, self.seller))

    def test_sec03_a_merchant_reads_what_settling_needs(self):
        case = self.mediated(facts="请打我电话13800001234")
        view = case.sudo()._merchant_view()
        self.assertEqual(view["person"], "张测试")
        self.assertNotIn("13800001234", str(view))
        case.sudo().is_confidential = True
        self.assertNotIn("张测试", str(case.sudo()._merchant_view()))

    def test_sec11_accounts_read_no_step(self):
        case = self.mediated()
        step = self.step(case, "merchant", "proposed", REFUND)
        for user in (self.seller, self.buyer):
            with self.assertRaises(AccessError):
                step.with_user(user).sudo(False).read(["text"])
        with self.assertRaises(UserError):
            case.with_user(self.seller).sudo()._talk_step("merchant", "accepted", 1)
