from odoo import api, fields, models


class RightsDisputeDecide(models.TransientModel):
    """The dialog that ends a dispute: the units agreed, or their superior designates (TRI-13)."""

    _name = "rights.dispute.decide"
    _description = "Decide on jurisdiction"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    is_designation = fields.Boolean(compute="_compute_choice")
    choice_ids = fields.Many2many("rights.station", compute="_compute_choice")
    station_id = fields.Many2one(
        "rights.station", "Unit with power", required=True, domain="[('id', 'in', choice_ids)]"
    )
    basis = fields.Char("Agreement or grounds", required=True)

    @api.depends("case_id")
    def _compute_choice(self):
        for wizard in self:
            dispute = wizard.case_id._open_dispute()
            sides = dispute.station_id | dispute.other_station_id
            mine = wizard.env.user.rights_station_ids
            wizard.is_designation = dispute.state == "escalated" and dispute.superior_id in mine
            below = dispute.superior_id._with_below() if wizard.is_designation else sides
            wizard.choice_ids = below.sudo(False)

    def action_decide(self):
        dispute = self.case_id._open_dispute().sudo(False)
        decide = dispute._name_unit if self.is_designation else dispute._agree
        decide(self.station_id, self.basis)
        return {"type": "ir.actions.act_window_close"}
