"""Lists of matters with chosen columns, as large as they come: STA-05, SEC-05, SEC-12."""

from . import ir_attachment
from . import rights_detail_list
from . import rights_detail_condition
from . import rights_detail_export
from . import rights_pack
