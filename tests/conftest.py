"""Fixtures for tests outside the addons.

Three kinds of tests live under tests/: plain Python; Odoo's TransactionCase and HttpCase on the
database that ./tests/run gives to pytest; and journeys, which need a real server and a browser:

    def test_something(served, page, log_in):
        log_in("clerk", "clerk")
        page.goto(f"{served.url}/odoo")
"""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from centre.console import stop
from centre.machine import free_port
from centre.serve import answers, last_lines
from centre.site import Site
from centre.testing import Workshop


@pytest.fixture(scope="session")
def workshop():
    """Makes copies of installed databases."""
    return Workshop.inside_pytest()


@dataclass
class Centre:
    """A served copy of a template, with a process and a database of its own."""

    site: Site
    url: str
    process: object = None

    def start(self, **environ):
        self.process = self.site.start_odoo(**environ)
        deadline = time.monotonic() + 120
        while not answers(f"{self.url}/web/login"):
            assert self.process.poll() is None, last_lines(self.site.log, 40)
            assert time.monotonic() < deadline, "Odoo does not answer"
            time.sleep(0.2)

    def stop(self):
        stop(self.process)

    def shell(self, code, **environ):
        """Run Python in a second Odoo process on the same database; `env` is there.

        The server forgets what it remembered of what the code changes.
        """
        text = f"{code}\nenv.registry.signal_changes()\n"
        return self.site.odoo("shell", text=text, **environ)

    def sql(self, statement):
        return self.site.server.sql(statement, self.site.database)


@pytest.fixture(scope="session")
def start_centre(workshop):
    """Start a server: start_centre() with demonstration data, start_centre("plain") without."""
    centres = []

    def begin(kind="demo", **environ):
        site = workshop.copy(workshop.template(kind), f"served_{len(centres)}")
        port = free_port()
        site.configure(port=port)
        centre = Centre(site, f"http://127.0.0.1:{port}")
        centres.append(centre)
        centre.start(**environ)
        return centre

    yield begin
    for centre in centres:
        centre.stop()
        centre.site.drop()


@pytest.fixture(scope="session")
def served(start_centre):
    """The centre with demonstration data that the journeys share."""
    return start_centre()


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium; closed after a module, as Playwright occupies the thread's event loop."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, request):
    """Open the page of another person, with cookies of its own. Errors of scripts fail the test."""
    pages, errors = [], []

    def begin(**options):
        settings = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        size = {"width": 1366, "height": 768}
        page = browser.new_context(**{**settings, "viewport": size, **options}).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        return page

    yield begin
    if request.node.stash.get(FAILED, False):
        for number, page in enumerate(pages):
            shot = (
                Workshop.inside_pytest().data / "screenshots" / f"{request.node.name}_{number}.png"
            )
            page.screenshot(path=shot)
            print(f"screenshot: {shot}")
    for page in pages:
        page.context.close()
    assert not errors


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def log_in(served, page):
    """Log in on `page`, or on another page of another centre."""

    def begin(login, password, page=page, centre=served):
        page.goto(f"{centre.url}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.click("button[type=submit]")
        page.wait_for_url(lambda url: "/web/login" not in url)
        return page

    return begin


FAILED = pytest.StashKey()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True


def pytest_ignore_collect(collection_path: Path, config):
    """Figures take long: tests/bench is collected only when it is named."""
    bench = Path(__file__).parent / "bench"
    named = any("bench" in argument for argument in config.args)
    if collection_path.is_relative_to(bench) and not named:
        return True
    return None
