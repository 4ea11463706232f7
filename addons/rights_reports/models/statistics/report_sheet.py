"""A table of the reports, filled for one unit and one period.

What it gives is plain data, that the screen shows, a workbook writes and a closed period keeps:

    columns  [{"key", "label", "unit", "indicator", "kind"}]; kind is value, share, previous, mom,
             last_year, yoy, rank or last_rank
    rows     [{"key", "label", "values": [...]}], the sum among them with the key None
    a value  a number, None (shown as a dash), or HIDDEN
"""

from functools import cached_property
from itertools import groupby

from ...tools.figures import change, percent, small_parts
from ...tools.periods import before, year_before
from .figure_sources import DIMENSIONS, UNITS
from .rights_figures import ALL, UNCODED

HIDDEN = "*"
OTHERS = "others"
NOW, BEFORE, LAST_YEAR = range(3)
ADDITIVE = ("count", "stock", "sum")
# the periods that a kind of value is reckoned from
PLACES = {
    "value": (NOW,),
    "share": (NOW,),
    "rank": (NOW,),
    "previous": (BEFORE,),
    "mom": (NOW, BEFORE),
    "last_year": (LAST_YEAR,),
    "yoy": (NOW, LAST_YEAR),
    "last_rank": (NOW, BEFORE),
}
# levels of units that stand by themselves, the highest first
LEVELS = ("city_center", "district_center", "local_station")


def cells_of(sheet):
    """{(row key, column key): (row, column, value)} of the counted values of a filled table."""
    return {
        (row["key"], column["key"]): (row["label"], column["label"], value)
        for row in sheet["rows"]
        for column, value in zip(sheet["columns"], row["values"], strict=True)
        if column["kind"] == "value"
    }


def counted_in(sheet):
    """Codes of the indicators in the columns of a filled table; its columns where it has none."""
    return {column.get("indicator", column["key"]) for column in sheet["columns"]}


