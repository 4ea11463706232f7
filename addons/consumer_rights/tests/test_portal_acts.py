from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .portal_common import PortalCommon, photo

PLEASED = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "satisfied")
DISPLEASED = {**PLEASED, "sat_result": "dissatisfied"}


@tagged("post_install", "-at_install")
class TestPortalActs(PortalCommon):
    def online_case_at(self, stage):
        """An online complaint brought to a stage by the staff."""
        cases, _code = self.file(merchants=[{"name": "测试百货", "phone": "025-84000001"}])
        case = cases
        case.sudo().category_id = self.nature
        result = {"outcome_id": self.settled.id, "result_text": "退款", "amount_recovered": 680}
        for reached, code, values in (
            ("accepted", "accept", self.ACCEPT),
            ("handling", "take", None),
            ("concluded", "conclude", result),
            ("replied", "reply", {"reply_text": "已退款", "reply_way": "phone"}),
        ):
            if case.stage_code == stage:
                break
            self.move(case, code, "clerk", values)
            self.assertEqual(case.stage_code, reached)
        return case

    # -- material ---------------------------------------------------------------------------------

    def hand_in(self, case, statement="", files=()):
        filing = self.begin()
        for name, content in files:
            self.upload(filing, name, content)
        filing._hand_in(case.sudo(), statement)
        return filing

    def test_material_is_added_once_and_told(self):
        """REG-18, HND-08: with its time; whoever works on the case is told."""
        case = self.online_case_at("handling")
        filing = self.hand_in(case, "补充发票<script>", [("发票.jpg", photo())])
        filing._hand_in(case.sudo(), "补充发票<script>")
        pieces = case.evidence_ids
        self.assertEqual(pieces.mapped("type"), ["photo", "correspondence"])
        self.assertEqual(pieces[1].statement, "补充发票<script>")
        self.assertEqual(
            case.event_ids.filtered(lambda e: e.type == "evidence").mapped("basis"),
            pieces.mapped("name"),
        )
        self.assertEqual(case.activity_ids.user_id, self.users["clerk"])

    def test_nothing_is_no_material(self):
        case = self.online_case_at("registered")
        with self.assertRaises(UserError):
            self.hand_in(case, " \u200f ")
        with self.assertRaises(UserError):
            case.sudo()._take_statement("")

    def test_a_concluded_case_takes_no_more(self):
        case = self.online_case_at("concluded")
        with self.assertRaises(UserError):
            self.hand_in(case, "太晚了")
        self.assertFalse(case.evidence_ids)

    # -- withdrawal -------------------------------------------------------------------------------

    def test_withdrawn_before_anybody_handles_it(self):
        case = self.online_case_at("registered")
        self.assertTrue(case.sudo()._public_withdraw("商家已退款"))
        self.assertEqual(case.stage_code, "concluded")
        self.assertEqual(case.outcome_id.code, "withdrawn")
        self.assertIn("商家已退款", case.result_text)

    def test_withdrawal_under_way_is_for_the_handler(self):
        case = self.online_case_at("handling")
        self.assertFalse(case.sudo()._public_withdraw(""))
        self.assertEqual(case.stage_code, "handling")
        self.assertTrue(case.activity_ids)

    def test_a_report_is_not_withdrawn(self):
        cases, _code = self.file(kind="report")
        with self.assertRaises(UserError):
            cases.sudo()._public_withdraw("")

    # -- follow-up --------------------------------------------------------------------------------

    def test_satisfied(self):
        """RPL-06, RPL-07: three grades, channel and time; not by the handler (RPL-05)."""
        case = self.online_case_at("replied")
        self.assertEqual(case.sudo()._public_rate(PLEASED, "谢谢"), "thanks")
        followup = case.followup_ids
        self.assertEqual((followup.way, followup.state), ("portal", "done"))
        self.assertEqual(followup.sat_overall, "satisfied")
        self.assertNotEqual(followup.user_id, case.user_id)
        self.assertEqual(case.stage_code, "followed_up")

    def test_dissatisfied_is_taken_up_again_at_once(self):
        """RPL-08: new cycle on the same number, without approval the first time."""
        case = self.online_case_at("replied")
        number = case.name
        self.assertEqual(case.sudo()._public_rate(DISPLEASED, "没有退款"), "reopened")
        self.assertEqual((case.name, case.cycle_no, case.stage_code), (number, 2, "registered"))
        self.assertEqual(case.followup_ids.comment, "没有退款")
        self.assertTrue(case.activity_ids)
        self.assertFalse(case._verify_events())

    def test_dissatisfied_again_is_for_a_head(self):
        """RPL-08: from the second time a supervisor decides."""
        case = self.online_case_at("replied")
        case.sudo()._public_rate(DISPLEASED, "没有退款")
        for code, values in (
            ("accept", self.ACCEPT),
            ("take", None),
            (
                "conclude",
                {"outcome_id": self.settled.id, "result_text": "再退", "amount_recovered": 1},
            ),
            ("reply", {"reply_text": "再退", "reply_way": "phone"}),
        ):
            self.move(case, code, "clerk", values)
        self.env.invalidate_all()  # the person comes with a request of its own
        self.assertEqual(case.sudo()._public_rate(DISPLEASED, "还是没有"), "noted")
        self.assertEqual((case.cycle_no, case.stage_code), (2, "followed_up"))

    def test_grades_must_be_whole(self):
        """RPL-06: nothing is stored of a form without its three grades."""
        case = self.online_case_at("replied")
        for grades, comment in (
            ({}, ""),
            ({**PLEASED, "sat_overall": None}, ""),
            ({**PLEASED, "sat_overall": "best"}, ""),
            (DISPLEASED, "  "),
        ):
            with self.assertRaises(UserError):
                case.sudo()._public_rate(grades, comment)
        self.assertFalse(case.followup_ids)
        with self.assertRaises(UserError):
            self.online_case_at("handling").sudo()._public_rate(PLEASED, "")

    def test_rated_twice_counts_once(self):
        case = self.online_case_at("replied")
        case.sudo()._public_rate(PLEASED, "")
        with self.assertRaises(UserError):
            case.sudo()._public_rate(PLEASED, "")
        self.assertEqual(len(case.followup_ids), 1)

    # -- papers and data --------------------------------------------------------------------------

    def test_papers_of_the_person_only(self):
        """ACC-10: the portal is a way for whoever filed online; a paper shows once delivered."""
        case = self.online_case_at("accepted")
        papers = case.document_ids.sudo()
        decision = papers.filtered(lambda row: row.template_id.code == "DOC-04")
        decision.needs_delivery = True
        self.assertIn("portal", decision._get_ways())
        papers._ensure_file()
        shown = case.sudo()._public_documents()
        self.assertNotIn(decision, shown)
        self.as_user("clerk", decision.sudo(False))._deliver("portal")
        self.assertIn(decision, case.sudo()._public_documents())
        file = case.sudo()._open_public_paper(decision.id)
        self.assertTrue(file.raw.startswith(b"%PDF"))
        self.assertTrue(decision.delivery_ids.opened_at)
        other, _code = self.file()
        self.assertFalse(other.sudo()._open_public_paper(decision.id))

    def test_decision_stands_on_the_page_with_its_step(self):
        """ACC-10: whoever filed online is told online, and the case is not held up."""
        template = self.templates.filtered(lambda one: one.code == "DOC-04")
        template.write({"needs_delivery": True, "holds_case": True})
        case = self.online_case_at("accepted")
        decision = case.document_ids.filtered(lambda row: row.template_id == template)
        self.assertEqual(decision.sudo().delivery_ids.way, "portal")
        self.assertTrue(decision.sudo().delivered_at)
        self.assertIn(decision.sudo(), case.sudo()._public_documents())
        self.move(case, "take", "clerk")
        self.assertEqual(case.stage_code, "handling")

    def test_no_paper_for_the_respondent(self):
        case = self.online_case_at("handling")
        self.assertFalse(
            case.sudo()._public_documents().filtered(lambda row: row.recipient != "complainant")
        )

    def test_own_data(self):
        """The person takes along what the person said, nothing of others or of the staff."""
        case = self.online_case_at("handling")
        case.sudo().party_ids = [
            Command.create({"role": "guardian", "name": "赵同告", "phone": "13900009999"})
        ]
        data = case.sudo()._own_data()
        self.assertEqual(data["persons"][0]["name"], "王测试")
        self.assertEqual(data["facts"], case.facts)
        self.assertNotIn("赵同告", str(data))
        self.assertNotIn(self.users["clerk"].name, str(data))
