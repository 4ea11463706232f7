"""The menus were grouped anew. An update only adds groups to a menu: the ones it lost go here."""

from odoo import SUPERUSER_ID, api

LOST = {
    "rights_board_menu": ("quality", "statistician"),
    "rights_archive_menu": ("clerk", "handler", "dispatcher"),
    "rights_case_menu_archived": ("clerk", "handler", "dispatcher"),
    "rights_case_menu_to_follow_up": ("division_head",),
}


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, keys in LOST.items():
        menu = env.ref(f"consumer_rights.{name}")
        for key in keys:
            menu.group_ids -= env.ref(f"consumer_rights.consumer_rights_group_{key}")
