"""What can go wrong before anything runs: one sentence, an exit code, and the next run recovers."""

import contextlib
import errno
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from centre import bootstrap, console, environment, machine, odoo_tree, postgres
from centre.console import Problem
from setup_scripts import CONFIG, Serve, bare_environ, processes_of


def only_line(done):
    """The complaint of a script that failed as it should."""
    assert done.returncode not in (0, None), done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def only_sentence(done):
    sentence = only_line(done)
    assert sentence.endswith(".")
    return sentence


def can_mount():
    return subprocess.run(["unshare", "--mount", "true"], stderr=subprocess.DEVNULL).returncode == 0


@dataclass
class SmallDisk:
    """A file system of 1.1 GB that exists for its holder and for what runs beside it only."""

    folder: Path
    holder: subprocess.Popen

    @property
    def run(self):
        return {"inside": ["nsenter", f"--mount=/proc/{self.holder.pid}/ns/mnt"]}

    @property
    def filler(self):
        return Path(f"/proc/{self.holder.pid}/root{self.folder}/filler")

    def fill(self):
        with contextlib.suppress(OSError), open(self.filler, "wb", buffering=0) as filler:
            while True:
                filler.write(bytes(1 << 20))


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = f"mount -t tmpfs -o size=1100m none {folder} && touch {folder}/filler && exec sleep 999"
    disk = SmallDisk(folder, subprocess.Popen(["unshare", "--mount", "sh", "-c", mount]))
    while not disk.filler.exists():
        assert disk.holder.poll() is None
        time.sleep(0.1)
    yield disk
    disk.holder.kill()
    disk.holder.wait()


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 14, 0)])
@pytest.mark.parametrize("name", ["serve", "backup", "restore"])
def test_a_wrong_python_is_named(name, version):
    pretend = (
        f"import runpy, sys; sys.version_info = {(*version, 'final', 0)}; "
        f"sys.path.insert(0, {str(CONFIG)!r}); sys.argv = ['{name}']; "
        f"runpy.run_path({str(CONFIG / name)!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, env=bare_environ()
    )
    sentence = only_sentence(done)
    assert "Python {}.{}".format(*version) in sentence
    assert "3.10, 3.11, 3.12 or 3.13" in sentence


def test_the_script_of_the_tests_names_a_wrong_python_too():
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); "
        f"runpy.run_path({str(CONFIG.parent / 'tests/run')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, env=bare_environ()
    )
    assert "Python 3.9 cannot run this" in only_sentence(done)


def test_another_system_needs_odoo_home(tmp_path, monkeypatch):
    release = tmp_path / "os-release"
    release.write_text('ID=fedora\nVERSION_ID=42\nPRETTY_NAME="Fedora Linux 42"\n')
    monkeypatch.setattr(machine, "OS_RELEASE", release)
    monkeypatch.delenv("ODOO_HOME", raising=False)
    with pytest.raises(Problem, match="Fedora Linux 42 .* set ODOO_HOME"):
        machine.check_system()
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    machine.check_system()


@pytest.mark.parametrize("version, accepted", [("11", False), ("12", True), ("13", True)])
def test_debian_12_and_13_are_served(tmp_path, monkeypatch, version, accepted):
    release = tmp_path / "os-release"
    release.write_text(f'ID=debian\nVERSION_ID="{version}"\n')
    monkeypatch.setattr(machine, "OS_RELEASE", release)
    assert machine.is_supported_debian() is accepted


@pytest.mark.parametrize("content, named", [(None, "holds no Odoo"), ("18, 0", "not Odoo 19.0")])
def test_a_wrong_odoo_home_is_named(tmp_path, monkeypatch, content, named):
    if content:
        (tmp_path / "odoo").mkdir()
        release = f"version_info = ({content}, 0, 'final', 0, '')\n"
        (tmp_path / "odoo/release.py").write_text(release)
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(Problem, match=named):
        odoo_tree.find(tmp_path / "cache")


