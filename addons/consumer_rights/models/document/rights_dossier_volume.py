import hashlib
from base64 import b64decode, b64encode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mimetypes import guess_mimetype

from .rights_document_template import PARTS

PICTURES = ("image/jpeg", "image/png")


class RightsDossierVolume(models.Model):
    """The informant's part of a dossier, sealed in a volume of its own (ARC-02, SEC-02, DOC-14).

    who                          may
    whoever may see the identity open it, with a reason that is logged each time
    reader of the dossier        see that there is one
    nobody                       change, exchange or remove it

    No role reads the row: the file leaves through ``rights.dossier.look`` and nowhere else.
    """

    _name = "rights.dossier.volume"
    _inherit = ["rights.signed.file"]
    _description = "Sealed volume of the informant"

    dossier_id = fields.Many2one("rights.dossier", required=True, index=True, ondelete="restrict")
    page_count = fields.Integer("Pages", required=True)

    _one_per_dossier = models.UniqueIndex("(dossier_id)", "This dossier has its volume already.")


class RightsDossier(models.Model):
    _inherit = "rights.dossier"

    volume_ids = fields.One2many("rights.dossier.volume", "dossier_id", groups=fields.NO_ACCESS)
    has_volume = fields.Boolean("With a sealed volume", compute="_compute_volume")
    may_open_volume = fields.Boolean(compute="_compute_volume")

    @api.depends_context("uid")
    def _compute_volume(self):
        for dossier in self:
            dossier.has_volume = bool(dossier.sudo().volume_ids)  # that there is one is no secret
            dossier.may_open_volume = dossier.has_volume and dossier._is_identity_open()

    def _is_identity_open(self):
        """Whether the user may see who it was, as the identity itself says (Annex A2)."""
        parties = self.sudo().case_id.party_ids.with_user(self.env.user)
        return any(access != "none" for access in parties._get_identity_access().values())

    def action_open_volume(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why do you need to see this person's data?"),
            "res_model": "rights.dossier.look",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }

    def _open_volume(self, reason):
        """The content of the volume, for who may; the look is on record with its reason.

        :raise AccessError: the identity is closed to the user
        """
        self.ensure_one()
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you need to see this person's data."))
        if not self.may_open_volume:
            self.env["rights.audit.log"]._log_refused(self._name, self.id, reason=reason)
            raise AccessError(self.env._("This identity is closed to you."))
        volume_sudo = self.sudo().volume_ids  # checked above
        self.env["rights.audit.log"]._log(
            "reveal", self._name, self.id, reason=reason, detail=volume_sudo.name
        )
        return volume_sudo.attachment_id.raw

    def _seal_volume(self, bound):
        """Store the volume beside the dossier, signed as the dossier is."""
        name = f"{self.name}-M"
        certificates = self.env["rights.signing.certificate"]
        content = certificates._seal_pdf(self.sudo().case_id.station_id, bound.content, "卷宗封卷")
        self.env["rights.dossier.volume"]._seal_file(
            f"{name}.pdf",
            content,
            {
                "name": name,
                "case_id": self.case_id.id,
                "dossier_id": self.id,
                "page_count": bound.page_count,
            },
            {"type": "sealed", "basis": self.env._("Volume of the informant")},
        )

    def _get_faults(self):
        return super()._get_faults() + self.sudo().volume_ids._get_file_faults()


