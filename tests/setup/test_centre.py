"""One centre from ./config/serve --no-demo to a restore elsewhere, as an administrator sees it."""

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from centre import machine
from centre.postgres import PrivateServer
from centre.site import PROJECT
from setup_scripts import call, processes_of

CONTENT = "证据" * 5000


class Client:
    """A logged-in client of the JSON interface that the web client uses."""

    def __init__(self, url, login, password):
        self.url = url
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        account = {"db": "consumer_rights", "login": login, "password": password}
        self.uid = self.post("/web/session/authenticate", account)["uid"]

    def post(self, path, params):
        request = urllib.request.Request(
            self.url + path,
            json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=60) as response:
            answer = json.load(response)
        if "error" in answer:
            raise PermissionError(answer["error"]["data"]["message"])
        return answer["result"]

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)


@pytest.fixture(scope="module")
def killed(serve, tmp_path_factory):
    """A run that was killed in the middle of the creation of its database."""
    served = serve(tmp_path_factory.mktemp("centre") / "data", machine.free_port(), "--no-demo")
    served.wait_for("Database: Odoo's core addons")
    time.sleep(3)
    served.printed = served.text
    served.kill()
    return served


@pytest.fixture(scope="module")
def centre(serve, killed):
    """A running centre without demonstration data, and its administrator's password.

    It begins where the killed run has left its data.
    """
    served = serve(killed.data, int(killed.url.rsplit(":", 1)[1]), "--no-demo")
    served.wait_until_ready()
    served.password = re.search(r"^Administrator: admin / (\S+)$", served.text, re.MULTILINE)[1]
    return served


def test_a_run_killed_while_it_makes_the_database_leaves_what_the_next_one_replaces(killed, centre):
    assert "Ready" not in killed.printed
    assert "Database: Odoo's core addons" in centre.text  # from the beginning again
    assert Client(centre.url, "admin", centre.password).uid


def test_each_step_is_printed_with_its_time(centre):
    steps = re.findall(r"^  (.+) \.\.\. ([0-9.]+) s$", centre.text, re.MULTILINE)
    assert len(steps) >= 5
    assert any(name.startswith("Database: consumer_rights") for name, _seconds in steps)


def test_links_lead_to_the_address_that_serves(centre):
    """Before anybody logged in: codes on papers and links in messages work at any port."""
    server = PrivateServer(centre.data, None)
    server.attach()
    statement = "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'"
    assert server.sql(statement, "consumer_rights") == [[centre.url]]


def test_the_printed_password_is_the_only_one(centre):
    assert Client(centre.url, "admin", centre.password).uid
    for login, password in (("admin", "admin"), ("demo", "demo"), ("clerk", "clerk")):
        with pytest.raises(PermissionError):
            Client(centre.url, login, password)


def test_it_is_chinese_and_counts_in_yuan(centre):
    client = Client(centre.url, "admin", centre.password)
    user = client.call("res.users", "read", [client.uid], ["lang", "tz", "company_id"])[0]
    company = client.call("res.company", "read", [user["company_id"][0]], ["currency_id"])[0]
    assert (user["lang"], user["tz"]) == ("zh_CN", "Asia/Shanghai")
    assert company["currency_id"][1] == "CNY"


def test_database_pages_are_closed(centre):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{centre.url}/web/database/manager", timeout=60) as page:
        assert "disabled by the administrator" in page.read().decode()


def test_it_listens_on_loopback_only(centre):
    port = int(centre.url.rsplit(":", 1)[1])
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table.readlines()[1:]]
    listening = {row[1].split(":")[0] for row in rows if int(row[1].split(":")[1], 16) == port}
    assert listening == {"0100007F"}


def test_no_process_runs_as_root(centre):
    others = processes_of(centre.data)
    del others[centre.process.pid]  # the one that the caller started
    assert len(others) >= 2
    owners = {pwd.getpwuid(os.stat(f"/proc/{number}").st_uid).pw_name for number in others}
    expected = machine.USER_NAME if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    assert owners == {expected}


