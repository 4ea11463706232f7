"""Reports get their own notice, their verification ends with the filing decision, each has a class
of violations, and those that were filed before become filed cases (ENF-01, ENF-06, ENF-14, ENF-16).
Of informants nothing shows any more, not even masked (SEC-02).

Settings are the centre's own data, which an update does not touch.
"""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    step = env.ref("consumer_rights.transition_report_handling_conclude")
    verified = env.ref("consumer_rights.deadline_event_clue_verified")
    step.deadline_event_ids = [Command.link(verified.id)]
    reply_step = env.ref("consumer_rights.transition_report_concluded_reply")
    # it still tells the reporter of replies that are under way
    env.ref("consumer_rights.document_template_reply").write(
        {"for_report": False, "transition_ids": [Command.unlink(reply_step.id)]}
    )
    _choose_other(env)
    _hide_informants(env)
    running = env["rights.deadline"].search([("code", "=", "TL-52"), ("stopped_at", "=", False)])
    for report in running.case_id:
        env["rights.enforcement.case"]._begin(report)


def _choose_other(env):
    """Nobody was asked before what a report is about; set-based, a centre has many."""
    env.cr.execute(
        """
        INSERT INTO rights_case_violation_class_rel (rights_case_id, rights_violation_class_id)
        SELECT id, %s
          FROM rights_case
         WHERE kind = 'report'
           AND registered_at IS NOT NULL
           AND NOT EXISTS (SELECT FROM rights_case_violation_class_rel
                            WHERE rights_case_id = rights_case.id)
        """,
        [env.ref("consumer_rights.violation_class_other").id],
    )


def _hide_informants(env):
    """Surname and last digits of an informant are no longer shown to anybody (SEC-02)."""
    env.cr.execute(
        """
        UPDATE rights_case_party AS party
           SET name_masked = NULL, phone_masked = NULL, phone_tail = NULL
          FROM rights_case
         WHERE rights_case.id = party.case_id
           AND kind IN ('report', 'discipline')
        """
    )
