from odoo import fields, models


class RightsCaseKeep(models.TransientModel):
    """Asks a district why it keeps a matter, and who handles it there (TRI-02)."""

    _name = "rights.case.keep"
    _description = "Keep a matter here"

    case_id = fields.Many2one("rights.case", required=True, ondelete="cascade")
    station_id = fields.Many2one(related="case_id.station_id")
    user_id = fields.Many2one("res.users", "Handler", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_confirm(self):
        return self.case_id.action_keep(self.reason, self.user_id)
