"""Decision room: is the material complete, is the matter ours, and what is decided.

Rule groups ACC, REG-06 to REG-16, INT-10 and INT-11.
"""

from . import (
    rights_material_item,
    rights_case_material,
    rights_case_exception,
    rights_case_decision,
    rights_case_identity_check,
    rights_case_scope,
    rights_case_no_longer,
    rights_case_decision_hints,
    rights_case_revoke,
    rights_case_joint,
    rights_case_duplicate,
    rights_case_link,
    rights_case_split,
    rights_case_accused,
    rights_refusal_review,
    rights_deadline_reaction,
    rights_configuration,
)
