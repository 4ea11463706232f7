# ruff: noqa: F821 - `env` comes from the Odoo shell
import base64
import csv
import io
import time

import fill
from table import memory, row

ROWS = 100_000
stations = fill.network(env)
env.cr.commit()


def file_of(count):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["编号", "登记时间", "商家", "内容", "争议金额", "状态"])
    for n in range(count):
        subject = fill.SUBJECTS[n % 10]
        writer.writerow(
            [100000 + n, "2024-05-06", f"演示商户{n % 2000}", f"{subject}，第{n}次", 99, "已办结"]
        )
    return text.getvalue().encode()


def run(count, source):
    """Upload a file and let the job go through it: seconds of the job."""
    record = env["rights.import"].create(
        {
            "file": base64.b64encode(file_of(count)),
            "file_name": "演示.csv",
            "source_name": source,
            "station_id": stations["BND0S0"].id,
        }
    )
    record.action_read_file()
    record.action_start()
    env.cr.commit()
    start = time.perf_counter()
    while record.state == "running":
        env["rights.import"]._cron_run_imports()
    assert (record.state, record.failed_count) == ("done", 0), record.state
    assert record.created_count == count
    return time.perf_counter() - start


run(500, "warm")
idle = memory()
seconds = run(ROWS, "bench")
megabytes = memory("VmHWM") - idle
cr = env.cr
cr.execute("SELECT count(*) FROM rights_case WHERE external_source = 'bench'")
assert cr.fetchone() == (ROWS,)
raw = io.StringIO()
cr._obj.copy_expert(
    "COPY (SELECT * FROM rights_case WHERE external_source = 'bench') TO STDOUT", raw
)
raw.seek(0)
cr.execute("CREATE TABLE raw_copy (LIKE rights_case INCLUDING INDEXES)")
start = time.perf_counter()
cr._obj.copy_expert("COPY raw_copy FROM STDIN", raw)
copy_seconds = time.perf_counter() - start
row(f"import of {ROWS:,} rows", "value", "limit")
row("---", "---:", "---:")
row("rows a second, merchants, events, chains and search words included", int(ROWS / seconds), "")
row("rows a second of a raw COPY of the case rows alone", int(ROWS / copy_seconds), "")
row("ratio", f"{seconds / copy_seconds:.1f}", "")
row("MB over idle at the most, the upload included", f"{megabytes:.0f}", "400")
