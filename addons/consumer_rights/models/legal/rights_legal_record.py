from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.mimetypes import guess_mimetype

from ...tools.access import forbid

# What a file of these records may be: things that still open in twenty years
FILE_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


class RightsLegalRecord(models.AbstractModel):
    """A record of the legal services or docking studio, of a case or by itself.

    Its studio's unit writes it (record rules). What belongs to a case is closed to whoever may not
    read that case; reading is enough, because these studios seldom hold the case themselves.
    A record of an archive class is filed when it is closed, and stays so (LAW-08).
    """

    _name = "rights.legal.record"
    _inherit = ["rights.own.unit"]
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
    case_id = fields.Many2one("rights.case", index="btree_not_null", ondelete="restrict")
    file_number = fields.Char("File number", readonly=True, copy=False)

    # -- who reads --------------------------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            cases = self.env["rights.case"].with_context(active_test=False)._search([])
            own = Domain("case_id", "=", False) | Domain("case_id", "in", cases)
            domain = Domain(domain) & own
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        cases = self.sudo().case_id.sudo(False)
        closed = cases - cases._filtered_access("read")
        forbidden = self.browse(one.id for one in self.sudo() if one.case_id.id in closed._ids)
        return forbid(result, operation, forbidden)

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
