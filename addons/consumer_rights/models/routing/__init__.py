"""Routing room: which unit a matter belongs to and why, and what lies between two hands.

Rule group TRI: the topic table, the proposal, handovers, referrals and disputes.
"""

from . import (
    rights_routing_reason,
    rights_routing_topic,
    rights_division,
    rights_partner_body,
    rights_case,
    rights_case_route,
    rights_case_send,
    rights_case_dispatch,
    rights_case_transition,
    rights_case_handover,
    rights_case_referral,
    rights_case_dispute,
    rights_case_transfer,
    rights_case_joint,
    rights_case_between,
    rights_route_refresh,
    rights_deadline_reaction,
    rights_configuration,
)
