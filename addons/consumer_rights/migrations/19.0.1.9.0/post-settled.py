"""Settled without a mediation asks for the day of performance (MED-07).

Steps are the centre's own data, which an update does not touch.
"""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    step = env.ref("consumer_rights.transition_complaint_handling_conclude", False)
    field = env.ref("consumer_rights.case_field_performed_on")
    if step:
        step.settled_field_ids = [Command.link(field.id)]
        step.optional_field_ids = [Command.link(field.id)]
