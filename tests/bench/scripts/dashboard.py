# ruff: noqa: F821 - `env` comes from the Odoo shell
"""The heads' dashboard and the wall at 10,000 and at 1,000,000 cases with their clocks."""

import os

import fill
from table import row, timed

CASES = int(os.environ.get("RIGHTS_BENCH_CASES", 1_000_000))
SMALL = 10_000
MAY = {"kind": "month", "first": "2026-05-01"}

stations = fill.network(env)
head = fill.person(env, "head", stations["BNC"])
city = stations["BNC"]
env.cr.commit()
boards = env["rights.dashboard"].with_user(head)
screens = env["rights.wall.screen"]


def fresh(call):
    def measured():
        env.invalidate_all()
        result = call()
        env.cr.commit()
        return result

    return measured


CALLS = {
    "opened": (fresh(lambda: boards.get_board(city.id, MAY)), "1,000 ms, 2.00 ×"),
    "counted again, behind the page": (fresh(lambda: boards.get_board(city.id, MAY, True)), ""),
    "matters behind a number": (
        fresh(
            lambda: (
                env["rights.case"]
                .with_user(head)
                .web_search_read(
                    boards.open_figure(city.id, MAY, "received_complaint")["domain"],
                    {"name": {}, "subject": {}},
                    limit=80,
                    count_limit=10001,
                )
            )
        ),
        "",
    ),
    "wall screen": (fresh(lambda: screens._numbers(city)), ""),
}


def finish():
    """Matters that are closed have a conclusion and a result, as a filled year would."""
    settled = env["rights.outcome"].search([("code", "=", "settled")], limit=1)
    env.cr.execute(
        """UPDATE rights_case
              SET accepted_at = received_at + interval '1 day', outcome_id = %s,
                  concluded_at = received_at + make_interval(days => 1 + id %% 20),
                  replied_at = received_at + make_interval(days => 2 + id %% 20),
                  item_class_id = classes.ids[1 + id %% cardinality(classes.ids)],
                  amount_recovered = id %% 500
             FROM (SELECT array_agg(id) AS ids FROM rights_category
                    WHERE kind IN ('goods', 'service')) AS classes
            WHERE is_closed AND concluded_at IS NULL""",
        [settled.id],
    )
    env.cr.commit()
    env.cr.execute("ANALYZE rights_case")
    env.cr.commit()


def more_clocks(count):
    """Clocks that stopped, so that there are three for each case."""
    env.cr.execute(
        """INSERT INTO rights_deadline (case_id, cycle_no, station_id, policy_id, code, kind,
               is_reminder, tells_person, start_at, due_at, stopped_at, outcome, is_provisional,
               is_paused, extended)
           SELECT one.id, 1, one.station_id, policy.id, policy.code, policy.kind, FALSE, FALSE,
                  one.received_at, one.received_at + make_interval(days => 5 * nr),
                  one.received_at + make_interval(days => 2 * nr), 'met', FALSE, FALSE, 0
             FROM rights_case one, generate_series(1, 3) AS nr,
                  (SELECT id, code, kind FROM rights_deadline_policy
                    WHERE code = 'TL-12' LIMIT 1) AS policy
            WHERE one.is_closed AND NOT EXISTS (
                  SELECT FROM rights_deadline known WHERE known.case_id = one.id)
            LIMIT %s""",
        [count],
    )
    env.cr.commit()
    env.cr.execute("ANALYZE rights_deadline")
    env.cr.commit()


def measure():
    boards.get_board(city.id, MAY, True)
    env.cr.commit()
    return {name: timed(call) for name, (call, _limit) in CALLS.items()}


fill.fill(env, stations, SMALL, 600)
finish()
more_clocks(3 * SMALL)
small = measure()
fill.fill(env, stations, CASES - SMALL, CASES * 6 // 100)
finish()
more_clocks(3 * CASES)
large = measure()
env.cr.execute("SELECT (SELECT count(*) FROM rights_case), (SELECT count(*) FROM rights_deadline)")
cases, clocks = env.cr.fetchone()
row(
    "the dashboard of a city",
    f"{SMALL:,} cases, ms",
    f"{cases:,}, {clocks:,} clocks",
    "ratio",
    "limit",
)
row("---", "---:", "---:", "---:", "---:")
for name, (_call, limit) in CALLS.items():
    ratio = large[name] / small[name]
    row(name, f"{small[name]:.0f}", f"{large[name]:.0f}", f"{ratio:.2f}", limit)
