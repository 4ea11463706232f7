from . import (
    case,
    deadline,
    decision,
    document,
    rights_configuration_export,
    rights_configuration_import,
    rights_dossier_append,
)
