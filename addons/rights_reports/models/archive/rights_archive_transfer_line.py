import base64
import hashlib
import io
import logging
from datetime import date

import psycopg2
from odoo import api, fields, models
from odoo.addons.consumer_rights.tools import failure
from odoo.addons.consumer_rights.tools.china_time import china_date, year_begins
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools.mimetypes import guess_mimetype
from PIL import Image

from .rights_archive_transfer import ATTEMPTS, FIRST_WAIT

_logger = logging.getLogger(__name__)
PDF = "application/pdf"
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
    "video/mp4": "mp4",
}


class RightsArchiveTransferLine(models.Model):
    """One file of a package: where it comes from, its place inside, its checksum.

    Names of files hold numbers only. A sealed file goes as it was sealed; a scan or picture
    becomes PDF/A; recordings, photos and videos stay what they are.
    """

    _name = "rights.archive.transfer.line"
    _description = "File of a transfer package"
    _order = "transfer_id, sequence, id"
    _rec_name = "path"

    transfer_id = fields.Many2one(
        "rights.archive.transfer",
        "Transfer package",
        required=True,
        index=True,
        ondelete="restrict",
    )
    station_id = fields.Many2one(related="transfer_id.station_id", store=True, index=True)
    sequence = fields.Integer()
    path = fields.Char("File", required=True)
    title = fields.Char(required=True)
    class_name = fields.Char("Archive class")
    date = fields.Date()
    page_count = fields.Integer("Pages")
    has_sealed_volume = fields.Boolean(
        "A sealed volume stays", help="The volume of an informant is kept apart, not in here."
    )
    res_model = fields.Char("Technical record type", required=True)
    res_id = fields.Many2oneReference("Record id", model_field="res_model", required=True)
    # its course
    state = fields.Selection(
        [("waiting", "Not made yet"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="waiting",
        index=True,
    )
    attempts = fields.Integer()
    next_try_at = fields.Datetime("Next try")
    message = fields.Char()
    # gone once the volume it comes from was destroyed
    attachment_id = fields.Many2one("ir.attachment", "Stored file", ondelete="set null")
    byte_count = fields.Float("Bytes", digits=(20, 0))
    sha256 = fields.Char("SHA-256")

    _path_once = models.UniqueIndex("(transfer_id, path)", "The package has this file already.")
    _pending = models.Index("(next_try_at NULLS FIRST, id) WHERE state = 'waiting'")

    # -- what belongs into it ---------------------------------------------------------------------

    @api.model
    def _list(self, transfer):
        """Lines for all that the archive has of the year, with the rights of whoever orders it."""
        found = [
            *self._list_dossiers(transfer),
            *self._list_ledgers(transfer),
            *self._list_items(transfer),
            *self._list_media(transfer),
        ]
        return self.sudo().create(  # rows of the system, found with the orderer's rights
            [
                {**vals, "transfer_id": transfer.id, "sequence": place}
                for place, vals in enumerate(found, 1)
            ]
        )

    @api.model
    def _get_year_domain(self, transfer, name):
        return [
            (name, ">=", year_begins(transfer.year)),
            (name, "<", year_begins(transfer.year + 1)),
            ("station_id", "child_of", transfer.station_id.id),
        ]

    @api.model
    def _list_dossiers(self, transfer):
        """Dossiers sealed in the year with their supplements, and what the year added to others."""
        dossiers = self.env["rights.dossier"].search(
            self._get_year_domain(transfer, "sealed_at"), order="name"
        )
        for dossier in dossiers:
            yield {
                **self._get_source(dossier),
                "path": f"卷宗/{dossier.name}.pdf",
                "title": dossier.subject or dossier.name,
                "class_name": self._get_class_name("dossier"),
                "date": china_date(dossier.sealed_at),
                "page_count": dossier.page_count,
                "has_sealed_volume": dossier.has_volume,
            }
        later = self.env["rights.dossier.supplement"].search(
            [
                *self._get_year_domain(transfer, "added_at")[:2],
                ("dossier_id.station_id", "child_of", transfer.station_id.id),
            ]
        )
        for supplement in (dossiers.supplement_ids | later).sorted("id"):
            yield {
                **self._get_source(supplement),
                "path": f"卷宗/{supplement.dossier_id.name}-补{supplement.id}.pdf",
                "title": supplement.reason,
                "class_name": self._get_class_name("dossier"),
                "date": china_date(supplement.added_at),
            }

    @api.model
    def _list_ledgers(self, transfer):
        ledgers = self.env["rights.case.ledger"].search(
            [
                ("year", "=", transfer.year),
                ("station_id", "child_of", transfer.station_id.id),
            ],
            order="id",
        )
        for ledger in ledgers:
            yield {
                **self._get_source(ledger),
                "path": f"台账/{ledger.station_id.code}-{ledger.year}-{ledger.id}.pdf",
                "title": ledger.name,
                "class_name": self._get_class_name("ledger"),
                "date": china_date(ledger.create_date),
            }

    @api.model
    def _list_items(self, transfer):
        """Scans of what stands on the shelf, legal volumes in a folder of their own (ARC-08)."""
        items = self.env["rights.archive.item"].search(
            [
                ("volume_id.year", "=", transfer.year),
                ("volume_id.state", "=", "closed"),
                ("sha256", "!=", False),
                ("station_id", "child_of", transfer.station_id.id),
            ],
            order="volume_id, number",
        )
        for item in items:
            folder = "法律服务档案" if item.class_id.legal_class else "文书档案"
            yield {
                **self._get_source(item),
                "path": f"{folder}/{item.volume_id.name}/{item.number:03d}.pdf",
                "title": item.title,
                "class_name": item.class_id.display_name,
                "date": item.date,
                "page_count": item.page_count,
            }

    @api.model
    def _list_media(self, transfer):
        media = self.env["rights.archive.media"].search(
            [
                ("year", "=", transfer.year),
                ("sha256", "!=", False),
                ("station_id", "child_of", transfer.station_id.id),
            ],
            order="name",
        )
        for one in media:
            ending = ENDINGS.get(one._get_file().mimetype, "bin")
            yield {
                **self._get_source(one),
                "path": f"声像资料/{one.year}/{one.name}.{ending}",
                "title": one.title,
                "class_name": one._get_kind_name(),
                "date": one.recorded_on or date(one.year, 12, 31),
            }

    @api.model
    def _get_source(self, record):
        return {"res_model": record._name, "res_id": record.id}

    @api.model
    def _get_class_name(self, code):
        return self.env["rights.archive.class"]._of_code(code).display_name

    @api.model
    def _forget(self, items):
        """Packages keep no copy of what was destroyed; their index still says what it was."""
        lines = self.sudo().search(  # the destruction was checked
            [("res_model", "=", items._name), ("res_id", "in", items.ids)]
        )
        lines.attachment_id.unlink()
        lines.filtered(lambda line: line.state == "waiting").state = "failed"
        lines.message = self.env._("It was destroyed.")

    # -- building ---------------------------------------------------------------------------------

    def _note_attempt(self, now):
        attempts = self.attempts + 1
        self.write({"attempts": attempts, "next_try_at": now + FIRST_WAIT * 2 ** (attempts - 1)})
        if attempts > ATTEMPTS:  # it killed its builder each time
            self.state = "failed"

    def _build_safely(self):
        if self.state != "waiting":
            return
        try:
            with self.env.cr.savepoint():
                self._build()
        except (UserError, OSError, MemoryError, psycopg2.Error, ConcurrencyError) as error:
            self.env.invalidate_all()
            _logger.warning(
                "File id %s of a package was not made\n%s", self.id, failure.trace(error)
            )
            # the words of an error only where they are our own
            own = type(error) is UserError
            self.message = (str(error) if own else failure.summary(error))[:300]
            if self.attempts >= ATTEMPTS:
                self.state = "failed"

    def _build(self):
        self.ensure_one()
        attachment, content = self._get_stored()
        if attachment:
            content = attachment.raw or b""
        if not content:
            raise UserError(self.env._("The file is missing."))
        if self.res_model != "rights.archive.media" and not self._is_pdfa(content):
            attachment, content = None, self._as_pdfa(content)
        if not attachment:
            attachment = self.env["ir.attachment"].create(
                {
                    "name": self.path.rsplit("/", 1)[-1],
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        self.write(
            {
                "attachment_id": attachment.id,
                "byte_count": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "state": "done",
                "message": False,
            }
        )

    def _get_stored(self):
        """(attachment, bytes) of the source, one of them; checked against what was noted of it."""
        record = self.env[self.res_model].browse(self.res_id)
        if self.res_model in ("rights.dossier", "rights.dossier.supplement"):
            if faults := record._get_file_faults():
                raise UserError("\n".join(faults))
            return record.attachment_id, None
        if self.res_model == "rights.case.ledger":
            report = self.env.ref("consumer_rights.rights_case_ledger_report")
            orderer = self.env["ir.actions.report"].with_user(self.transfer_id.user_id)
            return None, orderer._render_weasyprint(report, record.ids).content
        file = record._get_file()
        if hashlib.sha256(file.raw or b"").hexdigest() != record.sha256:
            raise UserError(self.env._("The stored file is not the one that was filed."))
        return file, None

    def _is_pdfa(self, content):
        import pikepdf  # beside the renderer, and as heavy

        if guess_mimetype(content) != PDF:
            return False
        try:
            with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
                return "pdfaid:part" in metadata
        except pikepdf.PdfError:
            return False

    def _as_pdfa(self, content):
        """A scan page by page, or a picture, laid out as PDF/A."""
        if guess_mimetype(content) == PDF:
            pages = self.env["rights.case"]._draw_pages(content)
        else:
            pages = self._split_picture(content)
        pictures = [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages]
        html = self.env["ir.qweb"]._render(
            "rights_reports.rights_archive_scan",
            {"title": self.title, "number": self.transfer_id.name, "pictures": pictures},
            minimal_qcontext=True,
        )
        reports = self.env["ir.actions.report"]
        return reports._lay_out_weasyprint(str(html), self.path).content

    def _split_picture(self, content):
        try:
            with Image.open(io.BytesIO(content)) as picture:
                for frame in range(getattr(picture, "n_frames", 1)):
                    picture.seek(frame)
                    page = io.BytesIO()
                    picture.convert("RGB").save(page, "PNG")
                    yield page.getvalue()
        except (OSError, Image.DecompressionBombError) as error:
            raise UserError(self.env._("The picture cannot be read.")) from error
