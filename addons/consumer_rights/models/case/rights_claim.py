from odoo import models


class RightsClaim(models.Model):
    """What a complainant asks for: repair, refund and so on, as the official form lists it."""

    _name = "rights.claim"
    _inherit = "rights.code.mixin"
    _description = "Claim"

    _code_unique = models.Constraint("UNIQUE (code)", "Another claim has this code.")
