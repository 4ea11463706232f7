from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsLedgerInspection(models.Model):
    """The sample of the ledger that belongs to a patrol (INS-02, MER-12)."""

    _inherit = "rights.ledger.inspection"

    inspection_id = fields.Many2one(
        "rights.inspection",
        "Patrol",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('merchant_id', '=', merchant_id), ('state', '=', 'planned')]",
    )

    @api.constrains("inspection_id", "merchant_id")
    def _check_patrol(self):
        for row in self.filtered("inspection_id"):
            if row.inspection_id.merchant_id != row.merchant_id:
                raise ValidationError(self.env._("The patrol is of another merchant."))
            row.inspection_id._check_open()
