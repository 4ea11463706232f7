from odoo import fields, models


class RightsTransferSend(models.TransientModel):
    """The dialog that sends a matter that was not accepted on to its authority (ACC-12)."""

    _name = "rights.transfer.send"
    _description = "Send on to the competent authority"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    body_id = fields.Many2one(related="case_id.competent_body_id", string="Authority")
    council_id = fields.Many2one(
        "rights.partner.body",
        "Forwarded by",
        domain=[("kind", "=", "council")],
        help="The consumer council, where there is no agreement with the authority.",
    )
    explanation = fields.Text(required=True)
    receipt = fields.Char("Taken over by", required=True)
    told_way = fields.Selection(
        lambda self: self.env["rights.case.transfer"]._fields["told_way"].selection,
        "Person told by",
        required=True,
    )

    def action_send(self):
        self.case_id._send_on(self.explanation, self.receipt, self.told_way, self.council_id)
        return {"type": "ir.actions.act_window_close"}
