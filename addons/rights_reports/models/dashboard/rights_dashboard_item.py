from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsDashboardItem(models.Model):
    """What stands on the dashboard: a figure, or the first rows of a table.

    who                                      may
    staff with figures                       read
    statistician, business administrator     add and change
    """

    _name = "rights.dashboard.item"
    _inherit = "rights.configured"
    _description = "Item of the dashboard"
    _order = "sequence, id"
    _rights_quoted = ("indicator_id", "table_id")

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    indicator_id = fields.Many2one("rights.indicator", "Figure", ondelete="cascade")
    table_id = fields.Many2one("rights.report.table", ondelete="cascade")

    _one_of_both = models.Constraint(
        "CHECK ((indicator_id IS NULL) <> (table_id IS NULL))",
        "An item is a figure or a table.",
    )
    _figure_once = models.UniqueIndex(
        "(indicator_id) WHERE indicator_id IS NOT NULL", "This figure stands there already."
    )
    _table_once = models.UniqueIndex(
        "(table_id) WHERE table_id IS NOT NULL", "This table stands there already."
    )

    @api.depends("indicator_id.name", "table_id.name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.indicator_id.name or item.table_id.name

    @api.constrains("table_id")
    def _check_has_column(self):
        for item in self.filtered("table_id"):
            if not item.table_id.column_ids:
                raise ValidationError(
                    self.env._("%(table)s has no column to show.", table=item.table_id.name)
                )
