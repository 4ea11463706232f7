from odoo import api, fields, models

from ..ledger.rights_merchant_ledger import CAME_BACK
from .rights_quality_return import DEMAND_LIMIT


class RightsMerchantLedger(models.Model):
    """A confirmed entry about quality makes its row of the register, however it came (PRD-01)."""

    _inherit = "rights.merchant.ledger"

    quality_return_ids = fields.One2many("rights.quality.return", "entry_id", "Quality register")

    @api.model
    def _insert(self, vals_list):
        entries = super()._insert(vals_list)
        entries._register_quality_returns()
        return entries

    def _confirm(self):
        result = super()._confirm()
        self._register_quality_returns()
        return result

    def _amend(self, given, reason):
        result = super()._amend(given, reason)
        self._register_quality_returns()
        return result

    def _register_quality_returns(self):
        now = fields.Datetime.now()
        rows = []
        for entry in self.filtered(lambda one: one.state == "confirmed"):
            says = entry._current() if entry.amendment_count else entry
            if not says["is_quality_return"] or says["returned"] not in CAME_BACK:
                continue
            rows.append((entry, says))
        if not rows:
            return
        returns = self.env["rights.quality.return"]
        known = returns.search([("entry_id", "in", [entry.id for entry, _says in rows])]).entry_id
        due_on = self.env["rights.deadline.policy"]._due_day(DEMAND_LIMIT, now)
        returns.create(
            [
                {
                    "entry_id": entry.id,
                    "product": says["goods_name"],
                    "brand": says["brand"],
                    "batch": says["batch"],
                    "supplier": says["supplier"],
                    "problem": says["quality_problem"],
                    "registered_at": now,
                    "demand_due_on": due_on,
                }
                for entry, says in rows
                if entry not in known
            ]
        )
