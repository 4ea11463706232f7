from odoo import fields, models


class RightsRectificationRound(models.Model):
    """One check of what a merchant put right: passed, or failed and a new round (INS-09).

    who     may
    staff   read
    nobody  write: checking the rectification does
    """

    _name = "rights.rectification.round"
    _inherit = ["rights.append.only"]
    _description = "Check of a rectification"
    _order = "rectification_id, round_no"
    _rec_name = "round_no"

    rectification_id = fields.Many2one(
        "rights.merchant.rectification", required=True, index=True, ondelete="restrict"
    )
    round_no = fields.Integer("Round", required=True, aggregator=None)
    due_on = fields.Date("Due on")
    answer = fields.Text("Answer of the merchant")
    answered_at = fields.Datetime("Answered at")
    result = fields.Selection([("pass", "Check passed"), ("fail", "Check failed")], required=True)
    note = fields.Char("What is still missing")
    checked_at = fields.Datetime("Checked at", required=True, default=fields.Datetime.now)
    checked_by_id = fields.Many2one(
        "res.users",
        "Checked by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )

    _once = models.UniqueIndex("(rectification_id, round_no)", "This round was checked already.")
