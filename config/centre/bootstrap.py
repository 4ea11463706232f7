"""The order of things: what serve, backup, restore and tests/run share before they begin."""

import os
import sys
from pathlib import Path

from . import environment, machine, odoo_tree, postgres
from .console import Problem, locked, say
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
    except PermissionError as error:
        raise Problem(
            f"{error.filename} cannot be written: choose a folder of your own with "
            "CONSUMER_RIGHTS_CACHE."
        ) from None
    finally:
        os.umask(umask)
    for path in (tree.root, python.parents[1], ADDONS, PROJECT / "config"):
        machine.let_read(account, path)
    return Tools(python, tree)


def prepare_data(data, account):
    """The data folder: personal data lies in it, so it is open to its owner only."""
    try:
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
    except PermissionError:
        raise Problem(
            f"{data} belongs to somebody else: choose another folder with --data."
        ) from None
    machine.let_through(account, data)


def lock_data(data):
    """One program at a time for a data folder."""
    return locked(
        data / "lock",
        f"Another run uses the data folder {data}: stop it, wait for it, or choose another "
        "folder with --data.",
    )


def open_site(data, packages):
    """Tools, data folder and database server (not yet started) of a centre."""
    account = machine.ordinary_user()
    tools = prepare_tools(account, packages)
    prepare_data(data, account)
    return Site(data, tools, postgres.find(data, account), account)


def begin(what):
    machine.check_system()
    say(f"{what} (Python {sys.version.split()[0]})")
