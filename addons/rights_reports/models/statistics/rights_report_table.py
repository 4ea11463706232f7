from ast import literal_eval

from odoo import api, fields, models
from odoo.addons.consumer_rights.models.case.rights_case_kinds import SECRET_KINDS
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .figure_sources import DIMENSIONS, MATTER
from .report_sheet import OTHERS, Sheet

COMPARISONS = {
    "none": (),
    "year": ("last_year", "yoy"),
    "both": ("last_year", "yoy", "previous", "mom"),
}


class RightsReportTable(models.Model):
    """A table of the reports as data: what its rows are, which indicators its columns (Annex C).

    who                                      may
    staff with figures                       read, and fill it for own units and those below
    statistician, business administrator     add and change
    """

    _name = "rights.report.table"
    _inherit = "rights.code.mixin"
    _description = "Table of the reports"
    _rights_quoted = ("row", "matters")

    row = fields.Selection(selection="_selection_dimension", string="Rows", required=True)
    column = fields.Selection(
        selection="_selection_dimension",
        string="Spread over",
        help="What the columns marked as spread are divided by.",
    )
    top = fields.Integer("Ranks", help="0 shows every row; 10 makes it a ranking (STA-02).")
    matters = fields.Char(default="[]", help="Only matters that meet this condition.")
    whose = fields.Selection(
        [("matter", "Of the matter"), ("merchant", "Of the merchant")],
        "Counted in the unit",
        required=True,
        default="matter",
        help="The unit that has the matter, or the one that supervises the merchant.",
    )
    column_ids = fields.One2many("rights.report.column", "table_id", "Columns", copy=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another table has this code.")
    _top_positive = models.Constraint("CHECK (top >= 0)", "A number of rows is not negative.")

    @api.model
    def _selection_dimension(self):
        labels = self._dimension_labels()
        return [(name, labels[name]) for name in DIMENSIONS]

    @api.model
    def _dimension_labels(self):
        return {
            "unit": self.env._("Unit"),
            "each_unit": self.env._("Each unit by itself"),
            "kind": self.env._("Kind of matter"),
            "channel": self.env._("Intake channel"),
            "item_class": self.env._("Goods or service class"),
            "nature": self.env._("Problem nature"),
            "item": self.env._("Goods or services"),
            "merchant": self.env._("Merchant"),
            "brand": self.env._("Brand"),
            "outcome": self.env._("Result"),
            "handler": self.env._("Handler"),
            "limit": self.env._("Time limit"),
            "quality_item": self.env._("Deducted for"),
        }

    def _row_label(self):
        return self._dimension_labels()["unit" if self.row == "each_unit" else self.row]

    @api.constrains("matters")
    def _check_matters(self):
        for table in self:
            self.env["rights.indicator"]._check_coded(table._get_matters(), MATTER)

    def _get_matters(self):
        self.ensure_one()
        return self.env["rights.indicator"]._read_domain(self.matters)

    # -- rows that stand there with nothing counted ------------------------------------------------

    @api.model
    def _limits_in_force(self, span):
        """Numbers of the limits TL-nn with clocks that were in force in a period (LIM-12)."""
        policies = self.env["rights.deadline.policy"].sudo()  # limits are no secret
        found = policies.search(
            [
                ("code", "=like", "TL-%"),
                ("kind", "!=", "retention"),
                ("measure", "!=", "times"),
                "|",
                ("valid_from", "=", False),
                ("valid_from", "<=", span.last),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", span.first),
            ],
            order="code",
        )
        return list(dict.fromkeys(found.mapped("code")))

    @api.model
    def _secret_limits(self):
        """Numbers of the limits that secret kinds of matters alone have (SEC-02)."""
        policies = self.env["rights.deadline.policy"].sudo()  # limits are no secret
        policies = policies.with_context(active_test=False).search([("domain", "like", "kind")])
        return {one.code for one in policies if self._is_secret(Domain(literal_eval(one.domain)))}

    @api.model
    def _is_secret(self, domain):
        """Whether a condition on matters lets through none but secret kinds."""

        def of_kind(kind):
            def known(one):
                if one.field_expr != "kind" or one.operator not in ("=", "in"):
                    return one
                kinds = [one.value] if one.operator == "=" else one.value
                return Domain.TRUE if kind in kinds else Domain.FALSE

            return domain.map_conditions(known)

        kinds = {kind for kind, _label in self.env["rights.case"]._fields["kind"].selection}
        return all(of_kind(kind).is_false() for kind in kinds - set(SECRET_KINDS))

    def _listed_merchants(self, units):
        """The merchants that the condition of this table names by themselves, of these units."""
        merchants = self.env["rights.merchant"].sudo()  # names of the register
        prefix = "respondent_id."
        conditions = list(self._get_matters().iter_conditions())
        if self.top or self.whose != "merchant" or not conditions:
            return merchants
        if any(not one.field_expr.startswith(prefix) for one in conditions):
            return merchants
        own = self._get_matters().map_conditions(
            lambda one: Domain(one.field_expr.removeprefix(prefix), one.operator, one.value)
        )
        unit = Domain("station_id", "in", list(units))
        if self.env["rights.figures"]._top_unit().id in units:
            unit |= Domain("station_id", "=", False)
        return merchants.search(own & unit)

    # -- filling it ------------------------------------------------------------------------------

    def _fill(self, station, span):
        """The figures of a unit and those below, for whoever may see them (Annex A2).

        :return: plain data, see ``report_sheet``
        """
        self.ensure_one()
        self.check_access("read")
        self._check_unit(station)
        return Sheet(self, station.sudo(), span).fill()

    @api.model
    def _check_unit(self, station):
        """A unit sees its own figures and those below."""
        if not self.env.su and station not in self.env.user.rights_supervised_station_ids:
            raise AccessError(
                self.env._("You see the figures of your own units and of those below them.")
            )

    @api.model
    def _units_of(self, station):
        """{id of a unit at or below: id of the row it is counted in}"""
        rows = {station.id: station.id}
        for child in station.with_context(active_test=False).child_ids:
            rows |= dict.fromkeys(child._with_below().ids, child.id)
        return rows

    # -- the list behind a number ----------------------------------------------------------------

    def _open(self, station, span, header, row):
        """The window action behind a number of this table.

        :param header: a column of the filled table
        :param row: key of its row, None for the sum
        """
        self.ensure_one()
        units = None
        if self.row == "unit" and row:
            every = self._units_of(station.sudo())
            units = [unit for unit, key in every.items() if str(key) == row]
        if self.row == "each_unit" and row:
            units = [unit for unit in self._units_of(station.sudo()) if str(unit) == row]
        keys = {self.row: row} if row is not None else {}
        if header.get("column") is not None:
            keys[self.column] = header["column"]
        if row == OTHERS:
            keys[self.row] = Sheet(self, station.sudo(), span, is_compared=False)._shown_keys()
        return self._open_records(
            header["indicator"], station, span, units, keys, self._get_matters(), self.whose
        )

    @api.model
    def _open_records(
        self, code, station, span, units=None, keys=None, matters=None, whose="matter"
    ):
        """The records that a figure counted, as far as the user reads them (STA-05, Annex A2)."""
        self._check_unit(station)
        indicator = self.env["rights.indicator"]._of_code(code)
        indicator = indicator.numerator_id or indicator
        if not indicator or not self.env[indicator.source].has_access("read"):
            raise UserError(self.env._("Your role sees figures, not the matters behind them."))
        domain = self.env["rights.figures"]._domain_behind(
            indicator, span, units or self._units_of(station.sudo()), keys or {}, matters, whose
        )
        if indicator.source == "rights.merchant.ledger":
            self.env[indicator.source]._log_figure_look((keys or {}).get("merchant"))
        return {
            "type": "ir.actions.act_window",
            "name": f"{indicator.name} {span.first} – {span.last}",
            "res_model": indicator.source,
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {"create": False},
        }


class RightsReportColumn(models.Model):
    """An indicator in a table, with what it is compared with."""

    _name = "rights.report.column"
    _description = "Column of a table"
    _inherit = "rights.configured"
    _order = "table_id, sequence, id"
    _rec_name = "indicator_id"

    table_id = fields.Many2one("rights.report.table", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one("rights.indicator", required=True, ondelete="restrict")
    compare = fields.Selection(
        [
            ("none", "Nothing"),
            ("year", "The year before"),
            ("both", "The year before and the period before"),
        ],
        "Compared with",
        required=True,
        default="none",
    )
    is_spread = fields.Boolean("Spread", help="One column for each value of what is spread over.")
    show_share = fields.Boolean("Share of the sum")
    show_rank = fields.Boolean("Rank", help="The highest first; units among those of their level.")

    @api.constrains("is_spread", "indicator_id", "table_id")
    def _check_spread(self):
        for column in self.filtered("is_spread"):
            if not column.table_id.column:
                raise ValidationError(
                    self.env._(
                        "%(table)s: say what its columns are spread over.",
                        table=column.table_id.name,
                    )
                )
            if any(column.indicator_id._parts().mapped("is_secret")):
                raise ValidationError(
                    self.env._(
                        "%(indicator)s hides small numbers and cannot be spread over columns.",
                        indicator=column.indicator_id.name,
                    )
                )

    def _headers(self, sheet):
        """The columns this one makes in a filled table."""
        self.ensure_one()
        indicator = self.indicator_id
        base = {"indicator": indicator.code, "unit": indicator.unit, "kind": "value"}
        headers = [*self._spread_headers(sheet, base)] if self.is_spread else []
        headers.append({**base, "key": indicator.code, "label": indicator.name})
        labels = {
            "share": self.env._("Share"),
            "last_year": self.env._("Year before"),
            "yoy": self.env._("YoY"),
            "previous": self.env._("Period before"),
            "mom": self.env._("MoM"),
            "rank": self.env._("Rank"),
            "last_rank": self.env._("Last rank"),
        }
        kinds = (["share"] if self.show_share else []) + [*COMPARISONS[self.compare]]
        if self.table_id.top and self == self.table_id.column_ids[:1]:
            kinds.append("last_rank")
        kinds += ["rank"] if self.show_rank else []
        for kind in kinds:
            header = {**base, "kind": kind, "key": f"{indicator.code}:{kind}"}
            if kind in ("share", "yoy", "mom"):
                header["unit"] = "percent"
            if kind in ("rank", "last_rank"):
                header["unit"] = "number"
            headers.append({**header, "label": labels[kind]})
        return headers

    def _spread_headers(self, sheet, base):
        dimension = DIMENSIONS[self.table_id.column]
        code = base["indicator"]
        found = {key[2] for key, figures in sheet.found.items() if key[2] and figures.get(code)}
        model = self.env[dimension.model].sudo()  # names of codes
        records = model.search(dimension.domain) if dimension.domain is not None else model
        more = model.with_context(active_test=False).browse(
            sorted(int(key) for key in found - {str(one.id) for one in records})
        )
        for record in records + more.exists():
            yield {
                **base,
                "key": f"{base['indicator']}@{record.id}",
                "label": record.display_name,
                "column": str(record.id),
            }
        if dimension.is_own:
            return  # it is never empty
        yield {
            **base,
            "key": f"{base['indicator']}@",
            "label": self.env._("Uncoded"),
            "column": "",
        }
