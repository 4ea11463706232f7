"""Interviews and suggestion letters: approval by a second person, papers, days."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import pdf_signature
from .inspection_common import InspectionCommon

INTERVIEW = {
    "invited": "总经理王测试",
    "problems": "三次复查不合格",
    "advice": "清查全部进口食品标签",
    "planned_at": "2025-11-25 01:00:00",
}
MONTHS = ("2025-08-11", "2025-09-11", "2025-10-13")


@tagged("post_install", "-at_install")
class TestIncentiveInterview(InspectionCommon):
    def interview(self, **values):
        interviews = self.as_user("dispatcher_a", self.env["rights.interview"])
        return interviews.create({"merchant_id": self.mall.id, **INTERVIEW, **values})

    def held(self):
        interview = self.interview()
        interview.action_ask_approval()
        self.as_user("division_a", interview).action_approve()
        interview.minutes = "承诺十日内整改"
        with freeze_time("2025-11-25 02:00"):
            interview.action_hold()
        return interview

    def html(self, report, record):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            f"consumer_rights.{report}", record.ids
        )
        return content.decode()

    def test_inc_03_what_an_interview_names(self):
        """INC-03: invited head, problems, advice and day before it is approved."""
        for name in INTERVIEW:
            interview = self.interview(**{name: False})
            with self.subTest(name=name), self.assertRaises(UserError):
                interview.action_ask_approval()

    def test_inc_03_another_leader_approves(self):
        """INC-03: neither the dispatcher nor whoever drew it up; nobody writes the state."""
        interview = self.interview()
        with self.assertRaises(AccessError):
            interview.write({"state": "approved"})
        interview.action_ask_approval()
        with self.assertRaises(AccessError):
            interview.action_approve()
        with self.assertRaises(UserError):
            interview.problems = "改"
        own = self.as_user("division_a", self.env["rights.interview"]).create(
            {"merchant_id": self.mall.id, **INTERVIEW}
        )
        own.action_ask_approval()
        with self.assertRaises(UserError):
            own.action_approve()
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_b", interview).action_refuse()
        leader = self.as_user("division_a", interview)
        with self.assertRaises(UserError):
            leader.action_refuse()
        leader.remark = "问题写得太笼统"
        leader.action_refuse()
        self.assertEqual(interview.state, "draft")
        interview.action_ask_approval()
        leader.action_approve()
        self.assertIn("约谈〔", interview.name)

    def test_sc_23_tl_68_after_the_interview(self):
        """SC-23, INC-03, TL-68, DOC-16: due 2025-12-09; put right, or what follows is named."""
        interview = self.held()
        self.assertEqual(interview.due_on, date(2025, 12, 9))
        paper = self.html("report_rights_interview", interview)
        for text in ("约谈记录", interview.name, "总经理王测试", "承诺十日内整改"):
            self.assertIn(text, paper)
        with freeze_time("2025-12-10 02:00"):
            self.assertTrue(interview.is_overdue)
            with self.assertRaises(UserError):
                interview.action_failed()
            interview.write({"followup": "仍未整改", "next_step": "letter"})
            interview.action_failed()
        candidate = self.env["rights.letter.candidate"].search([("merchant_id", "=", self.mall.id)])
        self.assertEqual((candidate.interview_id, candidate.state), (interview, "open"))

    def test_tl_68_more_time_is_given_once(self):
        """TL-68: ten working days more, by the unit head, once."""
        interview = self.held()
        with freeze_time("2025-12-08 02:00"):
            with self.assertRaises(AccessError):
                interview.action_extend()
            leader = self.as_user("head", interview)
            leader.action_extend()
            self.assertEqual(interview.due_on, date(2025, 12, 23))
            with self.assertRaises(UserError):
                leader.action_extend()

    def test_inc_03_what_was_said_stays(self):
        """INC-03: each part is written at its time, and stays as it was written."""
        interview = self.held()
        for name in ("minutes", "problems", "remark"):
            with self.subTest(name=name), self.assertRaises(UserError):
                interview.write({name: "改"})
        interview.followup = "已全部更换标签"
        interview.action_rectified()
        with self.assertRaises(UserError):
            interview.followup = "改"

    def test_inc_03_the_station_reads(self):
        """INC-03: the supervising station reads; others do not; nobody deletes."""
        interview = self.interview()
        self.assertEqual(self.as_user("station_a1", interview).invited, "总经理王测试")
        for login in ("station_a2", "dispatcher_b", "clerk"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, interview).read(["problems"])
        with self.assertRaises(UserError):
            interview.sudo().unlink()


@tagged("post_install", "-at_install")
class TestSuggestionLetter(InspectionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # other merchants of the database do not push ours out of the list
        cls.env.ref("consumer_rights.network_parameter_letter_top").value = 100000
        cls.candidates = cls.env["rights.letter.candidate"]

    def complain(self, merchant, *days):
        for day in days:
            with freeze_time(f"{day} 02:00"):
                self.move(self.create_case(respondent_id=merchant.id), "register")

    def listed(self):
        with freeze_time("2025-11-05 02:00"):
            self.candidates._cron_list()
            self.candidates._cron_list()
        return self.candidates.search([("month", "=", "2025-10-01")])

    def test_inc_04_three_months_one_after_another(self):
        """INC-04, SC-23: three months listed once; two months are not enough."""
        self.complain(self.mall, *MONTHS, "2025-10-14")
        self.complain(self.neighbour, *MONTHS[1:])
        listed = self.listed()
        row = listed.filtered(lambda one: one.merchant_id == self.mall)
        self.assertEqual((len(row), row.complaint_count), (1, 2))
        self.assertNotIn(self.neighbour, listed.merchant_id)
        top = self.mall._most_complained(date(2025, 10, 1), date(2025, 11, 1), 1)
        self.assertEqual(len(top), 1)

    def test_inc_04_ignoring_needs_a_reason(self):
        """INC-04: refused without; a candidate belongs to the city centre."""
        self.complain(self.mall, *MONTHS)
        row = self.listed().filtered(lambda one: one.merchant_id == self.mall)
        self.assertFalse(self.as_user("dispatcher_a", self.candidates).search([]))
        row = self.as_user("dispatcher", row)
        with self.assertRaises(UserError):
            row.action_ignore()
        with self.assertRaises(AccessError):
            row.write({"state": "ignored"})
        row.reason = "已进入行政处罚程序"
        row.action_ignore()
        self.assertEqual(row.state, "ignored")
        with self.assertRaises(UserError):
            row.action_start_letter()

    def test_sc_23_a_letter_and_its_answer(self):
        """SC-23, INC-04, INC-11, TL-69, DOC-17: delivered 2025-11-12, answer by 2025-12-10."""
        self.complain(self.mall, *MONTHS)
        row = self.listed().filtered(lambda one: one.merchant_id == self.mall)
        row = self.as_user("dispatcher", row)
        letter = row.env["rights.suggestion.letter"].browse(row.action_start_letter()["res_id"])
        self.assertEqual((row.state, letter.merchant_id), ("letter", self.mall))
        with self.assertRaises(UserError):
            letter.action_ask_approval()
        letter.write({"addressee": "市商务局", "content": "建议加强对大型商场的监管"})
        letter.action_ask_approval()
        self.assertEqual(self.seal_of(letter), "unsigned", "a draft does not leave")
        with self.assertRaises(AccessError):
            letter.action_approve()
        self.as_user("head", letter).action_approve()
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "consumer_rights.report_rights_suggestion_letter", letter.ids
        )
        for text in ("维权建议函", "市商务局", "20个工作日", letter.name):
            self.assertIn(text, content.decode())
        self.assertEqual(self.seal_of(letter), "intact")
        with freeze_time("2025-11-12 02:00"):
            letter.action_deliver()
        self.assertEqual(letter.answer_due_on, date(2025, 12, 10))
        with freeze_time("2025-12-11 02:00"):
            self.assertTrue(letter.is_overdue)
            with self.assertRaises(UserError):
                letter.action_answered()
            letter.answer = "已约谈该商场"
            letter.action_answered()
        self.assertEqual((letter.state, letter.answered_on), ("answered", date(2025, 12, 11)))

    def seal_of(self, letter):
        """What the seal of the printed letter says (D8)."""
        report = self.env.ref("consumer_rights.rights_suggestion_letter_report")
        streams = report.with_context(force_report_rendering=True)._render_qweb_pdf_prepare_streams(
            report, {}, letter.ids
        )
        return pdf_signature.verify(streams[letter.id]["stream"].getvalue()).state

    def test_inc_04_letters_are_the_citys(self):
        """INC-04: a district writes none and reads none."""
        values = {"subject": "预付卡行业"}
        letters = self.env["rights.suggestion.letter"]
        with self.assertRaises(UserError):
            self.as_user("dispatcher_a", letters).create(values)
        letter = self.as_user("dispatcher", letters).create(values)
        self.assertFalse(self.as_user("dispatcher_a", letters).search([("id", "=", letter.id)]))
