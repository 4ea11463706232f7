from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .figure_sources import SOURCES

HOUR = 3600
DAY = 24 * HOUR
PERCENTILES = {"median": 0.5, "p90": 0.9}
MEASURES = [
    ("count", "Count"),
    ("stock", "Count of what is open at the end"),
    ("sum", "Sum"),
    ("average", "Average"),
    ("median", "Median"),
    ("p90", "90th percentile"),
    ("ratio", "Ratio of two indicators"),
]
UNITS = [
    ("number", "Number"),
    ("percent", "Percent"),
    ("yuan", "Yuan"),
    ("hours", "Hours"),
    ("days", "Days"),
    ("points", "Points"),
]


class RightsIndicator(models.Model):
    """One figure of the reports: what is counted, in which period it belongs, what it divides by.

    who                                      may
    staff with figures                       read
    statistician, business administrator     add and change

    Every change stands in the audit log. A figure is counted over coded fields alone
    (``figure_sources``), so no definition can ask for a person (STA-13, D7).
    """

    _name = "rights.indicator"
    _inherit = "rights.code.mixin"
    _description = "Indicator"
    _rights_quoted = ("source", "moment", "domain")

    # what it says
    definition = fields.Text(required=True, translate=True)
    unit = fields.Selection(UNITS, required=True, default="number")
    room = fields.Selection(
        [
            ("intake", "Intake"),
            ("handling", "Handling"),
            ("limits", "Time limits"),
            ("mediation", "Mediation"),
            ("satisfaction", "Satisfaction"),
            ("speed", "Speed"),
            ("oversight", "Oversight"),
            ("telephone", "Telephone"),
            ("merchants", "Merchants"),
            ("stations", "Service stations"),
            ("quality", "Quality"),
        ],
        "Group",
        required=True,
        default="handling",
    )
    is_core = fields.Boolean(
        "Core indicator", help="Shown on the page of core indicators (STA-07)."
    )
    is_secret = fields.Boolean(
        "Hide small numbers",
        help="Parts below the least number are not shown, so that none points at an informant.",
    )
    part_of_id = fields.Many2one(
        "rights.indicator",
        "Part of",
        ondelete="restrict",
        help="What this one is a part of: in one table neither it nor what is left of the whole "
        "tells a small number.",
    )
    # how it is counted
    measure = fields.Selection(MEASURES, required=True, default="count")
    source = fields.Selection(
        selection="_selection_source", default="rights.case", string="What is counted"
    )
    moment = fields.Selection(
        selection="_selection_moment",
        string="Period by",
        default="received_at",
        help="The moment that decides in which period a row is counted, in China's time (STA-12).",
    )
    domain = fields.Char("Condition", default="[]")
    value_field = fields.Char(
        "Value", help="An amount, or the moment at which a span of time ends."
    )
    since_fields = fields.Char(
        "Since",
        help="Where a span of time begins: a moment, or several with commas, of which the first "
        "that is there counts. For what is open, the moments at which it ends.",
    )
    numerator_id = fields.Many2one("rights.indicator", ondelete="restrict")
    denominator_id = fields.Many2one("rights.indicator", ondelete="restrict")
    denominator_plus_id = fields.Many2one(
        "rights.indicator",
        "And denominator",
        ondelete="restrict",
        help="Added to the denominator, where that is counted in two places.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another indicator has this code.")
    _ratio_has_parts = models.Constraint(
        "CHECK (measure <> 'ratio' OR (numerator_id IS NOT NULL AND denominator_id IS NOT NULL))",
        "A ratio has a numerator and a denominator.",
    )
    _count_has_source = models.Constraint(
        "CHECK (measure = 'ratio' OR (source IS NOT NULL AND moment IS NOT NULL))",
        "Say what is counted and by which moment.",
    )

    @api.model
    def _selection_source(self):
        return [(model, self.env["ir.model"]._get(model).name) for model in SOURCES]

    @api.model
    def _selection_moment(self):
        labels = {}
        for model, source in SOURCES.items():
            for name in source.moments:
                label = self.env[model]._fields[name]._description_string(self.env)
                labels.setdefault(name, label)
        return list(labels.items())

    # -- a definition asks for coded fields only (STA-13) ----------------------------------------

    @api.constrains("measure", "source", "moment", "domain", "value_field", "since_fields")
    def _check_definition(self):
        for indicator in self.filtered(lambda one: one.measure != "ratio"):
            source = SOURCES[indicator.source]
            if indicator.moment not in source.moments:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s: what is counted has no such moment. Choose another one.",
                        indicator=indicator.name,
                    )
                )
            indicator._check_coded(indicator._get_domain(), source.coded)
            indicator._check_values(source)

    @api.constrains("measure", "numerator_id", "denominator_id", "denominator_plus_id")
    def _check_parts(self):
        for indicator in self.filtered(lambda one: one.measure == "ratio"):
            if "ratio" in indicator._parts().mapped("measure"):
                raise ValidationError(
                    self.env._(
                        "%(indicator)s: a ratio divides counts, not other ratios.",
                        indicator=indicator.name,
                    )
                )

    def _get_domain(self):
        """The condition; refused with a sentence where it is none."""
        self.ensure_one()
        return self._read_domain(self.domain)

    @api.model
    def _read_domain(self, text):
        try:
            return Domain(literal_eval(text or "[]"))
        except (ValueError, SyntaxError, TypeError):
            raise ValidationError(
                self.env._("This is no condition: %(text)s", text=(text or "")[:200])
            ) from None

    @api.model
    def _check_coded(self, domain, coded):
        """A condition asks for coded fields alone."""
        asked = {condition.field_expr for condition in domain.iter_conditions()}
        if asked - coded:
            raise ValidationError(
                self.env._(
                    "Figures ask for coded fields only, not for: %(fields)s.",
                    fields=", ".join(sorted(asked - coded)),
                )
            )

    def _check_values(self, source):
        moments, names = set(source.moments), self._since_names()
        needs_value = self.measure not in ("count", "stock")
        good = not needs_value or (self.value_field in (moments if names else set(source.amounts)))
        if not good or not set(names) <= moments or (self.measure == "stock" and not names):
            raise ValidationError(
                self.env._(
                    "%(indicator)s: say which amount is summed, or from which moment to which "
                    "time is measured.",
                    indicator=self.name,
                )
            )

    def _since_names(self):
        return [name.strip() for name in (self.since_fields or "").split(",") if name.strip()]

    # -- SQL -------------------------------------------------------------------------------------

    def _parts(self):
        """The indicators that are counted for these: a ratio needs both of its own."""
        ratios = self.filtered(lambda one: one.measure == "ratio")
        return (
            (self - ratios)
            | ratios.numerator_id
            | ratios.denominator_id
            | ratios.denominator_plus_id
        )

    def _sql(self, place):
        """The aggregate of this indicator over the rows of a place."""
        self.ensure_one()
        model = place.model
        domain = self._get_domain().optimize_full(model)
        where = domain._to_sql(model, place.alias, place.query)
        if self.measure in ("count", "stock"):
            return SQL("count(*) FILTER (WHERE %s)", where)
        value = self._sql_value(place)
        if self.measure == "sum":
            return SQL("coalesce(sum(%s) FILTER (WHERE %s), 0)", value, where)
        where = SQL("%s AND %s >= 0", where, value)
        if self.measure == "average":
            return SQL("avg(%s) FILTER (WHERE %s)", value, where)
        return SQL(
            "percentile_cont(%s) WITHIN GROUP (ORDER BY %s) FILTER (WHERE %s)",
            PERCENTILES[self.measure],
            value,
            where,
        )

    def _sql_value(self, place):
        names = self._since_names()
        if not names:
            return place.own(self.value_field)
        since = SQL("coalesce(%s)", SQL(", ").join(place.own(name) for name in names))
        return SQL(
            "(extract(epoch FROM %s - %s) / %s)",
            place.own(self.value_field),
            since,
            HOUR if self.unit == "hours" else DAY,
        )