def test_odoo_home_is_used(tmp_path, monkeypatch):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "addons").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (19, 0, 0, 'final', 0, '')\n")
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    tree = odoo_tree.find(tmp_path / "cache")
    assert tree.python_path == tmp_path
    assert tree.addons == (tmp_path / "addons",)


def test_a_port_that_is_taken_is_named(script, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = script("serve", "--port", port, "--data", tmp_path / "data")
    sentence = only_sentence(done)
    assert f"Port {port}" in sentence and "--port" in sentence
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_that_is_none_is_named(script, tmp_path, port):
    done = script("serve", "--port", port, "--data", tmp_path / "data")
    assert done.returncode == 2 and "argument --port" in only_line(done)


def test_an_address_of_another_machine_is_named(script, tmp_path):
    for address in ("192.0.2.1", "no.such.address.invalid"):
        options = ("--interface", address, "--port", machine.free_port())
        done = script("serve", *options, "--data", tmp_path / "data")
        assert f"on {address} cannot be used" in only_sentence(done)


def test_two_runs_at_once_are_refused(script, tmp_path):
    data = tmp_path / "data"
    with bootstrap.lock_data(data):
        done = script("serve", "--port", machine.free_port(), "--data", data)
    assert "Another run uses the data folder" in only_sentence(done)
    assert os.listdir(data) == ["lock"]
    with bootstrap.lock_data(data):  # the lock ended with its holder
        pass


def test_a_folder_of_somebody_else_is_left_alone(script, tmp_path):
    """Root would be able to take it: it is not given to the ordinary user and not closed."""
    folder = Path("/usr")
    if os.geteuid() == 0:
        folder = tmp_path / "anna"
        folder.mkdir(mode=0o755)
        os.chown(folder, 65534, 65534)
    before = folder.stat()
    done = script("serve", "--port", machine.free_port(), "--data", folder)
    assert f"{folder} belongs to somebody else" in only_sentence(done)
    after = folder.stat()
    assert (after.st_uid, after.st_mode) == (before.st_uid, before.st_mode)


def test_a_folder_with_other_things_is_left_alone(script, tmp_path):
    (tmp_path / "holiday.jpg").touch()
    mode = tmp_path.stat().st_mode
    done = script("serve", "--port", machine.free_port(), "--data", tmp_path)
    assert "holds other things than a centre" in only_sentence(done)
    assert os.listdir(tmp_path) == ["holiday.jpg"] and tmp_path.stat().st_mode == mode
    done = script("serve", "--port", machine.free_port(), "--data", tmp_path / "holiday.jpg")
    assert "holiday.jpg" in only_sentence(done)


def test_a_folder_that_an_ordinary_user_cannot_make_is_named(script):
    user = machine.ordinary_user()
    options = {"user": user, "PATH": "/usr/bin:/bin"}  # root's own Python may be out of reach
    done = script("serve", "--port", machine.free_port(), "--data", "/usr/centre", **options)
    assert "/usr/centre cannot be used (Permission denied)" in only_sentence(done)
    options["CONSUMER_RIGHTS_CACHE"] = "/usr/cache"
    done = script("serve", "--port", machine.free_port(), "--data", "/tmp/unused", **options)
    assert "/usr/cache cannot be written" in only_sentence(done)


def test_a_centre_that_is_closed_to_the_caller_is_named(script, tmp_path):
    """A backup called by somebody else than the owner of the data."""
    options = {"user": machine.ordinary_user(), "PATH": "/usr/bin:/bin"}
    done = script("backup", "/tmp/never.tar", "--data", "/proc/1/cwd", **options)
    assert "/proc/1/cwd belongs to somebody else" in only_sentence(done)
    done = script("backup", "/usr/never.tar", "--data", tmp_path, **options)
    assert "/usr is no folder that can be written" in only_sentence(done)


def test_too_little_space_is_told_before_anything_is_written(script, monkeypatch):
    """/proc is a file system that has no space at all."""
    monkeypatch.delenv("ODOO_HOME", raising=False)
    for attempt in (odoo_tree.find, environment.find):
        with pytest.raises(Problem, match="0.0 GB free and .* are needed"):
            attempt(Path("/proc/cache"))
    done = script("serve", "--port", machine.free_port(), "--data", "/proc/centre")
    assert "The disk of /proc has 0.0 GB free" in only_sentence(done)


def test_a_disk_that_fills_up_on_the_way_is_named(capsys):
    with pytest.raises(Problem, match="The disk is full"):
        console.run(["sh", "-c", "cat /etc/os-release > /dev/full"], "It did not work.")

    def fill():
        with open("/dev/full", "w") as device:
            device.write("something")

    with pytest.raises(SystemExit) as ended:
        console.command_line(fill)
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == console.DISK_FULL


if can_mount():  # a disk of one's own needs more rights than an ordinary user has

    def test_a_full_disk_is_named_and_a_run_with_space_goes_on(small_disk):
        """It fills up while PostgreSQL and Odoo write the new database."""
        arguments = ("--no-demo",)
        full = Serve(small_disk.folder / "data", machine.free_port(), *arguments, **small_disk.run)
        full.wait_for("Database: Odoo's core addons")
        small_disk.fill()
        assert full.process.wait(120) == 1
        assert full.text.splitlines()[-1] == console.DISK_FULL
        assert "Traceback" not in full.text
        small_disk.filler.unlink()
        again = Serve(small_disk.folder / "data", machine.free_port(), *arguments, **small_disk.run)
        again.wait_for("Database: Odoo's core addons")
        assert again.end() == 130


def test_other_operating_system_errors_are_not_hidden():
    def fail():
        raise OSError(errno.EIO, "broken disk")

    with pytest.raises(OSError, match="broken disk"):
        console.command_line(fail)


def test_no_network_is_named_and_leaves_nothing_half_done(script, tmp_path):
    nowhere = f"http://127.0.0.1:{machine.free_port()}"
    cache = tmp_path / "cache"
    done = script(
        "serve", "--port", machine.free_port(), "--data", tmp_path / "data",
        CONSUMER_RIGHTS_CACHE=str(cache), ODOO_HOME="",
        http_proxy=nowhere, https_proxy=nowhere,
    )  # fmt: skip
    assert "check the network connection" in only_sentence(done)
    assert not (cache / odoo_tree.PACKAGE).exists()
    assert processes_of(tmp_path) == {}


def test_packages_out_of_reach_are_named(tmp_path, monkeypatch):
    nowhere = f"http://127.0.0.1:{machine.free_port()}"
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, nowhere)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    with pytest.raises(Problem, match="check the network connection"):
        environment.find(tmp_path)
    assert not list(tmp_path.glob("*/finished"))


