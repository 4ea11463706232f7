from odoo import fields, models
from odoo.exceptions import AccessError


class RightsIntegrityDeclaration(models.Model):
    """Money, goods or a banquet that could affect duty, as the person declared it (PRM-04).

    who                        may
    staff                      declare what was offered to them, read the own entries
    discipline officer, head   read those of the own line
    auditor                    read

    What was declared stays; a correction is another entry.
    """

    _name = "rights.integrity.declaration"
    _inherit = "rights.own.entry"
    _description = "Declaration of integrity"
    _order = "offered_on desc, id desc"
    _rec_name = "offered_on"

    _entered = frozenset(
        (
            "offered_on",
            "giver",
            "kind",
            "description",
            "value",
            "currency_id",
            "disposal",
            "disposal_note",
        )
    )

    offered_on = fields.Date("Offered on", required=True, default=fields.Date.context_today)
    giver = fields.Char("Who offered it", required=True)
    kind = fields.Selection(
        [("money", "Money"), ("goods", "Goods"), ("banquet", "Banquet"), ("other", "Other")],
        required=True,
        default="goods",
    )
    description = fields.Char("What", required=True)
    value = fields.Monetary(required=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env["ir.model.data"]._xmlid_to_res_id("base.CNY"),
    )
    disposal = fields.Selection(
        [("refused", "Refused"), ("returned", "Returned"), ("surrendered", "Surrendered")],
        required=True,
    )
    disposal_note = fields.Char("To whom, when")

    _value_positive = models.Constraint("CHECK (value >= 0)", "A value cannot be negative.")

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("What was declared stays. Enter another declaration."))
        return super().write(vals)
