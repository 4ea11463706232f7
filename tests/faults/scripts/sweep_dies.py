# ruff: noqa: F821 - `env` comes from the Odoo shell
"""10,000 deadlines fall due while servers die, run twice and lose the time: each fires once (D6).

The reaction that is watched writes a row a clock into a table that refuses nothing, so a second
firing would be seen.
"""

import json
import os
import random
import signal
import time
from datetime import timedelta

import people
from freezegun import freeze_time
from odoo import fields
from odoo.addons.base.models.ir_cron import CompletionStatus
from odoo.addons.consumer_rights.models.deadline import rights_deadline_reaction
from odoo.tools import SQL
from processes import ended, fork

DUE, LATER, BATCH = 10_000, 500, 250
POISON = 99_999  # the last one, by its number
Reaction = rights_deadline_reaction.RightsDeadlineReaction
random.seed(5)

clerks, vals = people.make(env)
register = env.ref("consumer_rights.transition_complaint_draft_register")
cases = env["rights.case"].with_user(clerks[0])
cases = cases.concat(*(cases.create(vals) for _n in range(10)))
for case in cases:
    case.action_move(register.id, case.stage_id.id)
limit = env["rights.deadline.policy"]._limit_on("TL-12", fields.Datetime.now())
env["rights.deadline.step"].search([]).active = False
action = env["ir.actions.server"].create(
    {
        "name": "fault",
        "model_id": env["ir.model"]._get_id("rights.deadline.reaction"),
        "state": "code",
        "code": f"if {POISON} in records.deadline_id.mapped('cycle_no'):\n"
        "    raise UserError('poisoned')\n"
        "env.cr.execute('INSERT INTO sweep_fired SELECT unnest(%s)', [records.deadline_id.ids])",
    }
)
step = env["rights.deadline.step"].create(
    {
        "code": "fault",
        "name": "fault",
        "moment": "due",
        "policy_ids": [(6, 0, [limit.id])],
        "action_id": action.id,
        "since": "2000-01-01",
    }
)
env.flush_all()
env.cr.execute("CREATE TABLE sweep_fired (deadline_id int)")
# other scripts left clocks, and reactions to them, in this database
env.cr.execute("UPDATE rights_deadline SET sweep_at = NULL")
env.cr.execute("DELETE FROM rights_deadline_reaction")


def fill(first, count, due):
    """Clocks that fall due at this moment, spread over the cases; their ids."""
    rows = env.execute_query(
        SQL(
            """
            INSERT INTO rights_deadline
                   (case_id, cycle_no, policy_id, code, kind, snapshot, start_at, due_at, warn_at,
                    sweep_at, is_provisional, is_paused, is_reminder, extended)
            SELECT sample[1 + n %% 10], n, %s, 'TL-12', 'promise', %s, '2026-01-01', due, due, due,
                   FALSE, FALSE, FALSE, 0
              FROM (SELECT n, %s::timestamp AS due, %s::int[] AS sample
                      FROM generate_series(%s, %s) AS n) AS made
            RETURNING id
            """,
            limit.id,
            json.dumps(limit.snapshot),
            due,
            cases.ids,
            first,
            first + count - 1,
        )
    )
    env.cr.commit()
    return {row[0] for row in rows}


def sweep_and_react(own):
    own["rights.deadline.breach"]._cron_sweep()
    own["rights.deadline.reaction"]._cron_react(batch_size=BATCH)


def killed_before_commit(*_args):
    os.kill(os.getpid(), signal.SIGKILL)


def dies_while_claiming(own):
    Reaction._ask_to_react = type(own["rights.deadline.reaction"])._ask_to_react = (
        killed_before_commit
    )
    own["rights.deadline.breach"]._cron_sweep()


def dies_in_the_third_batch(own):
    close, rounds = Reaction._close, []

    def counted(self, *args):
        close(self, *args)
        rounds.append(len(self))
        if len(rounds) == 3:
            killed_before_commit()

    type(own["rights.deadline.reaction"])._close = counted
    own["rights.deadline.reaction"]._cron_react(batch_size=BATCH)


def count(query):
    env.cr.rollback()
    return env.execute_query(SQL(query))[0][0]


def fired():
    return count("SELECT count(*) FROM sweep_fired")


now = fields.Datetime.now()
past = now - timedelta(minutes=1)
due = fill(1_000, DUE - 1, past) | fill(POISON, 1, past)
later = fill(100_000, LATER, now + timedelta(hours=24))

# other scripts missed limits in this database before
RECORDED = "SELECT count(*) FROM rights_deadline_breach WHERE code = 'TL-12'"
recorded = count(RECORDED)
CLAIMED = "SELECT count(*) FROM rights_deadline_reaction"

# a server dies with its claims made and not committed: nothing is claimed, nothing is lost
assert ended(fork(env, dies_while_claiming)) == signal.SIGKILL
assert count(CLAIMED) == 0, count(CLAIMED)
assert count(RECORDED) == recorded

# two sweeps at once, then a third: everything is claimed once
sweep = [fork(env, lambda own: own["rights.deadline.breach"]._cron_sweep()) for _n in range(2)]
assert [ended(child) for child in sweep] == [0, 0]
assert ended(fork(env, lambda own: own["rights.deadline.breach"]._cron_sweep())) == 0
assert count(CLAIMED) == DUE, count(CLAIMED)
assert count(RECORDED) == recorded + DUE

# a server dies in mid-batch: what it had not committed is waiting as before
assert ended(fork(env, dies_in_the_third_batch)) == signal.SIGKILL
assert fired() == 2 * BATCH

# servers are killed at any moment while two of them work
for _round in range(6):
    children = [fork(env, sweep_and_react) for _n in range(2)]
    time.sleep(random.uniform(0.2, 1.2))
    for child in children:
        os.kill(child, signal.SIGKILL)
        ended(child)


# the time of a server runs 48 hours ahead, and back; both kinds of server work at once
def ahead(own):
    with freeze_time(now + timedelta(hours=48), tick=True):
        sweep_and_react(own)


children = [fork(env, ahead), fork(env, sweep_and_react)]
assert [ended(child) for child in children] == [0, 0]
for _round in range(3):
    assert ended(fork(env, sweep_and_react)) == 0
assert ended(fork(env, ahead)) == 0

# each fired once; the poisoned one did not, and stands there with its error
poisoned = env["rights.deadline.reaction"].search([("state", "=", "failed")])
assert poisoned.deadline_id.cycle_no == POISON and "UserError" in poisoned.error, poisoned
rows = env.execute_query(SQL("SELECT deadline_id, count(*) FROM sweep_fired GROUP BY 1"))
times = dict(rows)
assert set(times.values()) == {1}, sorted(times.values())[-5:]
assert set(times) == (due | later) - {poisoned.deadline_id.id}, (len(times), len(due | later))
assert count("SELECT count(*) FROM rights_deadline_reaction WHERE state = 'pending'") == 0

# Odoo switches a job off after repeated failures; the health page says so
job = env.ref("consumer_rights.deadline_cron_react")
assert "off" not in env["rights.health"]._check_own_jobs()["found"]
env["ir.cron"]._update_failure_count(
    {
        "id": job.id,
        "cron_name": job.cron_name,
        "active": True,
        "failure_count": 4,
        "first_failure_date": now - timedelta(days=8),
    },
    CompletionStatus.FAILED,
)
env.invalidate_all()
assert not job.active
answer = env["rights.health"]._check_own_jobs()
assert answer["state"] == "fail" and job.cron_name in answer["found"], answer
assert env["rights.health"]._check_sweep()["state"] == "warning"  # the poisoned one
print("DONE")
