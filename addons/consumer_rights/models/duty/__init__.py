"""Duty room: slots, rosters, shifts, swaps, handovers of a shift and of all of a person's work.

Rule group DUT, and INT-12 as far as the desk is covered.
"""

from . import (
    rights_duty_slot,
    rights_duty_roster,
    rights_duty_shift,
    rights_duty_attendance,
    rights_duty_swap,
    rights_duty_handover,
    rights_duty_gap,
    rights_duty_arrival,
    rights_appointment,
    rights_station,
    rights_post_state,
    rights_work_handover,
    rights_work_post,
    res_users,
    rights_configuration,
)
