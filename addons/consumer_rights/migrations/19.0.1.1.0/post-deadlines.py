"""The limits came with this version: the steps learn their events, open cases get their clocks."""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert, split_every


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    # steps, results and channels are the centre's own by now: only the new fields are written
    line = "data/deadline/rights_deadline_line.xml"
    convert.convert_file(env, "consumer_rights", line, {}, mode="init", noupdate=True)
    cases = env["rights.case"].search([("is_closed", "=", False), ("is_history", "=", False)])
    for batch in split_every(500, cases.ids, env["rights.case"].browse):
        batch._deadline_replay()
