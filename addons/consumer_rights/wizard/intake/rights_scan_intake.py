from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.case.rights_case_kinds import SECRET_KINDS
from ...tools.evidence_check import is_scan


class RightsScanIntake(models.TransientModel):
    """Scans of letters, visits and petitions: each becomes a draft with the scan as evidence, or
    all of them one draft (TRI-07, INT-01)."""

    _name = "rights.scan.intake"
    _description = "Intake of scans"

    channel_id = fields.Many2one(
        "rights.channel",
        required=True,
        default=lambda self: self.env.ref("consumer_rights.channel_letter", False),
    )
    kind = fields.Selection(selection="_selection_kind", required=True, default="complaint")
    received_at = fields.Datetime("Received", required=True, default=fields.Datetime.now)
    external_number = fields.Char("Number of the sender")
    is_one_matter = fields.Boolean("All files are one matter")
    file_ids = fields.Many2many("ir.attachment", string="Scans")

    @api.model
    def _selection_kind(self):
        kinds = self.env["rights.case"]._fields["kind"]._description_selection(self.env)
        return [kind for kind in kinds if kind[0] != "discipline"]

    def action_make_drafts(self):
        self.ensure_one()
        self._check_files()
        files = [self.file_ids] if self.is_one_matter else self.file_ids
        cases = self.env["rights.case"].create([self._case_vals(group) for group in files])
        self.file_ids.unlink()  # the evidence has its own; their names may tell a person (SEC-02)
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Drafts of the scans"),
            "res_model": "rights.case",
        }
        if len(cases) == 1:
            return action | {"res_id": cases.id, "views": [(False, "form")]}
        return action | {
            "domain": [("id", "in", cases.ids)],
            "views": [(False, "list"), (False, "form")],
        }

    def _check_files(self):
        if not self.file_ids:
            raise UserError(self.env._("Choose the scans first."))
        if self.external_number and not self.is_one_matter and len(self.file_ids) > 1:
            raise UserError(
                self.env._("One number of a sender belongs to one matter. Send the files singly.")
            )
        for file in self.file_ids:
            if not is_scan(file.raw or b""):
                raise UserError(
                    self.env._("%(file)s is no scan: PDF, JPEG, PNG, TIFF or WebP.", file=file.name)
                )

    def _get_subject(self, file):
        """The name of the scan until somebody writes one; never where it may name an informant."""
        if self.kind in SECRET_KINDS:
            return self.env._("Scan by %(channel)s", channel=self.channel_id.name)
        return file.name.rpartition(".")[0] or file.name

    def _case_vals(self, files):
        return {
            "kind": self.kind,
            "channel_id": self.channel_id.id,
            "received_at": self.received_at,
            "external_number": self.external_number,
            "application_form": "written",
            "subject": self._get_subject(files[0]),
            "evidence_ids": [
                Command.create(
                    {
                        "name": file.name,
                        "type": "correspondence",
                        "file": file.datas,
                        "file_name": file.name,
                        "received_at": self.received_at,
                    }
                )
                for file in files
            ],
        }

    @api.autovacuum
    def _gc_uploads(self):
        """Scans that became no draft go after a day, with what their names tell (SEC-02)."""
        before = fields.Datetime.now() - timedelta(days=1)
        domain = [("res_model", "=", self._name), ("create_date", "<", before)]
        self.env["ir.attachment"].search(domain).unlink()
