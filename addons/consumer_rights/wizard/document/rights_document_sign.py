from base64 import b64decode

from odoo import fields, models
from odoo.exceptions import UserError


class RightsDocumentSign(models.TransientModel):
    """Takes the signature of a person who comes in, drawn or scanned (REG-10)."""

    _name = "rights.document.sign"
    _description = "Signature on a document"

    document_id = fields.Many2one("rights.document", required=True, ondelete="cascade")
    signature = fields.Binary(attachment=False)
    scan = fields.Binary("Scan of the signed paper", attachment=False)
    scan_name = fields.Char()

    def action_sign(self):
        self.ensure_one()
        if not (self.signature or self.scan):
            raise UserError(self.env._("Let the person sign, or add a scan of the signed paper."))
        if self.signature:
            self.document_id._add_proof("signed_form", "signature.png", b64decode(self.signature))
        if self.scan:
            self.document_id._add_proof(
                "signed_form", self.scan_name or "scan", b64decode(self.scan)
            )
        return {"type": "ir.actions.act_window_close"}
