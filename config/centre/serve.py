"""./config/serve: from a bare machine to a running centre."""

import argparse
import os
import secrets
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import machine
from .bootstrap import begin, lock_data, open_site
from .console import Problem, remove, say, step, stop
from .postgres import PrivateServer
from .site import Site, addons_hash

DEFAULT_DATA = "~/.local/share/consumer-rights"
WEBSOCKET_PORT = 8072  # as in odoo.conf and nginx.conf
DEMO_ADMINISTRATOR = ("admin", "admin", "平台管理员")
LOG_LIMIT = 20_000_000  # bytes; then a new file is begun and one old one kept
EPILOG = """
environment:
  ODOO_HOME              an Odoo 19.0 tree to use instead of Debian's package
  DATABASE_URL, PG*      a PostgreSQL server to use instead of a private one
  CONSUMER_RIGHTS_CACHE  folder of Odoo and the Python packages (~/.cache/consumer-rights)

Run by root, Odoo and PostgreSQL run as the system user consumer-rights.
For production (proxy, workers, backup) see config/DEPLOY.md.
"""


def parse_arguments(arguments=None):
    parser = argparse.ArgumentParser(
        prog="config/serve",
        description="Set up what is missing, then serve the consumer rights centre until Ctrl-C.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=port_number, default=8069, metavar="NUMBER",
        help="port to listen on (8069)")  # fmt: skip
    parser.add_argument(
        "--interface", default="127.0.0.1", metavar="ADDRESS",
        help="address to listen on (127.0.0.1: this machine only; 0.0.0.0: all)",
    )  # fmt: skip
    parser.add_argument("--data", type=Path, default=Path(DEFAULT_DATA), metavar="FOLDER",
        help=f"database, files, key and log ({DEFAULT_DATA})")  # fmt: skip
    parser.add_argument("--lang", default="zh_CN", metavar="CODE",
        help="language of a new database (zh_CN)")  # fmt: skip
    parser.add_argument("--no-demo", action="store_true",
        help="a new database without demonstration data, for real work")  # fmt: skip
    parser.add_argument("--reset", action="store_true",
        help="delete the data folder's database, files and key, and begin anew")  # fmt: skip
    parser.add_argument(
        "--workers",
        type=int,
        default=0,
        metavar="NUMBER",
        help="worker processes, for production behind a proxy (0: one process with threads)",
    )
    given = parser.parse_args(arguments)
    given.data = given.data.expanduser().absolute()
    return given


def port_number(text):
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def main(arguments=None):
    given = parse_arguments(arguments)
    begin("Consumer rights centre")
    machine.check_port(given.interface, given.port)
    if given.workers:
        machine.check_port(given.interface, WEBSOCKET_PORT)
    machine.check_space(given.data, 1.0)
    with lock_data(given.data):
        site = open_site(given.data, machine.SERVER_PACKAGES)
        odoo = None
        try:
            if given.reset:
                reset(site)
            site.server.start()
            site.configure()
            prepare_database(site, given)
            site.configure(given.interface, given.port, given.workers)
            site.set_address(reachable_address(given))
            odoo = launch(site, given)
            announce(site, given)
            odoo.wait()
            raise Problem(f"Odoo ended by itself: read {site.log}.", last_lines(site.log))
        except KeyboardInterrupt:
            if odoo is None:
                raise
            # a second Ctrl-C must not interrupt the orderly end
            for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(again, signal.SIG_IGN)
            say("\nStopping ...")
        finally:
            stop(odoo)
            site.server.stop()
    say("Stopped.")


