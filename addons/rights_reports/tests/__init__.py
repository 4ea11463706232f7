from . import test_closed_period
from . import test_figures
from . import test_figures_rights
from . import test_figures_sources
from . import test_periods
from . import test_translation
