"""Intake room: how matters arrive - channels, mail and other arrivals, visitors, imports.

Rule groups INT and the import rules REG-23, REG-24.
"""

from . import (
    ir_binary,
    rights_channel,
    rights_import_mapping,
    rights_import,
    rights_import_check,
    rights_import_read,
    rights_import_run,
    rights_import_result,
    rights_case_import,
    rights_arrival,
    rights_arrival_mail,
    rights_arrival_wechat,
    rights_case_mail,
    rights_case_arrival,
    rights_queue_ticket,
    rights_health,
    rights_configuration,
)
