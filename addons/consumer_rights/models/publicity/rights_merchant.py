from odoo import models
from odoo.fields import Domain

from ...tools.china_time import china_date


class RightsMerchant(models.Model):
    """Publications that name a merchant, on its pages in the portal."""

    _inherit = "rights.merchant"

    def _get_people_addresses(self):
        """{merchant: mail addresses of those who act for it}; in superuser mode."""
        members = self.env["rights.merchant.member"].search(
            [
                ("merchant_id", "in", self.ids),
                ("role", "in", ("manager", "tenant")),
                ("ended_at", "=", False),
            ]
        )
        addresses = {}
        for member in members.filtered("user_id.email"):
            addresses.setdefault(member.merchant_id, []).append(member.user_id.email)
        return addresses

    # -- the portal, in superuser mode on a merchant that ``_served`` gave ------------------------

    def _portal_summary(self):
        rows = self.env["rights.disclosure.merchant"].search_count(self._get_shown_domain())
        return {**super()._portal_summary(), "open_disclosures": rows}

    def _get_shown_domain(self):
        """Rows that wait for the merchant."""
        return (
            Domain("merchant_id", "=", self.id)
            & Domain("disclosure_id.state", "=", "approved")
            & Domain("agreed_at", "=", False)
            & Domain("objected_at", "=", False)
            & Domain("due_on", ">=", china_date())
        )

    def _disclosure_page(self, count=50):
        """What was shown to the merchant: what waits first, then the newest."""
        rows = self.env["rights.disclosure.merchant"]
        waiting = rows.search(self._get_shown_domain(), order="due_on, id")
        others = rows.search(
            Domain("merchant_id", "=", self.id)
            & Domain("shown_at", "!=", False)
            & Domain("id", "not in", waiting.ids),
            limit=count,
            order="id desc",
        )
        return {"open_rows": waiting, "other_rows": others}
