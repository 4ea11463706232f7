import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import evidence_check
from ...tools.filing_text import clean_line

CHUNK = 256 * 1024
MOST_FILES = 10
UNFINISHED_DAYS = 1
# what a file is as evidence, by what it really is (REG-18)
EVIDENCE_TYPES = {"image": "photo", "audio": "audio", "video": "video"}


class RightsPortalUpload(models.Model):
    """One file on its way from a visitor's browser: piece after piece, then checked (INT-13).

    A piece is stored with the offset behind it in one transaction, so that an upload goes on where
    it stopped, on whichever worker. Only a checked file is ever kept as a file. ``ref`` is chosen
    by the browser and means something within its filing only.
    """

    _name = "rights.portal.upload"
    _description = "File of a filing"
    _order = "id"

    filing_id = fields.Many2one(
        "rights.portal.filing", required=True, index=True, ondelete="cascade"
    )
    ref = fields.Char(required=True)
    name = fields.Char(required=True)
    size = fields.Integer(required=True)
    received = fields.Integer("Received bytes")
    state = fields.Selection(
        [("receiving", "Being received"), ("ready", "Checked"), ("refused", "Refused")],
        required=True,
        default="receiving",
    )
    refusal = fields.Char()
    family = fields.Char()
    mimetype = fields.Char()
    file = fields.Binary(attachment=True)
    piece_ids = fields.One2many("rights.portal.upload.piece", "upload_id")

    _once = models.UniqueIndex("(filing_id, ref)", "This file is on its way already.")

    @api.model
    def _begin(self, filing, ref, name, size):
        """The upload with this reference: a new one, or the one to go on with.

        :raise UserError: too many files, or one too big
        """
        upload = filing.upload_ids.filtered(lambda upload: upload.ref == ref)
        if upload:
            return upload
        if len(filing.upload_ids.filtered(lambda row: row.state != "refused")) >= MOST_FILES:
            raise UserError(
                self.env._("At most %(count)s files. Remove one first.", count=MOST_FILES)
            )
        if not 0 < size <= evidence_check.MAX_BYTES:
            raise UserError(self._say_refusal("big" if size > 0 else "empty"))
        return self.create(
            {"filing_id": filing.id, "ref": ref, "name": clean_line(name)[-120:], "size": size}
        )

    def _append_piece(self, offset, content):
        """Add what follows at the offset; another offset changes nothing.

        :return: whether the piece was taken
        """
        self.ensure_one()
        if not self.try_lock_for_update():
            return False  # the same piece comes twice at once
        if self.state != "receiving" or offset != self.received or not content:
            return False
        if len(content) > CHUNK or offset + len(content) > self.size:
            return False
        self.env["rights.portal.upload.piece"].create(
            {"upload_id": self.id, "start": offset, "content": base64.b64encode(content)}
        )
        self.received = offset + len(content)
        if self.received == self.size:
            self._finish()
        return True

    def _finish(self):
        content = b"".join(
            base64.b64decode(piece.content) for piece in self.piece_ids.sorted("start")
        )
        self.piece_ids.unlink()
        try:
            self.env["rights.virus.scanner"]._check(content)
            kept = evidence_check.check_file(self.name, content)
        except evidence_check.Refused as refused:
            self.write({"state": "refused", "refusal": refused.code})
            return
        stem = self.name.rpartition(".")[0] or self.name
        self.write(
            {
                "state": "ready",
                "family": kept.family,
                "mimetype": kept.mimetype,
                "name": f"{stem}.{kept.extension}",
                "file": base64.b64encode(kept.content),
            }
        )

    @api.model
    def _say_refusal(self, code):
        """Why a file is not taken, and what the person may do."""
        sentences = {
            "empty": self.env._("The file is empty."),
            "big": self.env._("The file is bigger than 20 MB. Send a smaller one."),
            "type": self.env._(
                "Only pictures, PDF, audio, video and docx, xlsx or pptx files are taken. "
                "Save the file in one of these forms."
            ),
            "name": self.env._("The ending of the file's name does not fit what the file is."),
            "virus": self.env._("The virus check refused this file."),
            "hidden": self.env._("Another file hides in this file. Send the files one by one."),
            "active": self.env._(
                "The file holds macros, scripts or embedded files. Save it without them, or as "
                "a picture."
            ),
            "locked": self.env._("The file has a password. Send it without one."),
            "bomb": self.env._("The file unpacks to more than can be checked. Send a smaller one."),
            "broken": self.env._("The file is damaged and cannot be opened."),
            "unchecked": self.env._(
                "Files cannot be checked for viruses at the moment. Send the filing without the "
                "file and hand it in later."
            ),
        }
        return sentences[code]

    def _describe(self):
        """What the browser is told of an upload."""
        self.ensure_one()
        return {
            "ref": self.ref,
            "name": self.name,
            "size": self.size,
            "offset": self.received,
            "state": self.state,
            "reason": self._say_refusal(self.refusal) if self.refusal else "",
        }

    def _evidence_vals(self):
        """Values of the evidence that the checked files become."""
        return [
            {
                "name": upload.name,
                "type": EVIDENCE_TYPES.get(upload.family, "other"),
                "provider": "complainant",
                "file": upload.file,
                "file_name": upload.name,
            }
            for upload in self
            if upload.state == "ready"
        ]


class RightsPortalUploadPiece(models.Model):
    """A piece of an upload that is not whole yet."""

    _name = "rights.portal.upload.piece"
    _description = "Piece of an upload"
    _log_access = False
    _order = "start"

    upload_id = fields.Many2one(
        "rights.portal.upload", required=True, index=True, ondelete="cascade"
    )
    start = fields.Integer(required=True)
    content = fields.Binary(attachment=False, required=True)

    _once = models.UniqueIndex("(upload_id, start)", "This piece is there already.")
