from odoo import api, fields, models


class RightsCodeMixin(models.AbstractModel):
    """What every code list has: a short code for rules and exchange, a name that may change.

    ``code`` is what rules, imports and papers refer to. ``external_code`` is the code of the
    national platform for exchange, empty until somebody enters it (DAT-04). A code that was ever
    used is archived, never deleted: old cases keep their meaning.
    """

    _name = "rights.code.mixin"
    _inherit = ["rights.configured"]
    _description = "Entry of a code list"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True, copy=False)
    external_code = fields.Char(index="btree_not_null", help="Code of the national platform.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.model
    def _of_code(self, code):
        """The entry with this code, archived or not; for rules and imports, whoever runs them."""
        codes_sudo = self.sudo().with_context(active_test=False)  # codes are no secret
        return codes_sudo.search([("code", "=", code)], limit=1).sudo(self.env.su)
