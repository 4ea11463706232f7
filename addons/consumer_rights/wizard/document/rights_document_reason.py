from odoo import fields, models


class RightsDocumentReason(models.TransientModel):
    """Asks why a paper is sent back to its maker or made void."""

    _name = "rights.document.reason"
    _description = "Reason for a document"

    document_ids = fields.Many2many("rights.document", required=True)
    act = fields.Selection(
        [("void", "Make void"), ("send_back", "Send back")], required=True, default="void"
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        if self.act == "void":
            self.document_ids._void(self.reason)
        else:
            self.document_ids._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
