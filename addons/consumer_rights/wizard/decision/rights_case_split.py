from odoo import api, fields, models


class RightsCaseSplit(models.TransientModel):
    """Asks what of one filing belongs to the report, and what stays with the complaint (REG-14)."""

    _name = "rights.case.split"
    _description = "Split off a report"

    case_id = fields.Many2one(
        "rights.case",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    is_draft = fields.Boolean(compute="_compute_from_case", store=True)
    subject = fields.Char(
        "Report in one line", compute="_compute_from_case", store=True, readonly=False
    )
    facts = fields.Text(
        "Alleged offence", compute="_compute_from_case", store=True, readonly=False, required=True
    )
    complaint_facts = fields.Text(
        "Left to the complaint", compute="_compute_from_case", store=True, readonly=False
    )
    is_anonymous = fields.Boolean("Anonymous report")
    is_confidential = fields.Boolean("Confidential identity")
    evidence_ids = fields.Many2many(
        "rights.case.evidence",
        compute="_compute_from_case",
        store=True,
        readonly=False,
        string="Evidence for the report",
        domain="[('case_id', '=', case_id)]",
    )

    @api.depends("case_id")
    def _compute_from_case(self):
        for split in self:
            case = split.case_id
            split.is_draft = case.stage_code == "draft"
            split.subject = case.subject
            split.facts = case.facts
            split.complaint_facts = case.facts
            split.evidence_ids = case.evidence_ids.filtered(lambda piece: not piece.is_void)

    def action_split(self):
        """Make the report and open it; a draft complaint keeps only the words of the dispute."""
        self.ensure_one()
        case = self.case_id
        report = case._split_report(
            self.subject,
            self.facts,
            is_anonymous=self.is_anonymous,
            is_confidential=self.is_confidential,
            pieces=self.evidence_ids,
        )
        if self.is_draft and self.complaint_facts != case.facts:
            case.facts = self.complaint_facts
        return {
            "type": "ir.actions.act_window",
            "name": report.display_name,
            "res_model": "rights.case",
            "res_id": report.id,
            "view_mode": "form",
            "target": "current",
        }
