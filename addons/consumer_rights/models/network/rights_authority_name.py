from odoo import api, fields, models, tools
from odoo.exceptions import UserError


class RightsAuthorityName(models.Model):
    """What the authorities are called today; screens and papers ask here (ORG-11).

    who                     may
    staff                   read
    business administrator  write

    In a template: env["rights.authority.name"]._name_of("bureau").
    """

    _name = "rights.authority.name"
    _description = "Name of an authority"
    _inherit = ["rights.configured", "rights.remembered"]
    _order = "sequence, id"

    code = fields.Char(required=True, copy=False)
    purpose = fields.Char(required=True, translate=True)
    # Official wording, the same in every language of the screens
    name = fields.Char("Name today", required=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "Another name has this code already.")

    @api.model
    @tools.ormcache("code")
    def _name_of(self, code):
        found = self.sudo().search([("code", "=", code)], limit=1)  # names are no secret
        if not found:
            raise UserError(
                self.env._(
                    "No authority name has the code “%(code)s”. Add it under authority names.",
                    code=code,
                )
            )
        return found.name
