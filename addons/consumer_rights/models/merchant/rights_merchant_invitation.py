from odoo import api, fields, models
from odoo.exceptions import UserError

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
    _account_group = MERCHANT_GROUP
    _belongs_to = "merchant_id"
    _member_model = "rights.merchant.member"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True)

    @api.model
    def _invite(self, merchant, role, note=""):
        """A new invitation and the path of its link."""
        if role not in dict(ROLES):
            raise UserError(self.env._("Choose what the person does at the merchant."))
        vals = {"merchant_id": merchant.id, "role": role}
        invitation_sudo, secret = self._new_link(vals, note)
        return invitation_sudo, f"/rights/join/{secret}"

    def _account_values(self):
        return {"parent_id": self.merchant_id.partner_id.id}

    def _member_values(self):
        return {"role": self.role}

    def _wrong_account(self):
        return self.env._("This account cannot belong to a merchant.")


class RightsMerchantInvite(models.TransientModel):
    """The dialog in which a station invites the manager of a merchant."""

    _name = "rights.merchant.invite"
    _inherit = ["rights.invite"]
    _description = "Invite to a merchant's account"

    merchant_id = fields.Many2one("rights.merchant", required=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True, default="manager")

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
        return self._show_link(path)
