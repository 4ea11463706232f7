from . import (
    test_translation,
    test_document_dossier,
    test_document_download,
    test_document_engine,
    test_case_secrecy,
    test_case_registration,
    test_case_line,
    test_network_duties,
    test_network_post,
    test_network_station,
    test_network_territory,
    test_tools_chinese_text,
    test_tools_identity_crypt,
    test_tools_masking,
    test_tools_merchant_name,
)
from . import test_code_lists, test_merchant, test_person_contacts
from . import test_demo_data
from . import (
    test_translation,
    test_audit_export,
    test_audit_log,
    test_health,
    test_nothing_calls_out,
    test_settings_board_filter,
    test_settings_browser,
    test_settings_case_line,
    test_settings_category_field,
    test_settings_configuration,
)
from . import (
    test_translation,
    test_import_dates,
    test_import_guess,
    test_import_history,
    test_import_reader,
    test_import_rights,
    test_import_run,
    test_import_takeover,
)
from . import test_board_journeys, test_case_move_dialog
