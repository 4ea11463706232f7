"""Deadline room: day table, limits as data, clocks and what moves their dates, the sweep.

Rule groups LIM, and SUP and EMG as far as they count time.
"""

from . import (
    rights_calendar_day,
    rights_told_day,
    rights_calendar_notice,
    rights_deadline_event,
    rights_deadline_policy,
    rights_deadline_step,
    rights_deadline_owned,
    rights_deadline,
    rights_deadline_explain,
    rights_deadline_pause,
    rights_deadline_extension,
    rights_deadline_instruction,
    rights_deadline_breach,
    rights_deadline_reaction,
    rights_deadline_owner,
    rights_deadline_rebase,
    rights_case_transition,
    rights_case,
    rights_case_line,
    rights_case_parts,
    rights_case_keep,
    rights_case_spot,
    rights_case_told,
    rights_configuration,
    rights_health,
)