def reset(site):
    """Delete everything of this centre, but real data only after a question."""
    finished = site.state.get("phase") in ("ready", "restoring")
    if finished and not site.state.get("demo"):
        question = f"{site.data} may hold real data. Type its name to delete it: "
        if not sys.stdin.isatty() or input(question).strip() != str(site.data):
            raise Problem(
                f"Nothing was deleted: {site.data} is not demonstration data. Make a backup "
                "(config/backup), then confirm --reset on a terminal."
            )
    with step("Delete the former database"):
        if isinstance(site.server, PrivateServer):
            remove(site.server.folder)
        elif site.state:
            site.drop()
        for path in (site.filestore, site.key, site.data / "state.json"):
            remove(path)


def prepare_database(site, given):
    state = site.state
    if state.get("phase") == "restoring":
        raise Problem("A restore was interrupted: run config/restore again, with --force.")
    if state.get("phase") != "ready":
        install(site, not given.no_demo, given.lang, reachable_address(given))
    elif given.no_demo and state["demo"]:
        raise Problem(
            f"{site.data} holds demonstration data: choose another folder with --data, or add "
            "--reset to delete it."
        )
    elif state["addons"] != addons_hash():
        site.make_key()
        site.remember(accounts=site.upgrade(), addons=addons_hash())
    else:
        site.make_key()


def install(site: Site, demo, lang, address):
    """A new database; what an interrupted run left is deleted first."""
    if site.state.get("phase") == "begun":
        site.drop()
    elif site.database in site.server.databases():
        refuse_foreign(site)
    elif not site.server.may_create():
        raise Problem(
            f"The database {site.database} is missing and the user may not create it: create it "
            "(empty, owned by that user), or give the user the right CREATEDB."
        )
    site.remember(phase="begun", demo=demo, lang=lang, database=site.database)
    site.make_key()
    # nobody learns this one: announce() makes the password that is printed
    site.begin_database(lang, "admin" if demo else secrets.token_urlsafe(24))
    site.set_address(address)  # papers of the demonstration bear it
    accounts = site.install_ours(demo)
    site.remember(phase="ready", addons=addons_hash(), accounts=accounts, password_given=demo)


def refuse_foreign(site):
    """A database that is not ours may be used when it is empty."""
    tables = site.server.sql(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind = 'r'",
        site.database,
    )
    if tables != [["0"]]:
        raise Problem(
            f"The database {site.database} is already there and holds tables of something else: "
            "name another one in DATABASE_URL or PGDATABASE."
        )


def launch(site, given):
    """Start Odoo and wait until it answers."""
    if site.log.stat().st_size > LOG_LIMIT:
        shutil.copy(site.log, site.log.with_suffix(".log.1"))
        os.truncate(site.log, 0)
    address = reachable_address(given)
    with step("Odoo: start"):
        odoo = site.start_odoo()
        try:
            deadline = time.monotonic() + 300
            while not answers(f"{address}/web/login"):
                if odoo.poll() is not None or time.monotonic() > deadline:
                    raise Problem(f"Odoo did not start: read {site.log}.", last_lines(site.log))
                time.sleep(0.2)
        except BaseException:
            stop(odoo)
            raise
    return odoo


def reachable_address(given):
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(given.interface, given.interface)
    if ":" in host and not host.startswith("["):
        host = f"[{host}]"
    return f"http://{host}:{given.port}"


def answers(address):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=120) as response:
            return response.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def announce(site, given):
    """Address and accounts; a real administrator's password is made and shown only once."""
    state = site.state
    say(f"\nReady: {reachable_address(given)}")
    if state["demo"]:
        say("Demonstration accounts (login / password / role):")
        for login, password, role in [DEMO_ADMINISTRATOR, *state["accounts"]]:
            say(f"  {login:20} {password:20} {role}")
    elif not state["password_given"]:
        password = secrets.token_urlsafe(12)
        site.shell("password.py", CENTRE_ADMIN_PASSWORD=password)
        say(f"Administrator: admin / {password}")
        say("This password is shown only once: note it now.")
        site.remember(password_given=True)
    else:
        say("Administrator: admin, with the password shown at the first start.")
    say("Stop with Ctrl-C.")


def last_lines(log, count=15):
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
