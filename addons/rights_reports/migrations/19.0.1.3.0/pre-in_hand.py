"""The history of former systems is not in hand (REG-23).

An indicator is the centre's own data: the one it was shipped with is exchanged, and loses its
translation, for the update to bring the new one; what somebody changed stays.
"""

SHIPPED = (
    "[('kind', '=', 'complaint'), '|', ('concluded_at', '!=', False), ('is_closed', '=', False)]"
)
NOW = "[('kind', '=', 'complaint'), '|', ('concluded_at', '!=', False), ('is_history', '=', False)]"
MEANT = "Complaints registered before the end of the period and not concluded by then."
MEANS = (
    "Complaints registered before the end of the period and by then neither concluded nor "
    "archived, without the history of former systems."
)


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        UPDATE rights_indicator one
           SET domain = %(now)s, since_fields = 'concluded_at,archived_at',
               definition = CASE WHEN definition->>'en_US' = %(meant)s
                                 THEN jsonb_build_object('en_US', %(means)s) ELSE definition END
          FROM ir_model_data name
         WHERE name.module = 'rights_reports' AND name.name = 'indicator_open_complaint'
           AND name.model = 'rights.indicator' AND name.res_id = one.id
           AND one.domain = %(shipped)s AND one.since_fields = 'concluded_at'
        """,
        {"shipped": SHIPPED, "now": NOW, "meant": MEANT, "means": MEANS},
    )
