# ruff: noqa: F821 - `env` comes from the Odoo shell
import time

import fill
import odoo.sql_db
from table import row

stations = fill.network(env)
clerk = fill.person(env, "clerk", stations["BNC"])
merchant = env["rights.merchant"].create({"name": "演示商户", "phone": "025-84000001"})
channel = env["rights.channel"].search([], limit=1)
category = env["rights.category"]
common = {
    "kind": "complaint",
    "channel_id": channel.id,
    "subject": "手机屏幕碎裂",
    "facts": "买了三天屏幕自行碎裂",
    "request": "要求退货",
    "respondent_id": merchant.id,
    "item_class_id": category.search([("kind", "=", "goods")], limit=1).id,
    "category_id": category.search([("kind", "=", "nature")], limit=1).id,
    "amount_dispute": 680,
    "duplicate_choice": "new",
}
cases = env["rights.case"].with_user(clerk)
register = env.ref("consumer_rights.transition_complaint_draft_register")


def vals(number):
    person = {"name": "张演示", "phone": f"138{number:08d}", "address": "演示街2号"}
    return {**common, "party_ids": [(0, 0, {"role": "complainant", **person})]}


def create_and_register(count):
    batch = cases.create([vals(number) for number in range(count)])
    batch.action_move(register.id, batch[0].stage_id.id)
    env.flush_all()


queries = []
execute = odoo.sql_db.Cursor.execute


def counting(self, query, *args, **kwargs):
    queries.append(query)
    return execute(self, query, *args, **kwargs)


create_and_register(1)
env.cr.commit()
env.invalidate_all()
odoo.sql_db.Cursor.execute = counting
create_and_register(1)
odoo.sql_db.Cursor.execute = execute
row("registration", "value", "limit")
row("---", "---:", "---:")
row("SQL queries of one registration: number, clocks and papers", len(queries), 44)
start = time.perf_counter()
create_and_register(1000)
each = time.perf_counter() - start
row("ms each, 1,000 in a batch", f"{each:.2f}", "8.00")
start = time.perf_counter()
for number in range(100):
    env.cr.execute(
        "INSERT INTO rights_case (name, kind, stage_id, station_id, subject, currency_id, "
        "channel_id, received_at) "
        "SELECT %s, kind, stage_id, station_id, subject, currency_id, channel_id, received_at "
        "FROM rights_case LIMIT 1",
        [f"RAW{number}"],
    )
raw = (time.perf_counter() - start) * 10
row("ratio to a bare INSERT of the case row alone", f"{each / raw:.1f}", "")
