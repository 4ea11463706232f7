from odoo import api, fields, models


class RightsDivision(models.Model):
    """A division of the bureau and the categories of matters it answers for (ORG-14).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.division"
    _description = "Division"
    _inherit = "rights.configured"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    part = fields.Selection(
        [
            ("lead", "Leads and coordinates (consumer protection)"),
            ("dispatch", "Accepts and dispatches (command centre)"),
            ("implement", "Implements (stations)"),
            ("subject", "Answers for its categories"),
        ],
        "Part in the work",
        required=True,
        default="subject",
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty for a division of the city bureau",
    )
    head_id = fields.Many2one("res.users", domain=[("share", "=", False)])
    phone = fields.Char("Telephone")
    category_ids = fields.One2many("rights.category", "division_id", "Categories of matters")
    category_count = fields.Integer("Categories", compute="_compute_category_count")

    _code_unique = models.UniqueIndex("(code)", "Another division has this code already.")

    @api.depends("category_ids")
    def _compute_category_count(self):
        for division in self:
            division.category_count = len(division.category_ids)

    @api.model
    def _for_category(self, category):
        """(division, "") that answers for a category or one above it, else (none, why manual)."""
        above = category.sudo()  # the table is the same for every caller
        while above:
            if above.division_id.active:
                return above.division_id, ""
            above = above.parent_id
        return self.browse(), self.env._(
            "No division answers for the category “%(category)s”. Route by hand, and ask a business"
            " administrator to name one.",
            category=category.display_name,
        )
