from odoo import api, fields, models
from odoo.addons.mail.tools.discuss import Store

from ...tools.masking import mask_name

CONSUMER_GROUP = "consumer_rights.consumer_rights_group_consumer"


class ResPartner(models.Model):
    """Accounts of consumers are no contacts of the staff (design D7).

    who                      may
    staff of every role      neither find nor read them: record rules on contacts and users
    the consumer             everything a portal account may with its own
    platform administrator   everything, for the upkeep of accounts

    Odoo shows some names without asking whether the reader may: who created a record, who sent a
    message, who follows. Those are masked here for everybody who could not find the account.
    """

    _inherit = "res.partner"

    is_rights_person = fields.Boolean(
        "Consumer account",
        compute="_compute_is_rights_person",
        store=True,
        readonly=False,
        copy=False,
        help="A person known to the centre through cases. The staff does not find it as a contact.",
    )

    @api.depends("user_ids.group_ids")
    def _compute_is_rights_person(self):
        """Set by whoever opens a consumer account, and by the consumer role itself; it stays."""
        consumers = self.env.ref(CONSUMER_GROUP, raise_if_not_found=False)
        for partner in self:
            users = partner.user_ids
            has_role = bool(users and consumers and consumers in users.all_group_ids)
            partner.is_rights_person = partner.is_rights_person or has_role

    @api.depends("is_rights_person")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for partner in self._hidden_from_user():
            partner.display_name = mask_name(partner.name)
        return result

    def _hidden_from_user(self):
        """Consumer accounts as the person at the screen sees them, sudo or not: strangers."""
        user = self.env.user
        if not user._is_internal() or user._is_system():
            return self.browse()
        return self.filtered("is_rights_person") - user.partner_id

    def _to_store(self, store, fields):
        hidden = self._hidden_from_user()
        if not store.target.is_current_user(self.env):
            # what a consumer does is broadcast to whoever looks on
            hidden = self.filtered("is_rights_person")
        store.add_records_fields(self - hidden, fields)
        plain = [field for field in fields if field not in ("name", "display_name", "email")]
        store.add_records_fields(
            hidden, [*plain, Store.Attr("name", lambda partner: mask_name(partner.sudo().name))]
        )


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.depends("partner_id.display_name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for user in self.filtered(lambda user: user.partner_id._hidden_from_user()):
            user.display_name = mask_name(user.name)
        return result
