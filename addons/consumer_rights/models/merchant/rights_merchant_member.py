from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

MERCHANT_GROUP = "consumer_rights.consumer_rights_group_merchant_user"
# who of a host venue looks into the books of its tenants; a tenant sees itself alone (MER-17)
HOST_ROLES = ("manager", "desk")
ROLES = [("manager", "Manager"), ("desk", "Desk staff"), ("tenant", "Tenant of the venue")]


class RightsMerchantMember(models.Model):
    """The account of a person at a merchant, and what it may there (MER-17, SEC-11).

    role      may in the portal
    manager   everything of the merchant: enter, hand in quarters, invite, make keys
    desk      enter and correct the ledger, answer rectifications
    tenant    the same for its own counter, and see nothing but its own

    Manager and desk of a host venue also read the ledgers of its tenants. Portal accounts have no
    rights on any of these models: pages ask ``rights.merchant._reached`` and ``_served``.
    """

    _name = "rights.merchant.member"
    _inherit = ["rights.portal.member"]
    _description = "Account at a merchant"
    _order = "merchant_id, role, id"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True)

    _once = models.UniqueIndex(
        "(merchant_id, user_id) WHERE ended_at IS NULL", "This account belongs to it already."
    )

    @api.constrains("merchant_id")
    def _check_merchant(self):
        self.merchant_id._check_supervised()

    def _end(self):
        for member_sudo in self.sudo().filtered(lambda row: not row.ended_at):
            if member_sudo.role == "manager" and member_sudo.user_id == self.env.user:
                raise UserError(
                    self.env._("You cannot end your own access. Ask another manager to do it.")
                )
            contact = member_sudo.user_id.partner_id
            if contact.parent_id == member_sudo.merchant_id.partner_id:
                contact.parent_id = False  # complaints go to the people of the merchant
        return super()._end()


class RightsMerchant(models.Model):
    """Which merchants an account of the portal reaches, and which it acts for."""

    _inherit = "rights.merchant"

    @api.constrains("station_id")
    def _check_supervised(self):
        """What a merchant enters is read by its unit: with accounts it has one (MER-12)."""
        for merchant in self.filtered(lambda one: not one.station_id):
            if merchant.sudo().member_ids.filtered(lambda row: not row.ended_at):
                raise ValidationError(
                    self.env._(
                        "%(merchant)s has accounts in the portal, but no supervising station. "
                        "Choose its station first.",
                        merchant=merchant.name,
                    )
                )

    @api.model
    def _own_members(self, roles=None):
        """The memberships of the current account that are in force, in superuser mode."""
        domain = Domain("user_id", "=", self.env.uid) & Domain("ended_at", "=", False)
        if roles:
            domain &= Domain("role", "in", roles)
        domain &= Domain("merchant_id.active", "=", True)
        # what an account may is what its own memberships say
        return self.env["rights.merchant.member"].sudo().search(domain)

    @api.model
    def _served(self, merchant_id=None, roles=None):
        """The merchants that the current account acts for; with an id, that one or none."""
        merchants_sudo = self._own_members(roles).merchant_id
        if merchant_id is None:
            return merchants_sudo
        return merchants_sudo.filtered(lambda merchant: merchant.id == merchant_id)

    @api.model
    def _reached_domain(self):
        """Merchants whose books the current account reads: the own, and a host's tenants."""
        members = self._own_members()
        hosts = members.filtered(lambda row: row.role in HOST_ROLES).merchant_id
        return Domain("id", "in", members.merchant_id.ids) | Domain("id", "child_of", hosts.ids)

    @api.model
    def _reached(self, merchant_id=None):
        """The merchants whose books the current account reads; with an id, that one or none."""
        domain = self._reached_domain()
        if merchant_id is not None:
            domain &= Domain("id", "=", merchant_id)
        return self.sudo().search(domain, order="id")  # the domain is what the account reaches

    def _may(self, *roles):
        """Whether the current account acts for this merchant, in one of the roles if named."""
        self.ensure_one()
        return bool(self._served(self.id, roles or None))
