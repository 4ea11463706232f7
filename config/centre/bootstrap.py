"""The order of things: what serve, backup, restore and tests/run share before they begin."""

import contextlib
import os
import pwd
import sys
from pathlib import Path

from . import environment, machine, odoo_tree, postgres
from .console import UNUSABLE, Problem, locked, say
from .site import ADDONS, PROJECT, Site, Tools


def cache_folder():
    given = os.environ.get("CONSUMER_RIGHTS_CACHE")
    return Path(given or "~/.cache/consumer-rights").expanduser().absolute()


def prepare_tools(account, packages):
    """Odoo and the Python packages, fetched into the cache on the first run."""
    machine.need_packages(packages)
    cache = cache_folder()
    busy = "Another run is filling the cache: waiting for it to finish."
    umask = os.umask(0o022)  # the ordinary user must be able to read what root unpacks
    try:
        with locked(cache / "lock", busy, wait=True):
            tree = odoo_tree.find(cache)
            python = environment.find(cache)
    except OSError as error:
        if error.errno not in UNUSABLE:
            raise
        raise Problem(
            f"{error.filename} cannot be written ({error.strerror}): choose a folder of your own "
            "with CONSUMER_RIGHTS_CACHE."
        ) from None
    finally:
        os.umask(umask)
    for path in (tree.root, python.parents[1], ADDONS, PROJECT / "config"):
        machine.let_read(account, path)
    return Tools(python, tree)


def prepare_data(data, account):
    """The data folder: personal data lies in it, so it is open to its owner only."""
    for folder in (data, data / "log", data / "odoo", data / "home"):
        folder.mkdir(parents=True, exist_ok=True)
        if account:
            account.own(folder, 0o700)
        else:
            folder.chmod(0o700)
    log = data / "log/odoo.log"  # root appends to it during an install, Odoo later
    log.touch(mode=0o600)
    if account:
        account.own(log, 0o600)
    machine.let_through(account, data)


@contextlib.contextmanager
def lock_data(data):
    """A data folder that is ours, for one program at a time."""
    with contextlib.ExitStack() as held:
        try:
            refuse_foreign_folder(data)
            busy = f"Another run uses the data folder {data}: stop it, wait for it, or choose "
            held.enter_context(locked(data / "lock", busy + "another folder with --data."))
        except OSError as error:
            if error.errno not in UNUSABLE:
                raise
            raise Problem(
                f"{data} cannot be used ({error.strerror}): choose another folder with --data."
            ) from None
        yield


def refuse_foreign_folder(data):
    """The folder is given to the ordinary user and closed to others: not somebody else's."""
    if not data.exists():
        return
    owner = data.stat().st_uid
    if owner != os.geteuid() and not (os.geteuid() == 0 and name_of(owner) == machine.USER_NAME):
        raise Problem(
            f"{data} belongs to somebody else ({name_of(owner)}): run this as that user, or choose "
            "another folder with --data."
        )
    names = os.listdir(data)
    if names and not {"lock", "state.json"}.intersection(names):
        raise Problem(
            f"{data} holds other things than a centre: name an empty or a new folder with --data."
        )


def name_of(uid):
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def open_site(data, packages):
    """Tools, data folder and database server (not yet started) of a centre."""
    account = machine.ordinary_user()
    tools = prepare_tools(account, packages)
    prepare_data(data, account)
    return Site(data, tools, postgres.find(data, account), account)


def begin(what):
    machine.check_system()
    say(f"{what} (Python {sys.version.split()[0]})")
