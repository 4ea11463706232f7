import re

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation

from ...tools.filing_text import clean_line, clean_text

KEY = re.compile(r"[A-Za-z0-9:_.-]{8,80}")
WAIT_LIMIT = "TL-63"
ONE_HOUR = 60


class RightsMerchantLedger(models.Model):
    """How entries come in: once, whatever arrives late or twice (MER-10, MER-17).

    Called in superuser mode for a merchant that the account acts for (``rights.merchant._served``).
    """

    _inherit = "rights.merchant.ledger"

    @api.model
    def _enter(self, merchant, key, given, receipt=False):
        """Take one entry from the page; complete and settled, it is confirmed at once.

        :param key: made by the browser for this entry; the same key again finds the entry
        :param receipt: a picture that was checked, in base64
        :return: {"entry": record, "known": bool} or {"errors": {field: sentence}}
        """
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise UserError(self.env._("The form is out of date. Load the page again."))
        if known := self._of_key(merchant, key):
            return {"entry": known, "known": True}
        values, errors = self._read_entry(merchant, given)
        if errors:
            return {"errors": errors}
        vals = {**values, "merchant_id": merchant.id, "client_key": key, "receipt": receipt}
        entry = self._insert([vals])
        entry._after_entering()
        return {"entry": entry, "known": False}

    @api.model
    def _of_key(self, merchant, key):
        return self.search([("merchant_id", "=", merchant.id), ("client_key", "=", key)], limit=1)

    def _read_entry(self, merchant, given):
        form = self.env["rights.ledger.form"]
        values, errors = form._read(given)
        if not errors and self._taken_labels(merchant, [values["resale_label"]], besides=self):
            errors["resale_label"] = form._say_label_taken()
        if errors:
            return values, errors
        values["responsible_name"] = values["responsible_name"] or self.env.user.name
        tenant = merchant.tenant_ids.filtered(lambda one: str(one.id) == str(given.get("tenant")))
        promise = merchant.promise_ids.filtered(
            lambda one: str(one.id) == str(given.get("promise"))
        )
        return form._complete(values) | {"tenant_id": tenant.id, "promise_id": promise.id}, errors

    @api.model
    def _insert(self, vals_list):
        """New rows; of two requests with one key the second comes again and finds the first."""
        try:
            with self.env.cr.savepoint():
                entries = self.create(vals_list)
                entries.flush_recordset()
        except UniqueViolation as error:
            raise ConcurrencyError("ledger entry arrived twice at once") from error
        return entries

    def _after_entering(self):
        """Confirm what is complete, and note what the duties say about it."""
        for entry in self:
            if entry.outcome != "pending" and not entry._missing():
                entry._confirm()
        self._note_waiting()

    def _note_waiting(self):
        """A wait of more than an hour without more staff fails the duty (MER-05)."""
        longest = self._longest_wait()
        for entry in self:
            if entry.wait_minutes > longest and not entry.is_staff_added:
                entry.merchant_id._fail_check(
                    "waiting",
                    self.env._(
                        "On %(day)s a consumer waited %(minutes)s minutes and no staff was added.",
                        day=entry.entry_date,
                        minutes=entry.wait_minutes,
                    ),
                )

    @api.model
    def _longest_wait(self):
        """Minutes after which staff must be added (MER-05, TL-63)."""
        limit = self.env["rights.deadline.policy"]._limit_on(WAIT_LIMIT, fields.Datetime.now())
        return limit.terms.amount * ONE_HOUR if limit else ONE_HOUR

    def _change(self, given):
        """Write an open entry again, and confirm it when it is complete and settled.

        :return: {"entry": record} or {"errors": {field: sentence}}
        :raise UserError: it was confirmed meanwhile
        """
        self.ensure_one()
        self._lock()
        values, errors = self._read_entry(self.merchant_id, given)
        if errors:
            return {"errors": errors}
        self.write(values)  # refused for a confirmed entry
        self._after_entering()
        return {"entry": self}

    def _lock(self):
        """Of two who change an entry one waits, and then reads what the other did."""
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_merchant_ledger WHERE id IN %s FOR UPDATE", self._ids)
        )

    # -- three levels (MER-08, MER-20) ------------------------------------------------------------

    def _log_level(self, level, person, handling):
        """What a level of the merchant did; a level once reached is not left downwards."""
        self.ensure_one()
        person, handling = clean_line(person)[:60], clean_text(handling)[:2000]
        levels = dict(self._fields["level_reached"].selection)
        if level not in levels or level < self.level_reached:
            raise UserError(self.env._("Choose the level that handles the complaint now."))
        if not person or not handling:
            raise UserError(self.env._("Say who handled it, and how."))
        if level > self._next_level():
            raise UserError(self.env._("The level below handles it first."))
        self.env["rights.merchant.ledger.level"]._append(
            [
                {
                    "entry_id": self.id,
                    "user_id": self.env.uid,
                    "level": level,
                    "person": person,
                    "handling": handling,
                }
            ]
        )
        self.level_reached = max(level, self.level_reached)

    def _next_level(self):
        """The highest level that may handle it now: the one above what is logged."""
        logged = max(self.level_ids.mapped("level"), default="0")
        return str(min(int(logged) + 1, 3))

    # -- the book ---------------------------------------------------------------------------------

    @api.model
    def _book_domain(self, merchant, day_from=None, day_to=None, state=None):
        domain = Domain("merchant_id", "=", merchant.id)
        if day_from:
            domain &= Domain("entry_date", ">=", day_from)
        if day_to:
            domain &= Domain("entry_date", "<=", day_to)
        if state:
            domain &= Domain("state", "=", state)
        return domain
