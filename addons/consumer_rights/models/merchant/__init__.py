"""Merchant room: the register of businesses that cases are about.

Rule groups MER, INS, PRD, INC, TRN.
"""

from . import (
    rights_merchant,
    rights_merchant_alias,
    rights_merchant_match,
)
