from . import rights_code_mixin  # isort: skip - the rooms inherit it
from . import case, document, intake, merchant, network
