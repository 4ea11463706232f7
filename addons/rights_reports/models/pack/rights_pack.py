from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.clock.due import day_start
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import UserError, ValidationError

from ...tools.charts import fixed_charts
from ...tools.periods import MONTHS, holidays_of, span_of
from ...tools.workbook import Workbook
from ..statistics.rights_closed_period import KINDS

PERIODIC = [kind for kind in KINDS if kind[0] != "special"]


class RightsPack(models.Model):
    """A report that comes by itself: which tables, of which unit and period, to whom, when.

    who                                  may
    statistician, head, division head    define packs of own units and those below, run them
    recipient                            read what was delivered (``rights.pack.delivery``)

    It counts with the rights of the person who answers for it, as they are on the day of the run,
    and delivers only to recipients who may see the figures of that unit themselves.
    """

    _name = "rights.pack"
    _inherit = "rights.configured"
    _description = "Report pack"
    _order = "sequence, id"
    _rights_quoted = ("kind", "station_id", "recipient_ids")

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    # what
    kind = fields.Selection(PERIODIC, "Kind of period", required=True, default="month")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    with_core = fields.Boolean("Core indicators", default=True)
    with_charts = fields.Boolean("Fixed charts", default=True)
    table_ids = fields.Many2many("rights.report.table", string="Tables")
    # when
    after_days = fields.Integer(
        "Working day after the period",
        default=3,
        help="3 runs it on the third working day after the last day of the period.",
    )
    hour = fields.Float("At", default=8.0)
    since = fields.Date(
        "From the period that ends after",
        default=lambda self: china_date(),
        help="Periods that end on this day or later are reported; missed ones are caught up.",
    )
    next_at = fields.Datetime("Next run", compute="_compute_next_at")
    # whose, to whom
    user_id = fields.Many2one(
        "res.users", "Answers for it", ondelete="restrict", default=lambda self: self.env.user
    )
    recipient_ids = fields.Many2many(
        "res.users", string="Recipients", domain=[("share", "=", False)]
    )
    by_mail = fields.Boolean("By mail as well")
    run_ids = fields.One2many("rights.pack.run", "pack_id", "Runs", readonly=True)

    _days_sensible = models.Constraint(
        "CHECK (after_days BETWEEN 1 AND 60)", "A pack runs 1 to 60 working days after its period."
    )
    _hour_sensible = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "The hour lies between 0:00 and 23:59."
    )
    _active_is_whole = models.Constraint(
        "CHECK (active IS NOT TRUE OR (station_id IS NOT NULL AND user_id IS NOT NULL "
        "AND since IS NOT NULL))",
        "A pack that runs has a unit, somebody who answers for it and a first day.",
    )

    @api.constrains("active", "station_id", "user_id")
    def _check_whose(self):
        """Nobody makes figures come of a unit that they, or who answers for it, may not see."""
        for pack in self.filtered("active"):
            for user in {pack.user_id, self.env.user} if not self.env.su else {pack.user_id}:
                if pack.station_id not in user.rights_supervised_station_ids:
                    raise ValidationError(
                        self.env._(
                            "%(person)s does not see the figures of %(unit)s. Choose another unit "
                            "or person.",
                            person=user.name,
                            unit=pack.station_id.name,
                        )
                    )

    @api.constrains("active", "with_core", "table_ids", "recipient_ids")
    def _check_content(self):
        for pack in self.filtered("active"):
            if not (pack.with_core or pack.table_ids) or not pack.recipient_ids:
                raise ValidationError(
                    self.env._(
                        "%(pack)s: choose what it holds and who receives it.", pack=pack.name
                    )
                )

    # -- when ------------------------------------------------------------------------------------

    @api.depends("kind", "after_days", "hour", "since", "active", "run_ids.state")
    def _compute_next_at(self):
        for pack in self:
            ahead = pack._spans_since(china_date() + timedelta(days=400)) if pack.since else []
            done = {(run.date_from, run.date_to) for run in pack.run_ids if run.state != "waiting"}
            open_spans = [span for span in ahead if (span.first, span.last) not in done]
            pack.next_at = pack.active and open_spans and pack._due_at(open_spans[0])

    @api.model
    def _day_table(self):
        return self.env["rights.calendar.day"].sudo()._day_table()  # the calendar is no secret

    def _due_at(self, span):
        """The moment of a run: an hour in China on the n-th working day after a period."""
        self.ensure_one()
        day = self._day_table().after(span.last.toordinal(), self.after_days)
        return day_start(day) + timedelta(hours=self.hour)

    def _spans_since(self, today):
        """Periods of this pack that end from ``since`` on and before today, in their order."""
        self.ensure_one()
        if self.kind not in MONTHS:
            spans = [
                span
                for year in range(self.since.year, today.year + 1)
                for span in holidays_of(year, self._day_table())
            ]
        else:
            spans, span = [], span_of(self.kind, self.since)
            while span.last < today:
                spans.append(span)
                span = span_of(self.kind, span.last + timedelta(days=1))
        return [span for span in spans if self.since <= span.last < today]

    def _plan_runs(self):
        """Runs of every period that is due and has none; those missed in a downtime as well."""
        now, runs = fields.Datetime.now(), self.env["rights.pack.run"]
        wanted = []
        for pack in self:
            known = {(run.date_from, run.date_to) for run in pack.run_ids}
            for span in pack._spans_since(china_date()):
                due_at = pack._due_at(span)
                if due_at <= now and (span.first, span.last) not in known:
                    wanted.append(runs._values_of(pack, span) | {"due_at": due_at})
        return runs.create(wanted)

    def action_run_last(self):
        """Run it now for the last period that is over."""
        self.ensure_one()
        self.check_access("write")
        span = self._last_span()
        runs = self.env["rights.pack.run"]
        run = self.run_ids.filtered(
            lambda run: (run.date_from, run.date_to) == (span.first, span.last)
        )
        if run.state == "done":
            raise UserError(self.env._("%(run)s was delivered already.", run=run.display_name))
        vals = runs._values_of(self, span) | {"due_at": fields.Datetime.now()}
        # who defines packs runs them; the runs themselves are closed to clients
        run = run.sudo() or runs.sudo().create([vals])
        run._run_safely()
        return True

    def _last_span(self):
        """The last period of this kind that is over."""
        today = china_date()
        if self.kind in MONTHS:
            return span_of(self.kind, span_of(self.kind, today).first - timedelta(days=1))
        table = self._day_table()
        spans = holidays_of(today.year - 1, table) + holidays_of(today.year, table)
        return [span for span in spans if span.last < today][-1]

    def action_preview(self):
        """The workbook of the last period, for looking at; nothing is delivered."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/rights/reports/pack/{self.id}/preview",
            "target": "self",
        }

    # -- the workbook ----------------------------------------------------------------------------

    def _filled(self, span):
        """{code: filled table}, with the rights of who answers for the pack (Annex A2).

        What a closed period holds is taken from it (STA-05).
        """
        self.ensure_one()
        pack = self.with_user(self.user_id)
        tables = pack.env["rights.report.table"]
        codes = (["core"] if self.with_core else []) + self.table_ids.sorted("sequence").mapped(
            "code"
        )
        filled = {}
        for code in codes:
            table = "core" if code == "core" else tables.search([("code", "=", code)]).id
            filled[code] = tables._shown_sheet(table, pack.station_id, span)
        if self.with_charts:
            filled["trend"] = tables._fill_trend(pack.station_id, span)
        return filled

    def _make_workbook(self, span):
        """(file name, bytes) of this pack for a period, in the language of who answers for it."""
        self.ensure_one()
        self = self.with_context(lang=self.user_id.lang)
        filled = self._filled(span)
        tables = self.env["rights.report.table"]
        period = tables._span_name(span)
        lines = [
            self.station_id.name,
            period,
            self.env._(
                "Counted on %(day)s",
                day=fields.Datetime.context_timestamp(
                    self.with_context(tz="Asia/Shanghai"), fields.Datetime.now()
                ).strftime("%Y-%m-%d %H:%M"),
            ),
            self.env._("Answers for it: %(person)s", person=self.user_id.name),
        ]
        book = Workbook(self.name, lines, self._words())
        charts = fixed_charts(filled) if self.with_charts else []
        content = book.save(list(filled.values()), charts)
        return f"{self.name} {period}.xlsx", content

    @api.model
    def _words(self):
        return {
            "cover": self.env._("Cover"),
            "contents": self.env._("Contents"),
            "definitions": self.env._("Definitions"),
            "charts": self.env._("Charts"),
            "sheet": self.env._("Sheet"),
            "rows": self.env._("Rows"),
            "checksum": self.env._("Checksum"),
            "few": self.env._("few"),
            "indicator": self.env._("Indicator"),
            "definition": self.env._("Definition"),
            "kinds": self.env._("Share of kinds"),
            "channels": self.env._("Share of channels"),
            "natures": self.env._("Share of natures"),
            "goods": self.env._("Top goods"),
            "services": self.env._("Top services"),
            "merchants": self.env._("Top merchants"),
            "trend": self.env._("Complaints of 13 months"),
            "units": self.env._("Complaints by unit"),
        }

    # -- the job -----------------------------------------------------------------------------------

    @api.model
    def _cron_run_packs(self, batch_size=50):
        """Plan what is due, then run what waits; a failed run is tried again later."""
        self.search([])._plan_runs()
        runs = self.env["rights.pack.run"]
        domain = [
            ("state", "=", "waiting"),
            ("try_at", "<=", fields.Datetime.now()),
            ("pack_id.active", "=", True),
        ]
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=runs.search_count(domain))
        for run in runs.search(domain, limit=batch_size, order="try_at, id"):
            run = run.try_lock_for_update().filtered_domain(domain)
            if run:
                run._run_safely()
            if not commit(1):
                break
