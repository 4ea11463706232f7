"""./tests/run: lint, then the suite on copies of databases that are installed once.

A template is known by the hash of what went into it, so an unchanged one is used again:
base   Odoo's core addons, in Chinese
plain  base and our addons, without demonstration data
demo   base and our addons, with demonstration data; made when the first journey asks for it
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import machine, odoo_tree, postgres, prettier
from .bootstrap import begin, cache_folder, prepare_tools
from .console import Problem, locked, remove, say, start, step
from .site import OURS, PROJECT, SHELL_SCRIPTS, Site, Tools, addons_hash, needed_addons

PREFIX = "rights_test_"
LANG = "zh_CN"
BUSY = "Another ./tests/run is using this cache: wait for it, or set CONSUMER_RIGHTS_CACHE."


def main():
    arguments = sys.argv[1:]
    begin("Tests of the consumer rights centre")
    data = cache_folder() / "tests"
    machine.check_space(data, 2.0)
    with locked(data / "lock", BUSY):
        account = machine.ordinary_user()
        tools = prepare_tools(account, {**machine.SERVER_PACKAGES, **machine.TEST_PACKAGES})
        machine.let_through(account, data / "postgres")
        for name in ("log", "home", "screenshots"):
            (data / name).mkdir(exist_ok=True)
        server = postgres.find(data, account, quick_and_loose=True)
        try:
            server.start()
            workshop = Workshop(data, tools, server)
            workshop.sweep()
            return Lane(workshop, "suite", arguments).wait() if arguments else run_suite(workshop)
        finally:
            server.stop()


# ---------------------------------------------------------------- lint


def lint(python, pretty):
    """Everything that house-style names: {what: findings} of the checks that found something."""
    config = PROJECT / "config"
    cache = cache_folder() / "tests"
    addons = [PROJECT / "addons" / name for name in OURS if (PROJECT / "addons" / name).exists()]
    manifests = [addon / "__manifest__.py" for addon in addons]
    ruff = [python, "-m", "ruff"]
    options = ["--config", config / "ruff.toml", "--cache-dir", cache / "ruff", PROJECT]
    oca = [python, "-c", "import sys; from oca_pre_commit_hooks.{} import main; sys.exit(main())"]
    checks = {
        "ruff": [*ruff, "check", *options],
        "ruff format": [*ruff, "format", "--check", *options],
        "pylint-odoo": [python, "-m", "pylint", "--rcfile", config / "pylintrc", *addons],
        "OCA, addons": [*oca[:2], oca[2].format("cli"), *manifests],
        "OCA, translations": [*oca[:2], oca[2].format("cli_po"), *translations(addons)],
        "prettier": [*pretty, "--log-level", "warn", "--check", "addons/**/*.{xml,js}"],
    }
    findings = {}
    for what, command in checks.items():
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd=PROJECT,
            env={**os.environ, "PYTHONPYCACHEPREFIX": str(cache / "pycache")},
        )
        if done.returncode:
            findings[what] = done.stdout
    return findings


def translations(addons):
    return [path for addon in addons for path in sorted(addon.glob("i18n*/*.po"))]


# ---------------------------------------------------------------- databases


class Workshop:
    """Makes installed databases and copies of them."""

    def __init__(self, data, tools, server):
        self.data = data
        self.tools = tools
        self.server = server

    @classmethod
    def inside_pytest(cls):
        """The same workshop, seen by the tests: the server stands in the environment."""
        tools = Tools(Path(sys.executable), odoo_tree.find(cache_folder()))
        server = postgres.Server(postgres.from_environment())
        return cls(Path(os.environ["CONSUMER_RIGHTS_TEST_DATA"]), tools, server)

    def site(self, name):
        site = Site(self.data, self.tools, self.server, database=PREFIX + name)
        site.conf = self.data / f"{name}.conf"
        site.log = self.data / f"log/{name}.log"
        return site

    def template(self, kind):
        """Name of an installed database of this kind; made when there is none that fits."""
        name = f"{kind}_{self.key(kind)}"
        final = self.site(name)
        if final.database not in self.server.databases():
            self.forget(f"{kind}_")
            site = self.make_base(f"{kind}_new") if kind == "base" else self.make(kind)
            remove(final.filestore)
            site.filestore.rename(final.filestore)
            self.server.rename(site.database, final.database)
        return name

    def key(self, kind):
        first, last = (SHELL_SCRIPTS / name for name in ("new_database.py", "finish.py"))
        parts = [self.tools.tree.version, *needed_addons(), first.read_text(encoding="utf-8")]
        if kind != "base":
            parts += [addons_hash(), last.read_text(encoding="utf-8")]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]

    def make_base(self, name):
        site = self.site(name)
        site.make_key()
        site.configure()
        site.begin_database(LANG, password="admin")
        return site

    def make(self, kind):
        site = self.copy(self.template("base"), f"{kind}_new")
        site.install_ours(demo=kind == "demo")
        return site

    def copy(self, template, name):
        """A database of its own with the content of a template."""
        source, site = self.site(template), self.site(name)
        site.drop()
        self.server.create(site.database, source.database)
        # Odoo never changes a stored file, so the copy may share it
        site.filestore.parent.mkdir(parents=True, exist_ok=True)
        source.filestore.mkdir(exist_ok=True)
        subprocess.run(["cp", "-al", source.filestore, site.filestore], check=True)
        site.configure()
        return site

    def forget(self, beginning):
        for database in self.server.databases():
            if database.startswith(PREFIX + beginning):
                self.site(database.removeprefix(PREFIX)).drop()

    def sweep(self):
        """Remove what an interrupted run left."""
        for database in self.server.databases():
            if database.startswith(PREFIX):
                name = database.removeprefix(PREFIX)
                if name.endswith("_new") or not name.startswith(("base_", "plain_", "demo_")):
                    self.site(name).drop()


# ---------------------------------------------------------------- pytest


# Journeys wait a lot: they run beside the tests inside Odoo, which fall to two lanes file by file
# and leave them the processors when they want them; what comes after them starts Odoo as they do.
# Each lane has a database, a port and temporary files of its own; a new folder of tests/ falls to
# the journeys.
BESIDE = ["tests/clock", "tests/security"]
FIRST = "tests/journeys"
JOURNEYS = "suite_journeys"


def lanes():
    """{name: arguments for pytest}"""
    inside = sorted(PROJECT.glob("addons/*/tests/test_*.py"))
    folders = {f"tests/{path.parent.name}" for path in PROJECT.glob("tests/*/test_*.py")}
    return {
        "suite": inside[::2],
        "suite_second": [*inside[1::2], *BESIDE],
        JOURNEYS: [FIRST, *sorted(folders.difference(BESIDE, [FIRST]))],
    }


def run_suite(workshop):
    """Lint while the database is installed, then every lane; the worst exit code."""
    pretty = prettier.find(cache_folder(), workshop.tools.python)
    with ThreadPoolExecutor() as beside:
        linting = beside.submit(lint, workshop.tools.python, pretty)
        workshop.template("plain")
        with step("Lint"):
            findings = linting.result()
    if findings:
        say("\n".join(findings.values()))
        raise Problem(f"{', '.join(findings)}: mend what stands above, then run this again.")
    running = [
        Lane(workshop, name, paths, is_patient=name != JOURNEYS) for name, paths in lanes().items()
    ]
    codes = [lane.wait() for lane in running]
    for lane in running[1:]:
        say(lane.output.read_text(encoding="utf-8"))
    return max(codes)


class Lane:
    """A pytest process on a database of its own; all but the first write to a file.

    :param is_patient: it leaves the processors to whoever is in a hurry
    """

    def __init__(self, workshop, name, arguments, is_patient=False):
        self.site = site = workshop.copy(workshop.template("plain"), name)
        site.configure(port=machine.free_port())
        site.log.unlink(missing_ok=True)
        self.output = site.log.with_suffix(".txt")
        environ = site.environ(
            CONSUMER_RIGHTS_TEST_DATA=str(workshop.data),
            HYPOTHESIS_STORAGE_DIRECTORY=str(workshop.data / "hypothesis"),
        )
        environ["PYTHONPATH"] += f":{PROJECT / 'config'}:{PROJECT / 'tests'}"
        command = [workshop.tools.python, "-m", "pytest", "-c", PROJECT / "config/pytest.ini"]
        command += [f"--rootdir={PROJECT}", "-p", "strictness"]
        command += ["-o", f"cache_dir={site.data}/pytest_{name}"]
        command += [f"--odoo-database={site.database}", f"--odoo-config={site.conf}", "--odoo-http"]
        # Odoo's limit of address space would reach Chromium, which needs more of it
        command += ["--odoo-extra", "limit-memory-hard=0"]
        # pytest closes its usual folder to all others at each start, also to a run beside it
        self.folder = tempfile.TemporaryDirectory(prefix="rights-")
        command += [f"--basetemp={self.folder.name}/t"]
        options = {"env": environ, "cwd": PROJECT}
        if name != "suite":
            options |= {"stdout": self.output.open("wb"), "stderr": subprocess.STDOUT}
        if is_patient:
            command = ["nice", *command]
        self.process = start([*command, *arguments], **options)

    def wait(self):
        try:
            return self.process.wait()
        except KeyboardInterrupt:
            self.process.wait()  # it has had the Ctrl-C as well and ends by itself
            raise
        finally:
            self.site.drop()
            self.folder.cleanup()
