# ruff: noqa: F821 - `env` comes from the Odoo shell
"""Two jobs collect at the same moment: every missed limit is one deduction candidate (QUA-16)."""

from datetime import timedelta

import people
from odoo import fields
from odoo.tools import SQL

WORKERS, ROUNDS, MISSED = 4, 3, 200

clerks, vals = people.make(env)
case = env["rights.case"].with_user(clerks[0]).create(vals)
register = env.ref("consumer_rights.transition_complaint_draft_register")
case.action_move(register.id, case.stage_id.id)
limit = env["rights.deadline.policy"]._limit_on("TL-12", fields.Datetime.now())
now = fields.Datetime.now()


def miss(count, first):
    """So many limits of the case ran out a minute ago, and are recorded."""
    clocks = env["rights.deadline"].create(
        [
            {
                "case_id": case.id,
                "station_id": case.station_id.id,
                "user_id": clerks[0].id,
                "cycle_no": 1000 + first + number,
                "policy_id": limit.id,
                "code": limit.code,
                "kind": limit.terms.kind,
                "snapshot": limit.snapshot,
                "start_at": now - timedelta(days=1),
                "due_at": now - timedelta(minutes=1),
            }
            for number in range(count)
        ]
    )
    env["rights.deadline.breach"]._record(clocks.ids)
    env.cr.commit()


def collect(own):
    own["rights.quality.deduction"]._collect()
    return True


def figures():
    env.cr.rollback()
    env.invalidate_all()
    [row] = env.execute_query(
        SQL(
            """
            SELECT (SELECT count(*) FROM rights_deadline_breach),
                   (SELECT count(DISTINCT breach_id) FROM rights_quality_deduction),
                   (SELECT count(breach_id) FROM rights_quality_deduction),
                   (SELECT count(*) FROM rights_quality_person),
                   (SELECT count(*) FROM (SELECT FROM rights_quality_bulletin
                                           GROUP BY station_id, month HAVING count(*) > 1) AS d)
            """
        )
    )
    return row


# the assessment began last month, so that a missed limit of a minute ago lies in it at any hour
last_month = (now - timedelta(days=31)).date().replace(day=1)
env["rights.quality.bulletin"]._ensure_month(case.station_id, last_month)
recorded = env["rights.deadline.breach"].search_count([])
for number in range(ROUNDS):
    miss(MISSED, number * MISSED)
    results = people.together(env, [(env.user, collect)] * WORKERS)
    assert results == [True] * WORKERS, results
    breaches, once, deductions, persons, doubled = figures()
    assert breaches == recorded + (number + 1) * MISSED, (breaches, recorded)
    # those of a month before the assessment began have none
    assert once == deductions >= (number + 1) * MISSED, (once, deductions)
    assert persons <= deductions and not doubled, (persons, doubled)
print("DONE")
