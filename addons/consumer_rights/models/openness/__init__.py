"""Open affairs (OPN): services, staff board and knowledge as the public reads them, in approved
versions; the leaflet of a service; suggestions and complaints about staff from the site."""

from . import (
    rights_public_content,
    rights_public_service,
    rights_public_article,
    rights_public_board,
    rights_deadline_policy,
    rights_case,
    rights_leaflet_send,
    rights_portal_note,
)
