"""Discipline room: promises and their violations, integrity, accountability for faults.

Rule groups PRM and ACT. Candidates come from visible reactions: steps of limits and automations.
"""

from . import (
    rights_promise,
    rights_sanction,
    rights_discipline_exclusion,
    rights_discipline_record,
    rights_discipline_statement,
    rights_discipline_review,
    rights_promise_violation,
    rights_violation_ladder,
    rights_violation_sweep,
    rights_violation_source,
    rights_fault_cause,
    rights_accountability,
    rights_accountability_source,
    rights_case_examined,
    rights_own_entry,
    rights_integrity_declaration,
    rights_media_request,
    rights_award,
    rights_language_check,
    rights_service_speed,
    rights_discipline_year,
    rights_case_todo,
    rights_configuration,
)
