from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .rights_merchant_member import MERCHANT_GROUP, ROLES


class RightsMerchantInvitation(models.Model):
    """A link that opens one account at a merchant, once (MER-17).

    who                          may
    station officer, dispatcher  invite the manager of a merchant of the own unit
    manager, in the portal       invite desk staff, further managers, and tenants of the venue
    """

    _name = "rights.merchant.invitation"
    _inherit = ["rights.invitation"]
    _description = "Invitation to a merchant's account"
    _order = "id desc"
    _rec_name = "note"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True)

    _secret_unique = models.UniqueIndex("(secret_hash)", "This link exists already.")

    @api.model
    def _invite(self, merchant, role, note=""):
        """A new invitation and the path of its link."""
        if role not in dict(ROLES):
            raise UserError(self.env._("Choose what the person does at the merchant."))
        vals = {"merchant_id": merchant.id, "role": role}
        invitation_sudo, secret = self._new_link(vals, note)
        return invitation_sudo, f"/rights/join/{secret}"

    def _leads_nowhere(self):
        return not self.merchant_id.active

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
        self._set_used(user)


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
        if not self.merchant_id.station_id:
            raise UserError(
                self.env._(
                    "%(merchant)s has no supervising station yet. Choose its station first.",
                    merchant=self.merchant_id.name,
                )
            )
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
