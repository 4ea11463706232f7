import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools.filing_text import clean_line

VALID_FOR = timedelta(days=7)


class RightsInvitation(models.AbstractModel):
    """A link that opens one account of the portal, once.

    Only the hash of the link's secret is kept. A link ends by its use, by its withdrawal, and
    after a week; used a second time it says so. A model that inherits it says what the account
    belongs to.
    """

    _name = "rights.invitation"
    _description = "Invitation to an account"

    note = fields.Char("For whom")
    secret_hash = fields.Char(required=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("open", "Not used yet"), ("used", "Used"), ("withdrawn", "Withdrawn")],
        required=True,
        default="open",
        readonly=True,
    )
    valid_until = fields.Datetime("Valid until", required=True, readonly=True)
    used_at = fields.Datetime("Used at", readonly=True)
    user_id = fields.Many2one("res.users", "Account", readonly=True, ondelete="set null")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Invite with the button of the merchant or station."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("An invitation is used or withdrawn, not changed."))
        return super().write(vals)

    @api.model
    def _hash(self, secret):
        return hashlib.sha256(secret.encode()).hexdigest()

    @api.model
    def _new_link(self, vals, note=""):
        """A new invitation and the secret of its link, which is shown now and never again."""
        secret = secrets.token_urlsafe(32)
        # who may invite was checked by the caller; the link is all that comes of it
        invitation_sudo = self.sudo().create(
            {
                **vals,
                "note": clean_line(note)[:100] or False,
                "secret_hash": self._hash(secret),
                "valid_until": fields.Datetime.now() + VALID_FOR,
            }
        )
        return invitation_sudo, secret

    @api.model
    def _of_secret(self, secret):
        """The invitation of a link, in superuser mode; empty for a link nobody made."""
        if not isinstance(secret, str) or not 20 <= len(secret) <= 100:
            return self.sudo().browse()
        return self.sudo().search([("secret_hash", "=", self._hash(secret))], limit=1)

    def _leads_nowhere(self):
        """Whether what the account would belong to is closed."""
        return False

    def _refusal(self):
        """Why the link opens nothing, in a sentence; empty when it does."""
        if not self:
            return self.env._("This link is not one of ours. Ask for a new one.")
        if self.state == "used":
            return self.env._(
                "This invitation has been used. Log in with the account that was opened with it, "
                "or ask for a new invitation."
            )
        if self.state == "withdrawn" or self._leads_nowhere():
            return self.env._("This invitation was withdrawn. Ask for a new one.")
        if self.valid_until < fields.Datetime.now():
            return self.env._("This invitation has run out. Ask for a new one.")
        return ""

    def _lock(self):
        """Of two who use the link at once one waits, and then reads that it is used."""
        self.env.execute_query(
            SQL(
                "SELECT 1 FROM %s WHERE id IN %s FOR UPDATE",
                SQL.identifier(self._table),
                self._ids,
            )
        )

    def _check_open(self):
        self.ensure_one()
        self._lock()
        if refusal := self._refusal():
            raise UserError(refusal)

    def _set_used(self, user):
        self.write({"state": "used", "used_at": fields.Datetime.now(), "user_id": user.id})

    def action_withdraw(self):
        self.check_access("write")
        self._withdraw()
        return True

    def _withdraw(self):
        # the caller has checked whose invitation it is
        self.sudo().filtered(lambda row: row.state == "open").state = "withdrawn"
