# ruff: noqa: F821 - `env` comes from the Odoo shell
"""A large list is exported while workers are killed, meet each other and are told to stop.

Nobody sees half a file, nothing is exported twice, and the disk is left as it was.
"""

import os
import signal
import time
from datetime import date

import people
from odoo.addons.rights_reports.models.detail import rights_detail_export
from odoo.addons.rights_reports.tools.detail_file import DetailFiles
from odoo.addons.rights_reports.tools.periods import Span
from processes import ended, fork

ROWS = 3000
rights_detail_export.BATCH = 100
clerks, vals = people.make(env)
station = env["rights.station"].search([("code", "=", "FLT")])
asker = people.person(env, station, "fault_head", role="head")
case = env["rights.case"].with_user(clerks[0]).create(vals)
register = env.ref("consumer_rights.transition_complaint_draft_register")
case.action_move(register.id, case.stage_id.id)
env.flush_all()
# days of its own: other scripts left matters of today
env.cr.execute(
    """UPDATE rights_case SET received_at = '2020-05-06 02:00', registered_at = '2020-05-06 02:00'
        WHERE id = %s""",
    [case.id],
)
columns = "kind stage_id stage_code channel_id station_id currency_id registered_at".split()
columns += "subject received_at handled_units chain_units cycle_no".split()
env.cr.execute(
    f"""INSERT INTO rights_case (name, {", ".join(columns)})
        SELECT 'EXP' || n, {", ".join(columns)} FROM rights_case, generate_series(1, %s) AS n
         WHERE id = %s""",
    [ROWS - 1, case.id],
)
wanted = env["rights.detail.list"].create({"name": "list", "station_id": False})
span = Span("special", date(2020, 5, 4), date(2020, 5, 8))
env.cr.commit()
exports = env["rights.detail.export"]
ask = exports.with_user(asker)._ask


def run(own):
    own["rights.detail.export"]._cron_run_exports()


def slow(own):
    append = DetailFiles.append

    def slowly(files, rows):
        append(files, rows)
        time.sleep(0.1)

    DetailFiles.append = slowly
    run(own)


def dies_at_the_end(own):
    DetailFiles.close = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)
    run(own)


def order():
    export = ask(wanted.with_user(asker), station, span).sudo()
    env.cr.commit()
    return export


def seen(export):
    env.cr.commit()
    env.invalidate_all()
    return export.state


def until(export, test):
    deadline = time.monotonic() + 60
    while not test():
        assert time.monotonic() < deadline, seen(export)
        time.sleep(0.05)
        seen(export)


def logged():
    env.cr.commit()
    return env["rights.audit.log"].search_count(
        [("type", "=", "export"), ("user_id", "=", asker.id), ("model", "=", "rights.case")]
    )


# killed in the middle, and once more before the files are whole: nothing is there to be seen
export = order()
child = fork(env, slow)
until(export, lambda: export.done_count >= 500)
assert export.total_count == ROWS, export.total_count  # the progress is told while it runs
os.kill(child, signal.SIGKILL)
assert ended(child) == signal.SIGKILL
assert seen(export) == "running" and not export.xlsx_id and logged() == 0
assert ended(fork(env, dies_at_the_end)) == signal.SIGKILL
assert seen(export) == "running" and not export.xlsx_id
assert export._folder().exists()  # what was left behind

# two workers at once: one makes it from the start, the other passes by
children = [fork(env, run) for _worker in range(2)]
assert [ended(child) for child in children] == [0, 0]
assert (seen(export), export.done_count, export.attempts) == ("done", ROWS, 3), export.message
assert len(export.csv_id.raw.decode("utf-8-sig").splitlines()) == ROWS + 1
assert logged() == 1
assert not export._folder().exists()

# cancelled by who asked for it while it runs: it stops, and no file stays
export = order()
child = fork(env, slow)
until(export, lambda: export.done_count >= 300)
export.with_user(asker).action_cancel()
env.cr.commit()
start = time.monotonic()
assert ended(child) == 0
assert time.monotonic() - start < 2.5  # it was not written to its end
assert seen(export) == "cancelled" and not export.xlsx_id, export.state
assert not export._folder().exists()

# two people at once: both get theirs
pair = order(), order()
children = [fork(env, run) for _worker in range(2)]
assert [ended(child) for child in children] == [0, 0]
assert ended(fork(env, run)) == 0
assert [seen(one) for one in pair] == ["done", "done"]
assert logged() == 3
env.cr.execute("DELETE FROM rights_case WHERE name LIKE 'EXP%'")
env.cr.commit()
print("DONE")
