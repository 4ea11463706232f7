from odoo import api, models

NOTICES = "consumer_rights.rights_product_notice_action_unsent"
RECEIPTS = "consumer_rights.rights_product_receipt_action_inspect"
RETURNS = "consumer_rights.rights_quality_return_action_late"


class RightsCase(models.Model):
    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        """Notices to be sent, merchants to be inspected, tests and reports that are late (PRD)."""
        pages = super()._get_todo_pages()
        units = self.env.user.rights_supervised_station_ids
        notices = self.env["rights.product.notice"]
        if notices.has_access("write"):
            domain = [("state", "=", "draft"), ("station_id", "in", units.ids)]
            pages.append((NOTICES, notices.search_count(domain)))
        receipts = self.env["rights.product.receipt"]
        if receipts.has_access("write"):
            domain = [("state", "=", "inspect"), ("notice_id.state", "=", "sent")]
            pages.append((RECEIPTS, receipts.search_count(domain)))
        returns = self.env["rights.quality.return"]
        if returns.has_access("read"):
            pages.append((RETURNS, returns.search_count([("is_late", "=", True)])))
        return pages
