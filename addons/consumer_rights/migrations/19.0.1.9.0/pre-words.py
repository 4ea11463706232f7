"""Labels that read as something else in Chinese have words of their own now (MED-07, MED-22).

An update keeps the translation of a label, whatever became of its source: the old ones go, and the
update brings the new ones.
"""

LABELS = (
    ("rights.mediation.success", "month"),
    ("rights.mediation.success", "settled"),
    ("rights.mediation.success", "terminated"),
    ("rights.mediation.meeting", "planned_start"),
    ("rights.mediation.meeting", "planned_end"),
    ("rights.mediation.termination", "decided_at"),
    ("rights.settlement.step", "side"),
    ("rights.settlement.step", "text"),
)
CHOICES = (("rights.mediation.termination", "state"), ("rights.settlement.step", "act"))


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        UPDATE ir_model_fields
           SET field_description = jsonb_build_object('en_US', field_description->'en_US')
         WHERE (model, name) IN %s
        """,
        [LABELS],
    )
    cr.execute(
        """
        UPDATE ir_model_fields_selection
           SET name = jsonb_build_object('en_US', name->'en_US')
         WHERE field_id IN (SELECT id FROM ir_model_fields WHERE (model, name) IN %s)
        """,
        [CHOICES],
    )
