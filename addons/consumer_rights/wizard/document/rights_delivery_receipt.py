from base64 import b64decode

from odoo import fields, models


class RightsDeliveryReceipt(models.TransientModel):
    """Asks for the day and the scan of a letter's receipt, or why the letter came back."""

    _name = "rights.delivery.receipt"
    _description = "Receipt of a letter"

    delivery_id = fields.Many2one("rights.document.delivery", required=True, ondelete="cascade")
    has_arrived = fields.Selection(
        [("yes", "It arrived"), ("no", "It came back")], required=True, default="yes"
    )
    at = fields.Datetime("Day on the receipt", default=fields.Datetime.now)
    scan = fields.Binary(attachment=False)
    scan_name = fields.Char()
    reason = fields.Char("Why it came back")

    def action_confirm(self):
        self.ensure_one()
        if self.has_arrived == "yes":
            self.delivery_id._confirm_receipt(
                self.at, self.scan_name, b64decode(self.scan) if self.scan else None
            )
        else:
            self.delivery_id._mark_returned(self.reason)
        return {"type": "ir.actions.act_window_close"}
