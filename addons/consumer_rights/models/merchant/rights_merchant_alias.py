from odoo import api, fields, models

from ...tools.merchant_name import name_key, name_stem


class RightsMerchantAlias(models.Model):
    """Another name under which a merchant is known.

    A shop sign or former name identifies the merchant; a brand only proposes it, because several
    merchants sell one brand.
    """

    _name = "rights.merchant.alias"
    _description = "Other name of a merchant"
    _order = "kind, name, id"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("sign", "Shop sign"), ("former", "Former name"), ("brand", "Brand")],
        required=True,
        default="sign",
    )
    name_key = fields.Char(compute="_compute_name_key", store=True, index=True, precompute=True)
    name_stem = fields.Char(compute="_compute_name_key", store=True, precompute=True)

    _once = models.Constraint(
        "UNIQUE (merchant_id, kind, name_key)", "The merchant already has this name."
    )

    @api.depends("name")
    def _compute_name_key(self):
        for alias in self:
            alias.name_key = name_key(alias.name)
            alias.name_stem = name_stem(alias.name)
