from odoo import fields, models


class RightsHandoverRefuse(models.TransientModel):
    """The dialog in which a department says why it does not take a case over (TRI-08)."""

    _name = "rights.handover.refuse"
    _description = "Refuse a handover"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    reason = fields.Char(required=True)

    def action_refuse(self):
        self.case_id._open_handover().sudo(False).action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
