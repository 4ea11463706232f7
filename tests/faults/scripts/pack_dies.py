# ruff: noqa: F821 - `env` comes from the Odoo shell
"""The job of report packs is killed, meets itself, and finds the disk full.

Each recipient has each part once, the folder holds whole files only, and nothing is lost
(STA-01, DOC-23).
"""

import os
import signal
import tempfile

import people
from odoo import fields
from odoo.addons.rights_reports.models.pack.rights_pack_folder import RightsPackFolder
from odoo.service.model import retrying
from odoo.tools import mute_logger
from processes import ended, fill_the_disk, fork

WORKERS = 3
people.make(env)
station = env["rights.station"].search([("code", "=", "FLT")])
heads = people.person(env, station, "fault_head", role="head")
heads |= people.person(env, station, "fault_head_2", role="head")
folder = tempfile.TemporaryDirectory()
packs, runs = env["rights.pack"], env["rights.pack.run"]
place = env["rights.pack.folder"].create({"name": "faults", "path": folder.name})


def pack(**values):
    """One that has nothing to catch up: what it runs is ordered here."""
    made = packs.create(
        {
            "name": "faults",
            "station_id": station.id,
            "user_id": heads[0].id,
            "recipient_ids": heads.ids,
            "with_analysis": True,
            "folder_id": place.id,
            **values,
        }
    )
    env.cr.commit()
    return made


def order(of):
    run = runs.create([runs._values_of(of, of._last_span()) | {"due_at": fields.Datetime.now()}])
    env.cr.commit()
    return run


def approve(run):
    report = env["rights.analysis.report"].create(
        {**run.read(["kind", "date_from", "date_to"])[0], "id": None, "station_id": station.id}
    )
    report.action_take_figures()
    report.write({"trend_text": "回落。", "cause_text": "停业。"})
    report.with_user(heads[0]).action_ask_approval()
    report.with_user(heads[1]).action_approve()
    env.cr.commit()


def start(before=None):
    """The job in a process of its own; its process id."""

    def job(own):
        if before:
            before()
        retrying(own["rights.pack"]._cron_run_packs, own)

    return fork(env, job)


def dies_when_all_is_done():
    """The files lie in the folder, the transaction is not at its end."""
    put = RightsPackFolder._put

    def killed(*args):
        put(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    RightsPackFolder._put = killed


def find_no_room():
    fill_the_disk(2_000)


def seen(run):
    env.cr.commit()
    env.invalidate_all()
    parts = sorted(run.delivery_ids.mapped(lambda one: (one.user_id.id, one.part)))
    return run.state, parts, sorted(os.listdir(folder.name))


def each(*parts):
    return sorted((user.id, part) for user in heads for part in parts)


def again(run):
    run.try_at = fields.Datetime.now()
    env.cr.commit()


# the workbook: a full disk, a killed job, then as many jobs at once as there are
run = order(pack())
assert ended(start(find_no_room)) == 0
assert seen(run) == ("waiting", [], []), seen(run)
assert "OSError" in run.message and run.attempts == 1, run.message
again(run)
assert ended(start(dies_when_all_is_done)) == signal.SIGKILL
state, parts, files = seen(run)
assert (state, parts) == ("waiting", []) and len(files) == 1, (state, parts, files)
assert [ended(child) for child in [start() for _worker in range(WORKERS)]] == [0] * WORKERS
assert seen(run) == ("partly", each("workbook"), files), seen(run)

# the analysis report that follows: the same again
assert ended(start()) == 0
assert seen(run)[0] == "partly"
approve(run)
assert ended(start(find_no_room)) == 0
assert seen(run) == ("partly", each("workbook"), files), seen(run)
again(run)
assert ended(start(dies_when_all_is_done)) == signal.SIGKILL
state, parts, files = seen(run)
assert (state, parts) == ("partly", each("workbook")) and len(files) == 2, (state, parts, files)
assert [ended(child) for child in [start() for _worker in range(WORKERS)]] == [0] * WORKERS
assert seen(run) == ("done", each("analysis", "workbook"), files), seen(run)
assert not any(name.endswith(".part") for name in files)

# two people deliver the same period in the same second: one does, the other is told
second = pack(name="faults at once")
with mute_logger("odoo.sql_db"):
    results = people.together(
        env,
        [
            (head, lambda own: own["rights.pack"].browse(second.id).action_run_last())
            for head in heads
        ],
    )
assert [one for one in results if one is True] == [True], results
assert any("already" in str(one) for one in results), results
state, parts, files = seen(second.run_ids)
assert (state, parts) == ("done", each("analysis", "workbook")) and len(files) == 4, files
folder.cleanup()
print("DONE")
