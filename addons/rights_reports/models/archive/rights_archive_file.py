import hashlib
from base64 import b64decode

from odoo import api, fields, models


class RightsArchiveFile(models.AbstractModel):
    """An entry of the archive with its file, whose hash is noted with it."""

    _name = "rights.archive.file"
    _description = "Filed file"

    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    sha256 = fields.Char("SHA-256", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_hash(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_hash(vals))

    def _with_hash(self, vals):
        if "file" not in vals:
            return vals
        content = b64decode(vals["file"] or b"")
        if content:
            self._check_content(content)
        return {**vals, "sha256": content and hashlib.sha256(content).hexdigest()}

    def _check_content(self, content):
        """Refuse a file that has no place here; each kind of file says which."""

    def _get_file(self):
        """The attachment of the file, for whoever may read the entry."""
        self.ensure_one()
        self.check_access("read")
        files_sudo = self.env["ir.attachment"].sudo()  # follows the entry
        return files_sudo.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "file")]
        )
