from odoo import models

from ..document.rights_document_delivery import ACCESS_ROLES

ONLINE = ("website", "wechat")
OWN = ACCESS_ROLES["complainant"]


class RightsCase(models.Model):
    """Whoever filed online reads papers and progress on the page of the case, account or not."""

    _inherit = "rights.case"

    def _is_online(self):
        return bool(self.sudo().query_code_index) and self.channel_id.code in ONLINE

    def _has_portal(self, roles=OWN):
        return super()._has_portal(roles) or (roles == OWN and self._is_online())

    def _get_told_way(self, step):
        """What a step decides about an online filing stands on its page at once (ACC-10)."""
        way = super()._get_told_way(step)
        return "portal" if way is None and self._is_online() and step.effect != "reply" else way
