from . import rights_configured, rights_code_mixin  # isort: skip - the rooms inherit them
from . import case, document, intake, merchant, network
from . import nothing_calls_out, rights_health
