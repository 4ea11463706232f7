"""Limits of the emergencies end with what their rules say: food found in order, a flag taken back.

Limits are the centre's own data, which an update does not touch.
"""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

ENDS = {"food_cleared": ("TL-28",), "conversion_removed": ("TL-51", "TL-76")}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for code, limits in ENDS.items():
        event = env["rights.deadline.event"].search([("code", "=", code)])
        for limit in env["rights.deadline.policy"].search([("code", "in", limits)]):
            limit.exempt_event_ids = [Command.link(event.id)]
