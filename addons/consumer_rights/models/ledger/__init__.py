"""Ledger room: the complaint ledgers of merchants (消费投诉记录台账), their quarters and figures.

Rule groups MER (MER-05, MER-08 to MER-17, MER-20), what becomes of returned goods (PRD-06 to
PRD-08), paper DOC-21 and the figures of Annex C, T7.
"""

from . import (
    rights_merchant_ledger,
    rights_merchant_ledger_level,
    rights_merchant_ledger_amendment,
    rights_ledger_form,
    rights_merchant_ledger_entry,
    rights_merchant_ledger_handover,
    rights_advance_compensation,
    rights_ledger_inspection,
    rights_returned_goods,
    rights_ledger_quarter,
    rights_ledger_paper,
    rights_ledger_batch,
    rights_ledger_workbook,
    rights_ledger_key,
    rights_ledger_guide,
    rights_ledger_figure,
    rights_merchant,
    rights_merchant_portal,
    rights_case,
)
