import base64

from odoo import api, fields, models

from ..tools.china_time import china_date


class RightsConfigurationExport(models.TransientModel):
    """The settings of this database as a file to keep or to load into another (design D13)."""

    _name = "rights.configuration.export"
    _description = "Export of the configuration"

    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)
    summary = fields.Text("Contents", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """The file is made when the window opens, so it holds the settings of that moment."""
        configuration = self.env["rights.configuration"]
        settings = configuration._export()["settings"]
        count = sum(len(rows) for rows in settings.values())
        content = configuration._export_text().encode()
        self.env["rights.audit.log"]._log("export", "rights.configuration", count=count)
        made = {
            "file": base64.b64encode(content),
            "file_name": f"configuration-{china_date():%Y%m%d}.json",
            "summary": "\n".join(
                f"{configuration._label(model)}: {len(rows)}" for model, rows in settings.items()
            ),
        }
        return super().create([{**vals, **made} for vals in vals_list])

    @api.model
    def action_open(self):
        """The window with the file in it."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export the configuration"),
            "res_model": self._name,
            "res_id": self.create([{}]).id,
            "view_mode": "form",
            "target": "new",
        }
