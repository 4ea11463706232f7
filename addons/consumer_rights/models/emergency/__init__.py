"""Emergency room: quick responses, conversion to enforcement, major matters, contact platform.

Rule group EMG; ENF-07 to ENF-12 and MED-18 as far as a quick response needs them. Limits TL-27 to
TL-29, TL-36, TL-51 and TL-76.
"""

from . import (
    rights_emergency_criterion,
    rights_conversion_flag,
    rights_quick_response,
    rights_quick_response_command,
    rights_quick_response_act,
    rights_quick_response_proof,
    rights_patrol_item,
    rights_quick_response_paper,
    rights_quick_response_month,
    rights_incident,
    rights_incident_report,
    rights_instruction_request,
    rights_contact_book,
    rights_deployment,
    rights_command,
    rights_case_emergency,
    rights_case_convert,
    rights_case_todo,
    rights_deadline_reaction,
    rights_public_content,
    rights_configuration,
)