def test_the_data_folder_is_closed_to_others(centre):
    assert centre.data.stat().st_mode & 0o077 == 0
    for name in ("id.key", "odoo.conf", "state.json"):
        assert (centre.data / name).stat().st_mode & 0o077 == 0, name


def test_a_second_serve_is_refused_while_it_runs(script, centre):
    done = script("serve", "--data", centre.data, "--port", machine.free_port())
    assert done.returncode == 1
    assert "Another run uses the data folder" in done.stderr


def again(serve, centre, **options):
    """Start the same centre once more; seconds until it is ready."""
    served = serve(centre.data, int(centre.url.rsplit(":", 1)[1]), **options)
    seconds = served.wait_until_ready()
    centre.process = served.process
    return seconds


def test_ctrl_c_leaves_nothing_and_a_second_start_is_quick(serve, centre):
    assert centre.end(signal.SIGINT) == 0
    assert processes_of(centre.data) == {}
    assert again(serve, centre) < 20
    assert centre.password not in centre.text
    assert Client(centre.url, "admin", centre.password).uid


def test_odoo_comes_back_when_it_restarts_itself(centre):
    """Odoo does so when it has used too much memory."""
    running = processes_of(centre.data)
    odoo = next(number for number, command in running.items() if "odoo-bin" in command)
    before = (centre.data / "log/odoo.log").read_text().count("HTTP service")
    os.kill(odoo, signal.SIGHUP)
    deadline = time.monotonic() + 60
    while (centre.data / "log/odoo.log").read_text().count("HTTP service") == before:
        assert centre.process.poll() is None, centre.text
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert Client(centre.url, "admin", centre.password).uid


def test_a_killed_run_leaves_nothing_and_the_next_one_recovers(serve, centre):
    centre.kill()
    again(serve, centre)
    assert Client(centre.url, "admin", centre.password).uid


def test_a_restore_brings_everything_back(script, serve, centre, tmp_path):
    client = Client(centre.url, "admin", centre.password)
    partner = client.call("res.partner", "create", {"name": "备份演练"})
    attachment = client.call("ir.attachment", "create", {"name": "证据.txt", "raw": CONTENT})
    file, elsewhere = tmp_path / "centre.tar", tmp_path / "elsewhere"

    done = script("backup", file, "--data", centre.data)
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0
    assert sorted(os.listdir(tmp_path)) == ["centre.tar"]
    done = script("backup", file, "--data", centre.data)
    assert done.returncode == 1 and "already there" in done.stderr

    done = script("restore", file, "--data", elsewhere)
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "id.key").read_bytes() == (centre.data / "id.key").read_bytes()
    restored = serve(elsewhere, machine.free_port())
    restored.wait_until_ready()
    assert "upgrade" not in restored.text
    client = Client(restored.url, "admin", centre.password)
    assert client.call("res.partner", "read", [partner], ["name"])[0]["name"] == "备份演练"
    assert client.call("ir.attachment", "read", [attachment], ["raw"])[0]["raw"] == CONTENT

    done = script("restore", file, "--data", elsewhere, "--force")
    assert done.returncode == 1 and "Another run uses" in done.stderr
    client.call("res.partner", "unlink", [partner])
    assert restored.end() == 0
    done = script("restore", file, "--data", elsewhere)
    assert done.returncode == 1 and "--force" in done.stderr
    done = script("restore", file, "--data", elsewhere, "--force")
    assert done.returncode == 0, done.stderr
    restored = serve(elsewhere, machine.free_port())
    restored.wait_until_ready()
    client = Client(restored.url, "admin", centre.password)
    assert client.call("res.partner", "search_count", [("name", "=", "备份演练")]) == 1
    restored.end()


@pytest.fixture(scope="module")
def whole(centre, tmp_path_factory):
    """A sound archive."""
    file = tmp_path_factory.mktemp("archive") / "whole.tar"
    assert call("backup", file, "--data", centre.data).returncode == 0
    return file


