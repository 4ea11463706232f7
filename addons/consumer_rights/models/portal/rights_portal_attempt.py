from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import hmac

from ...tools.china_time import china_date

# wrong tries of a number, and of an address over all numbers, before a pause (OPN-07)
MOST_WRONG = 5
MOST_WRONG_OF_ADDRESS = 20
MOST_ACCOUNTS = 10  # a day from one address
PAUSE = timedelta(minutes=30)
KEPT = timedelta(days=2)


class RightsPortalAttempt(models.Model):
    """Counted acts of visitors: filings begun, wrong numbers and codes (OPN-07).

    Rows, so that every worker and host counts the same. Neither address nor number stands in
    them: both are keyed hashes, the address with a key that changes every day.
    """

    _name = "rights.portal.attempt"
    _description = "Counted act of a visitor"
    _log_access = False
    _order = "id desc"

    purpose = fields.Selection(
        [
            ("begin", "Filing begun"),
            ("wrong_number", "Wrong try on a number"),
            ("wrong_address", "Wrong try from an address"),
            ("account", "Account opened"),
        ],
        required=True,
    )
    who = fields.Char(required=True)
    at = fields.Datetime(required=True)

    _counted = models.Index("(purpose, who, at DESC)")
    _old = models.Index("(at)")

    @api.model
    def _key_of_address(self, address):
        """An address as it is counted today; nobody can turn it back tomorrow."""
        return hmac(self.env(su=True), "rights_portal_address", (str(china_date()), address or ""))

    @api.model
    def _key_of_number(self, number):
        return hmac(self.env(su=True), "rights_portal_number", (number or "")[:64].upper())

    @api.model
    def _note(self, purpose, who):
        self.sudo().create({"purpose": purpose, "who": who, "at": fields.Datetime.now()})

    @api.model
    def _count(self, purpose, who, within):
        since = fields.Datetime.now() - within
        domain = [("purpose", "=", purpose), ("who", "=", who), ("at", ">", since)]
        return self.sudo().search_count(domain)

    @api.model
    def _is_paused(self, purpose, who, most):
        """Whether so many wrong tries within half an hour were made, the last less than that ago.

        Nothing is noted during a pause, so it ends half an hour after the try that began it.
        """
        domain = [("purpose", "=", purpose), ("who", "=", who)]
        tries = self.sudo().search(domain, limit=most, order="at desc, id desc")
        if len(tries) < most:
            return False
        newest, oldest = tries[0].at, tries[-1].at
        return newest - oldest <= PAUSE and fields.Datetime.now() < newest + PAUSE

    @api.model
    def _query_is_paused(self, number, address):
        """OPN-07: five wrong tries lock a number, twenty an address, for half an hour."""
        return self._is_paused(
            "wrong_number", self._key_of_number(number), MOST_WRONG
        ) or self._is_paused("wrong_address", self._key_of_address(address), MOST_WRONG_OF_ADDRESS)

    @api.model
    def _note_wrong(self, number, address):
        self._note("wrong_number", self._key_of_number(number))
        self._note("wrong_address", self._key_of_address(address))

    @api.model
    def _check_accounts(self, address):
        """Count an account that is opened.

        :raise UserError: too many from one address within a day
        """
        who = self._key_of_address(address)
        if self._count("account", who, timedelta(days=1)) >= MOST_ACCOUNTS:
            raise UserError(self.env._("Too many new accounts from your network today."))
        self._note("account", who)

    @api.autovacuum
    def _gc_attempts(self):
        old = fields.Datetime.now() - KEPT
        rows = self.sudo().search([("at", "<", old)], limit=10000)
        rows.unlink()
        return len(rows), len(rows) == 10000
