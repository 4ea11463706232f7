"""Product room: goods returned for their quality, tests, delisting, and notices to the area.

Rule group PRD (PRD-01 to PRD-05, PRD-09, PRD-10); what becomes of returned goods stands in the
ledger room. A clock of its own has the sending (TL-46); what merchants owe stands with its moment
on their rows (TL-45, TL-67, TL-74), because a merchant's delay is no breach of a unit.
"""

from . import (
    rights_quality_return,
    rights_merchant_ledger,
    rights_product_notice,
    rights_product_receipt,
    rights_inspection,
    rights_product_tell,
    rights_product_report,
    rights_quick_response,
    rights_merchant,
    rights_case_todo,
)