class RightsCase(models.Model):
    """What only the sealed volume holds: who it was, and the material that tells it."""

    _inherit = "rights.case"

    def _build_dossier(self):
        dossier = super()._build_dossier()
        if self._has_volume():
            dossier._seal_volume(self._in_chinese()._bind_volume())
        return dossier

    def _has_volume(self):
        """Nobody is known of an anonymous matter, and only a secret identity is kept apart."""
        return self._is_identity_sealed() and bool(self.sudo().party_ids)

    def _bind_volume(self):
        """Identity, papers as they went out, evidence and what came in, as one PDF/A.

        To be called in superuser mode, when the dossier is sealed.
        """
        from ...tools import pdf_binder, pdf_renderer  # loads Pango

        values = self._get_dossier_values() | {"is_volume": True}
        parts = list(self._get_volume_parts(values))
        cover, catalogue = self._render_front(values, parts, False)
        sheets = [pdf_binder.Sheet("封面", cover), pdf_binder.Sheet("卷内目录", catalogue)]
        sheets += [pdf_binder.Sheet(part.title, part.content) for part in parts]
        return pdf_binder.bind(sheets, pdf_renderer.stamp_sheet())

    def _get_volume_parts(self, values):
        persons = [self._get_volume_person(party) for party in self.party_ids]
        rendered = self._render_dossier_sheet("rights_dossier_persons", values, persons=persons)
        yield self._part("举报人身份信息", rendered)
        yield from self._get_arrival_parts(values)
        yield from self._get_volume_evidence(values)
        order = [key for key, _label in PARTS]
        papers = self.document_ids.filtered(
            lambda paper: paper.level and paper.state not in ("draft", "to_approve", "void")
        ).sorted(lambda paper: (order.index(paper.template_id.dossier_part), paper.id))
        for paper in papers:
            yield self._get_plain_part(paper)

    def _get_volume_person(self, party):
        rows = [self._get_identity_rows(row) for row in party.identity_ids.sorted("id", True)]
        return {"role": self._label(party, "role"), "versions": rows}

    def _get_identity_rows(self, identity):
        """[(label, value)] of one version; what was corrected stays readable (REG-05)."""
        rows = [
            ("姓名", identity.name),
            ("电话", identity.phone),
            ("地址", identity.address),
            ("邮编", identity.postcode),
            ("电子邮箱", identity.email),
            ("证件类型", self._label(identity, "id_type")),
            ("证件号码", identity.id_number),
        ]
        until = identity.superseded_at and self._china_minute(identity.superseded_at)
        return {"until": until, "rows": [(label, value) for label, value in rows if value]}

    def _get_arrival_parts(self, values):
        """The report as it came, by mail or message."""
        for arrival in self.arrival_ids.sorted("id"):
            words = {
                "day": self._china_minute(arrival.received_at),
                "way": self._label(arrival, "way"),
                "text": arrival.text,
                "digest": arrival.digest,
            }
            rendered = self._render_dossier_sheet("rights_dossier_arrival", values, arrival=words)
            yield self._part("来件原文", rendered, day=self._china_day(arrival.received_at))

    def _get_volume_evidence(self, values):
        """Each piece by the name it came with and its hash; pictures and scans as they are."""
        pieces = self.evidence_ids.filtered("file")
        if not pieces:
            return
        rows, pictures = [], []
        for number, piece in enumerate(pieces, 1):
            content = b64decode(piece.file)
            digest = hashlib.sha256(content).hexdigest()
            name = {"file_name": piece.given_name or piece.file_name, "digest": digest}
            rows.append(self._get_dossier_evidence(piece) | name)
            caption = f"{number}　{piece.name}"
            pictures += [(caption, address) for address in self._get_piece_pictures(content)]
        rendered = self._render_dossier_sheet("rights_dossier_pieces", values, rows=rows)
        yield self._part("证据材料原件清单", rendered, note=f"共{len(rows)}件")
        if pictures:
            heading = "证据材料原件"
            rendered = self._render_dossier_sheet(
                "rights_dossier_proofs", values, pictures=pictures, heading=heading
            )
            yield self._part(heading, rendered)

    def _get_piece_pictures(self, content):
        """Addresses of pictures: of a picture itself, or of the pages of a scan; else none."""
        kind = guess_mimetype(content)
        if kind in PICTURES:
            return [f"data:{kind};base64,{b64encode(content).decode()}"]
        if kind != "application/pdf":
            return []
        try:
            pages = self._draw_pages(content)
        except UserError:  # what cannot be drawn is in the list, with its hash
            return []
        return [f"data:image/png;base64,{b64encode(page).decode()}" for page in pages]
