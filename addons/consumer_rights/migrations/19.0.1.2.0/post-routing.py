"""Routing came with this version: what waits for dispatch is proposed a unit (TRI-04)."""

from odoo import SUPERUSER_ID, api

# the date of the assignment form was the case's; now each dispatch has its own
PROMISED = (
    "{% if 案件.承诺办结日期 %}{{ 案件.承诺办结日期 }}"
    "{% else %}{{ 发文.回复期限 | 必填 }}{% endif %}"
)
OF_DISPATCH = "{{ 分派.办结期限 | 必填 }}"


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["rights.division"]._load_receivers()
    limit = env.ref("consumer_rights.policy_tl_20", raise_if_not_found=False)
    if limit:
        limit.tells_person = True  # TRI-10
    for name in ("policy_tl_25", "policy_tl_26"):
        limit = env.ref(f"consumer_rights.{name}", raise_if_not_found=False)
        if limit and not limit.exempt_event_ids:
            limit.exempt_event_ids = _handed_over_no_more(env)
    paper = env.ref("consumer_rights.document_template_assignment", raise_if_not_found=False)
    if paper and PROMISED in paper.text:
        paper.text = paper.text.replace(PROMISED, OF_DISPATCH)
    env["rights.case"]._reroute()


def _handed_over_no_more(env):
    """What is withdrawn or closed by another way waits for no handover (TRI-07)."""
    names = ("withdrawn", "transferred", "rejection_decided", "concluded", "archived")
    events = env["rights.deadline.event"]
    for name in names:
        events |= env.ref(f"consumer_rights.deadline_event_{name}")
    return events
