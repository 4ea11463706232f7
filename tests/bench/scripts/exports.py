# ruff: noqa: F821 - `env` comes from the Odoo shell
"""Large lists and the monthly pack: seconds, memory, beside xlsxwriter fed from psycopg2."""

import logging
import os
import tempfile
import threading
import time
from pathlib import Path

import fill
import xlsxwriter
from odoo import fields
from odoo.addons.rights_reports.tools.periods import Span, span_of
from table import memory, row

logging.getLogger("odoo.addons.rights_reports").setLevel(logging.ERROR)
CASES = int(os.environ.get("RIGHTS_BENCH_CASES", 1_000_000))
ROWS = CASES // 2
COLUMNS = (
    "name kind stage_id received_at registered_at accepted_at concluded_at archived_at channel_id "
    "station_id user_id subject item_class_id category_id respondent_name amount_dispute "
    "amount_recovered outcome_id cycle_no return_count"
).split()


class Peak(threading.Thread):
    """The most memory held while a block runs."""

    def __enter__(self):
        self.most, self.stop = memory(), threading.Event()
        self.start()
        return self

    def run(self):
        while not self.stop.wait(0.05):
            self.most = max(self.most, memory())

    def __exit__(self, *error):
        self.stop.set()
        self.join()


def timed(call):
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def export(asker, wanted, span):
    """Order an export and let the job make it."""
    one = env["rights.detail.export"].with_user(asker)._ask(wanted, stations["BNC"], span).sudo()
    env.cr.commit()
    with Peak() as peak:
        seconds, _done = timed(lambda: env["rights.detail.export"]._cron_run_exports())
    env.invalidate_all()
    assert one.state == "done", one.message
    return seconds, peak.most, one


def straight(one, folder):
    """The same rows by plain means: a named cursor and ``write_row`` in constant memory."""
    wanted, asker = one.list_id, one.user_id
    domain = wanted._domain_of(one.station_id, one._span())
    sql, _counted = wanted._sql_rows(domain, env["rights.case"].with_user(asker))
    book = xlsxwriter.Workbook(
        str(folder / "straight.xlsx"),
        {"constant_memory": True, "tmpdir": str(folder), "default_date_format": "yyyy-mm-dd hh:mm"},
    )
    sheet = book.add_worksheet()
    with env.cr.connection.cursor(name="straight") as cursor:
        cursor.itersize = 5000
        cursor.execute(env.cr.mogrify(sql.code, sql.params))
        for number, values in enumerate(cursor):
            sheet.write_row(number, 0, values)
    book.close()
    return number + 1


stations = fill.network(env)
head = fill.person(env, "head", stations["BNC"])
statistician = fill.person(env, "statistician", stations["BNC"])
fill.fill(env, stations, CASES, CASES * 6 // 100)
wanted = env["rights.detail.list"].create(
    {
        "name": "计时清单",
        "station_id": False,
        "column_ids": [fields.Command.create({"field": name}) for name in COLUMNS],
    }
)
env.cr.commit()
# the half that was received last
env.cr.execute(
    "SELECT received_at FROM rights_case ORDER BY received_at DESC OFFSET %s LIMIT 1", [ROWS]
)
[since] = env.cr.fetchone()
whole = Span("special", since.date(), fields.Date.to_date("2026-06-01"))
export(head, wanted, Span("special", whole.last, whole.last))  # warm
idle = memory()
seconds, most, one = export(head, wanted, whole)
with tempfile.TemporaryDirectory() as name:
    plain_seconds, count = timed(lambda: straight(one, Path(name)))
env.cr.commit()
assert count == one.done_count
row(f"{one.done_count:,} rows of {len(COLUMNS)} columns among {CASES:,} cases", "value", "limit")
row("---", "---:", "---:")
row("s, workbook and CSV", f"{seconds:.1f}", f"{180 * ROWS / 500_000:.0f}")
row("rows a second", int(one.done_count / seconds), "")
row("s, xlsxwriter fed straight from psycopg2", f"{plain_seconds:.1f}", "")
row("ratio", f"{seconds / plain_seconds:.2f}", "1.50")
row("MB over idle at the most", f"{most - idle:.0f}", "250")
row("MB of the workbook", f"{one.file_size / 1e6:.1f}", "")

pack = env["rights.pack"].create(
    {
        "name": "计时月报",
        "station_id": stations["BNC"].id,
        "user_id": statistician.id,
        "recipient_ids": [fields.Command.set(head.ids)],
        "table_ids": env.ref("rights_reports.pack_month").table_ids.ids,
        "since": "2026-05-01",
    }
)
env.cr.commit()
month = span_of("month", fields.Date.to_date("2026-05-01"))
with Peak() as peak:
    before = memory()
    seconds, (_name, content) = timed(lambda: pack._make_workbook(month))
row("s for the monthly pack", f"{seconds:.1f}", "60")
row("KB of its workbook", f"{len(content) / 1000:.0f}", "")
