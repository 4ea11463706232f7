from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mimetypes import guess_mimetype

# What a supplement may be: things that still open in twenty years
SUPPLEMENT_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


class RightsDossier(models.Model):
    """The sealed dossier of one cycle of a case (ARC-02, ARC-09).

    who                     may
    reader of the case      read it
    archivist               read those of the own line, also while a new cycle of the case is
                            open; verify; add supplements
    discipline officer      the same for matters of staff discipline
    nobody                  change, exchange or remove it
    """

    _name = "rights.dossier"
    _inherit = ["rights.signed.file"]
    _description = "Dossier"
    _order = "sealed_at desc, id desc"

    name = fields.Char("Dossier number")
    cycle_no = fields.Integer("Cycle", required=True)
    page_count = fields.Integer("Pages", required=True)
    sealed_at = fields.Datetime("Sealed", required=True)
    sealed_by_id = fields.Many2one("res.users", "Sealed by", required=True, ondelete="restrict")
    # what the list of an archivist is searched by
    subject = fields.Char(related="case_id.subject")
    kind = fields.Selection(related="case_id.kind")
    station_id = fields.Many2one(related="case_id.station_id")
    # what came later
    supplement_ids = fields.One2many("rights.dossier.supplement", "dossier_id", "Supplements")
    may_append = fields.Boolean(compute="_compute_may_append")

    _one_per_cycle = models.UniqueIndex(
        "(case_id, cycle_no)", "The dossier of this cycle is sealed already."
    )

    @api.depends("case_id.kind")
    @api.depends_context("uid")
    def _compute_may_append(self):
        user = self.env.user
        archivist = user.has_group("consumer_rights.consumer_rights_group_archivist")
        discipline = user.has_group("consumer_rights.consumer_rights_group_discipline")
        for dossier in self:
            dossier.may_append = discipline if dossier.kind == "discipline" else archivist

    @api.model
    def _seal(self, case, content, page_count):
        """Store the rendered dossier of a case for good, sealed by the unit that has it."""
        certificates = self.env["rights.signing.certificate"]
        content = certificates._seal_pdf(case.sudo().station_id, content, "卷宗封卷")
        name = f"{case.name}-{case.cycle_no:02d}"
        return self._seal_file(
            f"{name}.pdf",
            content,
            {
                "name": name,
                "case_id": case.id,
                "cycle_no": case.cycle_no,
                "page_count": page_count,
                "sealed_at": fields.Datetime.now(),
                "sealed_by_id": self.env.uid,
            },
            {"type": "sealed"},
        )

    def action_append(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add a supplement"),
            "res_model": "rights.dossier.append",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }

    def _append_supplement(self, file_name, content, reason):
        """Add a dated file behind the sealed dossier; nothing before it changes (ARC-09)."""
        self.ensure_one()
        self.check_access("read")
        if not self.may_append:
            raise AccessError(self.env._("Only archivists add supplements to a dossier."))
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the supplement is added."))
        if guess_mimetype(content or b"") not in SUPPLEMENT_TYPES:
            raise UserError(
                self.env._(
                    "A supplement is a PDF or a picture (JPEG, PNG, TIFF). Convert it first."
                )
            )
        return self.env["rights.dossier.supplement"]._seal_file(
            file_name,
            content,
            {
                "name": file_name,
                "dossier_id": self.id,
                "case_id": self.case_id.id,
                "reason": reason,
                "added_at": fields.Datetime.now(),
                "added_by_id": self.env.uid,
            },
            {"type": "supplement", "basis": reason},
        )

    def action_verify(self):
        """Recompute the hashes of the dossier and its supplements and say what was found."""
        self.ensure_one()
        self.check_access("read")
        faults = self._get_faults()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if faults else "success",
                "title": self.name,
                "message": "\n".join(faults) or self.env._("Nothing was changed since sealing."),
                "sticky": bool(faults),
            },
        }

    def _get_faults(self):
        faults = self._get_file_faults() + self.supplement_ids._get_file_faults()
        if self.sudo().case_id._verify_events():
            faults.append(self.env._("The process record of the case was changed."))
        return faults


class RightsDossierSupplement(models.Model):
    """What was added to a sealed dossier afterwards, in order, each with its reason (ARC-09)."""

    _name = "rights.dossier.supplement"
    _inherit = ["rights.sealed.file"]
    _description = "Supplement to a dossier"
    _order = "dossier_id, id"

    dossier_id = fields.Many2one("rights.dossier", required=True, index=True, ondelete="restrict")
    reason = fields.Char(required=True)
    added_at = fields.Datetime("Added", required=True)
    added_by_id = fields.Many2one("res.users", "Added by", required=True, ondelete="restrict")
