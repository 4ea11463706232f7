from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import SQL

CLASS_OF_NATURE = {
    "false_publicity": "advertising",
    "counterfeit": "counterfeit",
    "quality": "counterfeit",
    "safety": "infringing",
    "price": "fraud",
    "measurement": "fraud",
}


class RightsDemo(models.AbstractModel):
    """What reports are about, and the filed cases that came of them (ENF-01, ENF-13, ENF-16)."""

    _inherit = "rights.demo"

    def _load_reports(self):
        self._load_violation_classes()
        self._load_enforcement_cases()
        self._load_measures()

    def _load_violation_classes(self):
        """Set-based: a year has hundreds of reports."""
        classes = self.env["rights.violation.class"].search([])
        of_code = {row.code: row.id for row in classes}
        natures = self.env["rights.category"].search([("kind", "=", "nature")])
        chosen = {
            nature.id: of_code[CLASS_OF_NATURE.get(nature.code, "infringing")] for nature in natures
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO rights_case_violation_class_rel (rights_case_id, rights_violation_class_id)
                SELECT rights_case.id, coalesce(chosen.class_id, %s)
                  FROM rights_case
                  LEFT JOIN unnest(%s, %s) AS chosen(nature_id, class_id)
                    ON chosen.nature_id = rights_case.category_id
                 WHERE rights_case.kind = 'report'
                """,
                of_code["infringing"],
                list(chosen),
                list(chosen.values()),
            )
        )
        self.env["rights.case"].invalidate_model(["violation_class_ids"])

    def _load_enforcement_cases(self):
        """Older ones are decided; one waits for its division."""
        reports = self.env["rights.case"].search(
            [
                ("kind", "=", "report"),
                ("outcome_id.code", "=", "filed"),
                ("concluded_at", "!=", False),
                ("stage_code", "!=", "archived"),
            ],
            order="concluded_at desc",
        )
        before = fields.Datetime.now() - timedelta(days=60)
        rows = []
        for place, report in enumerate(reports, 1):
            row = {
                "case_id": report.id,
                "cycle_no": report.cycle_no,
                "filed_at": report.concluded_at,
                "filed_by_id": report.user_id.id,
                "division_id": place != 2 and report._get_enforcement_division().id,
                "officer_ids": [Command.set(report.user_id.ids)],
            }
            if report.concluded_at < before:
                row |= {
                    "number": f"立案〔{report.concluded_at.year}〕{place}号",
                    "decision": "penalty" if place % 3 else "no_penalty",
                    "decision_number": f"处罚〔{report.concluded_at.year}〕{place}号",
                    "decision_text": "责令改正违法行为，依法作出处理决定。",
                    "decided_at": report.concluded_at + timedelta(days=45),
                    "decided_by_id": report.user_id.id,
                }
            rows.append(row)
        for filed in self.env["rights.enforcement.case"].create(rows).filtered("decided_at"):
            filed.case_id._deadline_event("enforcement_decided", at=filed.decided_at)

    def _load_measures(self):
        """One recommendation of each sort, on the reports that were filed last."""
        filed = self.env["rights.enforcement.case"].search([], limit=3)
        kinds = (
            {
                "kind": "heavier",
                "cooperation": "refusing",
                "legal_basis": "《消费者权益保护法》第五十六条",
            },
            {
                "kind": "guidance",
                "is_slight": True,
                "cooperation": "active",
                "satisfaction": "satisfied",
                "meets_no_penalty": True,
                "legal_basis": "《行政处罚法》第三十三条",
            },
            {"kind": "strictest", "is_health": True, "legal_basis": "《食品安全法》第一百二十四条"},
        )
        measures = self.env["rights.measure"].create(
            [{"case_id": row.case_id.id, **vals} for row, vals in zip(filed, kinds, strict=False)]
        )
        measures[:1].action_issue()
