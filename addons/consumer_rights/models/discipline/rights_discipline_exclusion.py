from odoo import fields, models


class RightsDisciplineExclusion(models.Model):
    """Why a missed promise or a fault is nobody's: an outage, a person out of reach, an appraisal.

    A record that is not established names one, or a finding of its own.
    """

    _name = "rights.discipline.exclusion"
    _inherit = ["rights.code.mixin"]
    _description = "Cause that is not attributable"

    description = fields.Text(translate=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another cause has this code.")
