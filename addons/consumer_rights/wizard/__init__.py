from . import (
    answer,
    case,
    deadline,
    decision,
    document,
    duty,
    routing,
    telephone,
    intake,
    rights_configuration_export,
    rights_configuration_import,
    rights_dossier_append,
)
