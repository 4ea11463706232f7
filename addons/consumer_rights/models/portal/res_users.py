import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.filing_text import clean_line
from ..case.res_partner import CONSUMER_GROUP

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{3,63}")
SHORTEST_PASSWORD = 10


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _open_consumer_account(self, login, name, password):
        """A portal account that can reach nothing yet: cases are linked by their codes (SEC-11)."""
        return self._open_portal_account(login, name, password, CONSUMER_GROUP)

    @api.model
    def _open_portal_account(self, login, name, password, group, partner_vals=None):
        """A portal account with one role, opened by the person itself.

        :param group: external id of the role
        :raise UserError: in a sentence for the person; a login that is taken is told, no more
        """
        login, name = clean_line(login).lower(), clean_line(name)
        if not LOGIN.fullmatch(login):
            raise UserError(
                self.env._(
                    "Choose an account name of 4 to 64 letters, digits or . _ - @, "
                    "such as your mobile number."
                )
            )
        if not name or len(name) > 100:
            raise UserError(self.env._("Enter how we may call you, in at most 100 characters."))
        if len(password or "") < SHORTEST_PASSWORD or len(password) > 200:
            raise UserError(
                self.env._("A password has at least %(count)s characters.", count=SHORTEST_PASSWORD)
            )
        # nobody is logged in yet; what is written is whitelisted here
        users_sudo = self.sudo().with_context(active_test=False, no_reset_password=True)
        if users_sudo.search_count([("login", "=ilike", login)], limit=1):
            raise UserError(self.env._("This account name is taken. Choose another one."))
        user = users_sudo.create(
            {
                "login": login,
                "name": name,
                "password": password,
                "lang": self.env.lang,
                "tz": "Asia/Shanghai",
                "group_ids": [Command.set(self.env.ref(group).ids)],
            }
        )
        user.partner_id.write(partner_vals or {})
        return user
