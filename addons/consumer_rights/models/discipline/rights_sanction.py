from odoo import fields, models


class RightsSanction(models.Model):
    """What a decision can lay on a person: the measures of ACT-03, PRM-07 and PRM-09.

    The grade orders them: choosing a lower one than the ladder asks for needs a reason.
    """

    _name = "rights.sanction"
    _inherit = ["rights.code.mixin"]
    _description = "Measure"
    _order = "grade, sequence, id"

    grade = fields.Integer(required=True, default=10, aggregator=None)
    for_violation = fields.Boolean("For violations of a promise")
    for_fault = fields.Boolean("For faults")
    needs_approval = fields.Boolean(
        "Needs approval", help="The head approves it before it is delivered."
    )
    blocks_award = fields.Boolean(
        "No award in its year",
        help="Whoever bears it is proposed for no award in that year (ACT-06).",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another measure has this code.")
