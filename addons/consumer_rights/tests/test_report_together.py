"""Clues found in mediation, repeated reports, rewards, secrecy (ENF-14, ENF-15, ENF-18, SEC-02)."""

import io
import json
import logging

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .report_common import PHONE, REPORTER, ReportCommon

ROOM = (
    "rights.enforcement.case",
    "rights.enforcement.extension",
    "rights.report.merge",
    "rights.report.reward",
)


@tagged("post_install", "-at_install")
class TestReportTogether(ReportCommon):
    # -- a clue found while mediating (ENF-14) -----------------------------------------------------

    def find_clue(self, complaint, login="clerk"):
        clue = self.as_user(login, self.env["rights.mediation.clue"]).create(
            {
                "case_id": complaint.id,
                "facts": "调解中发现无进货票据",
                "violation_class_ids": [Command.set(self.classes["counterfeit"].ids)],
            }
        )
        clue.action_open()
        links = self.env["rights.case.link"].search(
            [("kind", "=", "clue"), ("other_case_id", "=", complaint.id)]
        )
        return links.case_id

    def test_a_clue_has_a_verification_of_its_own(self):
        """ENF-14: TL-48, fifteen working days and fifteen more, to the filing decision."""
        with self.at("2026-06-15 10:00"):
            complaint = self.case_at("handling")
            report = self.find_clue(complaint)
            self.assertEqual((report.kind, report.stage_code), ("report", "registered"))
            self.assertDue(report, TL_48="2026-07-07")
            self.assertNoClock(complaint, "TL-48")
            self.handled(report)
            request = self.as_user("enforcement", self.env["rights.deadline.extension"]).create(
                {"deadline_id": self.clock(report, "TL-48").id, "reason": "需要检测"}
            )
            self.as_user("head", request).action_approve()
            self.assertDue(report, TL_48="2026-07-28")
        with self.at("2026-07-10 10:00"):
            self.decide_filing(report)
        self.assertOutcome(report, TL_48="met")
        self.assertIn(report.name, self.as_user("clerk", complaint).enforcement_result)

    def test_a_clue_names_nobody_and_needs_an_open_complaint(self):
        """ENF-14: the complainant is no reporter; a draft or closed complaint has no mediation."""
        report = self.find_clue(self.case_at("handling"))
        self.assertFalse(report.party_ids)
        self.assertNotIn("买了三天", report.facts)
        with self.refused("handled or mediated", UserError):
            self.find_clue(self.registered_case())
        with self.refused(error=AccessError):
            self.find_clue(self.case_at("handling"), "station_b1")

    # -- repeated reports (ENF-15) -----------------------------------------------------------------

    def pair(self):
        return self.handled(self.named()), self.handled(self.named(facts="昨晚又在摆卖"))

    def ask(self, first, second, login="enforcement", reason="同一人就同一事实"):
        return self.as_user(login, self.env["rights.report.merge"]).create(
            {"case_id": first.id, "other_case_id": second.id, "reason": reason}
        )

    def test_merged_with_consent_and_every_original_kept(self):
        """ENF-15: a handler asks, a supervisor agrees; both keep number, words and reporter."""
        first, second = self.pair()
        merge = self.ask(first, second)
        self.assertFalse(second.merged_into_id)
        with self.refused(error=AccessError):
            merge.action_agree()
        self.as_user("dispatcher", merge).action_agree()
        self.assertEqual(second.merged_into_id, first)
        self.assertEqual(second.facts, "昨晚又在摆卖")
        self.assertTrue(second.party_ids and second.name)
        with self.refused("concluded with it", ValidationError):
            self.decide_filing(second, "not_filed")
        self.decide_filing(first)
        self.assertEqual(second.stage_code, "concluded")
        self.assertEqual(second.outcome_id.code, "filed")
        self.assertFalse(second.sudo().enforcement_case_ids)
        self.decide(first.sudo().enforcement_case_ids)
        self.assertOutcome(first, TL_52="met")
        self.assertOutcome(second, TL_52="met")

    def test_a_merger_is_taken_back(self):
        """ENF-15: reversible while the report is open."""
        first, second = self.pair()
        merge = self.ask(first, second)
        lead = self.as_user("head", merge)
        lead.action_agree()
        with self.refused("merged already"):
            self.ask(first, second)
        lead.action_undo()
        self.assertFalse(second.merged_into_id)
        self.assertFalse(second.link_ids.filtered(lambda link: link.kind == "merged"))
        self.decide_filing(second, "not_filed", "未发现违法行为")
        again = self.ask(first, self.handled(self.named()))
        self.as_user("head", again).action_refuse()
        self.assertEqual(again.state, "refused")
        with self.refused("decided already"):
            self.as_user("head", again).action_agree()

    def test_only_the_same_person_about_the_same_accused(self):
        """ENF-15: nothing is merged by itself, nor what is not known to be the same."""
        first, second = self.pair()
        self.assertFalse((first | second).merged_into_id)
        other = self.person(role="reporter", name="另一人", phone="13977778888")
        with self.refused("not known to be of the same person", ValidationError):
            self.ask(first, self.handled(self.report(party_ids=other)))
        with self.refused("not known to be of the same person", ValidationError):
            self.ask(first, self.handled())
        elsewhere = {"respondent_id": False, "respondent_name": "别家", "respondent_phone": "1"}
        with self.refused("different accused", ValidationError):
            self.ask(first, self.handled(self.named(**elsewhere)))
        with self.refused("in handling", ValidationError):
            self.ask(first, self.named())
        with self.refused("consent only", AccessError):
            self.as_user("enforcement", second).merged_into_id = first
        with self.refused(error=AccessError):
            self.ask(first, second, "clerk")

    # -- rewards (ENF-18) --------------------------------------------------------------------------

    def test_reward(self):
        """ENF-18: eligibility, decision of the division head, payment; no amount is built in."""
        report = self.handled(self.named())
        reward = self.as_user("enforcement", self.env["rights.report.reward"]).create(
            {"case_id": report.id, "basis": "食品药品违法行为举报奖励办法"}
        )
        self.assertFalse(reward.amount)
        for login in ("enforcement", "dispatcher"):
            with self.refused("division head decides", AccessError):
                self.as_user(login, reward).action_grant()
        with self.refused("eligible reporter and an amount", ValidationError):
            self.as_user("head", reward).action_grant()
        reward.write({"is_eligible": True, "amount": 800})
        with self.refused("Only a granted reward", UserError):
            reward.action_pay()
        self.as_user("head", reward).action_grant()
        with self.refused("stays as it is"):
            reward.amount = 8000
        with self.refused("payment reference", ValidationError):
            reward.action_pay()
        reward.payment_reference = "凭证2026-18"
        reward.action_pay()
        self.assertEqual(reward.state, "paid")
        with self.refused("Only a report"):
            self.env["rights.report.reward"].create(
                {"case_id": self.registered_case().id, "basis": "办法"}
            )

    # -- secrecy (SEC-02, Annex A2) ----------------------------------------------------------------

    def everything(self):
        """A filed and decided report of a known reporter, merged, rewarded and told."""
        first, second = self.pair()
        merge = self.ask(first, second)
        self.as_user("head", merge).action_agree()
        self.as_user("enforcement", self.env["rights.report.reward"]).create(
            {"case_id": first.id, "basis": "奖励办法"}
        )
        self.decide_filing(first)
        self.decide(first.sudo().enforcement_case_ids)
        return first | second

    def test_who_reads_what_belongs_to_a_report(self):
        """SEC-02, Annex A2: parts of a report are read by who reads it; by search and group too."""
        reports = self.everything()
        readers = {login for login in self.users if self.as_user(login, reports).has_access("read")}
        self.assertEqual(readers, {"dispatcher", "head", "enforcement"})
        for model in ROOM:
            rows = self.env[model].search([("case_id", "in", reports.ids)])
            for login in self.users:
                own = self.as_user(login, self.env[model])
                if not own.has_access("read"):
                    continue
                domain = [("case_id", "in", reports.ids)]
                with self.subTest(login=login, model=model):
                    expected = rows if login in readers else self.env[model]
                    self.assertEqual(own.search(domain).sudo(), expected.sudo())
                    groups = own._read_group(domain, [], ["__count"])
                    self.assertEqual(groups[0][0], len(expected))

    def test_nothing_says_who_reported(self):
        """SEC-02: not in records, events, links, messages, names of files, nor in the log."""
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        logging.getLogger("odoo").addHandler(handler)
        self.addCleanup(logging.getLogger("odoo").removeHandler, handler)
        reports = self.everything()
        self.env.flush_all()
        found = [str(reports.event_ids.read()), stream.getvalue()]
        for model in ROOM:
            rows = self.env[model].search([("case_id", "in", reports.ids)])
            found.append(json.dumps(rows.read(), default=str, ensure_ascii=False))
        found.append(
            str(
                self.env["mail.message"]
                .search([("model", "=", "rights.case"), ("res_id", "in", reports.ids)])
                .mapped("body")
            )
        )
        papers = reports.document_ids
        found.append(str(papers.file_ids.attachment_id.mapped("name")))
        found.append(str(self.as_user("enforcement", reports).mapped("display_name")))
        for text in found:
            for secret in (REPORTER, PHONE):
                self.assertFalse(secret in text, "a reporter is named")
