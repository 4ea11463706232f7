"""Indicators, tables and the periods they are counted for: STA-01 to STA-05, STA-07, STA-12,
STA-13, and the tables of Annex C."""

from . import rights_case
from . import rights_case_referral
from . import rights_merchant_ledger
from . import rights_station_act
from . import rights_indicator
from . import rights_figures
from . import rights_report_table
from . import rights_report_screen
from . import rights_of_period
from . import rights_closed_period
