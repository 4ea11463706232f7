from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsCaseField(models.Model):
    """The fields of a case that a transition may ask for, by the names people know.

    Business administrators have no technical rights and so cannot pick from Odoo's own field
    list; these rows are what they choose from (design D13).
    """

    _name = "rights.case.field"
    _description = "Case field"
    _order = "sequence, id"

    name = fields.Char(compute="_compute_name", search="_search_name")
    technical_name = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _technical_name_unique = models.Constraint(
        "UNIQUE (technical_name)", "This field is already in the list."
    )

    @api.depends("technical_name")
    @api.depends_context("lang")
    def _compute_name(self):
        case_fields = self.env["rights.case"]._fields
        for record in self:
            field = case_fields.get(record.technical_name)
            record.name = field and field.get_description(self.env, ["string"])["string"]

    def _search_name(self, operator, value):
        if operator not in ("ilike", "=", "in"):
            return NotImplemented
        terms = [value] if isinstance(value, str) else list(value)
        rows = self.search([]).filtered(
            lambda row: any((term or "").lower() in (row.name or "").lower() for term in terms)
        )
        return [("id", "in", rows.ids)]

    @api.constrains("technical_name")
    def _check_technical_name(self):
        case_fields = self.env["rights.case"]._fields
        for record in self:
            if record.technical_name not in case_fields:
                raise ValidationError(
                    self.env._("A case has no field %(name)s.", name=record.technical_name)
                )
