# ruff: noqa: F821 - `env` comes from the Odoo shell
"""The sweep of issue 5: 1,000,000 open cases, 3,000,000 clocks, 10,000 of them fall due."""

import os
import statistics
import time

import fill
from odoo.tools import SQL
from table import row

CASES = int(os.environ.get("RIGHTS_BENCH_CASES", 1_000_000))
DUE = 10_000

stations = fill.network(env)
handler = fill.person(env, "handler", stations["BND0"])
fill.person(env, "dispatcher", stations["BND0"])
fill.person(env, "head", stations["BNC"])
env.cr.commit()
fill.fill(env, stations, CASES, CASES)

# nothing is due for now: the clocks run from a month from now on
env.execute_query(
    SQL(
        "UPDATE rights_deadline SET due_at = due_at + interval '60 days', user_id = %s, "
        "warn_at = warn_at + interval '60 days', sweep_at = warn_at + interval '60 days' "
        "RETURNING 1",
        handler.id,
    )
)


def vacuum():
    """As the database's own housekeeping leaves a table after a while."""
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE rights_deadline")
    env.cr._cnx.autocommit = False


def fall_due(place):
    """10,000 clocks of ordinary complaints fall due a minute ago, spread over the table."""
    env.execute_query(
        SQL(
            """
            UPDATE rights_deadline SET due_at = now() AT TIME ZONE 'UTC' - interval '1 minute',
                   warn_at = now() AT TIME ZONE 'UTC' - interval '1 day',
                   sweep_at = now() AT TIME ZONE 'UTC' - interval '1 minute'
             WHERE id IN (SELECT id FROM rights_deadline WHERE code = 'TL-12'
                           AND id %% greatest(%s / %s, 2) = %s AND due_at > now() LIMIT %s)
            RETURNING 1
            """,
            CASES,
            DUE,
            place,
            DUE,
        )
    )
    vacuum()


def seconds(work):
    begin = time.perf_counter()
    work()
    env.cr.commit()
    return time.perf_counter() - begin


def bare():
    """What marks the same rows in plain SQL: they are not due any more."""
    env.cr.execute(
        "UPDATE rights_deadline SET sweep_at = NULL WHERE stopped_at IS NULL "
        "AND sweep_at <= now() AT TIME ZONE 'UTC'"
    )
    assert env.cr.rowcount == DUE, env.cr.rowcount


breaches, reactions = env["rights.deadline.breach"], env["rights.deadline.reaction"]
env["rights.deadline.step"].search([]).since = "2000-01-01"
vacuum()
breaches._cron_sweep()
idle = statistics.median(seconds(breaches._cron_sweep) for _n in range(9))
fall_due(0)
marked = seconds(bare)
fall_due(1)
claimed = seconds(breaches._cron_sweep)
assert breaches.search_count([]) == DUE, breaches.search_count([])
reacted = 0
while reactions.search_count([("state", "=", "pending")]):
    reacted += seconds(reactions._cron_react)
assert not reactions.search_count([("state", "=", "failed")])
letters = env["rights.urge"].search_count([("level", "=", "2")])
assert letters == DUE, letters
told = seconds(lambda: env["rights.urge"].search([("told_at", "=", False)])._tell())

row(f"sweep of {3 * CASES:,} clocks, {DUE:,} fall due", "value", "limit")
row("---", "---:", "---:")
row("s of a sweep with nothing due", f"{idle:.3f}", 0.1)
row("s of the bare SQL that marks the rows", f"{marked:.2f}", "")
row("s until breaches and steps are claimed", f"{claimed:.2f}", "")
row("claimed, beside the bare SQL", f"{claimed / marked:.1f}", 3)
row("s until all have reacted", f"{reacted:.1f}", "")
row("s of breach, reactions and queued notices in all", f"{claimed + reacted:.1f}", 30)
row("s of the digests to all people", f"{told:.1f}", "")
