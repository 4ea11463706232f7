import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.filing_text import clean_line
from .rights_merchant_member import MERCHANT_GROUP, ROLES

VALID_FOR = timedelta(days=7)


class RightsMerchantInvitation(models.Model):
    """A link that opens one account at a merchant, once (MER-17).

    who                          may
    station officer, dispatcher  invite the manager of a merchant of the own unit
    manager, in the portal       invite desk staff, further managers, and tenants of the venue

    Only the hash of the link's secret is kept. A link ends by its use, by its withdrawal, and
    after a week; used a second time it says so.
    """

    _name = "rights.merchant.invitation"
    _description = "Invitation to a merchant's account"
    _order = "id desc"
    _rec_name = "note"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True)
    note = fields.Char("For whom")
    secret_hash = fields.Char(required=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("open", "Open"), ("used", "Used"), ("withdrawn", "Withdrawn")],
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
            raise AccessError(self.env._("Invite with the button of the merchant."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("An invitation is used or withdrawn, not changed."))
        return super().write(vals)

    @api.model
    def _hash(self, secret):
        return hashlib.sha256(secret.encode()).hexdigest()

    @api.model
    def _invite(self, merchant, role, note=""):
        """A new invitation and the path of its link, which is shown now and never again."""
        if role not in dict(ROLES):
            raise UserError(self.env._("Choose what the person does at the merchant."))
        secret = secrets.token_urlsafe(32)
        # who may invite was checked by the caller; the link is all that comes of it
        invitation_sudo = self.sudo().create(
            {
                "merchant_id": merchant.id,
                "role": role,
                "note": clean_line(note)[:100] or False,
                "secret_hash": self._hash(secret),
                "valid_until": fields.Datetime.now() + VALID_FOR,
            }
        )
        return invitation_sudo, f"/rights/join/{secret}"

    @api.model
    def _of_secret(self, secret):
        """The invitation of a link, in superuser mode; empty for a link nobody made."""
        if not isinstance(secret, str) or not 20 <= len(secret) <= 100:
            return self.sudo().browse()
        return self.sudo().search([("secret_hash", "=", self._hash(secret))], limit=1)

    def _refusal(self):
        """Why the link opens nothing, in a sentence; empty when it does."""
        if not self:
            return self.env._("This link is not one of ours. Ask for a new one.")
        if self.state == "used":
            return self.env._(
                "This invitation has been used. Log in with the account that was opened with it, "
                "or ask for a new invitation."
            )
        if self.state == "withdrawn" or not self.merchant_id.active:
            return self.env._("This invitation was withdrawn. Ask for a new one.")
        if self.valid_until < fields.Datetime.now():
            return self.env._("This invitation has run out. Ask for a new one.")
        return ""

    def _lock(self):
        """Of two who use the link at once one waits, and then reads that it is used."""
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_merchant_invitation WHERE id IN %s FOR UPDATE", self._ids)
        )

    def _check_open(self):
        self.ensure_one()
        self._lock()
        if refusal := self._refusal():
            raise UserError(refusal)

    def _accept(self, login, name, password):
        """Open the account that the link is for.

        :raise UserError: the link opens nothing, or what was entered does not do
        """
        self._check_open()
        user = self.env["res.users"]._open_portal_account(
            login, name, password, MERCHANT_GROUP, {"parent_id": self.merchant_id.partner_id.id}
        )
        self._join(user)
        return user

    def _accept_as(self, user):
        """Add the merchant to an account of a merchant that exists already."""
        self._check_open()
        if not user.has_group(MERCHANT_GROUP):
            raise AccessError(self.env._("This account cannot belong to a merchant."))
        self._join(user)

    def _join(self, user):
        members = self.env["rights.merchant.member"].sudo()
        known = members.search(
            [
                ("merchant_id", "=", self.merchant_id.id),
                ("user_id", "=", user.id),
                ("ended_at", "=", False),
            ]
        )
        if known:
            known.write({"role": self.role})
        else:
            members.create(
                {"merchant_id": self.merchant_id.id, "user_id": user.id, "role": self.role}
            )
        self.write({"state": "used", "used_at": fields.Datetime.now(), "user_id": user.id})

    def action_withdraw(self):
        self.check_access("write")
        self._withdraw()
        return True

    def _withdraw(self):
        # the caller has checked whose invitation it is
        self.sudo().filtered(lambda row: row.state == "open").state = "withdrawn"


class RightsMerchantInvite(models.TransientModel):
    """The dialog in which a station invites the manager of a merchant."""

    _name = "rights.merchant.invite"
    _description = "Invite to a merchant's account"

    merchant_id = fields.Many2one("rights.merchant", required=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True, default="manager")
    note = fields.Char("For whom")
    link = fields.Char(readonly=True)

    def action_invite(self):
        self.ensure_one()
        self.env["rights.merchant.invitation"].check_access("create")
        units = self.env.user.rights_supervised_station_ids
        if self.merchant_id.station_id not in units:
            raise UserError(
                self.env._(
                    "%(merchant)s is supervised by another unit. Ask that unit to invite.",
                    merchant=self.merchant_id.name,
                )
            )
        _invitation, path = self.env["rights.merchant.invitation"]._invite(
            self.merchant_id, self.role, self.note
        )
        self.link = self.get_base_url() + path
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invitation"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
