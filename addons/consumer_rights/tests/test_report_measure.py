"""Guidance, heavier and strictest handling of violations (INC-05, INC-06, INC-07)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GROUP
from .report_common import ReportCommon

SLIGHT = {
    "is_slight": True,
    "cooperation": "active",
    "satisfaction": "satisfied",
    "meets_no_penalty": True,
}


@tagged("post_install", "-at_install")
class TestReportMeasure(ReportCommon):
    def propose(self, kind, login="enforcement", report=None, **values):
        report = report or self.handled()
        return self.as_user(login, self.env["rights.measure"]).create(
            {"case_id": report.id, "kind": kind, "legal_basis": "行政处罚法第三十三条", **values}
        )

    def test_guidance_needs_all_its_conditions(self):
        """INC-05, E-23: slight, active, rather satisfied, and the conditions of the law."""
        measure = self.propose("guidance", **SLIGHT)
        measure.action_issue()
        self.assertEqual(measure.state, "issued")
        for lacking in (
            {"is_slight": False},
            {"cooperation": "passive"},
            {"satisfaction": "dissatisfied"},
            {"meets_no_penalty": False},
        ):
            with self.subTest(lacking), self.refused("Guidance without penalty", ValidationError):
                self.propose("guidance", **{**SLIGHT, **lacking})

    def test_a_refusing_merchant_gets_a_heavier_penalty(self):
        """INC-06: another proposal needs a reason; without such an attitude it is not heavier."""
        self.propose("heavier", cooperation="refusing").action_issue()
        with self.refused("Say why no heavier", ValidationError):
            self.propose("ordinary", cooperation="passive")
        self.propose("ordinary", cooperation="passive", reason="已主动消除危害后果")
        with self.refused("refusing or passive attitude", ValidationError):
            self.propose("heavier", cooperation="active")

    def test_the_strictest_needs_a_legal_review(self):
        """INC-07: for goods that endanger health only, and reviewed by somebody else."""
        with self.refused("endanger health", ValidationError):
            self.propose("strictest")
        with self.refused("endanger health", ValidationError):
            self.propose("ordinary", is_health=True)
        measure = self.propose("strictest", is_health=True)
        with self.refused("after a legal review", UserError):
            measure.action_issue()
        with self.refused("reviews it", AccessError):
            measure.action_review()
        head = self.as_user("head", measure)
        with self.refused("Enter the number and the opinion", ValidationError):
            head.action_review()
        head.write({"review_paper": "法审〔2026〕3号", "review_text": "同意，幅度合法"})
        head.action_review()
        with self.refused("propose anew", UserError):
            measure.kind = "ordinary"
        measure.action_issue()
        self.assertEqual(measure.reviewed_by_id, self.users["head"])
        record = " ".join(filter(None, measure.case_id.event_ids.mapped("basis")))
        self.assertIn("Recommended: Strictest penalty within the legal range", record)

    def test_nobody_reviews_the_own_proposal(self):
        self.users["enforcement"].group_ids |= self.env.ref(GROUP + "division_head")
        measure = self.propose("strictest", is_health=True)
        measure.write({"review_paper": "法审〔2026〕4号", "review_text": "同意"})
        with self.refused("own request", AccessError):
            measure.action_review()

    def test_one_stands_and_what_was_said_stays(self):
        measure = self.propose("ordinary")
        measure.action_withdraw()
        with self.refused("decided already", UserError):
            measure.action_issue()
        with self.refused("stays in the record", UserError):
            measure.sudo().unlink()
        self.propose("ordinary", report=measure.case_id)
        with self.refused("its acts only", AccessError):
            measure.state = "issued"
        with self.refused("in a report", ValidationError):
            self.propose("ordinary", "clerk_handler", report=self.case_at("handling"))

    def test_the_complaint_says_how_the_merchant_behaved(self):
        """INC-06, MED-19: attitude and contentment are those of the complaint."""
        complaint = self.case_at("handling")
        report = self.as_user("clerk", complaint)._convert_to_report()
        mediation = self.env["rights.mediation"]._open_for(complaint.sudo())
        mediation.cooperation = "refusing"
        measure = self.propose("heavier", report=self.handled(report))
        self.assertEqual(measure.cooperation, "refusing")
        self.assertFalse(measure.satisfaction)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["clerk_handler"] = cls._create_person("clerk_handler", "handler", "city")
