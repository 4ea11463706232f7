from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.china_time import china_date


class RightsAward(models.Model):
    """A nomination for an award of a year, with the figures of that year (ACT-06, INC-08).

    who     may
    staff   read
    head    nominate the own unit and those below, and their people
    """

    _name = "rights.award"
    _description = "Nomination for an award"
    _inherit = ["rights.own.unit"]
    _order = "year desc, id desc"

    name = fields.Char("Award", required=True)
    year = fields.Integer(required=True, default=lambda self: china_date().year, aggregator=None)
    kind = fields.Selection(
        [
            ("person", "Advanced individual"),
            ("mediator", "Mediation expert"),
            ("unit", "Advanced unit"),
        ],
        required=True,
        default="person",
    )
    user_id = fields.Many2one("res.users", "Person", ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    reason = fields.Text()
    # what the year says
    case_count = fields.Integer("Cases concluded", compute="_compute_figures")
    satisfaction_rate = fields.Float(
        "Satisfaction (%)", compute="_compute_figures", digits=(5, 2), aggregator=None
    )
    breach_count = fields.Integer("Missed deadlines", compute="_compute_figures")

    _once = models.UniqueIndex(
        "(user_id, year, name)", "This person is nominated for this award already."
    )
    _unit_once = models.UniqueIndex(
        "(station_id, year, name) WHERE kind = 'unit'",
        "This unit is nominated for this award already.",
    )
    _has_person = models.Constraint(
        "CHECK ((kind = 'unit') = (user_id IS NULL))",
        "Name the person; a unit is nominated without one.",
    )

    @api.depends("kind", "user_id", "station_id", "year")
    def _compute_figures(self):
        cases_sudo = self.env["rights.case"].sudo()  # numbers of the year, not what is in them
        followups_sudo = self.env["rights.followup"].sudo()
        breaches_sudo = self.env["rights.deadline.breach"].sudo()
        for award in self:
            cases = award._in_year("concluded_at") & award._worked_on("")
            award.case_count = cases_sudo.search_count(cases)
            asked = award._in_year("at") & award._worked_on("case_id.")
            grades = dict(
                followups_sudo._read_group(
                    asked & Domain("state", "=", "done") & Domain("sat_overall", "!=", False),
                    ["sat_overall"],
                    ["__count"],
                )
            )
            satisfied = grades.get("satisfied", 0) + grades.get("basic", 0)
            award.satisfaction_rate = grades and round(100 * satisfied / sum(grades.values()), 2)
            award.breach_count = breaches_sudo.search_count(
                award._in_year("due_at") & award._owned()
            )

    def _in_year(self, name):
        """The year in China."""
        year = min(max(self.year, 2000), 3000)  # while it is being typed, it may be anything
        begin, end = (datetime(one, 1, 1) - timedelta(hours=8) for one in (year, year + 1))
        return Domain(name, ">=", begin) & Domain(name, "<", end)

    def _owned(self):
        if self.kind == "unit":
            return Domain("station_id", "=", self.station_id.id)
        return Domain("user_id", "=", self.user_id.id)

    def _worked_on(self, path):
        """The cases of the unit or the person; of an expert, those that the expert mediated."""
        if self.kind == "unit":
            return Domain(f"{path}station_id", "=", self.station_id.id)
        if self.kind == "mediator":
            return Domain(f"{path}mediation_ids.mediator_id", "=", self.user_id.id)
        return Domain(f"{path}user_id", "=", self.user_id.id)

    @api.constrains("user_id", "year")
    def _check_not_blocked(self):
        """A person who lost the eligibility of a year is not nominated for it (ACT-06)."""
        for award in self.filtered("user_id"):
            if award.user_id._rights_loses_award(award.year):
                raise ValidationError(
                    self.env._("This person cannot be nominated for %(year)s.", year=award.year)
                )


class ResUsers(models.Model):
    _inherit = "res.users"

    def _rights_loses_award(self, year):
        """Whether a decision in force takes the awards of this year from the person."""
        for name in ("rights.accountability", "rights.promise.violation"):
            decided = (
                self.env[name]
                .sudo()  # the answer is all that is told
                .search(
                    [
                        ("user_id", "=", self.id),
                        ("state", "in", ("decided", "closed")),
                        ("sanction_ids.blocks_award", "=", True),
                    ]
                )
            )
            if any(
                china_date(record.decided_at).year == year and record._is_in_force()
                for record in decided
            ):
                return True
        return False
