from odoo import fields, models

from ...models.mediation.rights_mediation_entrusting import KINDS


class RightsMediationEntrust(models.TransientModel):
    """Asks which body mediates for the authority (MED-20)."""

    _name = "rights.mediation.entrust"
    _description = "Entrust a mediation"

    mediation_id = fields.Many2one("rights.mediation", required=True, ondelete="cascade")
    body_id = fields.Many2one(
        "rights.partner.body",
        "Mediated by",
        required=True,
        ondelete="cascade",
        domain=[("kind", "in", list(KINDS))],
    )

    def action_entrust(self):
        self.ensure_one()
        self.mediation_id._entrust(self.body_id)
        return {"type": "ir.actions.act_window_close"}
