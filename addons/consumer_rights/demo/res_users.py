from odoo import api, models

from .people import DEMO_PASSWORD, PORTAL, STAFF


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _rights_demo_accounts(self):
        """(login, password, role) of the demonstration accounts that this database has.

        Nothing in a database without demonstration data, where no account has a known password.
        """
        accounts = []
        for person in (*STAFF, *PORTAL):
            user = self.env.ref(
                f"consumer_rights.demo_user_{person.login}", raise_if_not_found=False
            )
            if user and user.active:
                accounts.append((user.login, DEMO_PASSWORD, person.label))
        return accounts
