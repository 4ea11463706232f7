"""The archive room: classes, boxes, volumes and their catalogue, retention, holds, appraisal and
destruction, audio-visual material, full text, yearly transfer: ARC-01, 04, 06, 08, 11."""

from . import rights_archive_class
from . import rights_archive_box
from . import rights_archive_volume
from . import rights_archive_file
from . import rights_archive_item
from . import rights_archive_entry
from . import rights_archive_hold
from . import rights_archive_appraisal
from . import rights_archive_certificate
from . import rights_archive_media
from . import rights_archive_transfer
from . import rights_archive_transfer_line
from . import rights_archive_package
from . import rights_dossier_text
from . import rights_case_todo
from . import rights_configuration
