"""Nothing calls out: neither the pages that a browser opens, nor the server, nor its jobs."""

import ast
import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

WATCHED = Path(__file__).parent / "watched"
PAGES = ["/web/login", "/web/reset_password", "/odoo", "/odoo/discuss", "/odoo/settings", "/my"]
# the served centre runs its jobs as well: the one who comes second waits and tries again
RUN_EVERY_JOB = """
import time
from odoo.exceptions import UserError
from odoo.service.model import retrying
jobs = env["ir.cron"].search([])
for job in jobs:
    for wait in (1, 2, 4, 8, 0):
        try:
            retrying(job.method_direct_trigger, env)
            break
        except UserError:
            env.cr.rollback()
            if not wait:
                raise
            time.sleep(wait)
print("JOBS", len(jobs))
"""
CALL_SOMEWHERE = """
import socket
try:
    socket.create_connection(("192.0.2.1", 9), timeout=0.01)
except OSError:
    pass
"""


def is_local(target):
    """Whether an address stays on this machine."""
    host = target[0] if isinstance(target, tuple) else target
    if not isinstance(host, str) or host.startswith("/") or host in ("", "localhost"):
        return True  # a socket in the file system
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def foreign(log):
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    targets = [ast.literal_eval(line.split("\t", 1)[1]) for line in lines]
    return [target for target in targets if not is_local(target)]


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("watched") / "connections"


@pytest.fixture(scope="module")
def watched(start_centre, workshop, log):
    """A centre whose processes write down every address that they call."""
    path = f"{workshop.tools.tree.python_path}:{WATCHED}"
    environ = {"PYTHONPATH": path, "WATCHED_CONNECTIONS": str(log)}
    centre = start_centre(**environ)
    centre.environ = environ
    return centre


def test_the_watch_sees_a_call(watched, tmp_path):
    """Without this the tests below would pass blindly."""
    other = tmp_path / "connections"
    environ = {**watched.environ, "WATCHED_CONNECTIONS": str(other)}
    watched.shell(CALL_SOMEWHERE, **environ)
    assert ("192.0.2.1", 9) in foreign(other)


def test_pages_ask_for_nothing_elsewhere(watched, log, page, log_in):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(f"{watched.url}/web/login")
    log_in("admin", "admin", centre=watched)
    for path in PAGES:
        page.goto(f"{watched.url}{path}")
        page.wait_for_timeout(2000)  # what a page fetches after it has been drawn
    schemes = {"http", "https", "ws", "wss"}
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme in schemes}
    assert len(asked) > len(PAGES)
    assert hosts == {"127.0.0.1"}
    assert log.exists(), "the server was not watched"
    assert foreign(log) == []


def test_jobs_call_nobody(watched, log):
    output = watched.shell(RUN_EVERY_JOB, **watched.environ)
    jobs = [int(line.split()[1]) for line in output.splitlines() if line.startswith("JOBS ")]
    assert jobs and jobs[0] > 5
    assert foreign(log) == []
