"""What the figures say: analysis reports, hot spots and what follows from them: STA-06, STA-08 to
STA-11, STA-14, DIS-07, DIS-08, ARC-12 and paper DOC-23."""

from . import rights_analysis_duty
from . import rights_analysis_report
from . import rights_analysis_content
from . import rights_hotspot
from . import rights_hotspot_use
from . import rights_focus_list
from . import rights_case_similar
from . import rights_typical_case
from . import rights_information_item
from . import rights_analysis_paper
from . import rights_pack
from . import rights_missed_period
from . import rights_case_todo
