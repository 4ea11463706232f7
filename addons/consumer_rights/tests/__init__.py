from . import (
    test_case_secrecy,
    test_case_registration,
    test_case_line,
    test_network_post,
    test_network_station,
    test_tools_chinese_text,
    test_tools_identity_crypt,
    test_tools_masking,
    test_tools_merchant_name,
)
from . import test_code_lists, test_merchant, test_person_contacts