class Sheet:
    def __init__(self, table, station, span, columns=None, is_compared=True):
        """
        :param columns: those of its columns that are wanted; all of them without
        :param is_compared: whether other periods are counted as well
        """
        self.env = table.env
        self.table = table
        self.station = station
        self.span = span
        self.columns = columns or table.column_ids
        self.indicators = self.columns.indicator_id
        self.by_code = {one.code: one for one in self.indicators._parts() | self.indicators}
        last_year = year_before(span, self.env["rights.calendar.day"].sudo()._day_table())
        self.spans = [span, before(span), last_year or span]
        is_compared = is_compared and (table.top or set(self.columns.mapped("compare")) - {"none"})
        if not is_compared:
            self.spans = [span]
        self.has_last_year = bool(last_year and is_compared)
        self.units = table._units_of(station)
        self.found, self.first = self.env["rights.figures"]._count(
            self.indicators,
            self.spans,
            self.units,
            table.row,
            table.column if any(self.columns.mapped("is_spread")) else None,
            table._get_matters(),
            table.whose,
        )
        self.labels = {}
        # what was published is what is compared with (STA-05)
        self.published = {
            place: self._published(other) for place, other in enumerate(self.spans) if place
        }

    def _published(self, span):
        """{(row, column key): value} of this table in a closed period; None while it is open."""
        if self.table.top or self._is_filtered():  # a ranking shows its first rows only
            return None
        closed = self.env["rights.closed.period"]._of(self.station, span)
        sheet = closed.content.get(self.table.code) if closed else None
        if not sheet:
            return None
        counted = {column["indicator"] for column in sheet["columns"]}
        if {one.code for one in self.indicators} - counted:  # it had other columns then
            return None
        return {key: cell[2] for key, cell in cells_of(sheet).items()}

    def _is_filtered(self):
        return not self.env["rights.figures"]._get_filter().is_true()

    def fill(self):
        keys = self._row_keys(NOW)
        self._hide(keys)
        headers = self._headers()
        rows = [self._row(key, headers) for key in keys]
        if self._has_rest(keys):
            rows.append(self._rest(keys, headers))
        rows += [self._row(UNCODED, headers)] if self._is_shown(UNCODED) else []
        rows.append(self._row(ALL, headers))
        return {
            "code": self.table.code,
            "name": self.table.name,
            "station": self.station.name,
            "row_label": self.table._row_label(),
            "first": str(self.span.first),
            "last": str(self.span.last),
            "columns": headers,
            "rows": rows,
            "definitions": [
                {"name": one.name, "definition": one.definition} for one in self.indicators
            ],
        }

    @cached_property
    def last_ranks(self):
        return {key: rank for rank, key in enumerate(self._row_keys(BEFORE), 1)}

    # -- rows --------------------------------------------------------------------------------------

    def _row_keys(self, place):
        """Keys of the rows in their order, without what has no code."""
        found = {key[1] for key in self.found if key[0] == place and key[2] is ALL}
        found -= {ALL, UNCODED}
        if self.table.top:
            return self._ranked(place, found)
        listed = self._listed()
        names = self._names(found | set(listed))
        order = {key: number for number, key in enumerate(listed)}
        counted = [key for key in found if key not in order and self._is_shown(key)]
        return listed + sorted(counted, key=lambda key: (names[key], key))

    def _shown_keys(self):
        """The rows that a ranking shows one by one: all but what stands in one row."""
        return (*self._row_keys(NOW), UNCODED)

    def _listed(self):
        """Rows that stand there even with nothing counted."""
        if self.table.row == "unit":
            rows = self.station | self.station.child_ids.sorted("complete_name")
            return [str(row.id) for row in rows]
        if self.table.row == "each_unit":
            rows = self.station._with_below().filtered("active").sorted("complete_name")
            return [str(row.id) for level in LEVELS for row in rows if row.level == level]
        if self.table.row == "limit":
            return self.table._limits_in_force(self.span)
        if self.table.row == "merchant":
            merchants = self.table._listed_merchants(self.units)
            return [str(one.id) for one in merchants.sorted("name")]
        dimension = DIMENSIONS[self.table.row]
        if dimension.domain is None:
            return []
        records = self.env[dimension.model].sudo().search(dimension.domain)  # names of codes
        return [str(record.id) for record in records]

    @cached_property
    def levels(self):
        """{row: level of the unit}, of rows that are units"""
        rows = {key[1] for key in self.found if key[1]} if self.table.row in UNITS else ()
        stations = self.env["rights.station"].sudo().browse(map(int, rows))
        return {str(one.id): one.level for one in stations}

    def _rank(self, row, code):
        """The place by a figure, units among those of their level; equals have the same rank."""
        own = self._figure(NOW, row, code)
        if row in (ALL, UNCODED) or own is None:
            return None
        others = [
            self._figure(NOW, key[1], code)
            for key in self.found
            if key[0] == NOW
            and key[1]
            and key[2] is ALL
            and self.levels.get(key[1]) == self.levels.get(row)
        ]
        return 1 + sum(1 for other in others if other is not None and other > own)

    def _ranked(self, place, found):
        """By number; ties by the earlier first case, then by name (STA-02)."""
        code = self.columns[:1].indicator_id.code
        names = self._names(found)
        counted = [key for key in found if self._figure(place, key, code)]
        counted.sort(
            key=lambda key: (
                -self._figure(place, key, code),
                self.first.get((place, key)),
                names[key],
            )
        )
        return counted[: self.table.top]

    def _is_shown(self, key):
        figures = [self.found.get((place, key, ALL), {}) for place in range(len(self.spans))]
        return any(one.get(code) for one in figures for code in self.indicators.mapped("code"))

    def _has_rest(self, keys):
        code = self.columns[:1].indicator_id.code
        shown = sum(self._figure(NOW, key, code) or 0 for key in [*keys, UNCODED])
        return bool(self.table.top) and shown < self._figure(NOW, ALL, code)

    def _names(self, keys):
        """{key: what it is called}"""
        dimension = DIMENSIONS[self.table.row]
        keys = set(keys) - self.labels.keys()
        self.labels |= {key: key for key in keys}
        if not keys:
            return self.labels
        if dimension.model:
            self.labels |= self._record_names(dimension, keys)
        elif dimension.field == "kind":
            self.labels |= dict(
                self.env["rights.case"]._fields["kind"]._description_selection(self.env)
            )
        return self.labels

    def _record_names(self, dimension, keys):
        model = self.env[dimension.model].sudo().with_context(active_test=False)  # names of codes
        if self.table.row == "limit":
            policies = model.search([("code", "in", list(keys))], order="valid_from desc")
            return {one.code: f"{one.code} {one.name}" for one in reversed(policies)}
        records = model.browse(int(key) for key in keys if key not in (ALL, UNCODED)).exists()
        names = {str(record.id): record.display_name for record in records}
        if self.table.row in UNITS:
            names |= {str(record.id): record.name for record in records}
        if self.table.row == "unit" and str(self.station.id) in names:
            names[str(self.station.id)] = self.env._("%(unit)s itself", unit=self.station.name)
        gone = self.env._("Removed (%(key)s)", key="%s")
        return {key: gone % key for key in keys if key and key not in names} | names

    def _label(self, key):
        if key is ALL:
            return self.env._("Total")
        return self.env._("Uncoded") if key == UNCODED else self._names([key])[key]

    # -- values ------------------------------------------------------------------------------------

    def _figure(self, place, row, code, column=ALL):
        if place == LAST_YEAR and not self.has_last_year:
            return None
        published = self.published.get(place)  # None as well for what is not compared
        if published is not None and column is ALL:
            nothing = 0 if self.by_code[code].measure in ADDITIVE else None
            return published.get((row, code), nothing)
        figures = self.found.get((place, row, column))
        if figures is None:  # nothing was counted there
            return 0 if self.by_code[code].measure in ADDITIVE else None
        return figures[code]

    def _hide(self, keys):
        """Small parts of secret sums are hidden, in this and in each compared period."""
        least = self.env["rights.network.parameter"]._value("least_shown_number")
        self.hidden = set()
        for place in range(len(self.spans)):
            for codes, pairs in self._secret_families():
                columns = {code: self._counts_of(place, code, keys) for code in codes}
                rows, sums = small_parts(columns, least, pairs)
                # where the sum is nothing, so is every part
                found = [code for code, counts in columns.items() if any(counts.values())]
                self.hidden |= {(place, code, row) for code in found for row in rows}
                self.hidden |= {(place, code, ALL) for code in sums}
            self.hidden |= self._hidden_limits(place, keys, least)

    def _hidden_limits(self, place, keys, least):
        """{(place, code, row)} of limits that only reports or discipline matters have: how many
        clocks there were says how many matters."""
        if self.table.row != "limit":
            return set()
        shown = self.indicators._parts() | self.indicators
        wholes = shown.filtered(lambda one: one.measure in ADDITIVE and not one.part_of_id)
        columns = {code: self._counts_of(place, code, keys) for code in wholes.mapped("code")}
        rows, sums = small_parts(columns, least, secret=self.table._secret_limits())
        rows |= {ALL} if sums else set()
        return {(place, code, row) for code in shown.mapped("code") for row in rows}

    def _counts_of(self, place, code, keys):
        rows = {key[1] for key in self.found if key[2] is ALL} - {ALL}
        counts = {row: self.found.get((place, row, ALL), {}).get(code, 0) for row in rows}
        if self.table.top:  # what a ranking leaves out stands in one row
            rest = [row for row in rows if row not in keys and row != UNCODED]
            counts[OTHERS] = sum(counts.pop(row) for row in rest)
        return counts

    def _secret_families(self):
        """[(codes, [(code, code of what it is a part of)])] of secret figures of this table; those
        that are parts of one another are hidden together."""
        secret = self.indicators._parts().filtered("is_secret")
        wholes = {one: self._wholes_of(one, secret) for one in secret}
        key = {one: (wholes[one] or one)[-1:].code for one in secret}
        for _whole, ones in groupby(sorted(secret, key=key.get), key.get):
            ones = list(ones)
            yield (
                [one.code for one in ones],
                [(one.code, whole.code) for one in ones for whole in wholes[one]],
            )

    @staticmethod
    def _wholes_of(indicator, shown):
        """What it is a part of, of those that are shown; the uppermost last."""
        wholes = above = indicator.browse()
        while indicator := indicator.part_of_id - above:
            above |= indicator
            wholes += indicator & shown
        return wholes

    def _is_hidden(self, row, indicator, kind="value"):
        codes = indicator._parts().mapped("code")
        return any((place, code, row) in self.hidden for place in PLACES[kind] for code in codes)

    def _headers(self):
        headers = []
        for column in self.columns:
            headers += column._headers(self)
        return headers

    def _row(self, key, headers):
        return {
            "key": key,
            "label": self._label(key),
            "values": [self._value(key, header) for header in headers],
        }

    def _value(self, row, header):
        indicator, kind = self.by_code[header["indicator"]], header["kind"]
        if self._is_hidden(row, indicator, kind):
            return HIDDEN
        code = indicator.code
        now = self._figure(NOW, row, code, header.get("column", ALL))
        if kind == "value":
            return now
        if kind == "share":
            return percent(now or 0, self._figure(NOW, ALL, code))
        if kind == "last_rank":
            return self.last_ranks.get(row)
        if kind == "rank":
            return self._rank(row, code)
        base = self._figure(BEFORE if kind in ("previous", "mom") else LAST_YEAR, row, code)
        if base == HIDDEN:  # as it was published
            return HIDDEN
        return change(now, base) if kind in ("mom", "yoy") else base

    def _rest(self, keys, headers):
        """All that a ranking leaves out, so that its parts add up to the whole (STA-13)."""
        values = []
        for header in headers:
            indicator = self.by_code[header["indicator"]]
            if header["kind"] not in ("value", "share") or indicator.measure not in ADDITIVE:
                values.append(None)
            elif self._is_hidden(OTHERS, indicator):
                values.append(HIDDEN)
            else:
                code = indicator.code
                total = self._figure(NOW, ALL, code)
                rest = total - sum(self._figure(NOW, key, code) for key in [*keys, UNCODED])
                values.append(rest if header["kind"] == "value" else percent(rest, total))
        return {"key": OTHERS, "label": self.env._("Others"), "values": values}
