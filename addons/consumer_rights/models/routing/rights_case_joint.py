from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsCase(models.Model):
    """Joint handling: several departments, one date that they agreed on (TRI-10, TL-20).

    The limit of that date says of itself that the person is told (LIM-14).
    """

    _inherit = "rights.case"

    joint_body_ids = fields.Many2many(
        "rights.partner.body",
        "rights_case_joint_body_rel",
        string="Other departments",
        help="Bodies outside the network that act together with the responsible unit.",
    )
    joint_agreement = fields.Char(
        "Agreed by", copy=False, help="Who agreed on the date, or the document that says so."
    )

    @api.constrains("joint_body_ids", "joint_deadline")
    def _check_joint_bodies(self):
        for case in self:
            if case.joint_body_ids and not case.joint_deadline:
                raise ValidationError(
                    self.env._("Joint handling needs a deadline that the departments agreed on.")
                )
