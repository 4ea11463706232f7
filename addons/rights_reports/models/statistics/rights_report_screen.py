from datetime import date

from odoo import api, models
from odoo.addons.consumer_rights.models.network.rights_station import OFFICIAL_LEVELS
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import UserError

from ...tools.figures import change
from ...tools.periods import MONTHS, Span, before, holidays_of, span_of, trend, year_before
from .report_sheet import HIDDEN
from .rights_figures import ALL

FIRST_YEAR = 2004
CORE = "core"


class RightsReportTable(models.Model):
    """What the page of figures asks for: units, periods, filled tables, the cases of a number."""

    _inherit = "rights.report.table"

    @api.model
    def get_choices(self):
        """{"stations", "tables", "day"}: what the user may choose from."""
        self.browse().check_access("read")
        stations = self.env.user.rights_supervised_station_ids.sorted("complete_name")
        own = self.env.user.rights_station_ids[:1]
        return {
            "stations": [
                {"id": one.id, "name": one.complete_name}
                for one in stations
                if one.level in OFFICIAL_LEVELS and one.active or one == own
            ],
            "station": own.id,
            "tables": [{"id": CORE, "name": self.env._("Core indicators")}]
            + [
                # T6-goods is a part of T6: what stands behind the number says its own name
                {"id": one.id, "name": f"{one.code.partition('-')[0]} {one.name}"}
                for one in self.search([])
            ],
            "day": str(span_of("month", china_date()).first),
        }

    @api.model
    def get_holidays(self, year):
        """Holidays of a year: [{"name", "first", "last"}]"""
        table = self.env["rights.calendar.day"].sudo()._day_table()
        return [
            {"name": one.name, "first": str(one.first), "last": str(one.last)}
            for one in holidays_of(self._read_year(year), table)
        ]

    @api.model
    def _read_year(self, year):
        if not isinstance(year, int) or not FIRST_YEAR <= year <= china_date().year + 1:
            raise UserError(self.env._("Choose a year from %(first)s on.", first=FIRST_YEAR))
        return year

    @api.model
    def _read_span(self, asked):
        """A period as the page asks for it: {"kind", "first", "last", "name"}."""
        try:
            kind, first = asked["kind"], date.fromisoformat(asked["first"])
            if kind in MONTHS:
                return span_of(kind, first)
            span = Span(kind, first, date.fromisoformat(asked["last"]), asked.get("name") or "")
        except (KeyError, TypeError, ValueError):
            raise UserError(self.env._("Choose a period with its first and last day.")) from None
        if kind not in ("holiday", "special") or span.last < span.first:
            raise UserError(self.env._("The last day of a period is not before its first."))
        return span

    @api.model
    def get_sheet(self, table, station_id, span):
        """A filled table with the name of its period, and whether its numbers open a list."""
        station = self.env["rights.station"].browse(station_id).exists()
        span = self._read_span(span)
        self.browse().check_access("read")
        self._check_unit(station)
        closed = self.env["rights.closed.period"]._of(station, span)
        sheet = self._shown_sheet(table, station, span)
        if not sheet.get("is_later"):
            sheet = closed._with_corrections(sheet)
        return sheet | {
            "columns": self._mark_opening(sheet["columns"]),
            "period": self._span_name(span),
            "may_open": self.env["rights.case"].has_access("read"),
            "may_close": self._may_close(station, span) and not closed,
            "closed_on": str(china_date(closed.closed_at)) if closed else False,
            "closed_id": closed.id,
            "corrections": closed.correction_count,
        }

    @api.model
    def _mark_opening(self, columns):
        """The columns, each with whether the user reads what it counted (Annex A2)."""
        codes = {column["indicator"] for column in columns if "indicator" in column}
        indicators = self.env["rights.indicator"].with_context(active_test=False)
        source = {
            one.code: (one.numerator_id or one).source
            for one in indicators.search([("code", "in", list(codes))])
        }
        opens = {one: self.env[one].has_access("read") for one in set(source.values())}
        return [
            column | {"may_open": opens.get(source.get(column.get("indicator")), False)}
            if "indicator" in column
            else column
            for column in columns
        ]

    @api.model
    def _shown_sheet(self, table, station, span):
        """A table as it was published, or as it is counted now while the period is open."""
        self._check_unit(station)
        closed = self._get_closed(station, span)
        code = CORE if table == CORE else self.browse(table).code
        sheet = closed.content.get(code) if closed else None
        return sheet or self._sheet(table, station, span)

    @api.model
    def _get_closed(self, station, span):
        """The closed period with what was published; with a filter nothing was."""
        closed = self.env["rights.closed.period"]
        is_whole = self.env["rights.figures"]._get_filter().is_true()
        return closed._of(station, span) if is_whole else closed

    @api.model
    def _may_close(self, station, span):
        return china_date() > span.last and self.env.user._rights_reports_closes(station)

    @api.model
    def _sheet(self, table, station, span):
        if table == CORE:
            return self._fill_core(station, span)
        return self.browse(table)._fill(station, span)

    @api.model
    def _count_all(self, station, span, like=None):
        """Every table by its code; of those that a closed period holds, where it is given."""
        tables = self.search([("code", "in", list(like))] if like else [])
        filled = {one.code: one._fill(station, span) for one in tables}
        core = {CORE: self._fill_core(station, span)} if not like or CORE in like else {}
        return core | filled

    @api.model
    def _show(self, value, unit=""):
        """A value as a page has it; a dash where there is none (STA-03)."""
        if value == HIDDEN:
            return self.env._("few")
        if value is None:
            return "—"
        text = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
        return f"{text}%" if unit == "percent" else text

    @api.model
    def close_period(self, station_id, span):
        """Freeze the figures of a unit for a period that is over (STA-05)."""
        station = self.env["rights.station"].browse(station_id).exists()
        self.browse().check_access("read")
        self._check_unit(station)
        self.env["rights.closed.period"]._close(station, self._read_span(span))
        return True

    @api.model
    def open_cell(self, table, station_id, span, header, row):
        """The window action behind a number; refused to roles that see figures only."""
        station = self.env["rights.station"].browse(station_id).exists()
        span = self._read_span(span)
        if table == CORE:
            return self._open_records(row, station, span)
        return self.browse(table)._open(station, span, header, row)

    @api.model
    def _span_name(self, span):
        first = span.first
        if span.kind == "month":
            return self.env._("%(year)s-%(month)s", year=first.year, month=f"{first.month:02}")
        if span.kind == "quarter":
            return self.env._("%(year)s Q%(number)s", year=first.year, number=first.month // 3 + 1)
        if span.kind == "half":
            if first.month == 1:
                return self.env._("First half of %(year)s", year=first.year)
            return self.env._("Second half of %(year)s", year=first.year)
        if span.kind == "year":
            return self.env._("Year %(year)s", year=first.year)
        return " ".join(filter(None, (span.name, f"{span.first} – {span.last}")))

    # -- core indicators (STA-07) ------------------------------------------------------------------

    @api.model
    def _fill_core(self, station, span):
        """The core indicators as a table of one row each, compared both ways (STA-03, STA-07)."""
        self.browse().check_access("read")
        self._check_unit(station)
        core = self.env["rights.indicator"].search([("is_core", "=", True)])
        last_year = year_before(span, self.env["rights.calendar.day"].sudo()._day_table())
        spans = [span, before(span), last_year or span]
        units = self._units_of(station.sudo())
        found, _first = self.env["rights.figures"]._count(core, spans, units)
        now, previous, year = (
            (place and self._published_core(station, spans[place])) or found[place, ALL, ALL]
            for place in range(len(spans))
        )
        if not last_year:
            year = {}
        labels = {
            "value": self.env._("This period"),
            "previous": self.env._("Period before"),
            "mom": self.env._("MoM"),
            "last_year": self.env._("Year before"),
            "yoy": self.env._("YoY"),
        }
        rows = []
        least = self.env["rights.network.parameter"]._value("least_shown_number")
        for one in core:
            values = [now[one.code], previous.get(one.code), year.get(one.code)]
            if any(one._parts().mapped("is_secret")):  # no small number points at an informant
                values = [
                    HIDDEN if value and value != HIDDEN and value < least else value
                    for value in values
                ]
            changes = [
                None if HIDDEN in (values[0], base) else change(values[0], base)
                for base in values[1:]
            ]
            rows.append(
                {
                    "key": one.code,
                    "label": one.name,
                    "unit": one.unit,
                    "definition": one.definition,
                    "values": [values[0], values[1], changes[0], values[2], changes[1]],
                }
            )
        return {
            "code": CORE,
            "name": self.env._("Core indicators"),
            "station": station.name,
            "row_label": self.env._("Indicator"),
            "first": str(span.first),
            "last": str(span.last),
            "columns": [
                {"key": kind, "kind": kind, "label": label}
                | ({"unit": "percent"} if kind in ("mom", "yoy") else {})
                for kind, label in labels.items()
            ],
            "rows": rows,
            "definitions": [{"name": one.name, "definition": one.definition} for one in core],
        }

    @api.model
    def _published_core(self, station, span):
        """{code: value} of a closed period: what was published is compared with (STA-05)."""
        closed = self._get_closed(station, span)
        rows = closed.content[CORE]["rows"] if closed else ()
        return {row["key"]: row["values"][0] for row in rows}

    # -- trend (STA-04) ----------------------------------------------------------------------------

    @api.model
    def _fill_trend(self, station, span):
        """Thirteen months up to the end of a period, one row each."""
        self._check_unit(station)
        codes = ["received_complaint", "received_consultation", "concluded_complaint"]
        shown = self.env["rights.indicator"].search([("code", "in", codes)])
        months = trend(span)
        units = self._units_of(station.sudo())
        found, _first = self.env["rights.figures"]._count(shown, months, units)
        rows = [
            {
                "key": str(month.first),
                "label": self._span_name(month),
                "values": [found[place, ALL, ALL][one.code] for one in shown],
            }
            for place, month in enumerate(months)
        ]
        return {
            "code": "trend",
            "name": self.env._("Trend of 13 months"),
            "station": station.name,
            "row_label": self.env._("Month"),
            "first": str(months[0].first),
            "last": str(months[-1].last),
            "columns": [
                {
                    "key": one.code,
                    "indicator": one.code,
                    "label": one.name,
                    "unit": one.unit,
                    "kind": "value",
                }
                for one in shown
            ],
            "rows": rows,
            "definitions": [{"name": one.name, "definition": one.definition} for one in shown],
        }
