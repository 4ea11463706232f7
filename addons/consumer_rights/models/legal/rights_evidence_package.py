import io
import zipfile
from base64 import b64decode
from hashlib import sha256

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_naive


class RightsEvidencePackage(models.Model):
    """What the centre lays before the authority or court: dossiers, supplements, evidence (LAW-14).

    One ZIP with a catalogue, sealed like a dossier. Whoever reads the case makes and opens it.
    Of a matter whose identity is sealed it holds the dossier without it, and no evidence of the
    person (SEC-02).
    """

    _name = "rights.evidence.package"
    _inherit = ["rights.sealed.file"]
    _description = "Evidence package"
    _order = "id desc"

    challenge_id = fields.Many2one("rights.legal.challenge", index=True, ondelete="restrict")
    made_at = fields.Datetime("Made", required=True)
    made_by_id = fields.Many2one("res.users", "Made by", required=True, ondelete="restrict")
    file_count = fields.Integer("Files", required=True, aggregator=None)


class RightsLegalChallenge(models.Model):
    _inherit = "rights.legal.challenge"

    def action_package(self):
        """Bind the evidence package of the matter in one step."""
        self.ensure_one()
        self.check_access("read")
        case = self.sudo().case_id.sudo(False)
        case.check_access("read")
        if self.state in ("decided", "reopened"):
            raise UserError(self.env._("The proceedings are over."))
        files = case._get_package_files()
        now = fields.Datetime.now()
        package = self.env["rights.evidence.package"]._seal_file(
            f"{case.name}-{china_naive(now):%Y%m%d}.zip",
            case._zip(files),
            {
                "name": self.display_name,
                "case_id": case.id,
                "challenge_id": self.id,
                "made_at": now,
                "made_by_id": self.env.uid,
                "file_count": len(files),
            },
            {"type": "progress", "basis": self.env._("Evidence package made")},
        )
        self.env["rights.audit.log"]._log(
            "export", "rights.case", case.id, count=len(files), detail=package.name
        )
        return package.action_open()


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _get_package_files(self):
        """[(file name, content)] of the evidence package, in their order.

        A sealed dossier goes in as it is; before the archive the dossier of this moment is bound.
        """
        self.ensure_one()
        case = self._in_chinese()  # what the dossier tells is decided by its own masking
        dossiers = case.dossier_ids.sorted("cycle_no")
        files = [(f"卷宗{one.name}.pdf", one.attachment_id.raw) for one in dossiers]
        if not self._get_present_dossier():
            files.append(
                (f"卷宗{case.name}（未封卷）.pdf", case._bind_dossier(is_preview=True).content)
            )
        for supplement in dossiers.supplement_ids.sorted("id"):
            files.append((f"补充{supplement.name}", supplement.attachment_id.raw))
        if not case._is_identity_sealed():
            for evidence in case.evidence_ids.filtered(lambda one: one.file and not one.is_void):
                content = b64decode(evidence.with_context(bin_size=False).file)
                files.append((f"证据{evidence.file_name or evidence.name}", content))
        return [(f"{place:02d}-{name}", content) for place, (name, content) in enumerate(files, 1)]

    def _zip(self, files):
        """The files and a catalogue with their hashes, as one ZIP."""
        rows = [
            f"{name}\t{len(content)}\tSHA-256 {sha256(content).hexdigest()}"
            for name, content in files
        ]
        catalogue = "\n".join([f"证据目录　{self.sudo().name}", *rows]) + "\n"
        result = io.BytesIO()
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("00-证据目录.txt", catalogue)
            for name, content in files:
                # a file name from outside is no path
                archive.writestr(name.replace("/", "_").replace("\\", "_"), content)
        return result.getvalue()
