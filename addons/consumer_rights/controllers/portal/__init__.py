"""Public pages of consumers, from filing to the guide, and the pages of merchants.

Nothing here writes without its model.
"""

from . import (
    public_page,
    error_page,
    filing,
    tracking,
    paper_check,
    account,
    openness,
    note,
    settlement,
    meeting,
    disclosure,
)
from . import merchant_page, merchant_home, merchant_join
from . import merchant_ledger, merchant_quarter, merchant_tools, merchant_product
from . import patrol, supervisor, training
from . import station_page, station_cases, station_home, station_join
from . import station_self_check
from . import merchant_disclosure
