import io
import zipfile
from base64 import b64decode
from hashlib import sha256

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_naive


class RightsEvidencePackage(models.Model):
    """What the centre lays before the authority or court: dossiers, supplements, evidence (LAW-14).

    One ZIP, sealed like a dossier, with a sealed catalogue that has the hash of every file.
    Whoever reads the case makes and opens it. Of a matter whose identity is sealed it holds the
    dossier without it, and no evidence of the person (SEC-02).
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
        certificates = self.env["rights.signing.certificate"]
        dossiers = case.dossier_ids.sorted("cycle_no")
        files = [(f"卷宗{one.name}.pdf", one.attachment_id.raw) for one in dossiers]
        if not self._get_present_dossier():
            bound = case._bind_dossier(is_preview=True).content
            sealed = certificates._seal_pdf(case.station_id, bound, "证据提交")
            files.append((f"卷宗{case.name}（未封卷）.pdf", sealed))
        for supplement in dossiers.supplement_ids.sorted("id"):
            files.append((f"补充{supplement.name}", supplement.attachment_id.raw))
        if not case._is_identity_sealed():
            for evidence in case.evidence_ids.filtered(lambda one: one.file and not one.is_void):
                content = b64decode(evidence.with_context(bin_size=False).file)
                files.append((f"证据{evidence.file_name or evidence.name}", content))
        return [(f"{place:02d}-{name}", content) for place, (name, content) in enumerate(files, 1)]

    def _zip(self, files):
        """The files and a catalogue with their hashes, as one ZIP."""
        # a file name from outside is no path
        files = [(name.replace("/", "_").replace("\\", "_"), content) for name, content in files]
        result = io.BytesIO()
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("00-证据目录.pdf", self._make_catalogue(files))
            for name, content in files:
                archive.writestr(name, content)
        return result.getvalue()

    def _make_catalogue(self, files):
        """The list of the files as a sealed paper: who has it can tell whether one was changed."""
        case = self._in_chinese()
        reports = self.env["ir.actions.report"].sudo()
        html = self.env["ir.qweb"]._render(
            "consumer_rights.rights_evidence_catalogue",
            {
                "number": case.name,
                "unit": case.station_id.name,
                "made_on": case._china_day(fields.Datetime.now()),
                "rows": [
                    {"name": name, "size": len(content), "sha256": sha256(content).hexdigest()}
                    for name, content in files
                ],
            },
            minimal_qcontext=True,
        )
        content = reports._lay_out_weasyprint(str(html), "证据目录").content
        return self.env["rights.signing.certificate"]._seal_pdf(
            case.station_id, content, "证据提交"
        )
