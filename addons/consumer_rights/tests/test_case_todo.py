from odoo.tests import HttpCase, tagged

from .arrival_common import ArrivalCommon
from .document_common import DocumentCommon


class TodoCommon(DocumentCommon):
    def pages(self, login):
        """{action: count} as the to-do page of this person shows it."""
        pages = self.as_user(login, self.env["rights.case"]).get_todo_pages()
        self.assertTrue(all(page["name"] for page in pages))
        return {page["action"].removeprefix("consumer_rights."): page["count"] for page in pages}


@tagged("post_install", "-at_install")
class TestTodoPages(TodoCommon, ArrivalCommon):
    """Design D14: everything that waits for a person stands on one page."""

    def reject(self, case):
        reason = self.env["rights.reject.reason"].search(
            [("is_in_force", "=", True), ("number", "=", 4)]
        )
        self.move(case, "reject", "station_a1", {"reject_reason_id": reason.id})
        return case

    def test_mails_to_look_through_wait_for_the_reception(self):
        """INT-01: what became no case by itself waits in sight, and for its own unit only."""
        self.env["rights.arrival"].search([]).state = "closed"
        self.assertNotIn("rights_arrival_action", self.pages("operator"))
        arrival = self.take(self.mail(Precedence="auto_reply"))
        self.assertEqual(arrival.state, "triage")
        self.assertEqual(self.pages("operator")["rights_arrival_action"], 1)
        for login in ("station_a1", "dispatcher_a", "followup"):
            self.assertNotIn("rights_arrival_action", self.pages(login))

    def test_papers_wait_for_the_second_person(self):
        """ACC-11: whoever may approve sees the refusal, whoever made it does not."""
        self.reject(self.registered_case("station_a1"))
        page = "rights_document_action_to_approve"
        self.assertEqual(self.pages("dispatcher_a").get(page), 1)
        for login in ("station_a1", "dispatcher_b", "archivist"):
            self.assertNotIn(page, self.pages(login))

    def test_reviews_of_refusals_wait_for_the_superior(self):
        """ACC-13: for a supervisor of a unit above, until the review is closed."""
        case = self.reject(self.registered_case("station_a1"))
        self.as_user("dispatcher_a", self.papers(case, "DOC-05")).action_approve()
        self.deliver(case, "DOC-05", "station_a1")
        review = self.as_user("dispatcher_a", self.env["rights.refusal.review"]).create(
            {"case_id": case.id, "complaint": "未超过三年", "finding": "确已超过三年"}
        )
        page = "rights_refusal_review_action"
        for login in ("dispatcher_a", "head"):
            self.assertEqual(self.pages(login).get(page), 1, login)
        for login in ("dispatcher_b", "station_a1"):
            self.assertNotIn(page, self.pages(login))
        review.action_uphold()
        self.assertNotIn(page, self.pages("dispatcher_a"))

    def test_public_content_waits_for_the_leader_in_charge(self):
        """OPN-04"""
        article = self.as_user("business_admin", self.env["rights.public.article"]).create(
            {"name": "七日无理由退货", "code": "seven-days", "body": "自收到商品之日起七日内。"}
        )
        article.action_submit()
        self.assertEqual(self.pages("head").get("rights_public_article_action"), 1)
        self.assertEqual(self.pages("business_admin"), {})


@tagged("post_install", "-at_install")
class TestTodoPage(HttpCase, TodoCommon, ArrivalCommon):
    def test_page_offers_what_is_no_case(self):
        """Design D14: the arrival is one click away from the start page."""
        self.take(self.mail(Precedence="auto_reply"))
        self.browser_js(
            "/odoo/action-consumer_rights.rights_case_action_todo",
            """
            const page = () => document.querySelector("nav[aria-label] button .badge");
            const title = () => document.querySelector(".o_breadcrumb .active")?.textContent;
            const wait = (ready, then) => ready() ? then() : setTimeout(wait, 50, ready, then);
            wait(page, () => {
                page().closest("button").click();
                wait(
                    () => title() === "Arrivals",
                    () => console.log("test successful"),
                );
            });
            """,
            login="t_operator",
        )
