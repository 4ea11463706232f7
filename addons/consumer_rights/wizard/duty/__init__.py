from . import rights_duty_import
