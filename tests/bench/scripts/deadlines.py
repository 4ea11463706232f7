# ruff: noqa: F821 - `env` comes from the Odoo shell
import base64
import json
import time

import fill
import odoo.sql_db
from odoo.addons.consumer_rights.models.deadline.rights_case_line import RightsCase
from odoo.tools import SQL, file_open
from table import row

CLOCKS = 50_000
NOTICE = file_open("consumer_rights/tests/data/notice_2027.csv", "rb").read()

stations = fill.network(env)
clerk = fill.person(env, "clerk", stations["BNC"])
merchant = env["rights.merchant"].create({"name": "演示商户", "phone": "025-84000001"})
category = env["rights.category"]
common = {
    "kind": "complaint",
    "channel_id": env["rights.channel"].search([], limit=1).id,
    "subject": "手机屏幕碎裂",
    "duplicate_choice": "new",
    "facts": "买了三天屏幕自行碎裂",
    "request": "要求退货",
    "respondent_id": merchant.id,
    "item_class_id": category.search([("kind", "=", "goods")], limit=1).id,
    "category_id": category.search([("kind", "=", "nature")], limit=1).id,
}
cases = env["rights.case"].with_user(clerk)
register = env.ref("consumer_rights.transition_complaint_draft_register")
person = {"role": "complainant", "name": "张演示", "phone": "13800000001", "address": "演示街2号"}
queries = []
execute = odoo.sql_db.Cursor.execute


def counting(self, query, *args, **kwargs):
    queries.append(query)
    return execute(self, query, *args, **kwargs)


def registration():
    """SQL queries of one registration."""
    batch = cases.create([{**common, "party_ids": [(0, 0, person)]}])
    env.flush_all()
    env.invalidate_all()
    queries.clear()
    odoo.sql_db.Cursor.execute = counting
    batch.action_move(register.id, batch.stage_id.id)
    env.flush_all()
    odoo.sql_db.Cursor.execute = execute
    return len(queries)


def milliseconds(count):
    batch = cases.create([{**common, "party_ids": [(0, 0, person)]} for _n in range(count)])
    env.flush_all()
    begin = time.perf_counter()
    batch.action_move(register.id, batch[0].stage_id.id)
    env.flush_all()
    return (time.perf_counter() - begin) / count * 1000


registration()
with_clocks, ms_with = registration(), milliseconds(500)
moved = RightsCase._deadline_moved
RightsCase._deadline_moved = lambda self, step: None
type(env["rights.case"])._deadline_moved = RightsCase._deadline_moved
registration()
without, ms_without = registration(), milliseconds(500)
type(env["rights.case"])._deadline_moved = moved

row("deadlines", "value", "limit")
row("---", "---:", "---:")
row("SQL queries more for the clocks of a registration", with_clocks - without, 12)
row("ms more each, 500 in a batch", f"{ms_with - ms_without:.2f}", "")

# clocks of 60 days that all reach into a year without a notice
limit = env["rights.deadline.policy"]._limit_on("TL-16", env.cr.now())
sample = cases.search([], limit=500)
env.execute_query(
    SQL(
        """
        INSERT INTO rights_deadline
               (case_id, cycle_no, station_id, user_id, policy_id, code, kind, snapshot, start_at,
                due_at, warn_at, is_provisional, is_paused, extended)
        SELECT sample[1 + n %% array_length(sample, 1)], n, %s, %s, %s, 'TL-16', 'statutory', %s,
               start_at, start_at + interval '60 days', start_at + interval '59 days', TRUE, FALSE,
               0
          FROM (SELECT n, timestamp '2026-12-01' + n * interval '40 seconds' AS start_at,
                       %s::int[] AS sample
                  FROM generate_series(1, %s) AS n) AS made
        RETURNING id
        """,
        stations["BNC"].id,
        clerk.id,
        limit.id,
        json.dumps(limit.snapshot),
        sample.ids,
        CLOCKS,
    )
)
notice = env["rights.calendar.notice"].create(
    {"year": 2027, "document": "演示", "file": base64.b64encode(NOTICE)}
)
env.flush_all()
begin = time.perf_counter()
notice.action_publish()
env.flush_all()
row(f"s to publish a year with {CLOCKS:,} running clocks", f"{time.perf_counter() - begin:.1f}", 60)
row("rows in its ledger", f"{env['rights.deadline.rebase'].search_count([]):,}", "")

begin = time.perf_counter()
env["rights.deadline"].search([("state", "=", "missed")], limit=80)
row("ms to find the missed ones", f"{(time.perf_counter() - begin) * 1000:.1f}", "")
env.execute_query(
    SQL("UPDATE rights_deadline SET due_at = '2026-01-01', sweep_at = '2026-01-01' RETURNING 1")
)
begin = time.perf_counter()
env["rights.deadline.breach"]._cron_sweep()
row(f"s to record {CLOCKS:,} missed clocks", f"{time.perf_counter() - begin:.1f}", "")
