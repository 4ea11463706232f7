"""./config/backup and ./config/restore: database, files and ID key in one archive.

The archive is a tar file: manifest.json, database.dump (pg_dump, custom format), filestore/...,
id.key. It holds the data and the key that opens it: keep it as safe as the centre itself.
"""

import argparse
import contextlib
import errno
import hashlib
import io
import json
import os
import shutil
import tarfile
import time
from pathlib import Path, PurePosixPath

from . import machine, postgres
from .bootstrap import begin, lock_data, prepare_data
from .console import Problem, new_folder, remove, say, sha256, step
from .serve import DEFAULT_DATA
from .site import Site

FORMAT = 1
HANDED_ON = ("demo", "lang", "addons", "accounts", "password_given")
DAMAGED = "{} is not a whole backup of a centre: take another one."


def parse_arguments(name, purpose, forced, arguments):
    parser = argparse.ArgumentParser(prog=f"config/{name}", description=purpose)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--data", type=Path, default=Path(DEFAULT_DATA), metavar="FOLDER",
        help=f"data folder of the centre ({DEFAULT_DATA})")  # fmt: skip
    parser.add_argument("--force", action="store_true", help=forced)
    given = parser.parse_args(arguments)
    given.data = given.data.expanduser().absolute()
    return given


# ---------------------------------------------------------------- backup


def backup(arguments=None):
    given = parse_arguments(
        "backup",
        "Write database, files and ID key of a centre into one archive; it may be running.",
        "overwrite FILE",
        arguments,
    )
    begin("Backup")
    folder = given.file.absolute().parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Problem(f"{folder} is no folder that can be written: name a file in another one.")
    if given.file.exists() and not given.force:
        raise Problem(f"{given.file} is already there: name another file or add --force.")
    site = bare_site(given.data)
    if site.state.get("phase") != "ready":
        raise Problem(f"{given.data} holds no finished centre: name its folder with --data.")
    with running_database(site):
        check_backup_space(site, given.file)
        write_archive(site, given.file)
    say(f"Written: {given.file} ({given.file.stat().st_size / 1e6:.1f} MB)")
    say("It holds personal data and the key of the ID numbers: keep it locked away.")


def bare_site(data):
    """A centre without Odoo: enough for its database and files."""
    account = machine.ordinary_user()
    site = Site(data, None, postgres.find(data, account), account)
    if "database" in site.state:
        site.database = site.state["database"]
    return site


@contextlib.contextmanager
def running_database(site):
    """The server of a centre that is running, else one started for the time being."""
    with contextlib.ExitStack() as ends:
        try:
            ends.enter_context(lock_data(site.data))
        except Problem:
            if isinstance(site.server, postgres.PrivateServer):
                site.server.attach()
            yield
            return
        ends.callback(site.server.stop)
        site.server.start()
        yield


def check_backup_space(site, file):
    size = int(site.server.sql(f"SELECT pg_database_size('{site.database}')")[0][0])
    size += sum(path.stat().st_size for path in site.filestore.rglob("*") if path.is_file())
    machine.check_space(file.absolute().parent, size / 1e9 + 0.1)


def write_archive(site, file):
    site.check_key()  # first: without it the rest is worth little
    key = site.key.read_bytes()
    partial = file.with_name(file.name + ".partial")
    dump = file.with_name(file.name + ".dump.partial")
    try:
        needed = needed_files(site)
        with step("Database"):
            close_to_others(dump)
            site.server.run(
                "pg_dump", "--format=custom", "--no-owner", f"--file={dump}", site.database,
                problem="The database could not be dumped: read the lines above.",
            )  # fmt: skip
        with step("Files"):
            close_to_others(partial)
            with tarfile.open(partial, "w") as archive:
                archive.add(dump, "database.dump")
                stored = add_files(archive, site.filestore)
                add_text(archive, "id.key", key)
                manifest = {name: site.state.get(name) for name in HANDED_ON}
                manifest.update(
                    format=FORMAT,
                    made_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    dump_sha256=sha256(dump),
                    key_sha256=hashlib.sha256(key).hexdigest(),
                    files=len(stored),
                )
                add_text(archive, "manifest.json", json.dumps(manifest, indent=2).encode())
        # what was deleted in the meantime is not missed
        missing = (needed - stored) & needed_files(site)
        if missing:
            raise Problem(
                f"{len(missing)} files of attachments are missing in {site.filestore}: bring them "
                "back from an earlier backup.",
                "\n".join(sorted(missing)[:10]),
            )
        os.replace(partial, file)
    finally:
        remove(dump)
        remove(partial)


