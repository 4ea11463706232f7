"""Public pages of consumers and merchants, from filing to the guide. Nothing here writes without
its model."""

from . import public_page, filing, tracking, account, openness, note, settlement, meeting
from . import merchant_page, merchant_home, merchant_join
from . import merchant_ledger, merchant_quarter, merchant_tools
