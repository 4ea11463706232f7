from collections import Counter

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models


class RightsFilerRecord(models.TransientModel):
    """What one person filed in the last twelve months: evidence for the clerk, never a label.

    The matters are found by the blind index of phone and ID number and only as far as the reader
    may read them; each look stands in the audit log. Nothing is stored about the person and no
    matter is changed: the clerk draws the conclusions (ACC-15).
    """

    _name = "rights.filer.record"
    _description = "Matters of one person"

    party_id = fields.Many2one("rights.case.party", required=True, ondelete="cascade")
    name_masked = fields.Char(related="party_id.name_masked", string="Person")
    months = fields.Integer("Within months", default=12)
    case_ids = fields.Many2many("rights.case", compute="_compute_matters", string="Matters")
    matter_count = fields.Integer("Matters, this one included", compute="_compute_matters")
    merchant_count = fields.Integer("Different respondents", compute="_compute_matters")
    refused_count = fields.Integer("Not accepted", compute="_compute_matters")
    amount_dispute = fields.Monetary("Amounts in dispute", compute="_compute_matters")
    amount_recovered = fields.Monetary("Recovered", compute="_compute_matters")
    currency_id = fields.Many2one(related="party_id.case_id.currency_id")
    outcomes = fields.Char("Results", compute="_compute_matters")

    @api.depends("party_id", "months")
    def _compute_matters(self):
        for record in self:
            since = fields.Datetime.now() - relativedelta(months=record.months)
            party = record.party_id
            cases = (party._find_earlier_cases() | party.case_id).filtered(
                lambda case, since=since: case.received_at >= since and case.stage_code != "void"
            )
            results = Counter(case.outcome_id.name for case in cases if case.outcome_id)
            record.case_ids = cases.sorted("received_at", reverse=True)
            record.matter_count = len(cases)
            record.merchant_count = len(
                {case.respondent_id.id or case.respondent_name for case in cases}
            )
            record.refused_count = len(
                cases.filtered(lambda case: case.decision in ("reject", "no_longer"))
            )
            record.amount_dispute = sum(cases.mapped("amount_dispute"))
            record.amount_recovered = sum(cases.mapped("amount_recovered"))
            record.outcomes = self.env["rights.case"]._enumerate(
                [f"{name} {count}" for name, count in results.most_common()]
            )


class RightsCaseParty(models.Model):
    _inherit = "rights.case.party"

    def action_filer_record(self):
        """Open the matters of this person; the look is logged (SEC-02)."""
        self.ensure_one()
        self.check_access("read")
        record = self.env["rights.filer.record"].create({"party_id": self.id})
        self.env["rights.audit.log"]._log(
            "look", self._name, self.id, count=record.matter_count, detail="rights.filer.record"
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Matters of this person"),
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "target": "new",
        }
