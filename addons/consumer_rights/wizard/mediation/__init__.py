from . import rights_case_exception_allow
from . import rights_mediation_entrust, rights_mediation_fail, rights_mediation_sign
from . import rights_settlement_propose
