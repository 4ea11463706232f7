from . import (
    answer,
    case,
    deadline,
    document,
    rights_configuration_export,
    rights_configuration_import,
    rights_dossier_append,
)
