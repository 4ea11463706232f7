from odoo import fields, models


class RightsDeadlineRebase(models.Model):
    """What a published notice did to a running clock: its date before and after (LIM-07)."""

    _name = "rights.deadline.rebase"
    _inherit = ["rights.append.only", "rights.case.part"]
    _description = "Re-based deadline"
    _order = "id desc"
    _rec_name = "deadline_id"
    _frozen_with_archive = False

    deadline_id = fields.Many2one("rights.deadline", required=True, index=True, ondelete="restrict")
    case_id = fields.Many2one("rights.case", index=True, ondelete="restrict")
    notice_id = fields.Many2one(
        "rights.calendar.notice", "Reason", required=True, index=True, ondelete="restrict"
    )
    old_due_at = fields.Datetime("Due before")
    new_due_at = fields.Datetime("Due after")
    at = fields.Datetime("Counted", required=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
