from odoo import fields, models


class RightsEducationLevel(models.Model):
    """How far somebody went to school, and whether that is enough for a coordinator (STN-03)."""

    _name = "rights.education.level"
    _inherit = ["rights.code.mixin"]
    _description = "Level of education"

    is_enough_for_coordinator = fields.Boolean(
        "Enough for a coordinator", help="Of a service station; senior high school and above."
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another level has this code.")
