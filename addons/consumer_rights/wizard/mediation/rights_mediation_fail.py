from odoo import fields, models


class RightsMediationFail(models.TransientModel):
    """Asks why a station could not settle the matter (MED-09, MED-23)."""

    _name = "rights.mediation.fail"
    _description = "The mediation failed"

    mediation_id = fields.Many2one("rights.mediation", required=True, ondelete="cascade")
    why = fields.Text("Why it failed", required=True)

    def action_fail(self):
        self.ensure_one()
        self.mediation_id._fail(self.why)
        return {"type": "ir.actions.act_window_close"}