@pytest.mark.parametrize("part", ["database.dump", "filestore", "id.key", "manifest.json"])
def test_a_damaged_archive_is_refused_as_a_whole(script, whole, tmp_path, part):
    damaged = tmp_path / "damaged.tar"
    content = bytearray(whole.read_bytes())
    with tarfile.open(whole) as members:
        member = next(member for member in members if member.name.startswith(part))
    for place in range(member.offset_data, member.offset_data + min(member.size, 20)):
        content[place] ^= 0xFF
    damaged.write_bytes(content)
    target = tmp_path / "target"
    done = script("restore", damaged, "--data", target)
    assert done.returncode == 1
    assert "not a whole backup" in done.stderr
    assert not (target / "state.json").exists() and not (target / "id.key").exists()


def test_changed_addons_are_upgraded_at_the_next_start(serve, centre):
    centre.end()
    state = json.loads((centre.data / "state.json").read_text())
    state["addons"] = "of an earlier version"
    (centre.data / "state.json").write_text(json.dumps(state))
    again(serve, centre)
    assert "Database: upgrade of consumer_rights" in centre.text
    assert json.loads((centre.data / "state.json").read_text())["addons"] != state["addons"]
    assert Client(centre.url, "admin", centre.password).uid


def test_real_data_is_not_reset_without_a_question(script, centre):
    centre.end()
    done = script("serve", "--data", centre.data, "--port", machine.free_port(), "--reset")
    assert done.returncode == 1
    assert "Nothing was deleted" in done.stderr
    assert (centre.data / "state.json").exists() and (centre.data / "id.key").exists()


def test_a_lost_key_is_named_and_nothing_new_takes_its_place(script, centre, tmp_path):
    """A new key would be taken for the old one: old numbers unreadable, new ones not found."""
    centre.end()
    key, kept = centre.data / "id.key", tmp_path / "id.key"
    key.rename(kept)
    for attempt in (
        ("serve", "--data", centre.data, "--port", machine.free_port()),
        ("backup", tmp_path / "centre.tar", "--data", centre.data),
    ):
        done = script(*attempt)
        assert done.returncode == 1
        assert done.stderr.startswith("The key of the ID numbers") and "gone" in done.stderr
        assert not key.exists() and not (tmp_path / "centre.tar").exists()
        shutil.copy(kept, key)
        key.write_text(key.read_text()[::-1])  # somebody has made another one
        done = script(*attempt)
        assert done.returncode == 1
        assert "is not the key that the ID numbers of this centre" in done.stderr
        key.unlink()
    kept.rename(key)


def test_a_closed_clone_and_an_odoo_tree_of_ones_own_are_used(serve, centre, tmp_path, workshop):
    """Cloned by root under umask 077, and ODOO_HOME names the tree; nothing is upgraded."""
    clone, home = tmp_path / "clone", tmp_path / "odoo"
    copy = f"mkdir {clone} && cd {PROJECT} && cp -r --no-preserve=mode,ownership "
    copy = f"umask 077; {copy} addons config requirements.txt {clone}"
    subprocess.run(["sh", "-c", copy], check=True)
    (clone / "config/serve").chmod(0o700)
    home.symlink_to(workshop.tools.tree.root)
    assert (clone / "addons/consumer_rights/__manifest__.py").stat().st_mode & 0o077 == 0
    centre.end()
    again(serve, centre, project=clone, ODOO_HOME=str(home))
    assert "upgrade" not in centre.text
    paths = re.search(r"^addons_path = (.*)$", (centre.data / "odoo.conf").read_text(), re.M)[1]
    first, *_others, last = paths.split(",")
    assert first.startswith(f"{home}/") and last == f"{clone}/addons"
    running = processes_of(centre.data)
    odoo = next(number for number, command in running.items() if "odoo-bin" in command)
    environ = Path(f"/proc/{odoo}/environ").read_bytes().decode().split("\0")
    assert f"PYTHONPATH={first.removesuffix('/odoo/addons')}" in environ
    assert Client(centre.url, "admin", centre.password).uid


def test_python_and_address_are_in_the_output(centre):
    assert f"Ready: {centre.url}" in centre.text
    assert f"Python {sys.version_info.major}." in centre.text
