from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ...tools.china_time import china_date
from ...tools.filing_text import clean_text
from ...tools.flag_search import search_flag
from ...tools.quarters import quarter_before, quarter_days
from .rights_station_figures import fell_due

LONGEST = 4000
# the parts in words; the statistics fill themselves
PARTS = ("hot_spots", "measures", "suggestions")


class RightsStationReport(models.Model):
    """What a service station reports for a quarter (STN-09, STN-10, DOC-31).

    who                            may
    liaison, in the portal         write it and hand it in
    station officer, dispatcher    the same for a station without an account; read, see who is late
    staff                          read

    Three mandatory parts: the statistics, which come from the cases, the hot spots and the
    measures of rectification; and suggestions. What was handed in keeps its figures.
    """

    _name = "rights.station.report"
    _inherit = ["rights.deadline.owner", "rights.station.part", "rights.quarter"]
    _description = "Quarterly report of a service station"
    _order = "year desc, quarter desc, profile_id"

    year = fields.Integer(readonly=True)
    quarter = fields.Selection(readonly=True)
    # the statistics (T8)
    line_ids = fields.One2many("rights.station.report.line", "report_id", "By class", readonly=True)
    received = fields.Integer("Complaints taken", readonly=True)
    settled = fields.Integer("Disputes settled", readonly=True)
    escalated = fields.Integer("Passed upward", readonly=True)
    amount = fields.Float("Recovered (yuan)", digits=(14, 2), readonly=True)
    received_before = fields.Integer("Received in the quarter before", readonly=True)
    # the parts in words
    hot_spots = fields.Text("Hot spots of complaints")
    measures = fields.Text("Measures of rectification")
    suggestions = fields.Text("Suggestions for improvement")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _once = models.UniqueIndex(
        "(profile_id, year, quarter)", "The station has this quarter already."
    )

    @api.depends("profile_id.name", "year", "quarter")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.profile_id.name or ''} {row.year}-{row.quarter}"

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for row in self:
            row.is_late = bool(row.state == "open" and row.due_at and row.due_at <= now)

    def _search_is_late(self, operator, value):
        late = Domain("state", "=", "open") & Domain("due_at", "<=", fields.Datetime.now())
        return search_flag(late, operator, value)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - set(PARTS):
                raise AccessError(self.env._("A report is filled from the cases and handed in."))
            if self.filtered(lambda row: row.state != "open"):
                raise AccessError(self.env._("What was handed in stays as it is."))
        return super().write(vals)

    # -- the quarters there are --------------------------------------------------------------------

    @api.model
    def _open_quarter(self, profiles, year, quarter):
        """The reports of these stations for a quarter, their limit running from its last day."""
        rows_sudo = self.sudo().create(
            [
                {"profile_id": profile.id, "year": year, "quarter": str(quarter)}
                for profile in profiles
            ]
        )
        _first, last = quarter_days(year, quarter)
        rows_sudo._clock_event("quarter_ended", datetime.combine(last, time(4)))
        rows_sudo._fill()
        return rows_sudo

    @api.model
    def _cron_open_quarter(self, batch_size=200):
        """Open the report of the quarter that has ended, for each station that was there."""
        year, quarter = quarter_before(china_date())
        _first, last = quarter_days(year, quarter)
        profiles = self.env["rights.station.profile"].search([("date_from", "<=", last)])
        known = self.search([("year", "=", year), ("quarter", "=", str(quarter))]).profile_id
        due = profiles - known
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(due))
        for start in range(0, len(due), batch_size):
            batch = due[start : start + batch_size]
            self._open_quarter(batch, year, quarter)
            if not commit(len(batch)):
                return

    # -- the statistics ----------------------------------------------------------------------------

    def _statistics(self):
        """(lines by class, totals) as the cases stand now."""
        self.ensure_one()
        profile = self.profile_id
        by_class = profile._complaint_rows(self.day_from, self.day_to)
        before = profile._complaint_rows(*quarter_days(*quarter_before(self.day_from)))
        lines = [
            {"category_id": category.id, **figures}
            for category, figures in sorted(
                by_class.items(), key=lambda item: (not item[0], item[0].sequence, item[0].id)
            )
        ]
        totals = {
            name: sum(line[name] for line in lines)
            for name in ("received", "settled", "escalated", "amount")
        }
        totals["received_before"] = sum(figures["received"] for figures in before.values())
        return lines, totals

    def _fill(self):
        """Count the cases anew; what was handed in keeps its figures."""
        for row_sudo in self.sudo().filtered(lambda row: row.state == "open"):
            lines, totals = row_sudo._statistics()
            commands = [Command.clear(), *(Command.create(line) for line in lines)]
            row_sudo.write({**totals, "line_ids": commands})

    def action_fill(self):
        self.check_access("write")
        if self.filtered(lambda row: row.state != "open"):
            raise UserError(self.env._("What was handed in stays as it is."))
        self._fill()
        return True

    # -- handing in --------------------------------------------------------------------------------

    def action_submit(self):
        self.check_access("write")
        for row in self:
            if not row.sudo()._submit({}):  # the right to write was checked
                raise UserError(self.env._("%(report)s is handed in.", report=row.display_name))
        return True

    def _submit(self, given):
        """Hand the report in. Called in superuser mode by whoever may.

        :param given: {hot_spots, measures, suggestions}; what is not given stays as written before
        :return: whether it was handed in by this; False when it was before
        :raise UserError: the quarter is not over, or a part is missing
        """
        self.ensure_one()
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_station_report WHERE id IN %s FOR UPDATE", self._ids)
        )
        self.invalidate_recordset(["state"])
        if self.state == "submitted":
            return False
        if self.day_to >= china_date():
            raise UserError(self.env._("The quarter is not over yet."))
        self._write_parts(given)
        self._check_parts()
        self._fill()
        now = fields.Datetime.now()
        self.write({"state": "submitted", "submitted_at": now, "submitted_by_id": self.env.uid})
        self._clock_event("station_reported", now)
        return True

    def _write_parts(self, given):
        texts = {name: clean_text(given[name])[:LONGEST] for name in PARTS if name in given}
        if texts:
            self.write(texts)

    def _check_parts(self):
        """Three mandatory parts (STN-09), and suggestions (STN-10)."""
        for name in PARTS:
            if not (self[name] or "").strip():
                raise UserError(
                    self.env._(
                        "The report lacks a part: %(part)s.",
                        part=self._fields[name]._description_string(self.env),
                    )
                )

    def _trend(self):
        """How the number of complaints moved against the quarter before, in a word."""
        return self.received - self.received_before


