from odoo import api, models


class IrCron(models.Model):
    """How our jobs go through their rows."""

    _inherit = "ir.cron"

    @api.model
    def _in_turn(self, model, domain, limit, order="id"):
        """Hand over the rows of a domain one by one, each locked and committed by itself.

        A row that another worker has, or that another one did meanwhile, is passed over. The work
        on a row makes the domain false for it, or puts it to the back of the order. Without time
        left it ends; the next run goes on.
        """
        rows = model.search(domain, limit=limit, order=order)
        self._commit_progress(remaining=model.search_count(domain))
        for row in rows:
            row = row.try_lock_for_update().filtered_domain(domain)
            if row:
                yield row
            if not self._commit_progress(1):
                break
