from odoo import api, models

RECTIFICATIONS = "consumer_rights.rights_merchant_rectification_action_answered"


class RightsCase(models.Model):
    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        """Answers of merchants wait for whoever closes them (MER-02)."""
        pages = super()._get_todo_pages()
        rows = self.env["rights.merchant.rectification"]
        if rows.has_access("write"):
            units = self.env.user.rights_supervised_station_ids
            domain = [("state", "=", "answered"), ("merchant_id.station_id", "in", units.ids)]
            pages.append((RECTIFICATIONS, rows.search_count(domain)))
        return pages
