from . import rights_dossier_append
