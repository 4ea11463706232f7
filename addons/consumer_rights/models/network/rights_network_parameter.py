from datetime import date

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


class RightsNetworkParameter(models.Model):
    """A number that a rule of the network leaves open, so that it is data and not code (LIM-01).

    who                     may
    staff                   read
    business administrator  change the value
    """

    _name = "rights.network.parameter"
    _description = "Parameter of the network"
    _inherit = ["rights.configured", "rights.remembered"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    value = fields.Integer(required=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "Another parameter has this code already.")
    _value_positive = models.Constraint("CHECK (value >= 0)", "The value cannot be negative.")

    @api.model
    @tools.ormcache("code")
    def _value(self, code):
        return self.sudo().search([("code", "=", code)], limit=1).value

    @api.constrains("value")
    def _check_due_day(self):
        """The day on which work plans are due exists in every year."""
        values = {row.code: row.value for row in self.search([])}
        month, day = values.get("work_plan_due_month", 1), values.get("work_plan_due_day", 1)
        try:
            date(2025, month, day)
        except ValueError:
            raise ValidationError(
                self.env._("There is no day %(day)s in month %(month)s.", day=day, month=month)
            ) from None
