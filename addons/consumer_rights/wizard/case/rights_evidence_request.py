from odoo import fields, models


class RightsEvidenceRequest(models.TransientModel):
    """The dialog that asks for evidence in one list (HND-08)."""

    _name = "rights.evidence.request"
    _description = "Ask for evidence"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    items = fields.Text("What the person should hand in", required=True)
    is_second = fields.Boolean(compute="_compute_is_second")
    override_reason = fields.Char("Why a second list")

    def _compute_is_second(self):
        for wizard in self:
            wizard.is_second = bool(wizard.case_id.evidence_request)

    def action_request(self):
        self.case_id.action_request_evidence(self.items, self.override_reason)
        return {"type": "ir.actions.act_window_close"}
