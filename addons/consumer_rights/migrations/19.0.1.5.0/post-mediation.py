"""The step into mediation opens a mediation; cases that are in it already get theirs (MED-01)."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in ("handling", "escalated"):
        env.ref(f"consumer_rights.transition_complaint_{name}_mediate").effect = "mediate"
    # immediate matters at the centre: reception settles them at once (MED-13, TRI-17)
    clerk = env.ref("consumer_rights.consumer_rights_group_clerk")
    for name in ("handling_mediate", "mediating_conclude"):
        env.ref(f"consumer_rights.transition_complaint_{name}").group_ids |= clerk
    env.ref("consumer_rights.policy_tl_75").exempt_event_ids = [
        Command.link(env.ref("consumer_rights.deadline_event_meeting_off").id)
    ]
    # a service station speaks with both sides (MED-06)
    env.ref("consumer_rights.policy_tl_03").stop_event_id = env.ref(
        "consumer_rights.deadline_event_both_contacted"
    )
    cases = env["rights.case"].search(
        [("stage_code", "=", "mediating"), ("mediation_ids", "=", False)]
    )
    for case in cases:
        env["rights.mediation"]._open_for(case, mediator=case.user_id)