def test_a_half_finished_folder_is_made_anew(tmp_path):
    final = tmp_path / "odoo"
    with pytest.raises(KeyboardInterrupt), console.new_folder(final) as partial:
        (partial / "half").touch()
        raise KeyboardInterrupt
    assert not final.exists()
    with console.new_folder(final) as partial:
        assert os.listdir(partial) == []
        (partial / "whole").touch()
    assert os.listdir(final) == ["whole"]
    assert os.listdir(tmp_path) == ["odoo"]


def test_a_half_finished_environment_is_made_anew(tmp_path, monkeypatch):
    def build(python, folder):
        assert not folder.exists()
        (folder / "bin").mkdir(parents=True)
        (folder / "bin/python").touch()
        if breaks:
            raise Problem("interrupted")

    monkeypatch.setattr(environment, "build", build)
    breaks = True
    with pytest.raises(Problem, match="interrupted"):
        environment.find(tmp_path)
    breaks = False
    assert environment.find(tmp_path).exists()
    monkeypatch.setattr(environment, "build", None)  # a third run builds nothing
    assert environment.find(tmp_path).exists()


def test_another_package_than_the_tested_one_is_announced(capsys):
    odoo_tree.compare({"version": "19.0.0+dfsg-9", "sha256": "0" * 64})
    told = capsys.readouterr().out
    assert "19.0.0+dfsg-9" in told and "odoo.lock" in told


