from . import (
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
from . import (
    test_settings_board_filter,
    test_settings_case_line,
    test_settings_category_field,
    test_settings_configuration,
)
