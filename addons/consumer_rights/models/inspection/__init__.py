"""Inspection room: posts and patrols in stores, undercover visits, interviews, suggestion letters.

Rule groups INS, and INC-03, INC-04, INC-11.
"""

from . import (
    rights_rectification_round,
    rights_merchant_rectification,
    rights_instore_post,
    rights_inspection_photo,
    rights_inspection,
    rights_inspection_line,
    rights_ledger_inspection,
    rights_social_supervisor,
    rights_covert_visit,
    rights_covert_line,
    rights_covert_portal,
    rights_approved_paper,
    rights_interview,
    rights_letter_candidate,
    rights_suggestion_letter,
    rights_case_todo,
)
