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
    is_draft = fields.Boolean(compute="_compute_is_draft")
    # each with a compute of its own: what somebody enters for one leaves the others offered
    subject = fields.Char(
        "Report in one line", compute="_compute_subject", store=True, readonly=False
    )
    facts = fields.Text(
        "Alleged offence", compute="_compute_facts", store=True, readonly=False, required=True
    )
    complaint_facts = fields.Text(
        "Left to the complaint", compute="_compute_complaint_facts", store=True, readonly=False
    )
    violation_class_ids = fields.Many2many(
        "rights.violation.class", string="Alleged violations", required=True
    )
    is_anonymous = fields.Boolean("Anonymous report")
    is_confidential = fields.Boolean("Confidential identity")
    evidence_ids = fields.Many2many(
        "rights.case.evidence",
        compute="_compute_evidence_ids",
        store=True,
        readonly=False,
        string="Evidence for the report",
        domain="[('case_id', '=', case_id)]",
    )

    @api.depends("case_id")
    def _compute_is_draft(self):
        for split in self:
            split.is_draft = split.case_id.stage_code == "draft"

    @api.depends("case_id")
    def _compute_subject(self):
        for split in self:
            split.subject = split.case_id.subject

    @api.depends("case_id")
    def _compute_facts(self):
        for split in self:
            split.facts = split.case_id.facts

    @api.depends("case_id")
    def _compute_complaint_facts(self):
        for split in self:
            split.complaint_facts = split.case_id.facts

    @api.depends("case_id")
    def _compute_evidence_ids(self):
        for split in self:
            pieces = split.case_id.evidence_ids
            split.evidence_ids = pieces.filtered(lambda piece: not piece.is_void)

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
            violations=self.violation_class_ids,
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
