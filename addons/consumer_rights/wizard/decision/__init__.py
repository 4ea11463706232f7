from . import rights_case_exception_allow, rights_case_split, rights_filer_record
