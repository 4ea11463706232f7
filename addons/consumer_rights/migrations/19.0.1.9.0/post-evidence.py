"""Evidence of reports from before is no longer shown by the name of its file (SEC-02).

The name that it came with moves to where the sealed volume alone has it. What was written into the
chain of events stays: it cannot be changed.
"""

from odoo import SUPERUSER_ID, api

SECRET_KINDS = ("report", "discipline")


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "zh_CN", "active_test": False})
    pieces = env["rights.case.evidence"].search(
        [
            ("case_id.kind", "in", SECRET_KINDS),
            ("file_name", "!=", False),
            ("given_name", "=", False),
        ]
    )
    for piece in pieces:
        given = {"name": piece.name, "file_name": piece.file_name}
        if hidden := pieces._hide_names(given, piece.case_id):
            cr.execute(
                "UPDATE rights_case_evidence SET name = %s, file_name = %s, given_name = %s"
                " WHERE id = %s",
                [hidden["name"], hidden["file_name"], piece.file_name, piece.id],
            )
    pieces.invalidate_recordset()
