"""Reports get their own notice, their verification ends with the filing decision, and reports that
were filed before become filed cases (ENF-06, ENF-14, ENF-16).

Settings are the centre's own data, which an update does not touch.
"""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    step = env.ref("consumer_rights.transition_report_handling_conclude")
    verified = env.ref("consumer_rights.deadline_event_clue_verified")
    step.deadline_event_ids = [Command.link(verified.id)]
    reply = env.ref("consumer_rights.document_template_reply")
    reply.write(
        {
            "for_report": False,
            "transition_ids": [
                Command.unlink(env.ref("consumer_rights.transition_report_concluded_reply").id)
            ],
        }
    )
    running = env["rights.deadline"].search([("code", "=", "TL-52"), ("stopped_at", "=", False)])
    for report in running.case_id:
        env["rights.enforcement.case"]._begin(report)
