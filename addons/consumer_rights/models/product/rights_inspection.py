from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.china_time import china_date

SOON = timedelta(days=7)
LOOKED_AT = ("sound", "faults")


class RightsInspection(models.Model):
    """A patrol looks at returned goods, and at notices that the merchant left unanswered.

    PRD-07: nothing came back is no answer when the ledger says otherwise. PRD-05: each receipt
    that is to be inspected is answered on the spot.
    """

    _inherit = "rights.inspection"

    product_receipt_ids = fields.One2many(
        "rights.product.receipt", "inspection_id", "Notices of problem products"
    )

    def _get_missing(self):
        missing = super()._get_missing()
        count = max(self.ledger_inspection_ids.mapped("returned_count"), default=0)
        if count and self.returned_goods == "none":
            missing.append(
                self.env._("The ledger has %(count)s returns: check those goods.", count=count)
            )
        if waiting := self.product_receipt_ids.filtered(lambda row: row.state == "inspect"):
            missing.append(
                self.env._(
                    "Record what was found about %(products)s.",
                    products=self.env["rights.case"]._enumerate(
                        waiting.notice_id.mapped("product")
                    ),
                )
            )
        return missing


class RightsLedgerInspection(models.Model):
    """The check of a ledger that belongs to a patrol: the patrol says how the returns are kept."""

    _inherit = "rights.ledger.inspection"

    @api.depends("inspection_id.returned_goods")
    def _compute_is_incomplete(self):
        result = super()._compute_is_incomplete()
        for inspection in self:
            if inspection.inspection_id.returned_goods in LOOKED_AT:
                inspection.is_incomplete = False
        return result

    @api.model
    def _incomplete_domain(self):
        return super()._incomplete_domain() & ~Domain(
            "inspection_id.returned_goods", "in", LOOKED_AT
        )


class RightsProductReceipt(models.Model):
    _inherit = "rights.product.receipt"

    inspection_id = fields.Many2one(
        "rights.inspection", "Patrol", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _plan_visits(self):
        """Whoever is to be inspected is visited: with the patrol that is planned, else with a new
        one (PRD-05). In superuser mode."""
        visits = self.env["rights.inspection"]
        planned = visits.search(
            [("merchant_id", "in", self.merchant_id.ids), ("state", "=", "planned")],
            order="due_on desc",
        )
        visit_of = {visit.merchant_id: visit for visit in planned}
        without = [merchant for merchant in self.merchant_id if merchant not in visit_of]
        new = visits.create(
            [
                {
                    "merchant_id": merchant.id,
                    "user_id": merchant.officer_ids[:1].id,
                    "purpose": self.env._("Notice of a problem product without a receipt"),
                    "due_on": china_date() + SOON,
                }
                for merchant in without
            ]
        )
        visit_of |= dict(zip(without, new, strict=True))
        for row in self:
            row.inspection_id = visit_of[row.merchant_id]
