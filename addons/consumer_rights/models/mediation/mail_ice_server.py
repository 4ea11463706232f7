import base64
import hashlib
import hmac
import time

from odoo import fields, models

# for how long after joining the relay takes new streams of a call: a working day
HOLDS = 12 * 3600


class MailIceServer(models.Model):
    """The relay of video calls, with a word of its own for each who joins (MED-21).

    Everybody in a call learns what the browser says to the relay. With a secret shared with the
    relay that is a name that runs out, and its code (coturn: ``use-auth-secret``); without one it
    is the user and word of the row.
    """

    _inherit = "mail.ice.server"

    secret = fields.Char(
        "Shared secret",
        groups="base.group_system",
        help="The static-auth-secret of the relay. Whoever joins a call gets a word made from it "
        "that holds for twelve hours; user and word of the row are not used.",
    )

    def _get_local_ice_servers(self):
        servers = super()._get_local_ice_servers()
        # the secret stays here; its codes are for whoever may join a call
        rows_sudo = self.sudo().search([("secret", "!=", False), ("server_type", "=", "turn")])
        secrets = {f"turn:{row.uri}": row.secret for row in rows_sudo}
        for server in servers:
            if secret := secrets.get(server["urls"]):
                server.update(self._make_credential(secret, int(time.time()) + HOLDS))
        return servers

    @staticmethod
    def _make_credential(secret, until):
        """A user and its word that the relay takes until then, in seconds since 1970."""
        username = f"{until}:rights"
        code = hmac.digest(secret.encode(), username.encode(), hashlib.sha1)
        return {"username": username, "credential": base64.b64encode(code).decode()}
