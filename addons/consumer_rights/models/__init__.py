from . import rights_configured, rights_code_mixin, rights_number_counter  # isort: skip - the rooms inherit them
from . import network, case, document, intake, merchant
from . import nothing_calls_out, rights_health
from . import deadline  # isort: skip - it extends the rooms above
from . import portal  # isort: skip - it extends the rooms above
