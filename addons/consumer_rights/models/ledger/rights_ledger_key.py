from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request

from ...tools.filing_text import clean_line

SCOPE = "rights.merchant.ledger"
PATH = "/json/2/rights.merchant.ledger/submit_rows"
VALID_DAYS = 365
MOST_KEYS = 5


class ResUsersApikeys(models.Model):
    """Keys for the ledger of a merchant: they open one method and nothing else (MER-17).

    Odoo's own keys of portal accounts end after a day and open every method. Ours have a scope of
    their own, which Odoo's check of programming interfaces does not accept; on the one path it is
    asked for after that check.
    """

    _inherit = "res.users.apikeys"

    def _check_credentials(self, *, scope, key):
        uid = super()._check_credentials(scope=scope, key=key)
        if not uid and scope == "rpc" and request and request.httprequest.path == PATH:
            uid = super()._check_credentials(scope=SCOPE, key=key)
        return uid

    @api.model
    def _ledger_keys(self):
        """The keys of the current account for the ledger, newest first, in superuser mode."""
        domain = [("user_id", "=", self.env.uid), ("scope", "=", SCOPE)]
        return self.sudo().search(domain, order="id desc")

    @api.model
    def _make_ledger_key(self, name):
        """A new key, shown now and never again. The account was checked by the caller.

        :raise UserError: there are enough, or it has no name
        """
        name = clean_line(name)[:60]
        if not name:
            raise UserError(self.env._("Say what the key is for."))
        if len(self._ledger_keys()) >= MOST_KEYS:
            raise UserError(self.env._("At most %(count)s keys. End one first.", count=MOST_KEYS))
        until = fields.Datetime.now() + timedelta(days=VALID_DAYS)
        # longer than Odoo gives an account of the portal: it opens one method only
        return self.sudo()._generate(SCOPE, name, until)

    @api.model
    def _end_ledger_key(self, key_id):
        """End one of the own keys; another id is none of them."""
        key_sudo = self._ledger_keys().filtered(lambda row: row.id == key_id)
        key_sudo._remove()
        return bool(key_sudo)
