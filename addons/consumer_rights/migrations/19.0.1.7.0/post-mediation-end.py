"""How a mediation ends, on settings that stand already (MED-09, MED-10, MED-14, MED-16)."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

CONCLUDES = ("handling", "mediating", "escalated")


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})

    def ref(name):
        return env.ref(f"consumer_rights.{name}")

    # a station that fails sends the case up with its file, to whoever goes on there
    ref("transition_complaint_mediating_escalate").effect = "escalate"
    ref("transition_complaint_escalated_mediate").group_ids |= ref("consumer_rights_group_station")
    # the statutory period ends with the agreement or the termination, not only with the result
    ended = ref("deadline_event_mediation_ended")
    for stage in CONCLUDES:
        step = ref(f"transition_complaint_{stage}_conclude")
        step.deadline_event_ids = [Command.link(ended.id)]
    for name in ("policy_tl_16", "policy_tl_16_2020"):
        ref(name).stop_event_id = ended
    # the letter tells of a termination, not the reply
    told = ref("deadline_event_termination_notified")
    ref("document_template_reply").delivery_event_ids = [Command.unlink(told.id)]
