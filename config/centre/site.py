"""One installed centre: its data folder, Odoo's configuration and its database."""

import ast
import base64
import hashlib
import json
import os
import secrets
import string
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .console import Problem, remove, run, start, step
from .odoo_tree import OdooTree

PROJECT = Path(__file__).resolve().parents[2]
ADDONS = PROJECT / "addons"
OURS = ("consumer_rights", "rights_reports")
SHELL_SCRIPTS = PROJECT / "config/odoo_shell"
# Odoo's own that stand beside ours without being needed by them: two-factor log-in, and lists read
# from a file. Nothing else comes by itself (Odoo would add a robot, spelling of companies over the
# network, letters, pictures, mail of two providers, installation of addons from the browser ...).
WANTED = ("auth_totp", "auth_totp_mail", "auth_totp_portal", "base_import")
ONLY_WANTED = "--skip-auto-install"
# folders of an addon that leave no trace in the database
NOT_INSTALLED = {"tests", "readme", "__pycache__"}
DEFAULT_DATABASE = "consumer_rights"


@dataclass(frozen=True)
class Tools:
    """What the cache holds: shared by every site and every clone of the project."""

    python: Path
    tree: OdooTree


def our_addons(folder=ADDONS):
    return [name for name in OURS if (folder / name / "__manifest__.py").exists()]


def needed_addons():
    """Odoo's own addons that ours depend on directly, and those beside them."""
    needed = set(WANTED)
    for name in our_addons():
        manifest = (ADDONS / name / "__manifest__.py").read_text(encoding="utf-8")
        needed.update(ast.literal_eval(manifest).get("depends", []))
    return sorted(needed.difference(OURS) | {"base"})


