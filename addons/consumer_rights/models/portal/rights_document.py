from odoo import models

ONLINE = ("website", "wechat")


class RightsDocument(models.Model):
    _inherit = "rights.document"

    def _get_ways(self):
        """Whoever filed online reads papers on the page of the case, without an account too."""
        ways = super()._get_ways()
        own = self.sudo().template_id.recipient == "complainant"
        if own and self.sudo().case_id.query_code_index and "portal" not in ways:
            return ["portal", *ways]
        return ways


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _get_told_way(self, step):
        """What a step decides about an online filing stands on its page at once (ACC-10)."""
        way = super()._get_told_way(step)
        online = self.sudo().query_code_index and self.channel_id.code in ONLINE
        return "portal" if way is None and online and step.effect != "reply" else way
