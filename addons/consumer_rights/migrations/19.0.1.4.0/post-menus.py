"""Duty and oversight have entries of their own. An update takes no group from a menu: this does."""

from odoo import SUPERUSER_ID, api

LOST = {
    "rights_registration_menu": ("discipline",),
    "rights_outbound_file_menu": ("division_head",),
    "rights_assessment_line_menu": ("head",),
    "rights_network_gap_menu": ("docking", "business_admin"),
    "rights_archive_menu": ("division_head",),
    "rights_case_menu_archived": ("division_head",),
    "rights_dossier_menu": ("division_head",),
}


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, keys in LOST.items():
        menu = env.ref(f"consumer_rights.{name}")
        for key in keys:
            menu.group_ids -= env.ref(f"consumer_rights.consumer_rights_group_{key}")
