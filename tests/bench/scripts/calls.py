# ruff: noqa: F821 - `env` comes from the Odoo shell
"""The call-back list and the morning page of a desk with many calls and open cases (issue 5)."""

import os

import fill
from table import fresh, row, timed

CALLS = int(os.environ.get("BENCH_CALLS", 100_000))
OPEN_CASES = int(os.environ.get("BENCH_OPEN_CASES", 60_000))
OPEN_TASKS = 600
PAGE = {"limit": 80, "count_limit": 10001}
NAMED = {"fields": {"display_name": {}}}
TASK = {
    "light": {},
    "due_text": {},
    "caller_masked": {},
    "day": {},
    "call_times": {},
    "kind": {},
    "attempt_count": {},
    "next_attempt_at": {},
    "user_id": NAMED,
    "outcome": {},
}
CALL = {
    "started_at": {},
    "caller_masked": {},
    "status": {},
    "user_id": NAMED,
    "task_id": NAMED,
    "is_open": {},
}
CLOCK = {
    "case_id": NAMED,
    "display_name": {},
    "kind": {},
    "due_text": {},
    "state": {},
    "station_id": NAMED,
    "user_id": NAMED,
}


def fill_calls(env, station, count):
    """Calls of three years, one of five not answered; the last tasks are open, with their clock."""
    cr = env.cr
    env.flush_all()
    policy = env["rights.deadline.policy"].search([("code", "=", "TL-02")])
    cr.execute(
        """
        INSERT INTO rights_callback_task (id, number, caller_masked, day, station_id, kind,
            first_call_at, opened_at, call_count, state, attempt_count, outcome, closed_at,
            due_at, warn_at, create_uid, write_uid, create_date, write_date)
        SELECT n, '139' || lpad(n::text, 8, '0'), '139****' || right(lpad(n::text, 8, '0'), 4),
            at::date, %(station)s, 'missed', at, at, 1,
            CASE WHEN is_open THEN 'open' ELSE 'closed' END, CASE WHEN is_open THEN 0 ELSE 1 END,
            CASE WHEN is_open THEN NULL ELSE 'answered' END,
            CASE WHEN is_open THEN NULL ELSE at + interval '1 hour' END,
            CASE WHEN is_open THEN now() - interval '1 day' + n %% 1440 * interval '2 minutes' END,
            CASE WHEN is_open THEN at END, 1, 1, at, at
          FROM (SELECT n, now() - (%(tasks)s - n) * interval '75 minutes' AS at,
                       n > %(tasks)s - %(open)s AS is_open
                  FROM generate_series(1, %(tasks)s) n) AS task
        """,
        {"station": station.id, "tasks": count // 5, "open": min(OPEN_TASKS, count // 5)},
    )
    cr.execute(
        """
        INSERT INTO rights_deadline (res_model, res_id, cycle_no, station_id, policy_id, code, kind,
            snapshot, start_at, due_at, warn_at, create_uid, write_uid, create_date, write_date)
        SELECT 'rights.callback.task', id, 1, station_id, %s, 'TL-02', 'promise', %s, opened_at,
               due_at, warn_at, 1, 1, opened_at, opened_at
          FROM rights_callback_task WHERE closed_at IS NULL
        """,
        (policy.id, '{"terms": {"code": "TL-02", "amount": 0}, "stop": 0, "exempt": []}'),
    )
    cr.execute(
        """
        INSERT INTO rights_call_log (call_ref, number, caller_masked, station_id, started_at, day,
            is_off_hours, answered_at, missed_at, status, answer_rate, is_open, task_id,
            talk_seconds, create_uid, write_uid, create_date, write_date)
        SELECT 'bench-' || n, '139' || lpad((n / 5)::text, 8, '0'), '139****0000', %(station)s, at,
            at::date, n %% 4 = 0, CASE WHEN n %% 5 > 0 THEN at END,
            CASE WHEN n %% 5 = 0 THEN at END,
            CASE WHEN n %% 5 > 0 THEN 'answered' ELSE 'missed' END,
            CASE WHEN n %% 5 > 0 THEN 100 ELSE 0 END, n %% 997 = 1,
            CASE WHEN n %% 5 = 0 THEN n / 5 END, n %% 300, 1, 1, at, at
          FROM (SELECT n, now() - (%(calls)s - n) * interval '15 minutes' AS at
                  FROM generate_series(1, %(calls)s) n) AS call
        """,
        {"station": station.id, "calls": count},
    )
    for table in ("rights_callback_task", "rights_call_log", "rights_deadline"):
        cr.execute(f"ANALYZE {table}")
    env.invalidate_all()
    cr.commit()


stations = fill.network(env)
centre = stations["BNC"]
clerk = fill.person(env, "clerk", centre)
env.cr.commit()
tasks = env["rights.callback.task"].with_user(clerk)
calls = env["rights.call.log"].with_user(clerk)
clocks = env["rights.deadline"].with_user(clerk)
cases = env["rights.case"].with_user(clerk)
TODAY = [("day", "=", "today")]
MORNING = [
    ("stopped_at", "=", False),
    "|",
    "|",
    ("state", "=", "missed"),
    ("due_day", "=", "today"),
    ("due_day", "=", "today +1d"),
]


PAGES = {
    "call-back list, the red ones first": lambda: tasks.web_search_read(
        [("closed_at", "=", False)], TASK, **PAGE
    ),
    "call-backs that are overdue": lambda: tasks.web_search_read(
        [("light", "=", "missed")], TASK, **PAGE
    ),
    "calls of today": lambda: calls.web_search_read(TODAY, CALL, **PAGE),
    "answer rate by week": lambda: calls.formatted_read_group(
        [("is_off_hours", "=", False)], ["day:week"], ["answer_rate:avg", "__count"]
    ),
    "morning page": lambda: clocks.web_search_read(MORNING, CLOCK, order="due_at, id", **PAGE),
    "what else waits, on the to-do page": lambda: cases.get_todo_pages(),
}
fill.fill(env, stations, OPEN_CASES, OPEN_CASES)
fill_calls(env, centre, CALLS)
row(f"as clerk: {CALLS:,} calls, {OPEN_CASES:,} open cases", "ms")
row("---", "---:")
for name, call in PAGES.items():
    row(name, f"{timed(fresh(env, call)):.0f}")
