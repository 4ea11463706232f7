"""What the discipline room changes of settings that stand already (ACT-04, ACT-10)."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    # nobody misses anything by not asking for a review
    env.ref("consumer_rights.policy_tl_77").is_reminder = True
    step = env.ref("consumer_rights.transition_discipline_handling_conclude")
    step.action_ids = [Command.link(env.ref("consumer_rights.action_founded_matter").id)]
