from . import (
    case,
    deadline,
    document,
    intake,
    rights_configuration_export,
    rights_configuration_import,
    rights_dossier_append,
)
