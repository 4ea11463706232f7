from . import (
    answer,
    case,
    deadline,
    decision,
    document,
    routing,
    intake,
    supervision,
    rights_configuration_export,
    rights_configuration_import,
    rights_dossier_append,
)
