"""The database server: a private cluster of our own, or the one that the environment names."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from . import machine
from .console import Problem, new_folder, remove, run, start, step, stop

ROLE = "consumer_rights"
OLDEST = 13  # what Odoo 19 asks for
LONGEST_SOCKET = 107  # bytes that the kernel allows in the path of a socket


def find(data, account, quick_and_loose=False):
    """The server that DATABASE_URL or PG* name, else a private one in the data folder."""
    environ = from_environment()
    if environ:
        return Server(environ)
    return PrivateServer(data, account, quick_and_loose)


def from_environment():
    """libpq's variables, also out of DATABASE_URL; empty when nothing is set."""
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLMODE", "PGSERVICE")
    environ = {name: os.environ[name] for name in names if os.environ.get(name)}
    address = os.environ.get("DATABASE_URL")
    if address:
        environ.update(from_address(address))
    return environ


def from_address(address):
    url = urlsplit(address)
    try:
        sound = url.scheme in ("postgres", "postgresql") and url.port != 0
    except ValueError:  # a port that is no number
        sound = False
    if not sound:
        raise Problem("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    query = dict(parse_qsl(url.query))
    values = {
        "PGHOST": url.hostname or query.get("host"),
        "PGPORT": url.port or query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.path.strip("/"),
        "PGSSLMODE": query.get("sslmode"),
    }
    return {name: unquote(str(value)) for name, value in values.items() if value}


class Server:
    """A PostgreSQL server and what is asked of it."""

    def __init__(self, environ):
        self.given_database = environ.get("PGDATABASE")
        self.environ = {name: environ[name] for name in environ if name != "PGDATABASE"}

    def start(self):
        self.check()

    def stop(self):
        """A server that is not ours goes on."""

    def check(self):
        version = self.sql(
            "SHOW server_version_num",
            problem="The database server that DATABASE_URL or PG* name does not "
            "answer: check the address, the user and the password.",
        )
        found = int(version[0][0]) // 10000
        if found < OLDEST:
            raise Problem(
                f"The database server is PostgreSQL {found}, and Odoo 19 needs {OLDEST} or newer: "
                "name another one in DATABASE_URL, or unset it for a private one."
            )

    def may_create(self):
        """Whether the user may create databases."""
        may = "SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreatedb)"
        return bool(self.sql(may))

    def program(self, name):
        folder = machine.server_programs(getattr(self, "version", None))
        found = folder / name if folder else shutil.which(name)
        if not found:
            raise Problem(f"PostgreSQL's program {name} is missing: install postgresql-client.")
        return found

    def run(self, program, *arguments, problem, **options):
        environ = {**os.environ, **self.environ}
        return run([self.program(program), *arguments], problem, env=environ, **options)

    def sql(self, statement, database="postgres", problem="PostgreSQL refused a statement."):
        """Rows of a statement, each a list of texts."""
        output = self.run(
            "psql", "--no-psqlrc", "-d", database, "-v", "ON_ERROR_STOP=1", "-AtqF", "\t",
            problem=problem, text=statement,
        )  # fmt: skip
        return [line.split("\t") for line in output.splitlines()]

    def databases(self):
        return {name for (name,) in self.sql("SELECT datname FROM pg_database")}

    def create(self, name, template=None):
        source = template or "template0"
        order = "" if template else " ENCODING 'UTF8' LC_COLLATE 'C'"  # as Odoo itself does
        self.sql(f'CREATE DATABASE "{name}"{order} TEMPLATE "{source}"')

    def drop(self, name):
        # WITH (FORCE) would refuse while the server cleans up in it; the plain form waits for that
        self.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND usename = current_user"
        )
        self.sql(f'DROP DATABASE IF EXISTS "{name}"')

    def rename(self, name, new_name):
        self.sql(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')


class PrivateServer(Server):
    """A cluster in the data folder: a socket there, no TCP, started and stopped with the centre.

    Whoever reaches the socket may connect, so its folder is open to its owner (and root) only.
    """

    def __init__(self, data, account, quick_and_loose=False):
        super().__init__({})
        self.data = data
        self.folder = data / "postgres"
        self.log = data / "log/postgres.log"
        self.account = account
        self.quick_and_loose = quick_and_loose
        self.process = None
        self.socket_folder = None
        self.environ = {"PGPORT": "5432", "PGUSER": ROLE}

    @property
    def version(self):
        stamp = self.folder / "PG_VERSION"
        return stamp.read_text(encoding="ascii").strip() if stamp.exists() else None

    def start(self):
        if not self.folder.exists():
            with step("PostgreSQL: new cluster"):
                self.make_cluster()
        if not machine.server_programs(self.version):
            raise Problem(
                f"This data folder was made with PostgreSQL {self.version}, which is not "
                f"installed: install postgresql-{self.version}, or restore a backup elsewhere."
            )
        with step("PostgreSQL: start"):
            self.make_socket_folder()
            self.environ["PGHOST"] = str(self.socket_folder)
            self.launch()
            self.make_role()

    def launch(self):
        # an earlier server whose parent was killed may still be on its way out
        deadline = time.monotonic() + 60
        while True:
            self.process = self.spawn()
            while self.process.poll() is None and time.monotonic() < deadline:
                if self.answers():
                    return
                time.sleep(0.1)
            text = self.log.read_text(encoding="utf-8", errors="replace")[-1500:]
            if "postmaster.pid" not in text or time.monotonic() > deadline:
                self.stop()
                raise Problem(f"PostgreSQL did not start: read {self.log}.", text)
            time.sleep(1)

    def spawn(self):
        command = [self.program("postgres"), "-D", self.folder, "-k", self.socket_folder]
        command += ["-c", "listen_addresses="]
        if self.quick_and_loose:  # tests: a crash may cost everything, it is made anew
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                command += ["-c", f"{name}=off"]
        with open(self.log, "w", encoding="utf-8") as log:
            return start(
                command,
                self.account,
                last_signal=signal.SIGINT,
                start_new_session=True,  # Ctrl-C must reach Odoo first
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def attach(self):
        """Use the server that another program has started for this data folder."""
        self.environ["PGHOST"] = str(self.choose_socket_folder())
        if not self.answers():
            raise Problem(
                "The data folder is in use, but its database server does not answer yet: run "
                "this again in a moment."
            )

    def answers(self):
        try:
            self.run("pg_isready", "-q", problem="not yet")
        except Problem:
            return False
        return True

    def stop(self):
        stop(self.process, signal.SIGINT)  # "fast": ends sessions and writes everything out
        self.process = None

    # ------------------------------------------------------------ made once

    def make_cluster(self):
        problem = "PostgreSQL's cluster could not be made: read the lines above."
        with new_folder(self.folder) as partial:
            if self.account:
                self.account.own(partial, 0o700)
            run(
                [self.program("initdb"), "-D", partial, "-U", "postgres", "--auth=trust"]
                + ["--encoding=UTF8", "--locale=C.UTF-8"],
                problem,
                account=self.account,
                cwd=partial,
            )
            with open(partial / "postgresql.conf", "a", encoding="utf-8") as settings:
                settings.write(cluster_settings())

    def choose_socket_folder(self):
        """In the data folder; with a path too long for a socket, one with a fixed short name."""
        inside = self.data / "socket"
        if len(os.fsencode(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return inside
        name = hashlib.sha256(os.fsencode(inside)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"consumer-rights-{name}"

    def make_socket_folder(self):
        self.socket_folder = self.choose_socket_folder()
        remove(self.socket_folder)
        self.socket_folder.mkdir(mode=0o700)  # fails if somebody else puts one there
        if self.account:
            self.account.own(self.socket_folder, 0o700)

    def make_role(self):
        superuser = Server({**self.environ, "PGUSER": "postgres"})
        if not superuser.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"):
            superuser.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB")


def cluster_settings():
    """Settings for a machine that this centre has mostly to itself; may be edited afterwards."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    shared = max(128, min(memory // 8, 1024))
    return f"""
# consumer_rights
max_connections = 250
shared_buffers = {shared}MB
effective_cache_size = {memory // 2}MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
# personal data stands in statements and in the details of errors: keep both out of the log
log_min_error_statement = panic
log_error_verbosity = terse
"""
