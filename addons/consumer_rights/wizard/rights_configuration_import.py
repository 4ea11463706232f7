import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MAX_BYTES = 5 * 1024 * 1024


class RightsConfigurationImport(models.TransientModel):
    """Load a configuration file: first what it would change, then the change (design D13)."""

    _name = "rights.configuration.import"
    _description = "Import of a configuration"

    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("choose", "Choose a file"), ("preview", "Preview"), ("done", "Loaded")],
        default="choose",
        readonly=True,
    )
    errors = fields.Text(readonly=True)
    notes = fields.Text(readonly=True)
    added_count = fields.Integer("New entries", readonly=True)
    changed_count = fields.Integer("Different entries", readonly=True)
    unchanged_count = fields.Integer("Entries as they are", readonly=True)
    line_ids = fields.One2many("rights.configuration.import.line", "import_id", readonly=True)

    def action_preview(self):
        """Show what the file would add and change; nothing is changed yet."""
        self.ensure_one()
        plan = self._make_plan()
        new = [change for change in plan.changes if change.record is None]
        self.write(
            {
                "state": "preview",
                "errors": "\n".join(plan.errors),
                "notes": "\n".join(plan.notes),
                "added_count": len(new),
                "changed_count": len(plan.changes) - len(new),
                "unchanged_count": plan.unchanged,
                "line_ids": [
                    Command.clear(),
                    *(Command.create(self._line_vals(change)) for change in plan.changes),
                ],
            }
        )
        return self._reopen()

    def action_apply(self):
        """Load the file, all of it or nothing."""
        self.ensure_one()
        if self.state != "preview":
            raise UserError(self.env._("Look at the preview before you load the file."))
        plan = self._make_plan()
        shown = [(line.entry, line.kind, line.detail or "") for line in self.line_ids]
        lines = [self._line_vals(change) for change in plan.changes]
        if shown != [(line["entry"], line["kind"], line["detail"]) for line in lines]:
            raise UserError(
                self.env._(
                    "The settings have changed since the preview. Choose the file again and look"
                    " at the new preview."
                )
            )
        self.env["rights.configuration"]._apply(plan)
        self.env["rights.audit.log"]._log(
            "config",
            "rights.configuration",
            count=len(plan.changes),
            detail=self.env._("Configuration file loaded: %(file)s", file=self.file_name or ""),
        )
        self.state = "done"
        return self._reopen()

    def action_back(self):
        self.ensure_one()
        self.write({"state": "choose", "file": False, "line_ids": [Command.clear()]})
        return self._reopen()

    def _make_plan(self):
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        content = base64.b64decode(self.with_context(bin_size=False).file)
        if len(content) > MAX_BYTES:
            raise UserError(self.env._("The file is too large for a configuration file."))
        configuration = self.env["rights.configuration"]
        return configuration._plan(configuration._read(content))

    def _line_vals(self, change):
        configuration = self.env["rights.configuration"]
        model = change.spec.model
        if change.record is None:
            name = configuration._text(change.values.get("name", ""))
            kind, detail = "added", name
        else:
            kind = "changed"
            detail = "; ".join(
                f"{configuration._field_label(model, name)}: {old or '–'} → {new or '–'}"
                for name, (old, new) in change.differences.items()
            )
        return {
            "setting": configuration._label(model),
            "entry": change.key,
            "kind": kind,
            "detail": detail,
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Load a configuration"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class RightsConfigurationImportLine(models.TransientModel):
    """One entry that the file would add or change."""

    _name = "rights.configuration.import.line"
    _description = "Change by a configuration file"

    import_id = fields.Many2one("rights.configuration.import", required=True, ondelete="cascade")
    setting = fields.Char()
    entry = fields.Char()
    kind = fields.Selection([("added", "New entry"), ("changed", "Different entry")], "What it is")
    detail = fields.Char()
