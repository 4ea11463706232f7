from odoo import fields, models


class RightsDeadlineCancel(models.TransientModel):
    """Asks a head why a deadline ends without its result."""

    _name = "rights.deadline.cancel"
    _description = "End of a deadline"

    deadline_id = fields.Many2one("rights.deadline", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_confirm(self):
        return self.deadline_id.action_cancel(self.reason)
