from odoo import api, fields, models

from .rights_merchant_ledger import LEVELS

LATE_QUARTERS = "consumer_rights.rights_ledger_quarter_action_late"


class RightsCase(models.Model):
    _inherit = "rights.case"

    ledger_entry_ids = fields.One2many(
        "rights.merchant.ledger", "case_id", "From the ledger", groups=fields.NO_ACCESS
    )
    merchant_level_reached = fields.Selection(
        LEVELS,
        "Level the merchant reached",
        compute="_compute_merchant_level_reached",
        compute_sudo=True,
        help="How far the complaint went inside the merchant before it came here (MER-08).",
    )

    def _compute_merchant_level_reached(self):
        for case in self:
            case.merchant_level_reached = case.ledger_entry_ids[:1].level_reached

    @api.model
    def _get_todo_pages(self):
        """Quarters of merchants that are late wait for the station (MER-10)."""
        pages = super()._get_todo_pages()
        quarters = self.env["rights.ledger.quarter"]
        if quarters.has_access("read"):
            pages.append((LATE_QUARTERS, quarters.search_count([("is_late", "=", True)])))
        return pages
