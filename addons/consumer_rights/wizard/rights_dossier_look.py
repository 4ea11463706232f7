from odoo import fields, models
from odoo.exceptions import AccessError


class RightsDossierLook(models.TransientModel):
    """Asks why somebody opens the sealed volume of an informant; its page then gives it (SEC-02).

    Only who asked opens what was asked for, and each opening is on record with the reason.
    """

    _name = "rights.dossier.look"
    _description = "Look into a sealed volume"

    dossier_id = fields.Many2one("rights.dossier", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/rights/dossier/look/{self.id}",
            "target": "new",
        }

    def _open(self):
        """(file name, content) of the volume."""
        self.ensure_one()
        if self.create_uid != self.env.user:
            raise AccessError(self.env._("This identity is closed to you."))
        content = self.dossier_id._open_volume(self.reason)
        return f"{self.dossier_id.name}-M.pdf", content
