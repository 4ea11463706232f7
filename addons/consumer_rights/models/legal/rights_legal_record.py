from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

# What a file of these records may be: things that still open in twenty years
FILE_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


class RightsLegalRecord(models.AbstractModel):
    """A record of the legal services or docking studio, of a case or by itself.

    Its studio's unit writes it (record rules). What belongs to a case is closed to whoever may not
    read that case; reading is enough, because these studios seldom hold the case themselves.
    A record of an archive class is filed when it is closed, and stays so (LAW-08).
    """

    _name = "rights.legal.record"
    _inherit = ["rights.case.mention", "rights.own.unit"]
    _description = "Record of a legal studio"
    _archive_class = None

    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    user_id = fields.Many2one(
        "res.users",
        "In charge",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('rights_post_ids.station_id', '=', station_id)]",
    )
    file_number = fields.Char("File number", readonly=True, copy=False)

    # -- filing -----------------------------------------------------------------------------------

    def write(self, vals):
        if not self.env.su and (filed := self.filtered("file_number")):
            raise UserError(
                self.env._(
                    "%(record)s is filed as %(number)s and stays as it is.",
                    record=filed[0].display_name,
                    number=filed[0].file_number,
                )
            )
        return super().write(vals)

    def _file(self):
        """Close these records in the archive class of the legal services studio (LAW-08)."""
        for record in self:
            row = self.env["rights.legal.file"]._file(record)
            record.sudo().file_number = row.name  # whoever closes it was checked

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Records of the legal studios are closed, never deleted."))

    # -- files ------------------------------------------------------------------------------------

    def _check_files(self, *names):
        """Refuse a file that is not what a paper or its scan can be."""
        for record in self:
            for name in names:
                # what is stored, not what the client shows of it
                content = record.with_context(bin_size=False)[name]
                if content and guess_mimetype(b64decode(content)) not in FILE_TYPES:
                    raise UserError(
                        self.env._(
                            "“%(field)s” is a PDF or a picture (JPEG, PNG, TIFF). Convert it"
                            " first.",
                            field=self._fields[name].get_description(self.env)["string"],
                        )
                    )
