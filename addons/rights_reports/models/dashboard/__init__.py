"""The page that heads begin their day with, and its stored figures: STA-03, STA-07, PRM-11."""

from . import rights_dashboard_item
from . import rights_dashboard
from . import ir_ui_menu
