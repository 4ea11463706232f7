from . import (
    answer_pages,
    arrival,
    document_link,
    export,
    hall,
    health,
    portal,
    rights_import,
    telephone,
)
