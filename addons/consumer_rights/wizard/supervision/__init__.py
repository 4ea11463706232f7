from . import rights_command_report, rights_urge_answer
