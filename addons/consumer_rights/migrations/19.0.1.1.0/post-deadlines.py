"""The limits came with this version: the steps learn their events, open cases get their clocks."""

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["rights.deadline.event"]._load_line()
    cases = env["rights.case"].search([("is_closed", "=", False), ("is_history", "=", False)])
    for batch in split_every(500, cases.ids, env["rights.case"].browse):
        batch._deadline_replay()
