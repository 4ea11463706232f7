# ruff: noqa: F821 - `env` comes from the Odoo shell
"""A builder of a transfer package that is killed, and a disk that is full: no file is lost."""

import hashlib
import io
import os
import signal
import zipfile

import people
from odoo.addons.rights_reports.models.archive import rights_archive_transfer_line as lines
from processes import ended, fill_the_disk, fork

FILES = 6


def in_another_process(before):
    """Run the cron in a process of its own, after ``before``; returns how it ended."""

    def work(own):
        before()
        own["rights.archive.transfer"]._cron_build()

    return ended(fork(env, work))


def look():
    env.cr.rollback()
    env.invalidate_all()
    return [line.state for line in transfer.line_ids.sorted("sequence")]


def die_at_the_third():
    build, seen = lines.RightsArchiveTransferLine._build, []

    def killed(self):
        build(self)  # the file is stored, its line is not committed
        seen.append(self.id)
        if len(seen) == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    lines.RightsArchiveTransferLine._build = killed


def find_no_room():
    fill_the_disk(2_000)


clerks, _vals = people.make(env)
station = clerks[0].rights_station_ids[:1]
picture = lines.Image.effect_noise((300, 200), 60)
content = io.BytesIO()
picture.save(content, "PNG")
archive_class = env.ref("rights_reports.archive_class_incoming")
box = env["rights.archive.box"].create({"name": "1", "place": "一库-1-1", "station_id": station.id})
volume = env["rights.archive.volume"].create(
    {
        "title": "来文",
        "class_id": archive_class.id,
        "station_id": station.id,
        "box_id": box.id,
        "year": 2025,
    }
)
scan = lines.base64.b64encode(content.getvalue())
env["rights.archive.item"].create(
    [
        {"title": f"来文{n}", "volume_id": volume.id, "date": "2025-03-03", "file": scan}
        for n in range(FILES)
    ]
)
volume.action_close()
transfer = env["rights.archive.transfer"].create({"station_id": station.id, "year": 2025})
env.cr.commit()
assert look() == ["waiting"] * FILES

status = in_another_process(die_at_the_third)
assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, status
assert look().count("done") == 2, look()
tried = transfer.line_ids.filtered(lambda line: line.state == "waiting" and line.attempts)
assert len(tried) == 1 and tried.next_try_at, "the attempt was noted before it began"

assert in_another_process(find_no_room) == 0
assert look().count("done") == 2, look()
assert transfer.state == "building"
messages = [line.message for line in transfer.line_ids if line.state == "waiting" and line != tried]
assert all("OSError" in (message or "") for message in messages), messages

transfer.line_ids.filtered(lambda line: line.state == "waiting").write({"next_try_at": False})
env.cr.commit()
env["rights.archive.transfer"]._cron_build()
env.cr.commit()
assert look() == ["done"] * FILES and transfer.state == "ready"
with zipfile.ZipFile(io.BytesIO(b"".join(transfer._stream_package()))) as package:
    assert package.testzip() is None
    names = package.namelist()
    sums = next(name for name in names if name.endswith("SHA256SUMS.txt"))
    root = sums.removesuffix("SHA256SUMS.txt")
    for row in package.read(sums).decode().splitlines():
        digest, path = row.split("  ", 1)
        assert hashlib.sha256(package.read(root + path)).hexdigest() == digest, path
assert len(names) == FILES + 3
print("DONE")
