from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RightsReply(models.Model):
    """A reply to the person: what was said, how it was delivered, what the person said (RPL-01).

    The delivery itself, with its proof, is that of the paper (``document_id``); what was told on
    the phone is delivered with the step.
    """

    _name = "rights.reply"
    _inherit = ["rights.case.part"]
    _description = "Reply"
    _order = "case_id, id"
    _rec_name = "delivered_at"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", default=1)
    text = fields.Text(required=True)
    way = fields.Selection(
        [
            ("phone", "Phone"),
            ("sms", "Text message"),
            ("email", "E-mail"),
            ("portal", "Portal"),
            ("letter", "Letter"),
            ("in_person", "In person"),
        ],
        required=True,
    )
    delivered_at = fields.Datetime("Replied", required=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    delegation_id = fields.Many2one(
        "rights.reply.delegation", "By delegation", ondelete="restrict", help="RPL-02"
    )
    document_id = fields.Many2one("rights.document", "Paper", ondelete="restrict")
    received_at = fields.Datetime("Delivered", compute="_compute_received_at")
    comment = fields.Text("Person's comment")

    @api.depends("document_id.delivered_at", "document_id.needs_delivery", "delivered_at")
    def _compute_received_at(self):
        """When it reached the person: a letter has its own day, the rest is told at once."""
        for reply in self:
            paper = reply.document_id.sudo()  # who reads the case reads this date
            waits = paper.needs_delivery and paper.state != "void"
            reply.received_at = paper.delivered_at if waits else reply.delivered_at

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A reply stays as it was given."))
        return super().write(vals)

    def _note_comment(self, text):
        """What the person says to the reply, once; from the portal or from whoever told it."""
        self.ensure_one()
        text = (text or "").strip()
        if not text:
            return
        if self.comment:
            raise UserError(self.env._("A comment on this reply is recorded already."))
        self.sudo().comment = text
        self.case_id._append_events(
            [{"type": "progress", "basis": self.env._("The person commented on the reply")}]
        )
