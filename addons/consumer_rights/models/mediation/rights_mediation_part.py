from odoo import api, fields, models
from odoo.exceptions import AccessError


class RightsMediationOpened(models.AbstractModel):
    """What the lists of a mediation on the case form open, each in a dialog."""

    _name = "rights.mediation.opened"
    _description = "Opened from a mediation"

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class RightsMediationPart(models.AbstractModel):
    """What belongs to one mediation of a case, and with it to the case.

    It follows the rights on the case, and it is added while the mediation is open. The case is
    that of the mediation, whatever a caller says.
    """

    _name = "rights.mediation.part"
    _inherit = ["rights.case.part", "rights.mediation.opened"]
    _description = "Part of a mediation"

    mediation_id = fields.Many2one(
        "rights.mediation", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(related="mediation_id.case_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {name: value for name, value in vals.items() if name != "case_id"} for vals in vals_list
        ]
        parts = super().create(vals_list)
        parts.mediation_id._check_open()
        return parts

    def write(self, vals):
        if not self.env.su and {"mediation_id", "case_id"}.intersection(vals):
            raise AccessError(self.env._("What belongs to one mediation is not moved to another."))
        return super().write(vals)
