"""Network room: who exists, where, and with which duties.

Rule groups ORG, DUT, OPN; plus roles and rights of users (Annex A, A2).
"""

from . import rights_own_unit  # isort: skip - the room's records inherit it
from . import (
    ir_rule,
    res_groups,
    res_users,
    rights_authority_name,
    rights_centre_checklist,
    rights_county_centre,
    rights_division,
    rights_guidance,
    rights_leadership_group,
    rights_network_gap,
    rights_network_parameter,
    rights_partner_body,
    rights_post,
    rights_post_template,
    rights_station,
    rights_studio,
    rights_territory,
    rights_work_plan,
)
