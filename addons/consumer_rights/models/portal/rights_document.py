from odoo import models


class RightsDocument(models.Model):
    _inherit = "rights.document"

    def _get_ways(self):
        """Whoever filed online reads papers on the page of the case, without an account too."""
        ways = super()._get_ways()
        own = self.sudo().template_id.recipient == "complainant"
        if own and self.sudo().case_id.query_code_index and "portal" not in ways:
            return ["portal", *ways]
        return ways
