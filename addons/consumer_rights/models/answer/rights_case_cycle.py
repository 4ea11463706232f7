from odoo import api, fields, models

from ...tools.china_time import china_date


class RightsCaseCycle(models.Model):
    """What an earlier cycle of a case reached, kept when the case was taken up again (RPL-08)."""

    _name = "rights.case.cycle"
    _inherit = ["rights.case.part"]
    _description = "Earlier cycle of a case"
    _order = "case_id, number"
    _rec_name = "number"
    _frozen_with_archive = False

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    number = fields.Integer("Cycle", required=True)
    reason = fields.Selection(
        [("dissatisfied", "Dissatisfied"), ("other", "Review, order or return")],
        "Why it began again",
        required=True,
    )
    station_id = fields.Many2one("rights.station", "Unit", ondelete="restrict")
    user_id = fields.Many2one("res.users", "Handler", ondelete="restrict")
    began_at = fields.Datetime("Began")
    accepted_at = fields.Datetime("Accepted")
    concluded_at = fields.Datetime("Concluded", index="btree_not_null")
    outcome_id = fields.Many2one("rights.outcome", "Result", ondelete="restrict")
    result_text = fields.Text("Result in words")
    ended_at = fields.Datetime("Taken up again", required=True)
    calendar_days = fields.Integer("Days used", compute="_compute_days")
    working_days = fields.Integer("Working days used", compute="_compute_days")

    _number_unique = models.UniqueIndex("(case_id, number)", "This cycle is recorded already.")

    @api.depends("began_at", "accepted_at", "concluded_at", "ended_at")
    def _compute_days(self):
        """From acceptance, where there was one, to the conclusion (D-28)."""
        table = self.env["rights.calendar.day"]._day_table()
        for cycle in self:
            first = china_date(cycle.accepted_at or cycle.began_at or cycle.ended_at)
            last = max(first, china_date(cycle.concluded_at or cycle.ended_at))
            cycle.calendar_days = (last - first).days
            cycle.working_days = table.between(first.toordinal(), last.toordinal())


class RightsCase(models.Model):
    """The cycles on one number, and the days that the earlier ones used (RPL-08, LIM-17)."""

    _inherit = "rights.case"

    cycle_ids = fields.One2many("rights.case.cycle", "case_id", "Earlier cycles", copy=False)
    used_days_text = fields.Char("Days used by earlier cycles", compute="_compute_used_days_text")

    @api.depends("cycle_ids.concluded_at", "cycle_no")
    @api.depends_context("lang")
    def _compute_used_days_text(self):
        for case in self:
            case.used_days_text = case._enumerate(
                [
                    self.env._(
                        "cycle %(number)s: %(days)s days (%(working)s working days)",
                        number=cycle.number,
                        days=cycle.calendar_days,
                        working=cycle.working_days,
                    )
                    for cycle in case.cycle_ids
                ]
            )

    def _effect_reopen(self, transition):
        dissatisfied = transition.stage_from_id.code == "followed_up"
        self.env["rights.case.cycle"].sudo().create(
            {
                "case_id": self.id,
                "number": self.cycle_no,
                "reason": "dissatisfied" if dissatisfied else "other",
                "station_id": self.station_id.id,
                "user_id": self.user_id.id,
                "began_at": self.cycle_started_at or self.received_at,
                "accepted_at": self.accepted_at,
                "concluded_at": self.concluded_at,
                "outcome_id": self.outcome_id.id,
                "result_text": self.result_text,
                "ended_at": fields.Datetime.now(),
            }
        )
        return super()._effect_reopen(transition) | {"reply_comment": False, "new_facts": False}
