import time

from odoo import api, fields, models
from odoo.tools.misc import hmac

from ...tools import proof_of_work
from .rights_portal_attempt import MOST_WRONG

LIFE = 20 * 60  # seconds
EFFORT = 40000


class RightsPortalProof(models.Model):
    """Proofs of work that were used: each counts once (ALTCHA protocol)."""

    _name = "rights.portal.proof"
    _description = "Used proof of work"
    _log_access = False

    salt = fields.Char(required=True)
    expires_at = fields.Datetime(required=True, index=True)

    _once = models.UniqueIndex("(salt)", "This proof was used already.")

    @api.model
    def _key(self):
        return hmac(self.env(su=True), "rights_portal_proof", "key").encode()

    @api.model
    def _make(self, purpose, address):
        """A challenge for a visitor; wrong tries from an address make the next one harder."""
        attempts = self.env["rights.portal.attempt"]
        key = attempts._key_of_address(address)
        wrong = len(
            attempts.sudo().search(
                [("purpose", "=", "wrong_address"), ("who", "=", key)], limit=4 * MOST_WRONG
            )
        )
        return proof_of_work.make_challenge(
            self._key(), purpose, int(time.time()) + LIFE, EFFORT * (1 + wrong // 2)
        )

    @api.model
    def _use(self, purpose, payload):
        """Whether the payload is a right answer that nobody has used before."""
        answer = proof_of_work.read_answer(self._key(), purpose, payload, int(time.time()))
        if not answer:
            return False
        # a second user of the same answer waits here and then finds the row
        self.env.cr.execute(
            """
            INSERT INTO rights_portal_proof (salt, expires_at)
            VALUES (%s, to_timestamp(%s) AT TIME ZONE 'UTC') ON CONFLICT (salt) DO NOTHING
            """,
            (answer.salt, answer.expires),
        )
        return bool(self.env.cr.rowcount)

    @api.autovacuum
    def _gc_proofs(self):
        old = self.sudo().search([("expires_at", "<", fields.Datetime.now())], limit=10000)
        old.unlink()
        return len(old), len(old) == 10000
