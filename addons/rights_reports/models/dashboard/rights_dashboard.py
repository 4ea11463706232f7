import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date, china_naive
from odoo.tools import SQL

from ...tools.figures import change
from ...tools.periods import before, so_far, year_before
from ..statistics.report_sheet import HIDDEN, Sheet
from ..statistics.rights_figures import ALL, UNCODED

# the tables are counted again for those who look at them
WATCHED = timedelta(days=7)
ROWS = 10


class RightsDashboard(models.Model):
    """The dashboard of a unit and a period as it was last counted.

    Counting a month among a million matters takes seconds; a stored page opens at once, says when
    it was counted, and is counted again behind it. Whoever sees the figures of the unit sees them
    here (``rights.report.table``): the rows are the system's own.
    """

    _name = "rights.dashboard"
    _description = "Counted dashboard"
    _log_access = False

    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="cascade"
    )
    lang = fields.Char("Language", required=True)
    kind = fields.Char("Kind of period", required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    content = fields.Json("Figures", required=True)
    counted_at = fields.Datetime("Counted at", required=True)
    opened_on = fields.Date("Last opened on", required=True)

    _once = models.UniqueIndex("(station_id, kind, date_from, date_to, lang)")

    # -- what the page asks for ------------------------------------------------------------------

    @api.model
    def get_board(self, station_id, asked, again=False):
        """The stored dashboard of a unit and period; counted where there is none, or ``again``.

        :return: its content with ``counted`` and whether it ``is_old``
        """
        station, span = self._read(station_id, asked)
        board_sudo = self.sudo()._of(station, span)  # checked: the user sees these figures
        if again or not board_sudo:
            self.sudo()._count(station.sudo(), span)
            board_sudo = self.sudo()._of(station, span)
        elif board_sudo.opened_on != china_date() and not self.env.cr.readonly:
            board_sudo.opened_on = china_date()
        tables = self.env["rights.report.table"]
        return board_sudo.content | {
            "period": tables._span_name(span),
            "counted": china_naive(board_sudo.counted_at).strftime("%Y-%m-%d %H:%M"),
            "is_old": board_sudo._is_old(),
            "may_open": self.env["rights.case"].has_access("read"),
        }

    @api.model
    def open_row(self, station_id, asked, table_id, header, key):
        """The matters behind a row of a table, with the rights of the reader."""
        tables = self.env["rights.report.table"]
        return tables.open_cell(table_id, station_id, asked, header, key)

    @api.model
    def open_figure(self, station_id, asked, code):
        """The matters behind a figure, with the rights of the reader."""
        tables = self.env["rights.report.table"]
        return tables.open_cell("core", station_id, asked, {}, code)

    @api.model
    def _read(self, station_id, asked):
        tables = self.env["rights.report.table"]
        tables.browse().check_access("read")
        station = self.env["rights.station"].browse(station_id).exists()
        tables._check_unit(station)
        return station, tables._read_span(asked)

    @api.model
    def _of(self, station, span):
        return self.search(
            [
                ("station_id", "=", station.id),
                ("kind", "=", span.kind),
                ("date_from", "=", span.first),
                ("date_to", "=", span.last),
                ("lang", "=", self.env.lang or "en_US"),
            ],
            limit=1,
        )

    def _is_old(self):
        minutes = self.env["rights.network.parameter"]._value("dashboard_minutes")
        return self.counted_at < fields.Datetime.now() - timedelta(minutes=minutes)

    # -- counting (in superuser mode; the callers have checked the unit) ---------------------------

    @api.model
    def _count(self, station, span):
        """Count and store; two who count at once leave one row."""
        content = self._fill(station, span)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO rights_dashboard (station_id, lang, kind, date_from, date_to, content,
                                              counted_at, opened_on)
                VALUES (%(station)s, %(lang)s, %(kind)s, %(first)s, %(last)s, %(content)s,
                        %(now)s, %(today)s)
                ON CONFLICT (station_id, kind, date_from, date_to, lang)
                DO UPDATE SET content = excluded.content, counted_at = excluded.counted_at
                """,
                station=station.id,
                lang=self.env.lang or "en_US",
                kind=span.kind,
                first=span.first,
                last=span.last,
                content=json.dumps(content),
                now=fields.Datetime.now(),
                today=china_date(),
            )
        )
        self.env.invalidate_all()

    @api.model
    def _fill(self, station, span):
        """Tiles, rankings and the trend of a unit, as plain data."""
        tables = self.env["rights.report.table"]
        items = self.env["rights.dashboard.item"].search([])
        counted = so_far(span, china_date())
        return {
            "station": station.name,
            "first": str(counted.first),
            "last": str(counted.last),
            "is_running": counted.last < span.last,
            "tiles": self._fill_tiles(items.indicator_id, station, counted, span),
            "lists": [self._fill_list(table, station, counted) for table in items.table_id],
            "trend": tables._fill_trend(station, span),
        }

    @api.model
    def _fill_tiles(self, indicators, station, counted, span):
        """Each figure with its changes; a running period is compared with as many days (STA-03)."""
        last_year = year_before(span, self.env["rights.calendar.day"]._day_table())
        days = (counted.last - counted.first).days
        bases = [
            so_far(one, one.first + timedelta(days)) for one in (before(span), last_year) if one
        ]
        units = self.env["rights.report.table"]._units_of(station)
        found, _first = self.env["rights.figures"]._count(indicators, [counted, *bases], units)
        figures = [found.get((place, ALL, ALL), {}) for place in range(len(bases) + 1)]
        figures += [{}] * (3 - len(figures))
        return [self._tile(one, [one_of.get(one.code) for one_of in figures]) for one in indicators]

    @api.model
    def _tile(self, indicator, values):
        least = self.env["rights.network.parameter"]._value("least_shown_number")
        if any(indicator._parts().mapped("is_secret")):  # no small number points at an informant
            values = [HIDDEN if value and value < least else value for value in values]
        now, previous, last_year = values
        return {
            "code": indicator.code,
            "label": indicator.name,
            "unit": indicator.unit,
            "room": indicator.room,
            "definition": indicator.definition,
            "value": now,
            "previous": previous,
            "mom": None if HIDDEN in (now, previous) else change(now, previous),
            "last_year": last_year,
            "yoy": None if HIDDEN in (now, last_year) else change(now, last_year),
        }

    @api.model
    def _fill_list(self, table, station, span):
        """The first rows of a table by its first column."""
        sheet = Sheet(table, station, span, table.column_ids[:1], is_compared=False).fill()
        header = next(
            column
            for column in sheet["columns"]
            if column["kind"] == "value" and "column" not in column
        )
        place = sheet["columns"].index(header)
        rows = [
            {"key": row["key"], "label": row["label"], "value": row["values"][place]}
            for row in sheet["rows"]
            if row["key"] not in (None, "others") and row["values"][place]
        ]
        coded = [row for row in rows if row["key"] != UNCODED]
        coded.sort(key=lambda row: 0 if row["value"] == HIDDEN else -row["value"])
        uncoded = [row for row in rows if row["key"] == UNCODED]  # never dropped (STA-13)
        return {
            "id": table.id,
            "name": table.name,
            "header": {"indicator": header["indicator"], "label": header["label"]},
            "rows": coded[:ROWS] + uncoded,
        }

    @api.model
    def _cron_count(self):
        """Count again what somebody looked at lately and what is older than it may be."""
        today = china_date()
        watched = self.search(
            [
                ("opened_on", ">=", today - WATCHED),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            order="counted_at",
        ).filtered(lambda board: board._is_old())
        self.search([("opened_on", "<", today - WATCHED)]).unlink()
        tables = self.env["rights.report.table"]
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(watched))
        for board in watched:
            asked = {
                "kind": board.kind,
                "first": str(board.date_from),
                "last": str(board.date_to),
            }
            span = tables._read_span(asked)
            self.with_context(lang=board.lang)._count(board.station_id, span)
            if not commit(1):
                break
