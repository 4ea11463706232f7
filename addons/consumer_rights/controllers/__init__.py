from . import (
    answer_pages,
    arrival,
    document_link,
    dossier_look,
    export,
    hall,
    health,
    portal,
    rights_import,
    telephone,
)