def close_to_others(path):
    """Make an empty file that only its owner may read."""
    remove(path)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def needed_files(site):
    rows = site.server.sql(
        "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL",
        site.database,
    )
    return {name for (name,) in rows}


def add_files(archive, filestore):
    stored = set()
    for path in sorted(filestore.glob("[0-9a-f][0-9a-f]/*")):
        name = path.relative_to(filestore).as_posix()
        with contextlib.suppress(FileNotFoundError):  # swept up by Odoo while we copy
            archive.add(path, f"filestore/{name}")
            stored.add(name)
    return stored


def add_text(archive, name, content):
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mtime = int(time.time())
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(content))


# ---------------------------------------------------------------- restore


def restore(arguments=None):
    given = parse_arguments(
        "restore",
        "Bring a centre back from an archive that config/backup wrote; it must not be running.",
        "replace the centre that the data folder holds",
        arguments,
    )
    begin("Restore")
    machine.need_packages({"postgresql": machine.SERVER_PACKAGES["postgresql"]})
    if not given.file.is_file():
        raise Problem(f"{given.file} is not a file: name an archive that config/backup wrote.")
    machine.check_space(given.data, 3 * given.file.stat().st_size / 1e9 + 0.5)
    with lock_data(given.data):
        site = bare_site(given.data)
        if site.state and not given.force:
            raise Problem(
                f"{given.data} already holds a centre: name another folder with --data, or add "
                "--force to replace it."
            )
        prepare_data(given.data, site.account)
        unpacked = given.data / "restore"
        try:
            with step("Read and check the archive"), new_folder(unpacked) as partial:
                read_archive(given.file, partial)
            site.server.start()
            if site.database in site.server.databases() and not given.force:
                raise Problem(
                    f"The server already has a database {site.database}: name another one, or add "
                    "--force to replace it."
                )
            bring_back(site, unpacked)
        finally:
            site.server.stop()
            remove(unpacked)
    say(f"Restored into {given.data}: start it with ./config/serve --data {given.data}")


def read_archive(file, folder):
    """Unpack an archive and check every part of it."""
    try:
        with tarfile.open(file, "r:") as archive:
            for member in archive:
                unpack(archive, member, folder)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        whole = (
            manifest["format"] == FORMAT
            and manifest["dump_sha256"] == sha256(folder / "database.dump")
            and manifest["files"] == check_files(folder / "filestore")
            and manifest["key_sha256"] == sha256(folder / "id.key")
        )
    except (tarfile.TarError, OSError, KeyError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        raise Problem(DAMAGED.format(file), repr(error)) from None
    if not whole:
        raise Problem(DAMAGED.format(file))


def unpack(archive, member, folder):
    """Like tarfile's extract, but for plain files with the expected names only."""
    parts = PurePosixPath(member.name).parts
    expected = len(parts) == 1 or (len(parts) == 3 and parts[0] == "filestore")
    if not member.isfile() or not expected or ".." in parts or member.name.startswith("/"):
        raise ValueError(f"unexpected member {member.name}")
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.extractfile(member) as source, open(target, "wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)


def check_files(filestore):
    """Number of files; Odoo names each after the hash of its content."""
    count = 0
    for path in filestore.glob("*/*"):
        if hashlib.sha1(path.read_bytes()).hexdigest() != path.name:
            raise ValueError(f"damaged file {path.name}")
        count += 1
    return count


def bring_back(site, unpacked):
    manifest = json.loads((unpacked / "manifest.json").read_text(encoding="utf-8"))
    new = f"{site.database}_restore"
    with step("Database"):
        site.server.drop(new)
        site.server.create(new)
        site.server.run(
            "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
            f"--dbname={new}", unpacked / "database.dump",
            problem="The database could not be restored: read the lines above; nothing was "
            "replaced.",
        )  # fmt: skip
    with step("Files and key"):
        # from here until the end the folder holds parts of two centres
        site.remember(phase="restoring", database=site.database)
        site.drop()
        site.server.rename(new, site.database)
        site.filestore.parent.mkdir(parents=True, exist_ok=True)
        (unpacked / "filestore").mkdir(exist_ok=True)
        (unpacked / "filestore").rename(site.filestore)
        if site.account:
            for path in (site.data / "odoo").rglob("*"):
                os.chown(path, site.account.uid, site.account.gid)
        remove(site.key)
        site.write(site.key, (unpacked / "id.key").read_text(encoding="ascii"))
        handed_on = {name: manifest[name] for name in HANDED_ON}
        site.remember(phase="ready", key_marks=site.key_marks(), **handed_on)
