"""Merchant room: the register of businesses that cases are about, their duties and accounts.

Rule group MER.
"""

from . import (
    rights_merchant,
    rights_merchant_alias,
    rights_merchant_match,
    rights_merchant_profile,
    rights_merchant_person,
    rights_merchant_promise,
    rights_merchant_check_item,
    rights_merchant_check,
    rights_merchant_staffing,
    rights_merchant_rectification,
    rights_merchant_member,
    rights_merchant_invitation,
    rights_merchant_portal,
    rights_merchant_todo,
    rights_merchant_merger,
    rights_merchant_sheet,
    rights_configuration,
)
