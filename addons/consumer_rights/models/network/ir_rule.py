from odoo import models

from ...tools.china_time import china_date


class IrRule(models.Model):
    """Record rules read the posts in force today, so a cached domain is good for one day."""

    _inherit = "ir.rule"

    def _compute_domain_context_values(self):
        yield from super()._compute_domain_context_values()
        yield china_date()

    def _eval_context(self):
        # a transaction that crosses midnight must not see yesterday's posts
        self.env["res.users"].invalidate_model(
            ["rights_station_ids", "rights_supervised_station_ids"], flush=False
        )
        return super()._eval_context()
