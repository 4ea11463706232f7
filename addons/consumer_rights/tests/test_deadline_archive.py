"""Archiving in time: what waits for the archive, and what waits too long (ARC-07)."""

from ast import literal_eval

from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import DeadlineCommon


@tagged("post_install", "-at_install")
class TestDeadlineArchive(DeadlineCommon):
    GRADES = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "satisfied")

    def followed_up(self):
        with self.at("2026-03-09 10:00"):
            case = self.case_at("concluded")
            self.move(case, "reply", "clerk", {"reply_text": "已退款", "reply_way": "phone"})
            grades = {"followup_ids": [Command.create(self.GRADES)]}
            return self.move(case, "follow_up", "followup", grades)

    def waiting(self, *filters):
        """What the archivist's list shows."""
        action = self.env.ref("consumer_rights.rights_case_action_to_archive")
        cases = self.as_user("archivist", self.env["rights.case"])
        return cases.search([*literal_eval(action.domain), *filters])

    OVERDUE = ("deadline_ids", "any", [("code", "=", "TL-41"), ("state", "=", "missed")])

    def test_arc_07_ten_working_days_after_the_follow_up(self):
        """ARC-07, TL-41: on the list at once, overdue after its day, recorded as missed."""
        case = self.followed_up()
        self.assertDue(case, TL_41="2026-03-23")
        with self.at("2026-03-23 23:30"):
            self.assertIn(case, self.waiting())
            self.assertNotIn(case, self.waiting(self.OVERDUE))
        with self.at("2026-03-24 09:00"):
            self.assertIn(case, self.waiting(self.OVERDUE))
            self.assertEqual(self.as_user("archivist", case).deadline_state, "missed")
            self.sweep()
            self.assertEqual(self.clock(case, "TL-41").breach_ids.kind, "internal")
            self.move(case, "archive", "archivist")
            self.assertNotIn(case, self.waiting())
        self.assertOutcome(case, TL_41="late")

    def test_arc_07_after_the_reply_where_nobody_follows_up(self):
        """ARC-07: a suggestion is not followed up, so its reply starts the limit."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk", kind="suggestion")
            self.move(case, "take", "clerk")
            outcome = self.env["rights.outcome"].search([("for_suggestion", "=", True)], limit=1)
            self.move(case, "conclude", "clerk", {"outcome_id": outcome.id, "result_text": "采纳"})
            self.move(case, "reply", "clerk", {"reply_text": "已采纳", "reply_way": "phone"})
        self.assertDue(case, TL_41="2026-03-23")
        with self.at("2026-03-24 09:00"):
            self.assertIn(case, self.waiting(self.OVERDUE))
