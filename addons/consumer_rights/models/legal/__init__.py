"""Legal room: consultations, support and aid, docking with courts, experts, volunteers, liaison,
education, suits against the centre and requests for information.

Rule group LAW, except what a terminated mediation says (LAW-12).
"""

from . import rights_masked_person, rights_legal_file, rights_legal_record  # isort: skip - mixins
from . import (
    rights_legal_consultation,
    rights_legal_support,
    rights_legal_aid,
    rights_docking,
    rights_docking_support,
    rights_expert,
    rights_expert_seminar,
    rights_volunteer,
    rights_volunteer_assignment,
    rights_liaison_item,
    rights_legal_education,
    rights_duty_gap,
    rights_missed_period,
    rights_reopening_order,
    rights_numbered_case,
    rights_legal_challenge,
    rights_evidence_package,
    rights_information_request,
    rights_information_release,
    rights_case,
    rights_case_todo,
)
