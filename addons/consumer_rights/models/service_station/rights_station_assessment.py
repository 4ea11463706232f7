from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ...tools.china_time import china_date
from .rights_station_figures import fell_due

# parts of the score; each has its weight in a parameter "station_weight_<part>" (STN-12)
PARTS = ("efficiency", "mediation", "publicity")


class Period(NamedTuple):
    """The days that an assessment is about."""

    day_from: date
    day_to: date


def half_before(day):
    """(year, half) of the half-year that ended last before the day."""
    return (day.year, "1") if day.month > 6 else (day.year - 1, "2")


class RightsStationAssessment(models.Model):
    """The assessment of a station for half a year: efficiency, mediation, publicity (STN-12).

    who                            may
    dispatcher of the district     decide, own unit and below
    station officer, head          read
    staff                          nothing

    The figures come from the cases and logs; errors deduct. Who fails gets a rectification, and
    somebody decides about the staff.
    """

    _name = "rights.station.assessment"
    _inherit = ["rights.station.part"]
    _description = "Assessment of a service station"
    _order = "year desc, half desc, profile_id"

    year = fields.Integer(
        required=True, default=lambda self: int(half_before(china_date())[0]), aggregator=None
    )
    half = fields.Selection(
        [("1", "First half-year"), ("2", "Second half-year")],
        required=True,
        default=lambda self: half_before(china_date())[1],
    )
    day_from = fields.Date("From", compute="_compute_days", store=True)
    day_to = fields.Date("To", compute="_compute_days", store=True)
    state = fields.Selection(
        [("open", "To be decided"), ("decided", "Decided")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    limits_due = fields.Integer("Limits due", readonly=True)
    limits_kept = fields.Integer("Limits kept", readonly=True)
    settled = fields.Integer("Disputes settled", readonly=True)
    unsettled = fields.Integer("Passed upward", readonly=True)
    activities = fields.Integer("Publicity activities", readonly=True)
    efficiency = fields.Float("Efficiency (points)", digits=(5, 2), readonly=True)
    mediation = fields.Float("Effect of mediation (points)", digits=(5, 2), readonly=True)
    publicity = fields.Float("Publicity (points)", digits=(5, 2), readonly=True)
    line_ids = fields.One2many(
        "rights.station.deduction", "assessment_id", "Deductions", readonly=True
    )
    deducted = fields.Float(digits=(5, 2), readonly=True)
    total = fields.Float("Points", digits=(5, 2), readonly=True, aggregator="avg")
    is_passed = fields.Boolean("Pass mark reached", readonly=True)
    five_haves = fields.Integer("Five-haves", readonly=True)
    note = fields.Text("Opinion")
    decided_at = fields.Datetime("Decided at", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    measure_ids = fields.One2many("rights.station.measure", "assessment_id", "Measures")

    _once = models.UniqueIndex(
        "(profile_id, year, half)", "The station has an assessment of this half-year already."
    )

    @api.depends("year", "half")
    def _compute_days(self):
        for row in self:
            if row.half == "1":
                row.day_from, row.day_to = date(row.year, 1, 1), date(row.year, 6, 30)
            else:
                row.day_from, row.day_to = date(row.year, 7, 1), date(row.year, 12, 31)

    @api.depends("year", "half")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.year}-{row.half}"

    @api.model_create_multi
    def create(self, vals_list):
        free = ("profile_id", "year", "half", "note")
        if not self.env.su:
            vals_list = [{name: vals[name] for name in free if name in vals} for vals in vals_list]
        rows = super().create(vals_list)
        rows._fill()
        return rows

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"note"}:
                raise AccessError(self.env._("The points follow from the figures."))
            if self.filtered(lambda row: row.state != "open"):
                raise AccessError(self.env._("What was decided stays as it is."))
        return super().write(vals)

    @api.model
    def _cron_open_half(self, batch_size=200):
        """Open the assessment of the half-year that has ended, of each station that was there."""
        year, half = half_before(china_date())
        last = date(year, 6, 30) if half == "1" else date(year, 12, 31)
        profiles = self.env["rights.station.profile"].search([("date_from", "<=", last)])
        known = self.search([("year", "=", year), ("half", "=", half)]).profile_id
        due = profiles - known
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(due))
        for start in range(0, len(due), batch_size):
            batch = due[start : start + batch_size]
            self.create([{"profile_id": row.id, "year": year, "half": half} for row in batch])
            if not commit(len(batch)):
                return

    # -- the figures -------------------------------------------------------------------------------

    def _fill(self):
        for row_sudo in self.sudo().filtered(lambda row: row.state == "open"):
            figures = row_sudo._figures()
            points = row_sudo._points(figures)
            deductions = row_sudo._get_deductions()
            lost = sum(count * each for _name, count, each in deductions)
            total = max(0.0, sum(points.values()) - lost)
            row_sudo.write(
                {
                    **figures,
                    **points,
                    "line_ids": [
                        Command.clear(),
                        *(
                            Command.create({"name": name, "count": count, "points": count * each})
                            for name, count, each in deductions
                        ),
                    ],
                    "deducted": lost,
                    "total": total,
                    "is_passed": total >= self._parameter("pass_mark"),
                }
            )

    def _figures(self):
        profile, days = self.profile_id, (self.day_from, self.day_to)
        due, kept = profile._limits_kept(*days)
        rows = profile._complaint_rows(*days).values()
        held = profile.activity_ids.filtered(
            lambda row: row.purpose == "publicity" and days[0] <= row.date <= days[1]
        )
        return {
            "limits_due": due,
            "limits_kept": kept,
            "settled": sum(row["settled"] for row in rows),
            "unsettled": sum(row["escalated"] for row in rows),
            "activities": len(held),
            "five_haves": profile.five_haves,
        }

    def _points(self, figures):
        """Each part's share of its weight; a station without a matter loses nothing by that."""
        ended = figures["settled"] + figures["unsettled"]
        wanted = 2 * self._parameter("activities_per_quarter")
        shares = {
            "efficiency": figures["limits_kept"] / figures["limits_due"]
            if figures["limits_due"]
            else 1,
            "mediation": figures["settled"] / ended if ended else 1,
            # none at all scores 0, whatever is asked for (STN-15)
            "publicity": min(1, figures["activities"] / max(wanted, 1)),
        }
        return {part: shares[part] * self._parameter(f"weight_{part}") for part in PARTS}

    @api.model
    def _parameter(self, name):
        return self.env["rights.network.parameter"]._value(f"station_{name}")

    def _get_deductions(self):
        """[(what for, how often, points for each)] of what cost points in the half-year."""
        days = Period(self.day_from, self.day_to)
        counted = [
            ("report", self.env._("Quarterly report late"), self._late_reports(days)),
            ("refusal", self.env._("Follow-up not supported"), self._refusals(days)),
            ("major", self.env._("Major matter not reported in time"), self._late_majors(days)),
            ("absence", self.env._("Absent from training"), self._training_absences(days)),
        ]
        return [
            (name, count, self._parameter(f"deduct_{code}"))
            for code, name, count in counted
            if count
        ]

    def _late_reports(self, period):
        """STN-09, TL-58."""
        return len(self.profile_id._late_reports(*period))

    def _refusals(self, period):
        """STN-18, RPL-13: follow-ups in which the station did not cooperate."""
        lines_sudo = self.env["rights.assessment.line"].sudo()
        return lines_sudo.search_count(
            Domain("station_id", "=", self.station_id.id)
            & Domain("refusal", "!=", False)
            & Domain("month_id.month", ">=", period.day_from)
            & Domain("month_id.month", "<=", period.day_to)
        )

    def _late_majors(self, period):
        """STN-11, EMG-08, TL-36."""
        clocks_sudo = self.env["rights.deadline"].sudo()
        due = fell_due(*period) & Domain("code", "=", "TL-36")
        due &= Domain("case_id", "any!", self.profile_id._own_cases_domain())
        return clocks_sudo.search_count(due & Domain("outcome", "=", "late"))

    def _training_absences(self, period):
        """STN-18: courses for heads of points, held by a unit above, to which nobody came."""
        above = self.station_id._with_above() - self.station_id
        courses_sudo = self.env["rights.training.course"].sudo()  # only whether somebody came
        courses_sudo = courses_sudo.search(
            Domain("audience", "=", "point")
            & Domain("state", "=", "held")
            & Domain("station_id", "in", above.ids)
            & Domain("date_from", ">=", period.day_from)
            & Domain("date_from", "<=", period.day_to)
        )
        came = courses_sudo.attendance_ids.filtered(lambda row: row.point_id == self.station_id)
        return len(courses_sudo - came.course_id)

    # -- deciding ----------------------------------------------------------------------------------

    def action_fill(self):
        self.check_access("write")
        if self.filtered(lambda row: row.state != "open"):
            raise UserError(self.env._("What was decided stays as it is."))
        self._fill()
        return True

    def action_decide(self):
        self.check_access("write")
        for row in self:
            if row.state != "open":
                raise UserError(self.env._("What was decided stays as it is."))
            if row.day_to >= china_date():
                raise UserError(self.env._("The half-year is not over yet."))
        self._fill()
        # the right to write was checked; the decision is the system's to keep
        for row_sudo in self.sudo():
            row_sudo.write(
                {
                    "state": "decided",
                    "decided_at": fields.Datetime.now(),
                    "decided_by_id": self.env.uid,
                }
            )
            if not row_sudo.is_passed:
                row_sudo.env["rights.station.measure"]._open_for_assessment(row_sudo)
        return True


class RightsStationDeduction(models.Model):
    """What cost a station points in an assessment."""

    _name = "rights.station.deduction"
    _description = "Deduction in the assessment of a service station"
    _order = "assessment_id, id"

    assessment_id = fields.Many2one(
        "rights.station.assessment", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    count = fields.Integer(required=True)
    points = fields.Float(digits=(5, 2), required=True)
