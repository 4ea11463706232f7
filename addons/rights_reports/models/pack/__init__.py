"""Reports that come by themselves: which tables, of which unit, to whom, when: STA-01, STA-04,
and the periodic packs of Annex C."""

from . import rights_pack_folder
from . import rights_pack
from . import rights_pack_run
