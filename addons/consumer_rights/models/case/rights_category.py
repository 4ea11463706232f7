from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsCategory(models.Model):
    """A problem nature, a class of goods or a class of services (DAT-01 to DAT-04).

    A class may carry fields of its own (``rights.category.field``, D13): every case of the class
    then asks for them. ``property_definition`` is what Odoo makes of them.
    """

    _name = "rights.category"
    _inherit = "rights.code.mixin"
    _description = "Nature or class"
    _order = "kind, sequence, id"
    _parent_store = True
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]

    kind = fields.Selection(
        [("nature", "Problem nature"), ("goods", "Goods class"), ("service", "Service class")],
        required=True,
        index=True,
    )
    parent_id = fields.Many2one(
        "rights.category", index=True, ondelete="restrict", domain="[('kind', '=', kind)]"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("rights.category", "parent_id", "Subdivisions")
    complete_name = fields.Char(
        "Full name",
        compute="_compute_complete_name",
        recursive=True,
        search="_search_complete_name",
    )
    division_id = fields.Many2one(
        "rights.division",
        "Division in charge",
        index="btree_not_null",
        ondelete="restrict",
        help="The consumer-protection division that follows this class.",
    )

    # further details that cases of this class ask for
    property_definition = fields.PropertiesDefinition("Further details of cases")

    _code_unique = models.Constraint(
        "UNIQUE (kind, code)", "Another entry of this list has the same code."
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for category in self:
            parent = category.parent_id
            category.complete_name = (
                f"{parent.complete_name} / {category.name}" if parent else category.name
            )

    def _search_complete_name(self, operator, value):
        """Found by the own name or that of any class above: 食品 finds all kinds of food."""
        if operator not in ("ilike", "like", "in", "=ilike"):
            return NotImplemented
        return [("id", "child_of", self.search([("name", operator, value)]).ids)]

    @api.constrains("parent_id", "kind")
    def _check_one_kind_in_a_branch(self):
        for category in self:
            other = (category.parent_id | category.child_ids).filtered(
                lambda relative, kind=category.kind: relative.kind != kind
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "%(category)s and %(other)s belong to different lists. "
                        "Choose a parent of the same list.",
                        category=category.name,
                        other=other[0].name,
                    )
                )

    @api.model
    def _of_code(self, code, kind=None):
        """A code is unique in its list only: say which list where it matters."""
        found = self.sudo().with_context(active_test=False).search([("code", "=", code)])
        return found.filtered(lambda c: not kind or c.kind == kind)[:1].sudo(self.env.su)
