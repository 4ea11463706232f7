"""Accounts that were a merchant's own contact become its managers; the menu gets entries."""

from odoo import SUPERUSER_ID, api

GROUP = "consumer_rights.consumer_rights_group_merchant_user"


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.ref("consumer_rights.rights_merchant_menu").action = False
    accounts = env.ref(GROUP).user_ids
    merchants = env["rights.merchant"].search([("partner_id", "in", accounts.partner_id.ids)])
    known = merchants.member_ids.user_id
    by_partner = {merchant.partner_id: merchant for merchant in merchants}
    env["rights.merchant.member"].create(
        [
            {"merchant_id": by_partner[user.partner_id].id, "user_id": user.id, "role": "manager"}
            for user in accounts - known
            if user.partner_id in by_partner
        ]
    )
