from collections import Counter
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from .rights_append_only import Pass

# What makes stored values readable: fixed once a case holds a value
FIXED = frozenset(("category_id", "type"))


class RightsCategoryField(models.Model):
    """A detail that cases of one class are asked for, added without code (design D13).

    who                        may
    staff                      read
    business administrator     add, change, put in order, archive

    The rows of a class make its ``property_definition``; nothing else writes that. A value is
    stored under ``key``, which never changes, so a label can be reworded at any time. A field that
    cases hold values of is archived, not deleted: it then stands last on those cases, marked as
    former, and is asked for no more.
    """

    _name = "rights.category.field"
    _inherit = ["rights.configured"]
    _description = "Field of a class"
    _order = "category_id, sequence, id"

    category_id = fields.Many2one(
        "rights.category",
        "Class",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("kind", "in", ("goods", "service"))],
    )
    name = fields.Char("Label", required=True)
    key = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: uuid4().hex[:16]
    )
    type = fields.Selection(
        [
            ("char", "One line of text"),
            ("text", "Several lines of text"),
            ("integer", "Whole number"),
            ("float", "Decimal number"),
            ("date", "Date"),
            ("boolean", "Yes or no"),
            ("selection", "Choice from a list"),
        ],
        required=True,
        default="char",
    )
    options = fields.Text("Choices", help="One choice a line.")
    is_required = fields.Boolean(
        "Must be filled", help="A matter of this class cannot be registered without it."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    use_count = fields.Integer("Cases with a value", compute="_compute_use_count")

    _key_unique = models.Constraint(
        "UNIQUE (category_id, key)", "This class already has this field."
    )
    _name_unique = models.UniqueIndex(
        "(category_id, name) WHERE active", "This class already has a field with this label."
    )

    def _compute_use_count(self):
        counts = self._count_uses()
        for field in self:
            field.use_count = counts[field]

    @api.constrains("category_id")
    def _check_category(self):
        for field in self:
            if field.category_id.kind == "nature":
                raise ValidationError(
                    self.env._(
                        "%(category)s is a problem nature. Fields are added to classes of goods"
                        " or services.",
                        category=field.category_id.name,
                    )
                )

    @api.constrains("type", "options", "is_required")
    def _check_options(self):
        for field in self:
            options = field._get_options()
            if field.type == "selection" and not options:
                raise ValidationError(
                    self.env._("Enter the choices of %(field)s, one a line.", field=field.name)
                )
            double = [option for option, times in Counter(options).items() if times > 1]
            if double:
                raise ValidationError(
                    self.env._(
                        "%(field)s offers %(options)s twice. Remove one.",
                        field=field.name,
                        options=", ".join(double),
                    )
                )
            if field.type == "boolean" and field.is_required:
                raise ValidationError(
                    self.env._(
                        "%(field)s is a tick box, and an empty box is an answer too. It cannot be"
                        " one that must be filled.",
                        field=field.name,
                    )
                )

    # -- create, write, delete ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        category_fields = super().create(vals_list)
        category_fields.category_id._sync_property_definition()
        return category_fields

    def write(self, vals):
        if "key" in vals:
            raise UserError(self.env._("The key of a field never changes."))
        self._check_fixed(vals)
        categories = self.category_id
        result = super().write(vals)
        (categories | self.category_id)._sync_property_definition()
        return result

    def unlink(self):
        categories = self.category_id
        result = super().unlink()
        categories.exists()._sync_property_definition()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        counts = self._count_uses()
        for field in self:
            if counts[field]:
                raise UserError(
                    self.env._(
                        "%(count)s cases hold a value of %(field)s. Archive the field instead.",
                        count=counts[field],
                        field=field.name,
                    )
                )

    def _check_fixed(self, vals):
        """Refuse what would make stored values unreadable."""
        if not (FIXED | {"options"}) & vals.keys():
            return
        counts = self._count_uses()
        for field in self.filtered(lambda field: counts[field]):
            changed = [
                name
                for name in sorted(FIXED & vals.keys())
                if field._fields[name].convert_to_cache(vals[name], field)
                != field._fields[name].convert_to_cache(field[name], field)
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "%(count)s cases hold a value of %(field)s, so its class and kind stay."
                        " Archive it and add a new field.",
                        count=counts[field],
                        field=field.name,
                    )
                )
            if "options" in vals and field.type == "selection":
                field._check_removed_options(vals["options"])

    def _check_removed_options(self, options):
        kept = self._split_options(options)
        removed = [option for option in self._get_options() if option not in kept]
        used = [option for option in removed if self._count_uses(option)[self]]
        if used:
            raise UserError(
                self.env._(
                    "Cases have chosen %(options)s in %(field)s. Keep what was chosen in the list.",
                    options=", ".join(used),
                    field=self.name,
                )
            )

    # -- what cases hold ----------------------------------------------------------------------

    def _count_uses(self, value=None):
        """{field: number of cases with a value}, or with this value."""
        self.env["rights.case"].flush_model(["item_class_id", "properties"])
        counts = {}
        for field in self:
            stored = SQL("properties ->> %s", field.key)
            condition = (
                SQL("%s NOT IN ('', 'false')", stored)
                if value is None
                else SQL("%s = %s", stored, value)
            )
            rows = self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM rights_case WHERE item_class_id = %s AND %s",
                    field.category_id._origin.id or 0,
                    condition,
                )
            )
            counts[field] = rows[0][0]
        return counts

    @api.model
    def _split_options(self, options):
        return [line.strip() for line in (options or "").splitlines() if line.strip()]

    def _get_options(self):
        return self._split_options(self.options)

    def _get_definition(self):
        """This field as an entry of a PropertiesDefinition."""
        self.ensure_one()
        label = self.name
        if not self.active:
            label = self.env._("%(field)s (former)", field=label)
        definition = {"name": self.key, "string": label, "type": self.type}
        if self.type == "selection":
            # the choice is its own key: what stands on the case stays readable by itself
            definition["selection"] = [[option, option] for option in self._get_options()]
        return definition


class RightsCategory(models.Model):
    _inherit = "rights.category"

    field_ids = fields.One2many("rights.category.field", "category_id", "Fields", copy=True)
    property_definition = fields.PropertiesDefinition(
        copy=False, help="Made from the fields of the class."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_definition_vals(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_definition_vals([vals])
        return super().write(vals)

    def _check_definition_vals(self, vals_list):
        """Only the rows of ``field_ids`` define fields: a client that may write a case could
        otherwise change the definition through the case's properties."""
        if any("property_definition" in vals for vals in vals_list) and not Pass.use(
            self.env.context.get("rights_definition")
        ):
            raise AccessError(
                self.env._("Fields of a class are added under Settings, in the list of classes.")
            )

    def _sync_property_definition(self):
        for category in self.with_context(active_test=False):
            former = category.field_ids.filtered(lambda field: not field.active)
            counts = former._count_uses() if former else {}
            # a former field stays as long as a case holds a value of it
            shown = category.field_ids - former
            shown += former.filtered(lambda field, counts=counts: counts[field])
            definition = [field._get_definition() for field in shown]
            if definition != (category.property_definition or []):
                category.with_context(rights_definition=Pass()).write(
                    {"property_definition": definition}
                )
