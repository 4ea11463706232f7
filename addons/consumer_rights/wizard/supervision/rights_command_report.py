from odoo import fields, models


class RightsCommandReport(models.TransientModel):
    """The dialog in which a commanded unit reports completion (SUP-06)."""

    _name = "rights.command.report"
    _description = "Report on a command"

    target_id = fields.Many2one(
        "rights.command.target", required=True, ondelete="cascade", readonly=True
    )
    content = fields.Text(related="target_id.command_id.content")
    report = fields.Text("What was done", required=True)

    def action_confirm(self):
        for wizard in self:
            wizard.target_id._report(wizard.report)
        return {"type": "ir.actions.act_window_close"}
