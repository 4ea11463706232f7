from odoo import fields, models


class RightsCaseAccess(models.Model):
    """Who reaches a case through the portal: consumers, proxies, merchants, tenants (design D4)."""

    _name = "rights.case.access"
    _inherit = ["rights.case.part"]
    _description = "Portal access"
    _frozen_with_archive = False

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    role = fields.Selection(
        [
            ("consumer", "Consumer"),
            ("joint", "Joint complainant"),
            ("proxy", "Proxy"),
            ("merchant", "Merchant"),
            ("tenant", "Tenant"),
        ],
        required=True,
    )

    _once = models.UniqueIndex("(partner_id, case_id, role)", "This access exists already.")
