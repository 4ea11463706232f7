"""Reports to their filing decision and beyond (ENF-01 to ENF-06, ENF-13, ENF-16, ENF-17, SC-07)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .pdf_check import text_of
from .report_common import REPORTER, ReportCommon


@tagged("post_install", "-at_install")
class TestReportFiling(ReportCommon):
    def test_sc_07_anonymous_report_ends_in_a_filed_case(self):
        """SC-07: REG-11, ENF-01, ENF-03 to ENF-06, ENF-16, SEC-02."""
        with self.at("2026-06-15 10:00"):
            report = self.report()
            self.assertDue(
                report,
                TL_09="2026-06-25",
                TL_10="2026-07-07",
                TL_14="2026-06-25",
                TL_15="2026-07-07",
            )
            with self.refused("Only a report may be anonymous", ValidationError):
                self.create_case(is_anonymous=True, party_ids=[])
        with self.at("2026-06-24 10:00"):
            filed = self.filed(report)
            self.assertOutcome(report, TL_09="met", TL_10="met", TL_14="exempt", TL_15="exempt")
            self.assertDue(report, TL_52="2026-09-22")
        self.assertNoClock(report, "TL-04", "TL-18", "TL-34", "TL-38")
        self.assertEqual(filed.division_id, self.classes["trademark"].division_id)
        with self.at("2026-07-06 10:00"):
            with self.refused("not decided yet", ValidationError):
                self.move(report, "archive", "archivist", {"move_basis": "匿名举报"})
            self.decide(filed)
            self.move(report, "archive", "archivist", {"move_basis": "匿名举报"})
        self.assertOutcome(report, TL_52="met")
        self.assertFalse(
            report.sudo().document_ids.filtered(lambda one: one.template_id.code == "DOC-19")
        )

    def test_a_report_names_a_violation(self):
        """ENF-01: no registration without a class, and no class is taken away afterwards."""
        with self.refused("at least one alleged violation", ValidationError):
            self.report(classes=())
        report = self.report(classes=("fraud", "advertising"))
        with self.refused("at least one alleged violation", ValidationError):
            self.as_user("clerk", report).violation_class_ids = [Command.clear()]
        draft = self.create_case(kind="report", violation_class_ids=False)
        step = draft._transitions().filtered(lambda one: one.code == "register")
        self.assertIn("violation_class_ids", draft._get_asked_fields(step.sudo()))

    def test_classes_are_data(self):
        """ENF-01, ENF-13: a business administrator keeps the classes and their divisions."""
        own = self.as_user("business_admin", self.env["rights.violation.class"])
        own.create({"name": "无照经营", "code": "no_licence"})
        with self.refused(error=AccessError):
            self.as_user("clerk", own).create({"name": "其他", "code": "t_more"})

    def test_a_clue_is_asked_for_once(self):
        """ENF-02: insufficient after one request for details; with its text."""
        report = self.handled(self.named())
        with self.refused("Ask the reporter once", ValidationError):
            self.decide_filing(report, "clue_insufficient", "线索不具体")
        case = self.as_user("enforcement", report)
        case.action_request_evidence("请说明摊位位置和时间")
        with self.refused("asked for on", UserError):
            case.action_request_evidence("请再说明")
        with self.refused("is missing", ValidationError):
            self.decide_filing(report, "clue_insufficient", "")
        self.decide_filing(report, "clue_insufficient", "经询问仍无具体线索")
        self.assertEqual(report.stage_code, "concluded")
        unknown = self.handled()
        self.decide_filing(unknown, "clue_insufficient", "匿名且无法联系")
        self.assertEqual(unknown.stage_code, "concluded")

    def test_the_reporter_is_told(self):
        """ENF-06: TL-18 runs to the delivery of DOC-19, made with the reply; five working days.

        SEC-02: it names the reporter, so who reads it is on record.
        """
        with self.at("2026-06-15 10:00"):
            report = self.handled(self.named())
        with self.at("2026-06-24 10:00"):
            self.decide_filing(report, "not_filed", "未发现违法行为")
            self.assertDue(report, TL_18="2026-07-01")
            self.assertFalse(report.sudo().enforcement_case_ids)
        with self.at("2026-06-25 10:00"):
            self.reply(report)
        self.assertOutcome(report, TL_18="met")
        paper = report.sudo().document_ids.filtered(lambda one: one.template_id.code == "DOC-19")
        self.assertEqual(len(paper), 1)
        self.assertIn(REPORTER, text_of(paper._ensure_file().attachment_id.raw))
        self.assertNotIn("DOC-12", report.sudo().document_ids.template_id.mapped("code"))
        wanted = [("model", "=", "rights.case.party"), ("res_id", "=", report.sudo().party_ids.id)]
        looks = self.env["rights.audit.log"].search_count(wanted)
        self.as_user("enforcement", paper).read(["title"])
        self.assertEqual(self.env["rights.audit.log"].search_count(wanted), looks)
        self.assertIn(REPORTER, self.as_user("enforcement", paper).read(["body"])[0]["body"])
        self.assertEqual(self.env["rights.audit.log"].search_count(wanted), looks + 1)

    def reply(self, report):
        values = {"reply_text": "经核查不予立案", "reply_way": "phone"}
        self.move(report, "reply", "enforcement", values)

    def test_the_result_is_told_too(self):
        """ENF-06: the decision on the filed case makes a second notice for who is known."""
        filed = self.filed(self.named())
        self.reply(filed.case_id)
        self.decide(filed)
        papers = filed.case_id.document_ids.filtered(lambda one: one.template_id.code == "DOC-19")
        self.assertEqual(len(papers), 2)
        self.assertIn("处罚〔2026〕12号", papers.sorted("id")[-1:].body)
        self.assertTrue(papers.sorted("id")[-1:].needs_delivery)

    def test_a_filed_case_goes_to_its_division(self):
        """ENF-13: by class, by category, or by hand; without a division it is red."""
        by_class = self.filed(self.report(classes=("other", "advertising")))
        self.assertEqual(by_class.division_id, self.classes["advertising"].division_id)
        self.nature.division_id = self.goods.division_id = False
        self.nature.parent_id.division_id = self.goods.parent_id.division_id = False
        red = self.filed(self.report(classes=("other",)))
        self.assertTrue(red.is_unassigned)
        action = "rights_enforcement_case_action_unassigned"
        self.assertEqual(self.waiting("dispatcher", action), 1)
        with self.refused("assigns the division", AccessError):
            self.as_user("enforcement", red).division_id = by_class.division_id
        with self.refused("Assign the division", ValidationError):
            self.decide(red)
        self.as_user("dispatcher", red).division_id = by_class.division_id
        self.assertFalse(red.is_unassigned)
        self.assertEqual(self.waiting("dispatcher", action), 0)

    def waiting(self, login, action):
        pages = self.as_user(login, self.env["rights.case"]).get_todo_pages()
        counts = {page["action"].split(".")[1]: page["count"] for page in pages}
        return counts.get(action, 0)

    def test_a_decision_is_complete_and_stays(self):
        """ENF-16: kind, number and words; nobody changes it afterwards."""
        filed = self.filed()
        with self.refused("Enter the decision", ValidationError):
            self.as_user("enforcement", filed).action_decide()
        with self.refused(error=AccessError):
            self.decide(filed, "station_b1")
        with self.refused("its acts only", AccessError):
            self.as_user("enforcement", filed).decided_at = "2026-01-01"
        self.decide(filed)
        with self.refused("stays as it is"):
            self.as_user("enforcement", filed).decision_text = "改"
        with self.refused("recorded already"):
            self.as_user("enforcement", filed).action_decide()
        with self.refused("never deleted"):
            filed.unlink()

    def test_more_time_for_a_filed_case(self):
        """ENF-16: thirty days by the head, more by collective decision; pauses are not counted."""
        with self.at("2026-06-15 10:00"):
            filed = self.filed()
            report = filed.case_id
            self.assertDue(report, TL_52="2026-09-14")
        vals = {
            "enforcement_id": filed.id,
            "days": 60,
            "record": "会议纪要〔2026〕3号",
            "participants": "局长、分管副局长、法规科长",
            "reason": "案情复杂",
        }
        extensions = self.env["rights.enforcement.extension"]
        with self.at("2026-08-03 10:00"):
            with self.refused("The head extends the limit first"):
                self.as_user("head", extensions).create(vals)
            request = self.as_user("enforcement", self.env["rights.deadline.extension"]).create(
                {"deadline_id": self.clock(report, "TL-52").id, "reason": "需要协查"}
            )
            self.as_user("head", request).action_approve()
            self.assertDue(report, TL_52="2026-10-13")
            with self.refused(error=AccessError):
                self.as_user("enforcement", extensions).create(vals)
            self.as_user("head", extensions).create(vals)
            self.assertDue(report, TL_52="2026-12-14")  # the 12th is a Saturday
        pauses = self.as_user("enforcement", self.env["rights.deadline.pause"])
        self.env.invalidate_all()
        with self.at("2026-08-10 10:00"):
            reason = self.env.ref("consumer_rights.pause_reason_suspension")
            pause = pauses.sudo().create(
                {"case_id": report.id, "reason_id": reason.id, "document": "中止决定书1号"}
            )
        self.env.invalidate_all()
        with self.at("2026-08-20 10:00"):
            pause.sudo().action_resume()
            self.assertDue(report, TL_52="2026-12-22")
        with self.at("2026-12-24 10:00"), self.refused("has passed"):
            self.as_user("head", extensions).create(vals)

    def test_result_comes_back_to_the_complaint(self):
        """ENF-17: number and decision stand with the complaint and in its dossier, nothing else."""
        complaint = self.case_at("handling")
        report = self.as_user("clerk", complaint)._convert_to_report()
        self.assertFalse(complaint.enforcement_result)
        filed = self.filed(report)
        complaint.invalidate_recordset()
        seen = self.as_user("clerk", complaint)
        self.assertIn("under investigation", seen.enforcement_result)
        self.decide(filed)
        complaint.invalidate_recordset()
        self.assertIn("处罚〔2026〕12号", seen.enforcement_result)
        self.assertNotIn("罚款五千元", seen.enforcement_result)
        self.assertIn("处罚〔2026〕12号", complaint.sudo().event_ids[-1:].basis)
        part = list(
            complaint._in_chinese()._get_dossier_parts(
                complaint._in_chinese()._get_dossier_values(), True
            )
        )
        self.assertIn("关联案件查处结果", [piece.title for piece in part])

    def test_a_report_split_off_stays_secret(self):
        """ENF-17, REG-14: who handles the complaint learns nothing of the complainant's report."""
        complaint = self.registered_case()
        report = self.as_user("clerk", complaint)._split_report(
            "涉嫌假冒", "柜台内售假", violations=self.classes["counterfeit"]
        )
        filed = self.filed(report)
        self.decide(filed)
        self.assertFalse(complaint.enforcement_result)
        self.assertNotIn(report.name, str(complaint.sudo().event_ids[-1:].basis))

    def test_a_sealed_dossier_gets_the_result_behind_it(self):
        """ENF-17, ARC-09: a complaint that was archived meanwhile gets a supplement."""
        complaint = self.case_at("handling")
        report = self.as_user("clerk", complaint)._convert_to_report()
        filed = self.filed(report)
        self.conclude(complaint)
        self.move(complaint, "reply", "clerk", {"reply_text": "已退款", "reply_way": "phone"})
        grades = {"sat_attitude": "satisfied", "sat_result": "basic", "sat_overall": "basic"}
        followups = {"followup_ids": [Command.create(grades)]}
        self.move(complaint, "follow_up", "followup", followups)
        self.move(complaint, "archive", "archivist")
        self.decide(filed)
        supplement = complaint.sudo().dossier_ids.supplement_ids
        self.assertEqual(supplement.name, "查处结果.pdf")
        self.assertIn("处罚〔2026〕12号", text_of(supplement.attachment_id.raw))
