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
    """10,000 clocks of ordinary complaints, warned of before, fall due a minute ago.

    They are spread over the table.
    """
    chosen = SQL(
        """
        code = 'TL-12' AND id IN (
            SELECT id FROM rights_deadline WHERE code = 'TL-12'
               AND id %% greatest(%s / %s, 2) = %s ORDER BY id LIMIT %s)
        """,
        CASES,
        DUE,
        place,
        DUE,
    )
    ago = SQL("now() AT TIME ZONE 'UTC' - interval '1 minute'")
    set_moments = "UPDATE rights_deadline SET %s WHERE %s RETURNING 1"
    env.execute_query(SQL(set_moments, SQL("warn_at = %s, sweep_at = %s", ago, ago), chosen))
    breaches._cron_sweep()
    react()
    env.execute_query(SQL(set_moments, SQL("due_at = %s, sweep_at = %s", ago, ago), chosen))
    vacuum()


def react():
    while reactions.search_count([("state", "=", "pending")]):
        reactions._cron_react()


def seconds(work):
    begin = time.perf_counter()
    work()
    env.cr.commit()
    return time.perf_counter() - begin


def mark():
    """The clocks are not due any more."""
    env.cr.execute(
        "UPDATE rights_deadline SET sweep_at = NULL WHERE stopped_at IS NULL "
        "AND sweep_at <= now() AT TIME ZONE 'UTC' RETURNING id"
    )
    assert env.cr.rowcount == DUE, env.cr.rowcount
    return [row[0] for row in env.cr.fetchall()]


def bare(steps):
    """What marks the same rows in plain SQL: clocks, their breaches, their steps as claimed."""
    clocks = mark()
    env.cr.execute(
        """
        INSERT INTO rights_deadline_breach
               (deadline_id, case_id, policy_id, code, kind, station_id, user_id, due_at, at)
        SELECT id, case_id, policy_id, code, kind, station_id, user_id, due_at, now()
          FROM rights_deadline WHERE id = ANY(%s)
        """,
        [clocks],
    )
    env.cr.execute(
        """
        INSERT INTO rights_deadline_reaction (deadline_id, step_id, at, state, attempts)
        SELECT clock, step, now(), 'pending', 0 FROM unnest(%s, %s) AS pair (clock, step)
        """,
        [[clock for clock in clocks for _step in steps], steps * len(clocks)],
    )


breaches, reactions = env["rights.deadline.breach"], env["rights.deadline.reaction"]
env["rights.deadline.step"].search([]).since = "2000-01-01"
vacuum()
breaches._cron_sweep()
idle = statistics.median(seconds(breaches._cron_sweep) for _n in range(9))
fall_due(0)
marked = seconds(mark)
fall_due(1)
recorded = breaches.search([]).ids
claimed = seconds(breaches._cron_sweep)
missed = breaches.search([("id", "not in", recorded)])
assert len(missed) == DUE, len(missed)
pending = reactions.search([("state", "=", "pending")])
assert len(pending) == DUE * len(pending.step_id), len(pending)
steps = pending.step_id.ids
begin = time.perf_counter()
react()
env.cr.commit()
reacted = time.perf_counter() - begin
assert not reactions.search_count([("state", "=", "failed")])
letters = env["rights.urge"].search_count([("level", "=", "2"), ("told_at", "=", False)])
assert letters >= DUE, letters
told = seconds(lambda: env["rights.urge"].search([("told_at", "=", False)])._tell())
fall_due(2)
written = seconds(lambda: bare(steps))

row(f"sweep of {3 * CASES:,} clocks, {DUE:,} fall due", "value", "limit")
row("---", "---:", "---:")
row("s of a sweep with nothing due", f"{idle:.3f}", 0.1)
row("s until breaches and steps are claimed", f"{claimed:.2f}", "")
row("s of bare SQL that writes the same rows", f"{written:.2f}", "")
row("claimed, beside the bare SQL", f"{claimed / written:.1f}", 3)
row("s of a bare UPDATE of the clocks alone", f"{marked:.2f}", "")
row("s until all have reacted", f"{reacted:.1f}", "")
row("s of breach, reactions and queued notices in all", f"{claimed + reacted:.1f}", 30)
row("s of the digests to all people", f"{told:.1f}", "")
