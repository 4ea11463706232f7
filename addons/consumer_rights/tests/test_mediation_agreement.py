"""The agreement and its performance (MED-07, MED-17)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.china_time import china_date
from .document_common import picture
from .mediation_end_common import MediationEndCommon

MONDAY = "2026-03-09 10:00"


@tagged("post_install", "-at_install")
class TestMediationAgreement(MediationEndCommon):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at(MONDAY))

    # -- MED-07 -----------------------------------------------------------------------------------

    def test_settled_needs_an_agreement(self):
        """MED-07: “settled” is refused without an agreement or a waiver."""
        case = self.met()
        with self.refused("Conclude the agreement", ValidationError):
            self.conclude(case)
        self.signed(case).action_conclude()
        self.assertEqual(case.mediation_id.state, "settled")
        self.assertEqual(case.amount_recovered, 680)
        self.conclude(case)
        self.assertEqual(case.stage_code, "concluded")

    def test_a_draft_does_not_settle(self):
        case = self.met()
        self.signed(case)
        with self.refused("Conclude the agreement", ValidationError):
            self.conclude(case)

    def test_no_agreement_without_a_meeting_that_came_to_one(self):
        """MED-03: what is agreed upon stands in the record of a meeting."""
        agreement = self.signed(self.met("failed"))
        with self.refused("Record the meeting first"):
            agreement.action_conclude()

    def test_written_needs_paper_and_every_signature(self):
        """DOC-10 holds the parties, what each owes and until when."""
        case = self.met()
        agreement = self.draft(case)
        with self.refused("have it signed"):
            agreement.action_conclude()
        with self.refused("Make the paper first"):
            agreement.action_sign()
        agreement.action_make_paper()
        paper = agreement.sudo().document_id
        self.assertEqual(paper.template_id.code, "DOC-10")
        for text in ("张测试", "测试百货", "退还货款", "680.00元", "2026年3月20日", case.name):
            self.assertIn(text, paper.body)
        agreement._sign_on_paper(["consumer"], paper.made_at, "a.png", picture())
        self.assertEqual(agreement.unsigned, "Merchant, Mediator")
        with self.refused("Not signed yet by: Merchant, Mediator"):
            agreement.action_conclude()
        agreement._sign_on_paper(["merchant", "mediator"], paper.made_at, "b.png", picture())
        agreement.action_conclude()
        self.assertTrue(paper.is_signed)
        self.assertEqual(len(set(agreement.signature_ids.mapped("hash"))), 1)

    def test_a_signature_shows_its_scan(self):
        """An upload that is not what it says, none at all, or one of the future."""
        agreement = self.draft(self.met())
        agreement.action_make_paper()
        at = agreement.sudo().document_id.made_at
        with self.refused("PDF or a picture"):
            agreement._sign_on_paper(["consumer"], at, "scan.pdf", b"MZ not a scan")
        with self.refused("Add the scan"):
            agreement._sign_on_paper(["consumer"], at, "scan.pdf", b"")
        with self.refused("not in the future", ValidationError):
            agreement._sign_on_paper(["consumer"], at.replace(year=2027), "a.png", picture())
        with self.assertRaises(AccessError):
            self.as_user("mediator_a", self.env["rights.mediation.signature"]).create(
                {"agreement_id": agreement.id, "side": "consumer"}
            )

    def test_the_terms_of_a_paper_stay(self):
        agreement = self.draft(self.met())
        agreement.action_make_paper()
        with self.refused("Void that paper"):
            agreement.obligation_ids.amount = 1
        with self.refused("Void that paper"):
            agreement.dispute = "别的争议"
        with self.refused("Void that paper"):
            agreement.obligation_ids.unlink()
        agreement.sudo().document_id.state = "void"
        agreement.obligation_ids.amount = 500
        agreement.action_make_paper()
        self.assertIn("500.00元", agreement.sudo().document_id.body)

    def test_a_concluded_one_stays(self):
        agreement = self.signed(self.met())
        agreement.action_conclude()
        with self.refused("no draft any more"):
            agreement.dispute = "别的争议"
        with self.refused("no draft any more"):
            agreement.action_conclude()
        with self.refused("no draft any more"):
            agreement.obligation_ids.what = "别的义务"
        with self.refused("Discard the draft"):
            agreement.sudo().unlink()
        with self.assertRaises(AccessError):
            agreement.state = "draft"

    def test_a_waiver_stands_in_the_record_of_a_meeting(self):
        """MED-07: performed at once, or both parties waive a paper; the record says so."""
        case = self.met()
        agreement = self.draft(case, form="waived")
        with self.refused("the record of a meeting says why"):
            agreement.action_conclude()
        meeting = case.mediation_id.meeting_ids
        agreement.write({"meeting_id": meeting.id, "waiver_note": "当场付清"})
        agreement.action_conclude()
        self.assertEqual(meeting.waiver_note, "当场付清")
        self.assertEqual(case.amount_recovered, 680)
        self.conclude(case)

    def test_performed_at_once_needs_no_later_check(self):
        case = self.met()
        agreement = self.waiver(case, form="performed")
        agreement.action_conclude()
        self.assertEqual(agreement.obligation_ids.result, "performed")
        self.assertNoClock(case, "MED-17")

    def test_what_the_consumer_owes_is_no_recovered_loss(self):
        case = self.met()
        back = Command.create({"what": "退回手机", "amount": 100, "side": "consumer"})
        agreement = self.signed(case)
        self.assertEqual(agreement.amount, 680)
        agreement.sudo().document_id.state = "void"
        agreement.obligation_ids = [back]
        self.assertEqual(agreement.amount, 680)

    def test_an_agreement_after_the_withdrawal(self):
        """A signature after withdrawal: the mediation has ended, nothing is concluded."""
        case = self.met()
        agreement = self.signed(case)
        self.conclude(case, outcome="withdrawn")
        with self.refused("has ended"):
            agreement.action_conclude()
        self.assertEqual(agreement.state, "draft")

    def test_one_agreement_a_mediation(self):
        case = self.met()
        first = self.draft(case)
        first.action_discard()
        self.draft(case)
        self.assertEqual(case.agreement_ids.mapped("state"), ["void", "draft"])

    def test_the_statutory_period_ends_with_the_agreement(self):
        """TL-16 is met by the agreement, TL-12 by the conclusion of the case."""
        case = self.met()
        self.signed(case).action_conclude()
        self.assertOutcome(case, TL_16="met", TL_12="running")

    # -- MED-17 -----------------------------------------------------------------------------------

    def agreed(self):
        """700 yuan in two instalments, on the 20th and the 27th of March."""
        case = self.met()
        terms = [
            Command.create({"what": f"付款{n}", "amount": 350, "due_date": day})
            for n, day in ((1, "2026-03-20"), (2, "2026-03-27"))
        ]
        agreement = self.signed(case, obligation_ids=terms)
        agreement.action_conclude()
        return case, agreement.obligation_ids

    def running(self, case):
        clocks = self.clocks(case).filtered(lambda one: one.code == "MED-17" and not one.stopped_at)
        return [str(clock.due_day) for clock in clocks]

    def test_each_day_is_checked_in_turn(self):
        """MED-17: a clock and an entry of the to-do page on the day of performance."""
        case, (first, second) = self.agreed()
        self.assertEqual(self.running(case), ["2026-03-20"])
        self.assertNotIn("consumer_rights.rights_mediation_obligation_action", self.todo())
        with self.at("2026-03-20 09:00"):
            self.env.invalidate_all()
            self.assertTrue(first.is_to_check)
            self.assertEqual(self.todo()["consumer_rights.rights_mediation_obligation_action"], 1)
            self.as_user("mediator_a", first).result = "performed"
            self.assertEqual(first.checked_by_id, self.users["mediator_a"])
            self.assertEqual(self.running(case), ["2026-03-27"])
        with self.at("2026-03-27 09:00"):
            self.as_user("mediator_a", second).write(
                {"result": "partly", "amount_performed": 100, "note": "电话核实"}
            )
            self.assertEqual(self.running(case), [])

    def todo(self, login="mediator_a"):
        pages = self.as_user(login, self.env["rights.case"])._get_todo_pages()
        return {name: count for name, count in pages if count}

    def test_unchecked_ones_are_listed_after_three_working_days(self):
        """MED-17: due on Friday the 20th; listed from Thursday the 26th on."""
        _case, (first, _second) = self.agreed()
        found = [("is_unchecked", "=", True)]
        for moment, listed in (("2026-03-25 23:59", False), ("2026-03-26 00:01", True)):
            with self.at(moment):
                self.env.invalidate_all()
                self.assertEqual(first.is_unchecked, listed, china_date())
                self.assertEqual(first in first.search(found), listed)
        with self.at("2026-03-30 09:00"):
            self.sweep()
            self.assertFalse(
                first.case_id.deadline_ids.breach_ids.filtered(
                    lambda breach: breach.code == "MED-17"
                )
            )

    def test_nothing_is_unperformed_before_its_day(self):
        _case, (first, _second) = self.agreed()
        with self.refused("cannot be unperformed before"):
            self.as_user("mediator_a", first).result = "not"
        self.as_user("mediator_a", first).result = "performed"
        with self.refused("performed already"):
            self.as_user("mediator_a", first).result = "not"

    def test_unperformed_tells_the_consumer_the_legal_ways(self):
        """MED-17: by message, or whoever checked it is asked to telephone."""
        case, (first, second) = self.agreed()
        with self.at("2026-03-27 10:00"):
            mine = self.as_user("mediator_a", first)
            mine.result = "not"
            todo = case.activity_ids.filtered(lambda one: "legal ways" in (one.summary or ""))
            self.assertEqual(todo.user_id, self.users["mediator_a"])
            self.env["ir.mail_server"].create({"name": "t", "smtp_host": "127.0.0.1"})
            case.sudo().party_ids.email = "zhang@example.com"
            self.as_user("mediator_a", second).result = "not"
            notice = case.sudo().notice_ids.filtered(lambda one: one.event == "not_performed")
            self.assertEqual(len(notice), 1)
        template = self.env.ref("consumer_rights.notice_template_not_performed")
        for way in ("仲裁", "起诉", "司法确认"):
            self.assertIn(way, template.text_cn)

    def test_checked_after_the_case_was_archived(self):
        case, (first, second) = self.agreed()
        case._gate_write({"stage_id": self.env.ref("consumer_rights.stage_archived").id})
        with self.at("2026-03-27 10:00"):
            (first + second).with_user(self.users["mediator_a"]).result = "performed"
            self.assertEqual(self.running(case), [])

    def test_other_units_see_and_check_nothing(self):
        """SEC-01: who does not read the case reads no agreement of it."""
        _case, (first, _second) = self.agreed()
        for login in ("dispatcher_b", "station_b1"):
            found = self.as_user(login, first.agreement_id).search([])
            self.assertFalse(found)
            with self.assertRaises(AccessError):
                self.as_user(login, first).read(["what"])
        with self.assertRaises(AccessError):
            self.as_user("followup", first).result = "performed"
