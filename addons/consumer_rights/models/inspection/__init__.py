"""Inspection room: posts and patrols in stores, undercover visits, rectifications in rounds.

Rule group INS.
"""

from . import (
    rights_deadline_policy,
    rights_rectification_round,
    rights_merchant_rectification,
    rights_instore_post,
    rights_inspection_photo,
    rights_inspection,
    rights_inspection_line,
    rights_inspection_phone,
    rights_ledger_inspection,
    rights_social_supervisor,
    rights_covert_visit,
    rights_covert_line,
    rights_covert_portal,
    rights_self_check,
    rights_case_todo,
)