def addons_hash():
    """Changes whenever an upgrade of the database may be due."""
    digest = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        parts = path.relative_to(ADDONS).parts
        if path.is_file() and not NOT_INSTALLED.intersection(parts) and path.suffix != ".pyc":
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class Site:
    def __init__(self, data, tools, server, account=None, database=None):
        self.data = data
        self.tools = tools
        self.server = server
        self.account = account
        self.database = database or server.given_database or DEFAULT_DATABASE
        self.addons = ADDONS
        self.conf = data / "odoo.conf"
        self.key = data / "id.key"
        self.log = data / "log/odoo.log"

    # ------------------------------------------------------------ data folder

    @property
    def filestore(self):
        return self.data / "odoo/filestore" / self.database

    @property
    def state(self):
        path = self.data / "state.json"
        try:
            return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except PermissionError:
            raise Problem(
                f"{self.data} belongs to somebody else: run this as that user, or choose another "
                "folder with --data."
            ) from None

    def remember(self, **values):
        self.write(self.data / "state.json", json.dumps({**self.state, **values}, indent=2) + "\n")

    def write(self, path, text):
        """Write a private file in one move, so that a crash leaves the old one or the new one."""
        partial = path.with_name(path.name + ".partial")
        remove(partial)
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(text)
        if self.account:
            self.account.own(partial, 0o600)
        partial.rename(path)

    def make_key(self):
        """The key of the encrypted ID numbers. Never replaced: without it they are lost."""
        if not self.key.exists() and self.state.get("phase") != "ready":
            self.write(self.key, base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
            self.remember(key_marks=None)
        self.check_key()
        self.remember(key_marks=self.key_marks())

    def check_key(self):
        again = "put it back from a backup (config/restore), another one could not read them."
        if not self.key.exists():
            raise Problem(f"The key of the ID numbers, {self.key}, is gone: {again}")
        known = self.state.get("key_marks")
        if known and not set(known).intersection(self.key_marks()):
            raise Problem(
                f"{self.key} is not the key that the ID numbers of this centre were encrypted "
                f"with: {again}"
            )

    def key_marks(self):
        """What tells each key in the file from others without giving it away.

        A file that is being changed to a new key holds both, the old one below.
        """
        lines = self.key.read_bytes().split()
        return [hashlib.sha256(b"key of a centre" + line).hexdigest()[:16] for line in lines]

    # ------------------------------------------------------------ running Odoo

    def configure(self, interface="127.0.0.1", port=8069, workers=0):
        template = (PROJECT / "config/odoo.conf").read_text(encoding="utf-8")
        addons = [self.tools.tree.python_path / "odoo/addons", *self.tools.tree.addons, self.addons]
        values = {
            "addons_path": ",".join(str(path) for path in addons),
            "data_dir": self.data / "odoo",
            "database": self.database,
            "unused_password": secrets.token_urlsafe(24),
            "interface": interface,
            "port": port,
            "workers": workers,
            "proxy_mode": bool(workers),
        }
        self.write(self.conf, string.Template(template).substitute(values))

    def environ(self, **more):
        """The environment of Odoo's processes."""
        # what steers other programs must not steer this one
        foreign = ("PG", "PYTHON", "ODOO_RC", "ODOO_DEV", "DATABASE_URL")
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(foreign)},
            **self.server.environ,
            "PYTHONPATH": str(self.tools.tree.python_path),
            # compiled modules stay out of the cache and the clone, which may not be writable
            "PYTHONPYCACHEPREFIX": str(self.data / "pycache"),
            "HOME": str(self.data / "home"),
            # Odoo restarts itself as plain `python`, which must be this one
            "PATH": f"{self.tools.python.parent}:{os.environ.get('PATH', os.defpath)}",
            "LC_ALL": "C.UTF-8",
            "CONSUMER_RIGHTS_ID_KEY_FILE": str(self.key),
            **more,
        }

    def command(self, *arguments):
        program = [self.tools.python, PROJECT / "config/odoo-bin"]
        return [*program, *arguments[:1], "-c", self.conf, *arguments[1:]]

    def odoo(self, *arguments, text=None, **environ):
        """Run Odoo to its end; what it printed goes to the log as well."""
        return run(
            self.command(*arguments, "-d", self.database, "--no-http"),
            f"Odoo could not do this: the last lines stand above, all of it in {self.log}.",
            account=self.account,
            text=text,
            log=self.log,
            cwd=self.data,
            env=self.environ(**environ),
        )

    def shell(self, script, **environ):
        text = (SHELL_SCRIPTS / script).read_text(encoding="utf-8")
        return self.odoo("shell", text=text, **environ)

    def start_odoo(self, **environ):
        with open(self.log, "a", encoding="utf-8") as log:
            return start(
                self.command("server"),
                self.account,
                start_new_session=True,  # Ctrl-C reaches this program, which ends Odoo in order
                cwd=self.data,
                env=self.environ(**environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    # ------------------------------------------------------------ the database

    def begin_database(self, lang, password):
        """An empty database with the core addons that ours need."""
        with step("Database: Odoo's core addons"):
            self.odoo(
                "server", "-i", ",".join(needed_addons()), ONLY_WANTED,
                "--load-language", lang, "--stop-after-init",
            )  # fmt: skip
        with step("Database: language, time zone, currency"):
            self.shell("new_database.py", CENTRE_LANG=lang, CENTRE_ADMIN_PASSWORD=password)

    def set_address(self, address):
        """Links in messages and papers lead here, unless somebody entered the public address."""
        self.server.sql(
            f"UPDATE ir_config_parameter SET value = '{address}' WHERE key = 'web.base.url'"
            " AND (value LIKE 'http://localhost:%' OR value LIKE 'http://127.0.0.1:%')",
            self.database,
        )

    def install_ours(self, demo):
        """Our addons. Returns the demonstration accounts: login, password, role."""
        names = ",".join(our_addons(self.addons))
        with step(f"Database: {names}" + (" with demonstration data" if demo else "")):
            if demo:
                # Odoo loads demonstration data only on top of its own, whose companies and users
                # with known passwords are not wanted here: say that it is there
                self.mark_demo("true", "state = 'installed'")
            flags = ["--with-demo"] if demo else []
            self.odoo("server", "-i", names, ONLY_WANTED, *flags, "--stop-after-init")
            if demo:
                self.check_demo()
                self.mark_demo("false", f"name NOT IN {OURS!r}")
        return self.finish()

    def check_demo(self):
        """Odoo goes on without demonstration data that fails: a centre without anybody in it."""
        failed = self.server.sql(
            f"SELECT name FROM ir_module_module WHERE name IN {OURS!r}"
            " AND state = 'installed' AND NOT demo",
            self.database,
        )
        if failed:
            raise Problem(
                "The demonstration data could not be loaded: the reason stands in "
                f"{self.log}. Report it, and start with --no-demo meanwhile."
            )

    def mark_demo(self, value, condition):
        self.server.sql(
            f"UPDATE ir_module_module SET demo = {value} WHERE {condition}", self.database
        )

    def upgrade(self):
        names = ",".join(our_addons(self.addons))
        with step(f"Database: upgrade of {names}"):
            # -i as well, for an addon that is new and for what it needs
            self.odoo(
                "server", "-u", names, "-i", ",".join([*needed_addons(), names]), ONLY_WANTED,
                "--stop-after-init",
            )  # fmt: skip
        return self.finish()

    def finish(self):
        with step("Scripts and style sheets"):
            output = self.shell("finish.py")
        for line in output.splitlines():
            if line.startswith("ACCOUNTS "):
                return json.loads(line.removeprefix("ACCOUNTS "))
        return []

    def drop(self):
        self.server.drop(self.database)
        remove(self.filestore)
