"""Telephone room: calls and their hook, call-backs, three-way calls, outages, the site's inventory.

Rules INT-02 to INT-07 and INT-17 to INT-19, limits TL-01, TL-02, TL-37.
"""

from . import (
    rights_phone_line,
    rights_call_log,
    rights_call_event,
    rights_call_cdr,
    rights_callback_task,
    rights_callback_attempt,
    rights_callback_list,
    rights_case_call,
    rights_three_way_call,
    rights_outage,
    rights_amenity,
    rights_missed_period,
    rights_portal_attempt,
    rights_health,
)
