from . import rights_rectification_fail
