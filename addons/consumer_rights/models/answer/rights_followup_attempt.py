from odoo import api, fields, models

from ...tools.china_time import china_date


class RightsFollowupAttempt(models.Model):
    """One attempt to reach the person that failed (RPL-10)."""

    _name = "rights.followup.attempt"
    _inherit = ["rights.case.part"]
    _description = "Failed attempt of a follow-up"
    _order = "at, id"
    _rec_name = "at"
    _frozen_with_archive = False  # an assessment call comes after the archive

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", required=True)
    followup_id = fields.Many2one("rights.followup", index="btree_not_null", ondelete="restrict")
    purpose = fields.Selection([("service", "Service"), ("sample", "Assessment")], required=True)
    at = fields.Datetime("Time", required=True, default=fields.Datetime.now)
    day = fields.Date(compute="_compute_day", store=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    note = fields.Char("What happened")

    @api.depends("at")
    def _compute_day(self):
        for attempt in self:
            attempt.day = china_date(attempt.at)


class RightsFollowup(models.Model):
    _inherit = "rights.followup"

    def _get_attempts(self):
        """Failed attempts of this case in this cycle, for the same purpose."""
        return (
            self.env["rights.followup.attempt"]
            .sudo()
            .search(
                [
                    ("case_id", "=", self.case_id.id),
                    ("cycle_no", "=", self.cycle_no),
                    ("purpose", "=", self.purpose),
                ]
            )
        )

    def _note_attempt(self, note=""):
        """The person was not reached this time."""
        self.ensure_one()
        self.env["rights.followup.attempt"].sudo().create(
            {
                "case_id": self.case_id.id,
                "cycle_no": self.cycle_no,
                "followup_id": self.id,
                "purpose": self.purpose,
                "user_id": self.env.uid,
                "note": note,
            }
        )
        self.case_id._append_events(
            [{"type": "contact", "basis": self.env._("Follow-up: not reached")}]
        )


class RightsCase(models.Model):
    _inherit = "rights.case"

    followup_attempt_ids = fields.One2many(
        "rights.followup.attempt", "case_id", "Failed attempts", readonly=True
    )
