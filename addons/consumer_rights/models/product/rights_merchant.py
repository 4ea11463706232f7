from odoo import api, fields, models
from odoo.fields import Domain

from .rights_quality_return import OPEN


class RightsMerchant(models.Model):
    """Problem products on the card of a merchant and on its pages in the portal."""

    _inherit = "rights.merchant"

    quality_return_ids = fields.One2many(
        "rights.quality.return", "merchant_id", "Goods returned for their quality"
    )
    product_receipt_ids = fields.One2many(
        "rights.product.receipt", "merchant_id", "Notices of problem products"
    )
    product_breach_count = fields.Integer(
        "Breaches about problem products",
        compute="_compute_product_breach_count",
        help="Failed tests reported late, and receipts of notices beyond their limit (PRD-03).",
    )

    @api.depends_context("uid")
    def _compute_product_breach_count(self):
        returns = self.env["rights.quality.return"]
        receipts = self.env["rights.product.receipt"]
        mine = Domain("merchant_id", "in", self.ids)
        counts = {}
        for model, breach in (
            (returns, returns._breach_domain()),
            (receipts, Domain("breached_on", "!=", False)),
        ):
            if model.has_access("read"):
                for merchant, count in model._read_group(
                    mine & breach, ["merchant_id"], ["__count"]
                ):
                    counts[merchant.id] = counts.get(merchant.id, 0) + count
        for merchant in self:
            merchant.product_breach_count = counts.get(merchant.id, 0)

    # -- the portal, in superuser mode on a merchant that ``_served`` gave ------------------------

    def _portal_summary(self):
        receipts = self.env["rights.product.receipt"]
        returns = self.env["rights.quality.return"]
        return {
            **super()._portal_summary(),
            "open_receipts": receipts.search_count(self._product_receipt_domain()),
            "open_returns": returns.search_count(
                Domain("merchant_id", "=", self.id) & Domain("state", "in", OPEN)
            ),
        }

    def _product_receipt_domain(self):
        return (
            Domain("merchant_id", "=", self.id)
            & Domain("state", "in", ("waiting", "inspect"))
            & Domain("notice_id.state", "=", "sent")
        )

    def _product_page(self, count=50):
        """What the page of problem products shows: what is open first, then the newest."""
        self.ensure_one()
        receipts = self.env["rights.product.receipt"]
        open_rows = receipts.search(self._product_receipt_domain(), order="id desc")
        done = receipts.search(
            Domain("merchant_id", "=", self.id) & Domain("id", "not in", open_rows.ids),
            limit=count,
            order="id desc",
        )
        returns = self.env["rights.quality.return"]
        mine = Domain("merchant_id", "=", self.id)
        waiting = returns.search(mine & Domain("state", "in", OPEN))
        ended = returns.search(mine & Domain("state", "not in", OPEN), limit=count)
        return {
            "open_receipts": open_rows,
            "done_receipts": done,
            "open_returns": waiting,
            "ended_returns": ended,
        }
