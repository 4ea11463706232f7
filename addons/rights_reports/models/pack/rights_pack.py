from datetime import date, timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.clock.due import day_start
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import UserError, ValidationError

from ...tools.charts import fixed_charts
from ...tools.periods import MONTHS, holidays_of, span_of
from ...tools.workbook import Workbook
from ..statistics.figure_sources import MATTER
from ..statistics.rights_of_period import KINDS

# what is logged in this time after a record was made belongs to its making
WHILE_MADE = timedelta(minutes=1)
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
    _rights_quoted = ("kind", "station_id", "matters", "recipient_ids")

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
    matters = fields.Char(
        "Filter",
        default="[]",
        help="Only matters that meet this condition are counted. Detail lists and the analysis "
        "report have conditions of their own.",
    )
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
    folder_id = fields.Many2one(
        "rights.pack.folder",
        "Into a folder as well",
        ondelete="restrict",
        help="The platform administrator sets up the folders. Detail lists stay in the system.",
    )
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
            if not any(pack[name] for name in pack._content_names()) or not pack.recipient_ids:
                raise ValidationError(
                    self.env._(
                        "%(pack)s: choose what it holds and who receives it.", pack=pack.name
                    )
                )

    @api.constrains("matters")
    def _check_matters(self):
        """Coded fields alone (STA-13), and no filter that leaves none but secret kinds (SEC-02)."""
        tables = self.env["rights.report.table"]
        for pack in self:
            matters = pack._get_matters()
            self.env["rights.indicator"]._check_coded(matters, MATTER)
            if not matters.is_true() and tables._is_secret(matters):
                raise ValidationError(
                    self.env._(
                        "%(pack)s: reports and discipline matters by themselves stand in the "
                        "tables made for them. Choose another filter.",
                        pack=pack.name,
                    )
                )

    def _get_matters(self):
        self.ensure_one()
        return self.env["rights.indicator"]._read_domain(self.matters)

    def _content_names(self):
        """Fields of which at least one says what the pack holds."""
        return ["with_core", "table_ids"]

    def _runs_in_background(self):
        """Whether a run takes longer than somebody waits for."""
        return False

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
        if run.file_name:
            raise UserError(self.env._("%(run)s was delivered already.", run=run.display_name))
        vals = runs._values_of(self, span) | {"due_at": fields.Datetime.now()}
        # who defines packs runs them; the runs themselves are closed to clients
        run = run.sudo() or runs.sudo().create([vals])
        if self._runs_in_background():
            run.write({"state": "waiting", "attempts": 0, "try_at": fields.Datetime.now()})
            self.env.ref("rights_reports.rights_pack_cron").sudo()._trigger()
        else:
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
        """What the pack holds for the last period, on the screen; nothing is delivered."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "rights_reports.pack_preview",
            "name": self.name,
            "context": {"active_id": self.id},
        }

    def get_preview(self):
        """{"lines", "sheets", "lists", "url"}: the pages of the workbook of the last period."""
        self.ensure_one()
        self.check_access("write")  # who defines it; the figures are those of who answers for it
        span = self._last_span()
        pack = self.with_context(lang=self.user_id.lang)
        filled = pack._filled(span)
        return {
            "lines": [self.name, *pack._cover_lines(filled, span)],
            "sheets": [*filled.values()],
            "lists": self._list_names(),
            "url": f"/rights/reports/pack/{self.id}/preview",
        }

    def _list_names(self):
        """Names of what comes in files of its own."""
        return []

    # -- the workbook ----------------------------------------------------------------------------

    def _filled(self, span):
        """{code: filled table}, with the rights of who answers for the pack (Annex A2).

        What a closed period holds is taken from it (STA-05).
        """
        self.ensure_one()
        pack = self.with_user(self.user_id).with_context(
            rights_matters_filter=list(self._get_matters())
        )
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
        self._check_whole(filled)
        return filled

    def _make_workbook(self, span):
        """(file name, bytes) of this pack for a period, in the language of who answers for it."""
        self.ensure_one()
        self = self.with_context(lang=self.user_id.lang)
        filled = self._filled(span)
        period = self.env["rights.report.table"]._span_name(span)
        lines = self._cover_lines(filled, span)
        book = Workbook(self.name, lines, self._words())
        charts = fixed_charts(filled) if self.with_charts else []
        content = book.save(list(filled.values()), charts)
        return f"{self.name} {period}.xlsx", content

    def _cover_lines(self, filled, span):
        """What the cover says below the title."""
        counted_at = fields.Datetime.context_timestamp(
            self.with_context(tz="Asia/Shanghai"), fields.Datetime.now()
        )
        return [
            self.station_id.name,
            self.env["rights.report.table"]._span_name(span),
            self.env._("Counted on %(day)s", day=counted_at.strftime("%Y-%m-%d %H:%M")),
            self.env._("Answers for it: %(person)s", person=self.user_id.name),
            *self._filter_lines(),
            *([] if self._has_figures(filled) else [self.env._("Nothing lies in this period.")]),
            *self._change_lines(filled, span),
        ]

    def _filter_lines(self):
        matters = self._get_matters()
        if matters.is_true():
            return []
        said = self.env["rights.detail.list"]._say(matters)
        return [self.env._("Only matters with: %(condition)s", condition=said)]

    @staticmethod
    def _has_figures(filled):
        """Whether anything was counted in the period itself."""
        return any(
            value
            for code, sheet in filled.items()
            if code != "trend"
            for row in sheet["rows"]
            for column, value in zip(sheet["columns"], row["values"], strict=True)
            if column["kind"] in ("value", "figure", "words")
        )

    def _change_lines(self, filled, span):
        """What was defined otherwise while the period ran: figures follow what holds now."""
        days = self._changed_since(self._definitions_of(filled), span)
        return [
            self.env._(
                "%(name)s was changed on %(day)s: the figures follow what it is now.",
                name=name,
                day=day,
            )
            for name, day in days.items()
        ]

    @api.model
    def _used_in(self, filled):
        """(indicators that stand in these tables, the tables that are data)"""
        codes = {
            column.get("indicator") for sheet in filled.values() for column in sheet["columns"]
        }
        codes |= {row["key"] for row in filled.get("core", {}).get("rows", ())}
        indicators = self.env["rights.indicator"].search([("code", "in", list(codes - {None}))])
        tables = self.env["rights.report.table"].search([("code", "in", list(filled))])
        return indicators._parts() | indicators, tables

    @api.model
    def _definitions_of(self, filled):
        """{name: records}: tables with their columns, and the indicators that stand in them."""
        indicators, tables = self._used_in(filled)
        return {one.name: [one] for one in indicators} | {
            one.name: [one, one.column_ids] for one in tables
        }

    def _check_whole(self, filled):
        """A record that a definition names may be gone by now: it would count nothing, silently."""
        indicators, tables = self._used_in(filled)
        conditions = [
            *((one, one.source, one._get_domain()) for one in indicators if one.source),
            *((one, "rights.case", one._get_matters()) for one in (*tables, self)),
        ]
        for definition, model, domain in conditions:
            if field := self._get_removed(model, domain):
                raise UserError(
                    self.env._(
                        "%(name)s: its condition asks for a value of %(field)s that was removed. "
                        "Choose another one.",
                        name=definition.name,
                        field=field,
                    )
                )

    @api.model
    def _get_removed(self, model, domain):
        """The name of a field of which the domain asks for a record that is no more."""
        records = self.env[model]
        for condition in domain.iter_conditions():
            field = records._fields.get(condition.field_expr)
            if field is None or field.type != "many2one":
                continue
            value = condition.value
            asked = {value} if isinstance(value, int) else {*(value or ())}
            ids = {one for one in asked if isinstance(one, int) and not isinstance(one, bool)}
            # whether a code still exists is no secret
            known = self.env[field.comodel_name].sudo().with_context(active_test=False)
            if ids - set(known.browse(ids).exists().ids):
                return field._description_string(self.env)
        return None

    @api.model
    def _changed_since(self, named, span):
        """{name: day of the last change since a period began} of those that were changed.

        :param named: {name: recordsets that make up one definition}
        """
        log = self.env["rights.audit.log"].sudo()  # that a definition changed is no secret
        whose = {
            (records._name, res_id): name
            for name, parts in named.items()
            for records in parts
            for res_id in records.ids
        }
        changes = log._read_group(
            [
                ("type", "=", "config"),
                ("model", "in", list({model for model, _id in whose})),
                ("at", ">=", span.edges[0]),
                ("at", "<=", fields.Datetime.now()),
            ],
            ["model", "res_id"],
            ["at:max"],
        )
        found = {}
        for model, res_id, at in changes:
            name = whose.get((model, res_id))
            made = name and self.env[model].sudo().browse(res_id).create_date
            if name and at > made + WHILE_MADE:
                found[name] = max(china_date(at), found.get(name, date.min))
        return {name: found[name] for name in named if name in found}

    @api.model
    def _words(self):
        return {
            "cover": self.env._("Cover"),
            "contents": self.env._("Contents"),
            "definitions": self.env._("Definitions"),
            "charts": self.env._("Charts"),
            "sheet": self.env._("Sheet"),
            "rows": self.env._("Number of rows"),
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
        domain = runs._get_due_domain()
        for run in self.env["ir.cron"]._in_turn(runs, domain, batch_size, "try_at, id"):
            run._run_safely()
