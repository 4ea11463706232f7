from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.china_time import china_date


class RightsTrainingContest(models.Model):
    """A contest of skills with participants and results (TRN-05).

    who                may
    staff              read
    head, dispatcher   write, own unit; the head nominates for an award
    """

    _name = "rights.training.contest"
    _inherit = ["rights.own.unit"]
    _description = "Skill contest"
    _order = "date desc, id desc"

    name = fields.Char("Contest", required=True)
    date = fields.Date(required=True, default=lambda self: china_date(), index=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    task = fields.Text("What was asked")
    line_ids = fields.One2many("rights.training.contest.line", "contest_id", "Participants")


class RightsTrainingContestLine(models.Model):
    """One participant of a contest, with the result."""

    _name = "rights.training.contest.line"
    _description = "Participant of a contest"
    _order = "contest_id, rank, id"
    _rec_name = "user_id"

    contest_id = fields.Many2one(
        "rights.training.contest", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(related="contest_id.date", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    score = fields.Float("Points reached", digits=(6, 2), aggregator=None)
    rank = fields.Integer("Place", aggregator=None)
    result = fields.Char()
    award_ids = fields.One2many("rights.award", "contest_line_id", "Nominations", readonly=True)

    _once = models.UniqueIndex("(contest_id, user_id)", "This person takes part already.")
    _rank = models.Constraint("CHECK (rank >= 0)", "A place is a number from 1.")

    @api.depends("contest_id.name", "user_id.name", "rank")
    def _compute_display_name(self):
        for line in self:
            place = self.env._("place %(rank)s", rank=line.rank) if line.rank else ""
            line.display_name = " ".join(
                filter(None, (line.contest_id.name, line.user_id.name, place))
            )

    def action_nominate(self):
        """A nomination for an award of the year of the contest (ACT-06)."""
        self.ensure_one()
        if self.date > china_date():
            raise UserError(self.env._("A nomination needs the result of the contest."))
        award = self.env["rights.award"].create(
            {
                "name": self.contest_id.name,
                "kind": "person",
                "user_id": self.user_id.id,
                "station_id": (
                    self.user_id.rights_station_ids & self.env.user.rights_supervised_station_ids
                )[:1].id
                or self.contest_id.station_id.id,
                "year": self.date.year,
                "contest_line_id": self.id,
                "reason": self.display_name,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.award",
            "res_id": award.id,
            "view_mode": "form",
            "target": "new",
        }


class RightsAward(models.Model):
    _inherit = "rights.award"

    contest_line_id = fields.Many2one(
        "rights.training.contest.line",
        "Result of a contest",
        index="btree_not_null",
        ondelete="restrict",
    )
    contest_summary = fields.Char("Contests of the year", compute="_compute_contest_summary")

    @api.depends("user_id", "year")
    def _compute_contest_summary(self):
        lines = self.env["rights.training.contest.line"]
        for award in self:
            year = min(max(award.year, 2000), 3000)  # while it is being typed
            taken = award.user_id and lines.search(
                Domain("user_id", "=", award.user_id.id)
                & Domain("date", ">=", f"{year}-01-01")
                & Domain("date", "<=", f"{year}-12-31")
            )
            award.contest_summary = "; ".join(taken.mapped("display_name")) if taken else False

    @api.constrains("contest_line_id", "user_id", "year")
    def _check_contest(self):
        for award in self.filtered("contest_line_id"):
            line = award.contest_line_id
            if (line.user_id, line.date.year) != (award.user_id, award.year):
                raise ValidationError(
                    self.env._("The result of the contest is another person's, or another year's.")
                )
