from odoo import fields, models


class RightsRoutingReason(models.Model):
    """Why a matter goes elsewhere than proposed (TRI-04), or stays at the centre (TRI-16)."""

    _name = "rights.routing.reason"
    _inherit = "rights.code.mixin"
    _description = "Reason of routing"
    _order = "use, sequence, id"

    use = fields.Selection(
        [("elsewhere", "Sent elsewhere than proposed"), ("keep", "Kept at the centre")],
        required=True,
        default="elsewhere",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another reason has this code.")
