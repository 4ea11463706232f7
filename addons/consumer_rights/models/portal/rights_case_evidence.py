from odoo import fields, models


class RightsCaseEvidence(models.Model):
    _inherit = "rights.case.evidence"

    statement = fields.Text("In the person's words", readonly=True)
