from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..statistics.figure_sources import MATTER, SOURCES
from .detail_columns import LISTED, kind_of, sql_of

# what a filter may ask for: coded fields and amounts, nobody's name and no text
ASKED = MATTER | frozenset(
    "amount_dispute amount_recovered complexity priority user_id planned_route".split()
)
USUAL = "name kind received_at station_id channel_id item_class_id category_id outcome_id".split()


class RightsDetailList(models.Model):
    """A list of matters as data: which columns, which matters, by which moment.

    who                                     may
    statistician, dispatcher, heads         define lists of own units and those below
    dispatcher, head                        export them: who may read the matters and export

    What it holds is decided anew at each export, by the rights of the person who asks for it
    (``rights.detail.export``).
    """

    _name = "rights.detail.list"
    _inherit = "rights.configured"
    _description = "Detail list"
    _order = "sequence, id"
    _rights_quoted = ("moment", "domain")

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
        help="Whose list it is. It holds matters of the unit that it is exported for.",
    )
    moment = fields.Selection(
        selection="_selection_moment",
        string="Period by",
        required=True,
        default="received_at",
        help="The moment that decides in which period a matter is listed, in China's time.",
    )
    domain = fields.Char("Condition", default="[]")
    column_ids = fields.One2many(
        "rights.detail.column",
        "list_id",
        "Columns",
        copy=True,
        default=lambda self: [
            fields.Command.create({"field": name, "sequence": place * 10})
            for place, name in enumerate(USUAL, 1)
        ],
    )

    @api.model
    def _selection_moment(self):
        case_fields = self.env["rights.case"]._fields
        return [
            (name, case_fields[name]._description_string(self.env))
            for name in SOURCES["rights.case"].moments
        ]

    @api.constrains("domain")
    def _check_domain(self):
        for one in self:
            self.env["rights.indicator"]._check_coded(one._get_domain(), ASKED)

    @api.constrains("column_ids")
    def _check_columns(self):
        for one in self:
            if not one.column_ids:
                raise ValidationError(
                    self.env._("%(list)s: choose at least one column.", list=one.name)
                )

    def _get_domain(self):
        self.ensure_one()
        return self.env["rights.indicator"]._read_domain(self.domain)

    def _check_whole(self):
        """A record that the filter names may be gone by now: nothing would be found, silently."""
        self.ensure_one()
        field = self.env["rights.pack"]._get_removed("rights.case", self._get_domain())
        if field:
            raise UserError(
                self.env._(
                    "%(name)s: its condition asks for a value of %(field)s that was removed. "
                    "Choose another one.",
                    name=self.name,
                    field=field,
                )
            )

    def action_export(self):
        """Ask for an export: which unit, which period."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "rights.detail.list.export",
            "view_mode": "form",
            "target": "new",
            "context": {"default_list_id": self.id},
        }

    # -- what it holds -----------------------------------------------------------------------------

    def _domain_of(self, station, span):
        """The matters of a unit and those below in a period."""
        since, until = span.edges
        return (
            self._get_domain()
            & Domain("registered_at", "!=", False)
            & Domain("station_id", "in", station._with_below().ids)
            & Domain(self.moment, ">=", since)
            & Domain(self.moment, "<", until)
        )

    @api.model
    def _query_of(self, domain, cases):
        """The matters that may leave, as far as the user of ``cases`` reads them (SEC-12)."""
        query = cases._search(domain)
        secret = SQL.identifier(query.table, "has_secrets")
        query.add_where(SQL("%s IS NOT TRUE", secret))
        query.order = None
        return query

    def _sql_rows(self, domain, cases):
        """(SQL of the rows, SQL that counts them) with the rights of the user of ``cases``."""
        self.ensure_one()
        query = self._query_of(domain, cases)
        counted = query.select("count(*)")
        columns = [sql_of(cases, query, column.field) for column in self.column_ids]
        return query.select(*columns), counted

    @api.model
    def _count_secret(self, domain, cases):
        """How many matters stay inside because of what they hold."""
        query = cases._search(domain)
        query.add_where(SQL.identifier(query.table, "has_secrets"))
        return len(query)

    def _headers(self):
        """[(name, kind, what it holds)] of the columns."""
        case_fields = self.env["rights.case"]._fields
        return [
            (
                column.name or case_fields[column.field]._description_string(self.env),
                kind_of(case_fields[column.field]),
                case_fields[column.field]._description_help(self.env)
                or case_fields[column.field]._description_string(self.env),
            )
            for column in self.column_ids
        ]


class RightsDetailColumn(models.Model):
    """A field of the matter in a list."""

    _name = "rights.detail.column"
    _inherit = "rights.configured"
    _description = "Column of a detail list"
    _order = "list_id, sequence, id"
    _rec_name = "field"

    list_id = fields.Many2one("rights.detail.list", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    field = fields.Selection(selection="_selection_field", string="Shows", required=True)
    name = fields.Char("Heading", translate=True, help="The field's own name when empty.")

    _once = models.UniqueIndex("(list_id, field)", "This column is in the list already.")

    @api.model
    def _selection_field(self):
        case_fields = self.env["rights.case"]._fields
        return [(name, case_fields[name]._description_string(self.env)) for name in LISTED]

    @api.constrains("field")
    def _check_field(self):
        """A client may send what the list of choices does not offer."""
        for column in self:
            if column.field not in LISTED:
                raise ValidationError(
                    self.env._("%(field)s cannot be listed.", field=column.field or "–")
                )
