from odoo import fields, models


class RightsRectificationFail(models.TransientModel):
    """Asks what is still missing before a rectification goes back to the merchant (INS-09)."""

    _name = "rights.rectification.fail"
    _description = "Failed check of a rectification"

    rectification_id = fields.Many2one(
        "rights.merchant.rectification", required=True, ondelete="cascade"
    )
    note = fields.Char(
        "What is still missing", required=True, help="The merchant reads it in the portal."
    )

    def action_confirm(self):
        self.ensure_one()
        self.rectification_id.action_send_back(self.note)
        return {"type": "ir.actions.act_window_close"}
