"""What can go wrong before anything runs: one sentence, an exit code, and the next run recovers."""

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections import namedtuple

import pytest

from centre import bootstrap, console, environment, machine, odoo_tree, postgres
from centre.console import Problem
from setup_scripts import CONFIG, bare_environ, processes_of


def only_sentence(done):
    """The complaint of a script that failed as it should."""
    assert done.returncode not in (0, None), done.stdout
    assert "Traceback" not in done.stderr
    sentence = done.stderr.strip().splitlines()[-1]
    assert sentence.endswith(".")
    return sentence


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


def test_two_runs_at_once_are_refused(script, tmp_path):
    data = tmp_path / "data"
    with bootstrap.lock_data(data):
        done = script("serve", "--port", machine.free_port(), "--data", data)
    assert "Another run uses the data folder" in only_sentence(done)
    assert os.listdir(data) == ["lock"]
    with bootstrap.lock_data(data):  # the lock ended with its holder
        pass


def test_too_little_space_is_told_before_anything_is_written(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")(10**12, 10**12, 2 * 10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    monkeypatch.delenv("ODOO_HOME", raising=False)
    for attempt in (odoo_tree.find, environment.find):
        with pytest.raises(Problem, match="0.2 GB free and .* are needed"):
            attempt(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


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


def test_a_given_server_that_is_silent_is_named(monkeypatch):
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://x@127.0.0.1:{machine.free_port()}/y")
    with pytest.raises(Problem, match="does not answer"):
        postgres.find(None, None).start()


def test_a_data_folder_with_a_long_name_works(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("PG", "DATABASE_URL"))]:
        monkeypatch.delenv(name)
    data = tmp_path / ("数据" * 20)
    assert len(os.fsencode(data)) > postgres.LONGEST_SOCKET
    account = machine.ordinary_user()
    bootstrap.prepare_data(data, account)
    server = postgres.find(data, account, quick_and_loose=True)
    try:
        server.start()
        assert server.sql("SELECT current_user") == [[postgres.ROLE]]
        assert server.socket_folder.stat().st_mode & 0o077 == 0
    finally:
        server.stop()
        console.remove(server.socket_folder)
    assert processes_of(data) == {}
