from odoo import api, fields, models

from ...tools.masking import phone_digits


class RightsPhoneLine(models.Model):
    """A number that people dial, and the unit whose staff answers it.

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.phone.line"
    _description = "Telephone line"
    _inherit = "rights.configured"
    _order = "number"
    _rec_name = "number"

    number = fields.Char(required=True, help="As the telephone system names it: dst of a record.")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    note = fields.Char()
    active = fields.Boolean(default=True)
    digits = fields.Char(compute="_compute_digits", store=True)

    _number_unique = models.UniqueIndex("(digits)", "This number is a line already.")

    @api.depends("number")
    def _compute_digits(self):
        for line in self:
            line.digits = phone_digits(line.number) or line.number

    @api.model
    def _of(self, number):
        """The line of a dialled number; empty when it is none of ours."""
        digits = phone_digits(number) or number
        return self.sudo().search([("digits", "=", digits)], limit=1) if digits else self
