from odoo import fields, models


class RightsReply(models.Model):
    """A reply to the person, with the way and time it was delivered (RPL-01)."""

    _name = "rights.reply"
    _inherit = ["rights.case.part"]
    _description = "Reply"
    _order = "case_id, id"
    _rec_name = "delivered_at"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    text = fields.Text(required=True)
    way = fields.Char(required=True)
    delivered_at = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    comment = fields.Text("Person's comment")
