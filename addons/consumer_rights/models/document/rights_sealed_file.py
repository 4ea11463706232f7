import hashlib

from odoo import api, fields, models
from odoo.fields import Domain


class RightsKeptFile(models.AbstractModel):
    """A row and its file, both written once, with the hash of the file (ARC-09)."""

    _name = "rights.kept.file"
    _inherit = ["rights.append.only"]
    _description = "Kept file"
    _seals_file = True  # ir.attachment asks for it

    attachment_id = fields.Many2one("ir.attachment", "File", required=True, ondelete="restrict")
    sha256 = fields.Char("SHA-256", required=True)

    @api.model
    def _keep_file(self, file_name, content, vals):
        """Store a file for good.

        :param vals: further values of the row
        """
        digest = hashlib.sha256(content).hexdigest()
        # in superuser mode, because nobody has the right to write sealed files; and as it is,
        # because Odoo makes large pictures smaller
        attachment_sudo = self.env["ir.attachment"].sudo().with_context(image_no_postprocess=True)
        attachment_sudo = attachment_sudo.create(
            {"name": file_name, "raw": content, "res_model": self._name}
        )
        row = self._append([{**vals, "attachment_id": attachment_sudo.id, "sha256": digest}])
        attachment_sudo.res_id = row.id  # from here on the file is sealed
        return row


class RightsSealedFile(models.AbstractModel):
    """A row and its file that are written once and belong to a case (ARC-09).

    The hash of the file stands in the row and in the process record of the case, whose lines are
    chained, so neither can be exchanged alone.
    """

    _name = "rights.sealed.file"
    _inherit = ["rights.kept.file", "rights.case.part"]
    _description = "Sealed file"
    _frozen_with_archive = False  # made by archiving and after it; append-only anyway

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    name = fields.Char(required=True)

    # -- who reads --------------------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        cases_sudo = self.env["rights.case"].sudo()  # the domain names what archivists keep
        kept = cases_sudo._search(self._get_kept_domain())
        return super()._get_readable_domain() | Domain("case_id", "in", kept)

    @api.model
    def _filter_readable_cases(self, cases):
        kept = cases.sudo().filtered_domain(self._get_kept_domain())
        return super()._filter_readable_cases(cases) | kept.sudo(False)

    @api.model
    def _get_kept_domain(self):
        """Cases whose sealed files an archivist keeps, also while a new cycle of the case is open:
        the case is closed to the archivist then, what was sealed is not (Annex A2, Annex B)."""
        user = self.env.user
        if not user.has_group("consumer_rights.consumer_rights_group_archivist"):
            return Domain.FALSE
        return Domain("kind", "!=", "discipline") & Domain(
            "chain_station_ids", "in", user.rights_station_ids.ids
        )

    # -- sealing ----------------------------------------------------------------------------------

    @api.model
    def _seal_file(self, file_name, content, vals, event):
        """Store a file for good: attachment, row, and a line in the case's process record.

        :param vals: further values of the row, with ``case_id``
        :param event: further values of the line, with ``type``
        """
        row = self._keep_file(file_name, content, vals)
        row.case_id.with_env(self.env)._append_events([{**event, "paper": row.sha256}])
        return self.browse(row.id)

    def _get_file_faults(self):
        """Sentences on what is no longer as it was sealed; empty when everything is."""
        faults = []
        for part in self.sudo():
            content = part.attachment_id.with_context(bin_size=False).raw
            if not content:
                faults.append(self.env._("%(file)s: the file is missing.", file=part.name))
            elif hashlib.sha256(content).hexdigest() != part.sha256:
                faults.append(self.env._("%(file)s: the file was changed.", file=part.name))
            if part.sha256 not in part.case_id.event_ids.mapped("paper"):
                faults.append(
                    self.env._("%(file)s: the process record knows another file.", file=part.name)
                )
        return faults

    def _log_reading(self, name):
        """Leaving the server is noted with the case (SEC-05)."""
        self.sudo().case_id.sudo(False)._log_print(name)

    def action_open(self):
        """Show the file in the browser; leaving the server is noted in the audit log."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}",
            "target": "new",
        }