@pytest.mark.parametrize(
    "address, expected",
    [
        (
            "postgresql://anna:a%40b@db.internal:5433/rights?sslmode=require",
            {
                "PGHOST": "db.internal", "PGPORT": "5433", "PGUSER": "anna", "PGPASSWORD": "a@b",
                "PGDATABASE": "rights", "PGSSLMODE": "require",
            },
        ),
        ("postgres:///rights?host=/run/pg", {"PGHOST": "/run/pg", "PGDATABASE": "rights"}),
    ],
)  # fmt: skip
def test_a_given_server_is_used(monkeypatch, address, expected):
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", address)
    server = postgres.find(None, None)
    assert server.given_database == expected.pop("PGDATABASE")
    assert server.environ == expected


@pytest.mark.parametrize(
    "address, named",
    [
        ("mysql://x@127.0.0.1/y", "DATABASE_URL must look like postgresql://"),
        ("postgresql://x@127.0.0.1:nonsense/y", "DATABASE_URL must look like postgresql://"),
        ("postgresql://x@127.0.0.1:9/y", "DATABASE_URL or PG* name does not answer"),
    ],
)
def test_a_wrong_database_address_is_named(script, tmp_path, address, named):
    done = script(
        "serve", "--port", machine.free_port(), "--data", tmp_path / "data", DATABASE_URL=address
    )
    assert named in only_sentence(done)


def test_a_server_that_is_too_old_is_named(monkeypatch):
    """The server of this test run, in the eyes of an Odoo to come."""
    server = postgres.Server(postgres.from_environment())
    server.start()
    monkeypatch.setattr(postgres, "OLDEST", 99)
    with pytest.raises(Problem, match=r"is PostgreSQL \d\d, and Odoo 19 needs 99 or newer"):
        server.start()


@pytest.fixture
def own_server(tmp_path, monkeypatch):
    """A cluster beside that of the test run, with a user who may not create databases."""
    for name in [name for name in os.environ if name.startswith(("PG", "DATABASE_URL"))]:
        monkeypatch.delenv(name)
    data, account = tmp_path / ("数据" * 20), machine.ordinary_user()
    bootstrap.prepare_data(data, account)
    server = postgres.find(data, account, quick_and_loose=True)
    try:
        server.start()
        boss = postgres.Server({**server.environ, "PGUSER": "postgres"})
        boss.sql("CREATE ROLE plain LOGIN")
        yield server
    finally:
        server.stop()
        console.remove(server.socket_folder)


def test_a_database_that_cannot_be_made_or_is_taken_is_named(script, own_server, tmp_path):
    host = quote(str(own_server.socket_folder))
    serve = ("serve", "--port", machine.free_port(), "--data", tmp_path / "data")
    done = script(*serve, DATABASE_URL=f"postgresql://plain@/rights?host={host}")
    assert "rights is missing and the user may not create it" in only_sentence(done)
    own_server.create("taken")
    own_server.run("psql", "-d", "taken", "-c", "CREATE TABLE theirs ()", problem="refused")
    done = script(*serve, DATABASE_URL=f"postgresql://{postgres.ROLE}@/taken?host={host}")
    assert "taken is already there and holds tables of something else" in only_sentence(done)
    tables = own_server.sql("SELECT relname FROM pg_class WHERE relname = 'theirs'", "taken")
    assert tables == [["theirs"]]


def test_a_data_folder_with_a_long_name_works(own_server):
    assert len(os.fsencode(own_server.data)) > postgres.LONGEST_SOCKET
    assert own_server.sql("SELECT current_user") == [[postgres.ROLE]]
    assert own_server.socket_folder.stat().st_mode & 0o077 == 0
    own_server.stop()
    assert processes_of(own_server.data) == {}


def test_demonstration_data_that_could_not_be_loaded_is_told(workshop):
    """Odoo itself only warns, and would leave a centre with nobody to log in as."""
    site = workshop.copy(workshop.template("plain"), "without_demo")
    try:
        with pytest.raises(Problem, match="could not be loaded"):
            site.check_demo()
        site.mark_demo("true", "state = 'installed'")
        site.check_demo()
    finally:
        site.drop()
