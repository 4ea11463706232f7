"""Portal room: what consumers do themselves, with and without an account, and merchants with one.

Filing, evidence, tracking and rating: rules INT-13, OPN-07, SEC-11, REG-11, REG-19, RPL-06 to 08;
complaints as the merchant reads them: MER-17.
"""

from . import (
    rights_public_step,
    rights_portal_attempt,
    rights_portal_once,
    rights_portal_proof,
    rights_virus_scanner,
    rights_portal_upload,
    rights_portal_form,
    rights_portal_filing,
    rights_case_query,
    rights_case_public,
    rights_case_merchant,
    rights_case_acts,
    rights_case_evidence,
    rights_document,
    rights_paper_check,
    res_users,
    rights_health,
    rights_configuration,
)
