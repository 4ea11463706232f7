"""The centre's system talks to nobody outside by itself (design D14).

What Odoo would send or fetch without being asked is switched off here and in
``data/nothing_calls_out.xml``. What an administrator sets up on purpose (a mail server, a relay
for calls) works.
"""

from odoo import api, models

# A call needs some address to find out its own; this one never leaves the machine.
LOCAL_ICE_SERVER = {"urls": "stun:127.0.0.1:9"}


class PublisherWarrantyContract(models.AbstractModel):
    """Odoo's weekly report of users, addons and company to its maker."""

    _inherit = "publisher_warranty.contract"

    def update_notification(self, cron_mode=True):
        return True

    @api.model
    def _get_sys_logs(self):
        return {"messages": [], "enterprise_info": {}}


class MailIceServer(models.Model):
    """Without servers of one's own, browsers would ask servers of Google for their address."""

    _inherit = "mail.ice.server"

    def _get_local_ice_servers(self):
        return super()._get_local_ice_servers() or [LOCAL_ICE_SERVER]


class MailPushDevice(models.Model):
    """Push messages go through the maker of the browser, with their text."""

    _inherit = "mail.push.device"

    @api.model
    def register_devices(self, **kw):
        return None


class MailLinkPreview(models.Model):
    """A link in a message is not opened by the server to show a picture of it."""

    _inherit = "mail.link.preview"

    @api.model
    def _is_link_preview_enabled(self):
        return False

    @api.model
    def _search_or_create_from_url(self, url):
        return self.search([("source_url", "=", url)])


class ResUsers(models.Model):
    _inherit = "res.users"

    def _init_odoobot(self):
        """No tour by a robot: staff find their work, not a lesson, when they log in."""
        return self.env["discuss.channel"]

    @api.model
    def _rights_remove_welcome(self):
        """Odoo's own first message, in English, would be an unread one for each new account."""
        welcome = self.env.ref("mail.module_install_notification", raise_if_not_found=False)
        if welcome:
            welcome.unlink()
