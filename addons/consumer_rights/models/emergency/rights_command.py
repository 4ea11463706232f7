from odoo import fields, models


class RightsCommand(models.Model):
    """A command may belong to a quick response or a major incident (EMG-01, EMG-10)."""

    _inherit = "rights.command"

    incident_id = fields.Many2one(
        "rights.incident", "Major matter", index="btree_not_null", ondelete="restrict"
    )

    def _do_issue(self):
        result = super()._do_issue()
        # whoever issued the command started the response with it
        responses = self.env["rights.quick.response"].sudo()
        responses.search([("command_id", "in", self.ids), ("commanded_at", "=", False)])._start()
        return result
