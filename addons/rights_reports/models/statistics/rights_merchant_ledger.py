from odoo import api, models


class RightsMerchantLedger(models.Model):
    _inherit = "rights.merchant.ledger"

    @api.model
    def _log_figure_look(self, merchant):
        """Who opens the entries behind a number looks into the ledger: a record stays (MER-12).

        :param merchant: key of the merchant's row; None for all of a unit
        """
        self.env["rights.audit.log"]._log(
            "look",
            "rights.merchant",
            int(merchant) if merchant else None,
            reason=self.env._("Ledger entries behind a figure"),
        )
