from collections import defaultdict
from datetime import timedelta
from itertools import groupby

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query

from ...tools.figures import percent, two_decimals
from ...tools.periods import joined_edges
from .figure_sources import DIMENSIONS, SOURCES, UNITS, Place

# key of what no code was given to: shown, never dropped (STA-13)
UNCODED = ""
# key of the sum over all rows or columns
ALL = None


def plain(value):
    """A number that JSON and a sheet can hold."""
    return value if value is None or isinstance(value, int) else two_decimals(value)


class RightsFigures(models.AbstractModel):
    """Counts indicators over periods, units, rows and columns: one query for each group of
    indicators that lie in the same rows (STA-12, STA-13).

    It counts as the system does and says nothing about who may see the result: callers pass the
    units that their user may see (``rights.report.table``).
    """

    _name = "rights.figures"
    _description = "Counting of indicators"

    @api.model
    def _count(self, indicators, spans, units, row=None, column=None, matters=None, whose="matter"):
        """The figures of these indicators.

        :param spans: periods; a key of the result names one by its place in this list
        :param units: {id of a unit that counts: key of its row where rows are units}
        :param row: dimension of the rows, a key of DIMENSIONS
        :param column: dimension of the columns
        :param matters: domain that the matters meet, over coded fields
        :param whose: "matter" counts in the unit of the row, "merchant" in that of its merchant
        :return: ({(span, row key, column key): {indicator code: number or None}},
                  {(span, row key): first moment of its rows}); the key of a sum is ALL
        """
        self.env.flush_all()
        matters = Domain(matters or []) & self._get_filter()
        found, first = defaultdict(dict), {}
        wanted = indicators._parts().sorted(lambda one: self._group_of(one))
        for group, members in groupby(wanted, self._group_of):
            members = indicators.browse().union(*members)
            for key, values, begin in self._count_group(
                group, members, spans, units, row, column, matters, whose
            ):
                found[key].update(values)
                if key[2] is ALL and begin:
                    first[key[:2]] = min(begin, first.get(key[:2], begin))
        for place in range(len(spans)):  # a period without a row has its zeros too
            found.setdefault((place, ALL, ALL), {})
        return {key: self._complete(indicators, values) for key, values in found.items()}, first

    @staticmethod
    def _group_of(indicator):
        until = indicator._since_names() if indicator.measure == "stock" else ()
        return indicator.source, indicator.moment, ",".join(until)

    @api.model
    def _complete(self, indicators, values):
        """Zero where nothing was counted, none where there is nothing to divide by."""
        parts = {
            one.code: values.get(one.code, 0 if one.measure in ("count", "stock", "sum") else None)
            for one in indicators._parts()
        }
        figures = dict(parts)
        for one in indicators.filtered(lambda one: one.measure == "ratio"):
            top, bottom = parts[one.numerator_id.code], parts[one.denominator_id.code]
            if one.denominator_plus_id:
                bottom = (bottom or 0) + (parts[one.denominator_plus_id.code] or 0)
            if one.unit == "percent":
                figures[one.code] = percent(top or 0, bottom)
            else:
                figures[one.code] = two_decimals((top or 0) / bottom) if bottom else None
        return figures

    @api.model
    def _get_filter(self):
        """What a pack narrows all its figures down to, from the context."""
        return Domain(self.env.context.get("rights_matters_filter") or [])

    # -- one query ---------------------------------------------------------------------------------

    @api.model
    def _count_group(self, group, indicators, spans, units, row, column, matters, whose):
        source, moment, until = group
        model = self.env[source].sudo().with_context(active_test=False)  # figures, no records
        place = Place(model, Query(self.env, model._table, model._table_sql))
        span, where = self._sql_span(place, moment, until, spans)
        if not matters.is_true():
            where = SQL("%s AND %s", where, self._sql_matters(place, matters))
        keys = [
            DIMENSIONS[name].expression(place) if name else SQL("NULL") for name in (row, column)
        ]
        codes = indicators.mapped("code")
        numbers = [one._sql(place) for one in indicators]
        unit = place.unit(whose)
        if self._is_by_merchant(place.source, whose):
            unit = SQL("coalesce(%s, %s)", unit, self._top_unit().id)
        sql = SQL(
            """
            SELECT span.place, %(shown)s, min(%(moment)s)::timestamp, %(numbers)s
              FROM %(tables)s
              JOIN unnest(%(stations)s::int[], %(keys)s::int[]) AS unit (id, key)
                ON unit.id = %(unit)s
              JOIN %(span)s ON %(where)s,
                   LATERAL (SELECT coalesce(%(row)s::text, '') AS row,
                                   coalesce(%(col)s::text, '') AS col) AS dim
             GROUP BY span.place, %(sets)s
            """,
            shown=SQL(", ").join(
                SQL("CASE WHEN grouping(%s) = 0 THEN %s END", part, part) if name else SQL("NULL")
                for name, part in ((row, SQL("dim.row")), (column, SQL("dim.col")))
            ),
            moment=place.own(moment),
            numbers=SQL(", ").join(numbers),
            tables=place.query.from_clause,
            stations=list(units),
            keys=list(units.values()),
            unit=unit,
            span=span,
            where=where,
            row=keys[0],
            col=keys[1],
            sets=self._sql_sets(row, column),
        )
        for number, row_key, col_key, begin, *values in self.env.execute_query(sql):
            yield (
                (number, row_key, col_key),
                dict(zip(codes, map(plain, values), strict=True)),
                begin,
            )

    @api.model
    def _is_by_merchant(self, source, whose):
        return whose == "merchant" or "." in source.unit

    @api.model
    def _top_unit(self):
        """Where merchants count that no unit supervises yet: nothing is dropped (STA-13)."""
        return self.env["rights.station"].sudo().search([("parent_id", "=", False)], limit=1)

    @staticmethod
    def _sql_sets(row, column):
        sets = ["()"]
        if row:
            sets.append("(dim.row)")
        if column:
            sets.append("(dim.col)")
        if row and column:
            sets.append("(dim.row, dim.col)")
        return SQL("GROUPING SETS (%s)", SQL(", ").join(SQL(one) for one in sets))  # pylint: disable=sql-injection

    @api.model
    def _sql_span(self, place, moment, until, spans):
        """(table ``span`` with the place of each period, when a row belongs to it)

        A row belongs to a period by its moment; what is open at the end began before it.
        """
        began = place.own(moment)
        if until:
            table = SQL(
                "unnest(%s::int[], %s::timestamp[]) AS span (place, until)",
                list(range(len(spans))),
                [span.edges[1] for span in spans],
            )
            ended = SQL("coalesce(%s)", SQL(", ").join(place.own(one) for one in until.split(",")))
            return table, SQL(
                "%s < span.until AND (%s IS NULL OR %s >= span.until)", began, ended, ended
            )
        ranges = SQL(" OR ").join(
            SQL("(%s >= %s AND %s < %s)", began, first, began, last)
            for first, last in joined_edges(spans)
        )
        if len(spans) == 1:
            return SQL("(SELECT 0 AS place) AS span"), SQL("(%s)", ranges)
        # The edges of all periods cut time into pieces: one look-up finds the piece of a row, and
        # plain ranges let an index leave out all other rows.
        edges = sorted({edge for span in spans for edge in span.edges})
        pieces = [
            (number, piece)
            for number, span in enumerate(spans)
            for piece, edge in enumerate(edges, 1)
            if span.edges[0] <= edge < span.edges[1]
        ]
        table = SQL(
            "unnest(%s::int[], %s::int[]) AS span (place, piece)",
            [number for number, _piece in pieces],
            [piece for _number, piece in pieces],
        )
        return table, SQL(
            "(%s) AND span.piece = width_bucket(%s::timestamp, %s::timestamp[])",
            ranges,
            began,
            edges,
        )

    @api.model
    def _sql_matters(self, place, matters):
        if place.matter and (place.matter == place.alias or not place.source.merchant):
            model = self.env["rights.case"].sudo().with_context(active_test=False)
            return matters.optimize_full(model)._to_sql(model, place.matter, place.query)
        own = self._own_matters(place.model, matters).optimize_full(place.model)
        return own._to_sql(place.model, place.alias, place.query)

    @api.model
    def _own_matters(self, model, matters):
        """The condition on matters as one on the rows of a source; a row that has nothing of what
        is asked for does not meet it."""
        source = SOURCES[model._name]

        def own(one):
            path = one.field_expr if model._name == "rights.case" else source.path(one.field_expr)
            return Domain(path, one.operator, one.value) if path else Domain.FALSE

        return matters.map_conditions(own)

    # -- the list behind a number ------------------------------------------------------------------

    @api.model
    def _domain_behind(self, indicator, span, units, keys, matters, whose="matter"):
        """The records that a number counted, as a domain of its source.

        :param units: ids of the units that count
        :param keys: {dimension: key of the row or column, or all keys that it is none of}
        """
        source, model = SOURCES[indicator.source], self.env[indicator.source]
        since, until = span.edges
        if model._fields[indicator.moment].type == "date":
            since, until = span.first, span.last + timedelta(days=1)
        domain = indicator._get_domain() & Domain(indicator.moment, "<", until)
        if indicator.measure == "stock":
            open_then = Domain.TRUE  # the first moment that is there says when it ended
            for name in reversed(indicator._since_names()):
                missing = Domain(name, "=", False)
                open_then = (missing & open_then) | Domain(name, ">=", until)
            domain &= open_then
        else:
            domain &= Domain(indicator.moment, ">=", since)
        unit = source.unit or f"{source.matter}.station_id"
        if whose == "merchant":
            unit = f"{source.path('respondent_id')}.station_id"
        where = Domain(unit, "in", list(units))
        if self._is_by_merchant(source, whose) and self._top_unit().id in units:
            where |= Domain(unit, "=", False)
        domain &= where
        domain &= self._own_matters(model, Domain(matters or []))
        for name, key in keys.items():
            if isinstance(key, tuple):
                domain &= ~Domain.OR(self._domain_of_key(model, name, one) for one in key)
            elif name not in UNITS:
                domain &= self._domain_of_key(model, name, key)
        return domain

    @api.model
    def _domain_of_key(self, model, name, key):
        dimension = DIMENSIONS[name]
        field = dimension.field
        if not dimension.is_own and model._name != "rights.case":
            field = SOURCES[model._name].path(field)
        if not field or (dimension.is_own and field not in model._fields):
            return Domain.TRUE if key == UNCODED else Domain.FALSE
        if name == "limit":
            return Domain(field, "=", key)
        if key == UNCODED:
            return Domain(field, "=", False)
        if not dimension.model:
            return Domain(field, "=", key)
        return Domain(field, "child_of" if name in ("item_class", "nature") else "=", int(key))
