"""Routing came with this version: what waits for dispatch is proposed a unit (TRI-04)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["rights.division"]._load_receivers()
    limit = env.ref("consumer_rights.policy_tl_20", raise_if_not_found=False)
    if limit:
        limit.tells_person = True  # TRI-10
    env["rights.case"]._reroute()
