from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .supervision_common import SupervisionCommon

REPLY = {"reply_text": "已退款", "reply_way": "phone"}


@tagged("post_install", "-at_install")
class TestSupervisionReview(SupervisionCommon):
    """Leaders' instructions and the review before closing (SUP-07, SUP-08)."""

    def instruct(self, case, **values):
        return self.as_user("dispatcher", self.env["rights.deadline.instruction"]).create(
            {
                "case_id": case.id,
                "source": "市局领导",
                "text": "限期报告",
                "due_day": "2026-03-06",
                **values,
            }
        )

    def test_sc16_overdue_instruction(self):
        """SC-16: SUP-07, SUP-08: the head is told at once, closing needs the review."""
        case = self.in_handling()
        with self.at("2026-03-04 11:00"):
            self.instruct(case)
        with self.at("2026-03-06 23:59"):
            self.sweep()
            self.assertFalse(self.told("head", case))
        with self.at("2026-03-07 00:00"):  # a Saturday: at once, not in service hours
            self.sweep()
            self.sweep()
        self.assertEqual(len(self.told("head", case)), 1)
        with self.at("2026-03-09 10:00"):
            self.conclude(case)
            with self.refused("a supervisor reviews", ValidationError):
                self.move(case, "reply", "clerk", REPLY)
            self.review("head", case)
            self.move(case, "reply", "clerk", REPLY)
        self.assertEqual(case.stage_code, "replied")

    def told(self, login, case):
        return case.sudo().activity_ids.filtered(lambda row: row.user_id == self.users[login])

    def test_redo_goes_back_to_the_handler(self):
        """SUP-08: redo with what to do again; the next result is reviewed anew."""
        case = self.in_handling()
        with self.at("2026-03-05 10:00"):
            self.urge("dispatcher", case, text="报告进展")
            self.conclude(case)
            with self.refused("Say what"):
                self.review("head", case, "redo")
            self.review("head", case, "redo", "未核实退款到账")
            self.assertEqual(case.stage_code, "handling")
        with self.at("2026-03-06 10:00"):
            self.conclude(case)
            self.assertTrue(case.awaits_closing_review)
            self.review("dispatcher", case)
            self.assertFalse(case.awaits_closing_review)
        self.assertEqual(case.sudo().event_ids.mapped("type").count("reviewed"), 2)

    def test_who_reviews(self):
        """SUP-08: head or dispatcher of the unit or above, never the own work."""
        case = self.in_handling()
        with self.at("2026-03-05 10:00"):
            self.urge("dispatcher", case, text="报告进展")
            self.conclude(case)
        for login in ("clerk", "dispatcher_a", "dispatcher_b", "station_a1"):
            with self.refused(error=AccessError):
                self.review(login, case)
        case.sudo().user_id = self.users["head"]
        with self.refused("own work", AccessError):
            self.review("head", case)
        self.review("dispatcher", case)
        with self.refused("does not wait"):
            self.review("dispatcher", case)

    def test_what_needs_no_review(self):
        """SUP-08: neither a plain case, nor one that the system only reminded of."""
        case = self.in_handling()
        with self.at("2026-03-12 09:00"):
            self.sweep()
            self.assertEqual(self.urges(case).mapped("asks_answer"), [False])
            self.conclude(case)
            self.assertFalse(case.awaits_closing_review)
            self.move(case, "reply", "clerk", REPLY)

    def test_a_platform_date_is_no_instruction_of_a_leader(self):
        """INT-20, SUP-08: the date of a platform starts TL-19, and asks for no review."""
        case = self.in_handling()
        with self.at("2026-03-04 11:00"):
            self.instruct(case, given_by="source")
            self.conclude(case)
        self.assertFalse(case.awaits_closing_review)

    def test_reviews_stand_on_the_todo_page(self):
        """Design D14"""
        page = "consumer_rights.rights_case_action_to_review"
        cases = self.as_user("head", self.env["rights.case"])

        def waiting():
            return {row["action"]: row["count"] for row in cases.get_todo_pages()}.get(page, 0)

        before = waiting()
        case = self.in_handling()
        with self.at("2026-03-05 10:00"):
            self.urge("dispatcher", case, text="报告进展")
            self.conclude(case)
            self.assertEqual(waiting(), before + 1)
            self.assertIn(case.id, cases.search([("may_review_closing", "=", True)]).ids)
            self.review("head", case)
        self.assertEqual(waiting(), before)
