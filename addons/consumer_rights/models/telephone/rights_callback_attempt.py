from datetime import timedelta

from odoo import api, fields, models


class RightsCallbackAttempt(models.Model):
    """One attempt to call back, with its result (INT-05); it stays as it was logged."""

    _name = "rights.callback.attempt"
    _inherit = "rights.append.only"
    _description = "Attempt to call back"
    _order = "at, id"
    _rec_name = "at"

    task_id = fields.Many2one(
        "rights.callback.task", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        related="task_id.station_id", store=True, precompute=True, index=True
    )
    at = fields.Datetime("Time", required=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    result = fields.Selection(
        [
            ("reached", "Reached"),
            ("not_reached", "Not reached"),
            ("wrong_number", "Wrong number"),
            ("duplicate", "Duplicate call"),
        ],
        required=True,
    )
    note = fields.Char("What was said")

    @api.model
    def _apart(self):
        return timedelta(hours=self.env["rights.network.parameter"]._value("callback_hours_apart"))

    @api.model
    def _least(self):
        return self.env["rights.network.parameter"]._value("callback_attempts")

    @api.model
    def _counted(self, task):
        """Failed attempts since the task is open, those left out that came too soon."""
        count, last = 0, None
        for attempt in task.sudo().attempt_ids.sorted("at"):
            if attempt.at < task.opened_at or attempt.result != "not_reached":
                continue
            if last is None or attempt.at >= last + self._apart():
                count, last = count + 1, attempt.at
        return count
