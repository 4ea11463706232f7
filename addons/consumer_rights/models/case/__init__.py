"""Case room: the matter itself, its parties, its line of stages and its process record.

Rule groups REG, ACC, TRI, HND, RPL, SEC, DAT.
"""

from . import (
    rights_append_only,
    mail_thread,
    res_partner,
    rights_category,
    rights_claim,
    rights_outcome,
    rights_reject_reason,
    rights_return_reason,
    rights_case_part,
    rights_audit_log,
    rights_case_field,
    rights_case_stage,
    rights_case_transition,
    rights_case_number,
    rights_case,
    rights_case_event,
    rights_case_gate,
    rights_case_effects,
    rights_case_search,
    rights_case_intake,
    rights_case_party,
    rights_case_party_identity,
    rights_case_access,
    rights_case_link,
    rights_case_dispatch,
    rights_case_evidence,
    rights_contact_log,
    rights_site_visit,
    rights_reply,
    rights_followup,
)
