"""Merchants see what they are to settle already (TRI-19, MER-17)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["rights.case.referral"].search([("ended_at", "=", False)]).case_id._open_to_merchant()
    env["rights.mediation"].search([("state", "=", "open")]).case_id._open_to_merchant()
