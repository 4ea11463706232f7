"""Settings that came with the answers, where the centre has its own copy of them (noupdate)."""

from odoo import SUPERUSER_ID, api

FOLLOWED_UP = (
    "['|', ('kind', '=', 'complaint'), '&', ('kind', '=', 'report'), ('is_anonymous', '=', False)]"
)


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for kind in ("complaint", "report"):
        if step := _find(env, f"transition_{kind}_concluded_reply"):
            step.optional_field_ids |= _find(env, "case_field_reply_comment")
    limit = _find(env, "policy_tl_38")
    if limit and limit.domain == FOLLOWED_UP:
        limit.domain = "[('needs_followup', '=', True)]"
    if limit := _find(env, "policy_tl_39"):
        limit.exempt_event_ids |= _find(env, "deadline_event_reopening_refused")


def _find(env, name):
    return env.ref(f"consumer_rights.{name}", raise_if_not_found=False)
