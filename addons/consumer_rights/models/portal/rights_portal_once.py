import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

KEPT = timedelta(days=2)
KEY_LENGTHS = range(16, 129)


class RightsPortalOnce(models.Model):
    """A form that was sent with a key of its own: pressed twice, it counts once (MER-17, STN-05).

    The page makes the key; here lie its hash, whose it is, and what the first sending was
    answered, such as the address it led to. Nothing of what was typed.
    """

    _name = "rights.portal.once"
    _description = "Form that was sent"
    _log_access = False
    _order = "id desc"

    key_hash = fields.Char(required=True)
    answer = fields.Char(required=True)
    at = fields.Datetime(required=True)

    _once = models.UniqueIndex("(key_hash)", "This form was sent already.")
    _old = models.Index("(at)")

    @api.model
    def _hash(self, key):
        """The hash of a key of this account; None for a form without one."""
        if not isinstance(key, str) or len(key) not in KEY_LENGTHS or not key.isalnum():
            return None
        return hashlib.sha256(f"{self.env.uid}:{key}".encode()).hexdigest()

    @api.model
    def _answer_of(self, key):
        """What the form with this key was answered before; None when it is new."""
        key_hash = self._hash(key)
        return key_hash and self.sudo().search([("key_hash", "=", key_hash)]).answer or None

    @api.model
    def _keep(self, key, answer):
        """Note what the form with this key did, in the transaction that did it.

        Of two senders at once one waits here; its request is undone and run again, and finds the
        answer.
        """
        if key_hash := self._hash(key):
            values = [key_hash, answer, fields.Datetime.now()]
            rows = self.env.execute_query(
                SQL(
                    "INSERT INTO rights_portal_once (key_hash, answer, at) VALUES %s"
                    " ON CONFLICT (key_hash) DO NOTHING RETURNING id",
                    tuple(values),
                )
            )
            if not rows:
                raise ConcurrencyError("a form was sent twice at once")
        return answer

    @api.autovacuum
    def _gc_sent(self):
        old = self.sudo().search([("at", "<", fields.Datetime.now() - KEPT)], limit=10000)
        old.unlink()
        return len(old), len(old) == 10000
