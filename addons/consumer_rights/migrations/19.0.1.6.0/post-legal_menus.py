"""Advisers register in their own entry. An update takes no group from a menu: this does."""

from odoo import SUPERUSER_ID, api

LOST = ("rights_registration_menu", "rights_case_menu_phone", "rights_case_menu_consultation")


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in LOST:
        menu = env.ref(f"consumer_rights.{name}")
        menu.group_ids -= env.ref("consumer_rights.consumer_rights_group_legal")
