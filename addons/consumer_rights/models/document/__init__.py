"""Document room: papers, their rendering by WeasyPrint, and the dossier of a case.

Rule groups DOC (Annex C), ARC-02 to 05, 07, 09, 10, and what the person is told: HND-06, LIM-14.
"""

from . import (
    ir_actions_report,
    ir_attachment,
    rights_paper_report,
    rights_listing_paper,
    rights_sealed_file,
    rights_signing_certificate,
    rights_signed_file,
    rights_station,
    rights_document_template,
    rights_document_values,
    rights_document_specimen,
    rights_document_number,
    rights_document,
    rights_document_file,
    rights_document_render,
    rights_document_check,
    rights_case_document,
    rights_delivery_proof,
    rights_document_delivery,
    rights_document_send,
    rights_document_link,
    rights_sms_gateway,
    rights_progress_kind,
    rights_case_progress,
    rights_configuration,
    rights_health,
    rights_dossier,
    rights_case_dossier,
    rights_dossier_parts,
    rights_dossier_volume,
    rights_supplement_list,
    rights_case_ledger,
)
