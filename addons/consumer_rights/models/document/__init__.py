"""Document room: papers, their rendering by WeasyPrint, and the dossier of a case.

Rule groups DOC (Annex C) and ARC-02, 03, 05, 07, 09, 10.
"""

from . import (
    ir_actions_report,
    ir_attachment,
    rights_sealed_file,
    rights_dossier,
    rights_case_dossier,
)
