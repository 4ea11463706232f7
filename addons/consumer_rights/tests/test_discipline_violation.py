from datetime import date

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .discipline_common import DisciplineCommon


@tagged("post_install", "-at_install")
class TestPromiseViolation(DisciplineCommon):
    """PRM-01, PRM-06, PRM-08: a missed promise, whose it was, and how it ends."""

    def test_prm_06_missed_promise_becomes_a_candidate(self):
        """PRM-06, LIM-15: with clock, explanation and the person responsible at that moment."""
        case = self.late_contact()
        candidate = self.candidates(case)
        self.assertEqual(candidate.breach_ids.mapped("code"), ["TL-04"])
        self.assertEqual(candidate.user_id, self.users["handler"])
        self.assertEqual(candidate.post_id.user_id, self.users["handler"])
        self.assertEqual(candidate.station_id, self.stations["city"])
        self.assertEqual((candidate.state, candidate.source), ("candidate", "breach"))
        self.assertIn("2025-04-28", candidate.evidence)

    def test_prm_06_one_a_case_cycle_step_and_person(self):
        """PRM-06, LIM-10: the second limit of the step joins the first as evidence."""
        case = self.received("2025-03-03 09:00")
        with self.at("2025-03-03 09:05"):
            self.move(case, "register", "clerk")
            case.sudo().user_id = self.users["handler"]
        with self.at("2025-04-30 09:00"):
            self.sweep()
            self.sweep()
        decision = self.candidates(case).filtered(
            lambda one: "TL-05" in one.breach_ids.mapped("code")
        )
        self.assertEqual(len(decision), 1)
        self.assertEqual(set(decision.breach_ids.mapped("code")), {"TL-05", "TL-08"})
        contact = self.candidates(case) - decision
        self.assertEqual(contact.breach_ids.mapped("code"), ["TL-04"])
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            with self.env.cr.savepoint():
                contact.sudo().copy({"step_event_id": contact.step_event_id.id})

    def test_prm_06_only_breaches_of_promise_and_statute(self):
        """PRM-06: TL-11, TL-14 and internal limits make no candidate."""
        step = self.env.ref("consumer_rights.step_promise_broken")
        codes = set(step.policy_ids.mapped("code"))
        self.assertFalse(codes & {"TL-01", "TL-11", "TL-14", "TL-19", "TL-23", "TL-34", "TL-53"})
        for policy in step.policy_ids:
            self.assertRegex(
                policy.with_context(lang="en_US").consequence,
                "romise breach|tatutory breach|iolation candidate",
            )

    def test_prm_06_without_a_handler_the_head_is_responsible(self):
        """PRM-06: the head of the unit on the day it was due, also when replaced since."""
        post = self.env["rights.post"].search([("user_id", "=", self.users["head"].id)])
        post.sudo().date_to = date(2025, 12, 31)
        case = self.received("2025-04-25 09:00")
        with self.at("2025-04-25 09:05"):
            self.move(case, "register", "clerk")
            case.sudo().user_id = False
        with self.at("2026-01-29 00:01"):
            self.sweep()
        self.assertEqual(self.candidates(case).user_id, self.users["head"])
        self.assertIn(post, self.candidates(case).post_id)

    def test_prm_06_nobody_responsible_is_seen(self):
        """PRM-06, D6: without anybody the reaction fails and says at which unit."""
        head_posts = self.env["rights.post"].search([("user_id", "=", self.users["head"].id)])
        head_posts.sudo().date_to = date(2020, 12, 31)
        case = self.received("2025-04-25 09:00")
        with self.at("2025-04-25 09:05"):
            self.move(case, "register", "clerk")
            case.sudo().user_id = False
        with (
            self.at("2025-04-29 00:01"),
            mute_logger("odoo.addons.consumer_rights.models.deadline.rights_deadline_reaction"),
        ):
            self.sweep()
        step = self.env.ref("consumer_rights.step_promise_broken")
        reaction = self.env["rights.deadline.reaction"].search(
            [("deadline_id.case_id", "=", case.id), ("step_id", "=", step.id)]
        )
        self.assertEqual(reaction.state, "failed")
        self.assertIn(self.stations["city"].name, reaction.error)
        self.assertFalse(self.candidates(case))

    def test_prm_06_a_bad_attitude_at_the_follow_up(self):
        """PRM-06, PRM-02: a candidate against the handler, one a cycle, and none for the result."""
        case = self.case_at("replied")
        case.sudo().user_id = self.users["handler"]
        followups = self.env["rights.followup"]
        grades = {
            "case_id": case.id,
            "user_id": self.users["followup"].id,
            "sat_result": "basic",
            "sat_overall": "basic",
        }
        followups.create({**grades, "sat_attitude": "basic"})
        self.assertFalse(self.candidates(case))
        for _repeated in range(2):
            followups.create({**grades, "sat_attitude": "dissatisfied", "comment": "态度冷淡"})
        candidate = self.candidates(case)
        self.assertEqual((candidate.source, candidate.promise_id.code), ("followup", "civil"))
        self.assertEqual(candidate.user_id, self.users["handler"])

    def test_prm_01_unpublished_promise_cannot_be_violated(self):
        promise = self.env.ref("consumer_rights.promise_acceptance")
        self.as_user("head", promise).action_take_back()
        self.assertFalse(self.candidates(self.late_contact()))
        with self.refused("not published"):
            self.violation("2026-03-04", promise="acceptance")
        with self.assertRaises(AccessError):
            self.as_user("clerk", promise).action_publish()
        self.as_user("head", promise).action_publish()
        self.assertTrue(promise.published_at)

    def test_prm_01_eight_promises_are_published(self):
        promises = self.env["rights.promise"].search([("published_at", "!=", False)])
        self.assertEqual(len(promises), 8)
        self.assertTrue(all(promises.mapped("measure")))

    def test_sc_18_objection_then_confirmation(self):
        """SC-18, PRM-06: the person may object for two working days; then it is decided."""
        candidate = self.candidates(self.late_contact())
        self.assertEqual(candidate.due_text, "2025-05-06 24:00")
        with self.at("2025-05-06 16:00"):
            with self.refused("may object until"):
                self.as_user("head", candidate).action_confirm()
        with self.at("2025-05-07 09:00"):
            with self.refused("time for an objection"):
                self.state(candidate, "handler")
            self.as_user("head", candidate).action_confirm()
        self.assertEqual((candidate.state, candidate.ordinal), ("confirmed", 1))
        self.assertEqual(candidate.confirmed_by_id, self.users["head"])

    def test_prm_06_contested_and_won(self):
        """A cause that is not attributable: the record is not established and never counts."""
        candidate = self.violation("2026-03-04")
        with self.at("2026-03-05 10:00"):
            with self.refused("concerned contests"):
                self.as_user("head", candidate)._contest("替他说")
            self.state(candidate, "handler", "当天电话线路中断")
            self.assertEqual(candidate.contest_text, "当天电话线路中断")
            with self.refused("over, or it was made"):
                self.state(candidate, "handler")
            officer = self.as_user("discipline", candidate)
            with self.refused("Answer the objection"):
                officer.action_confirm()
            with self.refused("Say why it is not established"):
                officer.action_dismiss()
            officer.exclusion_id = self.env.ref("consumer_rights.discipline_exclusion_outage")
            officer.action_dismiss()
        self.assertEqual(candidate.state, "not_established")
        later = self.confirmed("2026-03-09", "2026-03-13")
        self.assertEqual(later.ordinal, 1)

    def test_prm_06_nobody_enters_or_decides_on_themselves(self):
        with self.assertRaises(AccessError):
            self.violation("2026-03-04", login="discipline")
        candidate = self.violation("2026-03-04")
        candidate.sudo().user_id = self.users["head"]
        with self.at("2026-03-10 10:00"):
            for act in ("action_confirm", "action_dismiss"):
                with self.assertRaises(AccessError):
                    getattr(self.as_user("head", candidate), act)()
            with self.assertRaises(AccessError):
                self.as_user("head", candidate).write({"facts": "改写"})
            self.as_user("officer_2", candidate).action_confirm()
        self.assertEqual(candidate.state, "confirmed")

    def test_prm_06_acts_are_the_only_way(self):
        """The state, the person and the number are no fields that somebody writes."""
        candidate = self.violation("2026-03-04")
        for vals in ({"state": "closed"}, {"ordinal": 5}, {"user_id": self.users["clerk"].id}):
            with self.assertRaises(AccessError):
                self.as_user("discipline", candidate).write(vals)
        with self.assertRaises(AccessError):
            self.as_user("handler", candidate).write({"facts": "没有这回事"})
        with self.refused("never deleted"):
            candidate.sudo().unlink()

    def test_prm_08_first_violation_waits_for_the_apology(self):
        """PRM-08, SC-18: it stays open until the apology, or the reason for none, is logged."""
        violation = self.confirmed("2026-03-04", "2026-03-10")
        officer = self.as_user("discipline", violation)
        with self.at("2026-03-10 14:00"):
            self.decide(violation, "criticism", "education")
            officer.action_deliver()
        with self.at("2026-03-20 09:00"):
            with self.refused("after the apology"):
                officer.action_close()
            with self.refused("to whom and how"):
                officer.action_log_apology()
            officer.apology_note = "已向当事人电话致歉"
            officer.action_log_apology()
            officer.action_close()
        self.assertEqual(violation.state, "closed")

    def calls(self, count):
        return self.env["rights.call.log"].create(
            [
                {
                    "call_ref": f"c{number}",
                    "station_id": self.stations["city"].id,
                    "user_id": self.users["operator"].id,
                    "started_at": fields.Datetime.now(),
                    "answered_at": fields.Datetime.now(),
                }
                for number in range(count)
            ]
        )

    def test_prm_02_forbidden_expression_is_a_candidate(self):
        """PRM-02: an automation opens it when the score of the quality officer stands."""
        self.calls(1)
        checks = self.as_user("quality", self.env["rights.language.check"])
        checks.action_draw()
        quality = checks.search([("user_id", "=", self.users["operator"].id)])
        forbidden = self.env.ref("consumer_rights.language_not_my_job")
        quality.write({"score": 60, "expression_ids": [(4, forbidden.id)]})
        check = self.as_user("operator", quality)
        with self.assertRaises(AccessError):
            check.read(["score"])
        quality.action_finish()
        with self.refused("was scored"):
            quality.score = 100
        candidate = self.violations.search([("user_id", "=", self.users["operator"].id)])
        self.assertEqual((candidate.source, candidate.promise_id.code), ("language", "civil"))
        self.assertIn(forbidden.name, candidate.facts)
        self.assertEqual(check.score, 60)

    def test_prm_02_two_calls_an_operator_and_month(self):
        self.calls(4)
        checks = self.as_user("quality", self.env["rights.language.check"])
        checks.action_draw()
        checks.action_draw()
        drawn = checks.search([("user_id", "=", self.users["operator"].id)])
        self.assertEqual(len(drawn), 2)

    def test_prm_03_uncovered_desk_found_by_inspection(self):
        """PRM-03: the supervisor enters what an inspection found, without any matter."""
        candidate = self.violation("2026-03-04", login="operator", promise="in_post")
        self.assertEqual((candidate.source, candidate.state), ("inspection", "candidate"))
        with self.assertRaises(AccessError):
            self.as_user("clerk", self.violations).create(
                {
                    "user_id": self.users["operator"].id,
                    "promise_id": candidate.promise_id.id,
                    "facts": "空岗",
                }
            )

    def test_reg_06_second_notice_is_a_candidate(self):
        """PRM-06, REG-06: an allowed exception that breaks a promise opens it by an automation."""
        case = self.registered_case()
        self.as_user("head", case).action_allow_exception("second_notice", "漏列材料")
        candidate = self.candidates(case)
        self.assertEqual((candidate.source, candidate.facts), ("exception", "漏列材料"))
        self.as_user("head", case).action_allow_exception("scope", "群众急需")
        self.assertEqual(len(self.candidates(case)), 1)
