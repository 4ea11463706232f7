from base64 import b64decode

from odoo import fields, models
from odoo.exceptions import UserError


class RightsMediationSign(models.TransientModel):
    """Takes the signatures that were given on the paper of an agreement, with its scan (MED-07)."""

    _name = "rights.mediation.sign"
    _description = "Signatures on paper"

    agreement_id = fields.Many2one("rights.mediation.agreement", required=True, ondelete="cascade")
    consumer = fields.Boolean(default=True)
    merchant = fields.Boolean(default=True)
    mediator = fields.Boolean(default=True)
    signed_at = fields.Datetime("Signed on", required=True, default=fields.Datetime.now)
    scan = fields.Binary("Scan of the signed paper", required=True, attachment=False)
    scan_name = fields.Char()

    def action_sign(self):
        self.ensure_one()
        signed = self.agreement_id._get_signatures().mapped("side")
        sides = [
            side
            for side in ("consumer", "merchant", "mediator")
            if self[side] and side not in signed
        ]
        if not sides:
            raise UserError(self.env._("Tick who signed."))
        self.agreement_id._sign_on_paper(
            sides, self.signed_at, self.scan_name or self.env._("Agreement"), b64decode(self.scan)
        )
        return {"type": "ir.actions.act_window_close"}