class RightsStationReportLine(models.Model):
    """The complaints of a class in the report of a quarter (T8)."""

    _name = "rights.station.report.line"
    _description = "Class in a quarterly report of a service station"
    _order = "report_id, id"
    _rec_name = "category_id"

    report_id = fields.Many2one(
        "rights.station.report", required=True, index=True, ondelete="cascade"
    )
    category_id = fields.Many2one("rights.category", "Class", ondelete="restrict")
    received = fields.Integer("Complaints taken")
    settled = fields.Integer("Disputes settled")
    escalated = fields.Integer("Passed upward")
    amount = fields.Float("Recovered (yuan)", digits=(14, 2))


class RightsStationProfile(models.Model):
    """The report that a station owes, for its pages and its assessment."""

    _inherit = "rights.station.profile"

    def _due_report(self):
        """The report of the quarter that ended last, until it is handed in."""
        self.ensure_one()
        year, quarter = quarter_before(china_date())
        return self.report_ids.filtered(
            lambda row: row.state == "open" and (row.year, row.quarter) == (year, str(quarter))
        )

    def _late_reports(self, day_from, day_to):
        """Reports whose limit ended in these days and was missed (STN-09, TL-58)."""
        now = fields.Datetime.now()
        clocks = self.report_ids.clock_ids.filtered_domain(
            fell_due(day_from, day_to) & Domain("code", "=", "TL-58")
        )
        late = clocks.filtered(lambda clock: (clock.stopped_at or now) >= clock.due_at)
        return self.env["rights.station.report"].browse(late.mapped("res_id"))
