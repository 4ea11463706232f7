from base64 import b64decode

from odoo import fields, models


class RightsDossierAppend(models.TransientModel):
    """Asks for the file and the reason of a supplement to a sealed dossier (ARC-09)."""

    _name = "rights.dossier.append"
    _description = "Add a supplement to a dossier"

    dossier_id = fields.Many2one("rights.dossier", required=True, ondelete="cascade")
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    reason = fields.Char(required=True)

    def action_append(self):
        self.ensure_one()
        self.dossier_id._append_supplement(
            self.file_name or self.env._("Supplement"), b64decode(self.file), self.reason
        )
        return {"type": "ir.actions.act_window_close"}
