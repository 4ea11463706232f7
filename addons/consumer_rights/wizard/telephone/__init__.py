from . import rights_call_import
