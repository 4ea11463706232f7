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
    _order = "id desc"
    _rec_name = "note"
    _account_group = None  # of the accounts that it opens
    _belongs_to = None  # the field with what such an account belongs to
    _member_model = None  # what says so: a ``rights.portal.member`` with the same field

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

    _secret_unique = models.UniqueIndex("(secret_hash)", "This link exists already.")

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
        return not self[self._belongs_to].active

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

    # -- using it ------------------------------------------------------------------------------

    def _take_up(self, user, login, name, password):
        """Add to the account that is logged in, where it is of the kind; else open one."""
        if user.has_group(self._account_group):
            self._accept_as(user)
        else:
            self._accept(login, name, password)

    def _accept(self, login, name, password):
        """Open the account that the link is for.

        :raise UserError: the link opens nothing, or what was entered does not do
        """
        self._check_open()
        user = self.env["res.users"]._open_portal_account(
            login, name, password, self._account_group, self._account_values()
        )
        self._join(user)
        return user

    def _account_values(self):
        """What the new account has besides login, name and password."""
        return {}

    def _accept_as(self, user):
        """Add what the link is for to an account of the kind that exists already."""
        self._check_open()
        if not user.has_group(self._account_group):
            raise AccessError(self._wrong_account())
        self._join(user)

    def _wrong_account(self):
        """The sentence for an account that cannot join; each kind has its own."""

    def _join(self, user):
        members_sudo = self.env[self._member_model].sudo()  # the link was checked
        belongs = {self._belongs_to: self[self._belongs_to].id, "user_id": user.id}
        known = members_sudo.search(
            [*((name, "=", value) for name, value in belongs.items()), ("ended_at", "=", False)]
        )
        values = self._member_values()
        if not known:
            members_sudo.create(belongs | values)
        elif values:
            known.write(values)
        self.write({"state": "used", "used_at": fields.Datetime.now(), "user_id": user.id})

    def _member_values(self):
        """What the link says about the place of the account."""
        return {}

    # -- withdrawing it ------------------------------------------------------------------------

    def action_withdraw(self):
        self.check_access("write")
        self._withdraw()
        return True

    def _withdraw(self):
        # the caller has checked whose invitation it is
        self.sudo().filtered(lambda row: row.state == "open").state = "withdrawn"


class RightsInvite(models.AbstractModel):
    """The dialog in which a unit invites; its link is shown now and never again."""

    _name = "rights.invite"
    _description = "Invite to an account"

    note = fields.Char("For whom")
    link = fields.Char(readonly=True)

    def _show_link(self, path):
        self.link = self.get_base_url() + path
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invitation"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
