from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.consumer_rights.models.network.rights_station import OFFICIAL_LEVELS
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.addons.consumer_rights.tools.flag_search import search_flag
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.periods import MONTHS, holidays_of, span_of
from .rights_analysis_duty import ENDED

FINALISED = "report_finalised"
GROUP = "consumer_rights.consumer_rights_group_"
RECEIVERS = ("statistician", "dispatcher", "division_head")


class RightsAnalysisReport(models.Model):
    """The analysis of a period of one unit: frozen figures, and what an analyst says of them
    (STA-01, STA-06, STA-08, DOC-23).

    who                                            may
    statistician, dispatcher, station officer      write that of an own unit, ask for approval
    division head, unit head                       approve one that somebody else drew up
    statistician, dispatcher, head of the superior confirm that it was received
    staff with figures                             read those of own units and of those below

    The system lists the reports that are owed when a period is over. Approval is what finalises a
    report: it stops the clock, and the report lies before the superior unit.
    """

    _name = "rights.analysis.report"
    _inherit = ["rights.deadline.owner", "rights.approved.paper", "rights.of.period"]
    _description = "Analysis report"
    _order = "date_to desc, date_from, station_id, id"
    _needed = ("period_id", "trend_text", "cause_text")

    name = fields.Char("Paper number")
    # what it is about
    kind = fields.Selection(default="special")
    # the figures
    period_id = fields.Many2one(
        "rights.closed.period", "Figures", readonly=True, copy=False, ondelete="restrict"
    )
    closed_at = fields.Datetime(related="period_id.closed_at", string="Figures as of")
    trend = fields.Json("Thirteen months", readonly=True, copy=False)
    hotspot_ids = fields.One2many("rights.hotspot", "report_id", "Hot spots", readonly=True)
    hotspots_at = fields.Datetime("Hot spots as of", readonly=True, copy=False)
    # what the analyst says
    trend_text = fields.Text("Trend")
    cause_text = fields.Text("Causes")
    advice_text = fields.Text("Advice")
    # its course
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Finalised"),
            ("received", "Received by the superior"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    superior_id = fields.Many2one(
        "rights.station", "Submitted to", readonly=True, copy=False, ondelete="restrict"
    )
    received_at = fields.Datetime("Received on", readonly=True, copy=False)
    received_by_id = fields.Many2one(
        "res.users", "Received by", readonly=True, copy=False, ondelete="restrict"
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    may_receive = fields.Boolean(compute="_compute_may_receive")

    _once = models.UniqueIndex(
        "(station_id, kind, date_from, date_to)", "This unit has its report of this period."
    )

    @api.depends("kind", "date_from", "date_to", "holiday", "station_id")
    def _compute_display_name(self):
        for report in self:
            names = report.station_id.name, report._get_period_name()
            report.display_name = " ".join(filter(None, names))

    @api.depends("state", "due_at")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for report in self:
            report.is_overdue = bool(
                report.state in ("draft", "to_approve") and report.due_at and report.due_at <= now
            )

    def _search_is_overdue(self, operator, value):
        late = Domain("state", "in", ("draft", "to_approve")) & Domain(
            "due_at", "<=", fields.Datetime.now()
        )
        return search_flag(late, operator, value)

    @api.depends("state", "superior_id")
    @api.depends_context("uid")
    def _compute_may_receive(self):
        for report in self:
            report.may_receive = report.state == "approved" and report._is_receiver()

    @api.constrains("kind", "date_from", "date_to")
    def _check_period(self):
        for report in self:
            good = report.date_from <= report.date_to
            if good and report.kind in MONTHS:
                good = span_of(report.kind, report.date_from) == report._span()._replace(name="")
            if not good:
                raise ValidationError(
                    self.env._("A report is about a whole period: from its first day to its last.")
                )

    @api.model
    def _unit_of(self, vals):
        """The unit that owes it, where the system lists it; else the own one."""
        if self.env.su and vals.get("station_id"):
            return self.env["rights.station"].browse(vals["station_id"])
        own = self.env.user.rights_station_ids.filtered(lambda unit: unit.level in OFFICIAL_LEVELS)
        if not own:
            raise UserError(self.env._("Reports are written by a unit of the network."))
        return own[:1]

    def _check_writable(self, names):
        if not names.keys() - {"remark"} or self.state == "draft":
            return super()._check_writable(names)
        raise UserError(self.env._("This paper is no draft any more. Send it back first."))

    # -- the reports that are owed (STA-01) --------------------------------------------------------

    @api.model
    def _cron_plan(self, batch_size=200):
        """List what is owed since the last period listed, then propose the hot spots of each."""
        owed = self._get_owed(china_date())
        self.sudo().create(owed)
        domain = [("hotspots_at", "=", False), ("period_id", "=", False)]
        for report in self.env["ir.cron"]._in_turn(self, domain, batch_size):
            report._propose_hotspots()

    @api.model
    def _get_owed(self, today):
        """Values of the reports of periods that are over and that nobody has listed."""
        wanted, stations = [], self.env["rights.station"].sudo()
        for duty in self.env["rights.analysis.duty"].sudo().search([]):
            units = stations.search([("level", "=", duty.level)])
            known = self.sudo()._read_group(
                [("kind", "=", duty.kind), ("station_id", "in", units.ids)],
                ["station_id"],
                ["date_to:max"],
            )
            latest = {unit.id: day for unit, day in known}
            for span in self._get_spans(duty.kind, today):
                for unit in units:
                    since = latest.get(unit.id) or china_date(unit.create_date)
                    if span.last > since or (span.last == since and unit.id not in latest):
                        wanted.append(self._values_of(unit, span))
        return wanted

    @api.model
    def _get_spans(self, kind, today):
        """Periods of this kind that ended in the last year: what a downtime missed is made up."""
        since = today - relativedelta(years=1)
        if kind in MONTHS:
            spans, span = [], span_of(kind, since)
            while span.last < today:
                spans.append(span)
                span = span_of(kind, span.last + timedelta(days=1))
            return spans
        table = self.env["rights.calendar.day"].sudo()._day_table()
        found = [
            span for year in range(since.year, today.year + 1) for span in holidays_of(year, table)
        ]
        return [span for span in found if since <= span.last < today]

    @api.model
    def _values_of(self, unit, span):
        return {
            "station_id": unit.id,
            **self._span_values(span),
        }

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        for report in reports.filtered(lambda one: one.kind in ENDED):
            last_moment = report._span().edges[1] - timedelta(seconds=1)
            report._clock_event(ENDED[report.kind], at=last_moment)
        return reports

    def _has_limit(self, limit):
        """Of the limits that the end of a period starts, those of reports (TL-61, TL-71, TL-72)."""
        events = self.env["rights.deadline.policy"]._book().events
        return limit.snapshot["stop"] == events[FINALISED][0] and super()._has_limit(limit)

    # -- its course --------------------------------------------------------------------------------

    def action_take_figures(self):
        """Freeze the figures, the trend and the hot spots that the texts are about (STA-05)."""
        self.ensure_one()
        self._check_in("draft")
        # the right to write this report is the right to close its period
        report_sudo = self.env["rights.case"]._in_chinese().env[self._name].browse(self.id)
        periods_sudo = report_sudo.env["rights.closed.period"]
        span, station_sudo = self._span(), report_sudo.station_id
        period = periods_sudo._of(station_sudo, span) or periods_sudo._freeze(station_sudo, span)
        tables_sudo = report_sudo.env["rights.report.table"]
        report_sudo.write(
            {"period_id": period.id, "trend": tables_sudo._fill_trend(station_sudo, span)}
        )
        report_sudo._propose_hotspots()
        return True

    def _propose_hotspots(self):
        """Find the hot spots of the period anew (DIS-07)."""
        self.ensure_one()
        report_sudo = self.sudo()
        self.env["rights.hotspot"].sudo()._propose(report_sudo)
        report_sudo.hotspots_at = fields.Datetime.now()

    def action_approve(self):
        """Approval finalises the report and lays it before the superior unit (STA-08)."""
        self._check_filled(*self._needed)
        super().action_approve()
        return self._finalise()

    def _finalise(self):
        """What follows from approval, by its moment; who approves was checked."""
        for report_sudo in self.sudo():
            report_sudo._clock_event(FINALISED, at=report_sudo.approved_at)
            superior = report_sudo.station_id.parent_id
            report_sudo.superior_id = superior if superior.level in OFFICIAL_LEVELS else False
        return True

    def _is_receiver(self):
        user = self.env.user
        return self.sudo().superior_id in user.rights_station_ids and any(
            user.has_group(GROUP + role) for role in RECEIVERS
        )

    def action_receive(self):
        """The superior unit confirms that the report has reached it (STA-08)."""
        self.check_access("read")
        for report in self:
            if not report._is_receiver():
                raise AccessError(self.env._("The superior unit confirms that it was received."))
            if report.state != "approved":
                raise UserError(self.env._("Only a finalised report is received, and once."))
        return self._go("received", received_at=fields.Datetime.now(), received_by_id=self.env.uid)
