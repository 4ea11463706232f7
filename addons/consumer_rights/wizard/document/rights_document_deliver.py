from base64 import b64decode

from odoo import api, fields, models

from ...models.document.rights_document_delivery import ADDRESSEES, WAYS


class RightsDocumentDeliver(models.TransientModel):
    """Asks how a paper goes to whoever it is for, and for what proves it (ACC-10)."""

    _name = "rights.document.deliver"
    _description = "Deliver a document"

    document_id = fields.Many2one("rights.document", required=True, ondelete="cascade")
    recipient = fields.Selection(related="document_id.recipient")
    addressee = fields.Selection(
        ADDRESSEES, "Goes to", compute="_compute_addressee", store=True, readonly=False
    )
    open_ways = fields.Json(compute="_compute_open_ways")
    way = fields.Selection(WAYS, required=True)
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    tracking_number = fields.Char("Registered number")
    witness = fields.Char()
    note = fields.Char("What was said or done")
    signature = fields.Binary(attachment=False)
    proof = fields.Binary("Scan", attachment=False)
    proof_name = fields.Char()
    target = fields.Char("To", compute="_compute_target")

    @api.depends("document_id")
    def _compute_addressee(self):
        """The side that still waits for it; only a paper for both parties has sides."""
        for dialog in self:
            waiting = dialog.document_id and dialog.document_id._get_waiting_addressees()
            dialog.addressee = waiting[0] if waiting else False

    @api.depends("document_id", "addressee")
    def _compute_open_ways(self):
        for dialog in self:
            document = dialog.document_id
            document.check_access("read")
            dialog.open_ways = document._get_ways(dialog.addressee) if document else []

    @api.depends("document_id", "way", "addressee")
    def _compute_target(self):
        for dialog in self:
            document = dialog.document_id
            document.check_access("read")
            recipient = document._get_recipient(dialog.addressee) if document else {}
            dialog.target = dialog.way and document._mask_target(dialog.way, recipient)

    def action_deliver(self):
        self.ensure_one()
        proofs = []
        if self.signature and self.way == "in_person":
            proofs.append(("signature", "signature.png", b64decode(self.signature)))
        if self.proof:
            proofs.append(("scan", self.proof_name or "scan", b64decode(self.proof)))
        self.document_id._deliver(
            self.way,
            at=self.at,
            proofs=proofs,
            addressee=self.addressee,
            tracking_number=self.tracking_number,
            witness=self.witness,
            note=self.note,
        )
        return {"type": "ir.actions.act_window_close"}
