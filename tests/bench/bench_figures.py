"""The figures of the project, each as a ratio within one run.

``./tests/run tests/bench/bench_figures.py`` prints them.

Nothing here fails on a slow machine. The tables go to the terminal; README and notes quote them.
"""

import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from centre.testing import Workshop

SCRIPTS = Path(__file__).parent / "scripts"
PEOPLE = Path(__file__).parents[1] / "faults/scripts"
JOURNEYS = Path(__file__).parents[1] / "journeys"
PATHS = f"import sys; sys.path[:0] = [{str(SCRIPTS)!r}, {str(PEOPLE)!r}]\n"


@pytest.fixture
def figures(capsys):
    """Run a script of scripts/ in an Odoo shell on a fresh database and print its table."""

    def run(script):
        workshop = Workshop.inside_pytest()
        site = workshop.copy(workshop.template("plain"), "bench")
        try:
            text = PATHS + (SCRIPTS / script).read_text(encoding="utf-8")
            output = site.odoo("shell", text=text)
        finally:
            site.drop()
        rows = [line for line in output.splitlines() if line.startswith("| ")]
        with capsys.disabled():
            print("\n" + "\n".join(rows))
        return rows

    return run


@pytest.mark.timeout(0)
def test_registration(figures):
    """Queries of one registration; milliseconds each in a batch of 1,000."""
    assert figures("registration.py")


@pytest.mark.timeout(0)
def test_filers(figures):
    """50 people file for a minute, beside one alone (REG-04)."""
    assert figures("filers.py")


@pytest.mark.timeout(0)
def test_import(figures):
    """A file of 100,000 rows, beside a raw COPY (INT-14, REG-23)."""
    assert figures("importing.py")


@pytest.mark.timeout(0)
def test_ledger(figures):
    """10,000 rows from a workbook; the pages of a ledger with 10,000 and 2,000,000 entries."""
    assert figures("ledger.py")


@pytest.mark.timeout(0)
def test_desks(start_centre, capsys):
    """MER-10: 50 service desks enter for a minute: no error, no entry lost, none doubled."""
    sys.path.insert(0, str(SCRIPTS))
    import desks

    centre = start_centre("plain")
    output = centre.shell(desks.PREPARE)
    merchants = re.search(r"^MERCHANTS ([\d ]+)", output, re.M)[1].split()
    entered, took, errors = desks.enter_at_once(centre.url, merchants)
    [[stored, confirmed]] = centre.sql(
        "SELECT count(*), count(*) FILTER (WHERE state = 'confirmed') FROM rights_merchant_ledger"
    )
    rows = ["| 50 service desks for a minute | |", "| --- | ---: |"]
    rows.append(f"| entries acknowledged, stored | {len(entered):,}, {int(stored):,} |")
    rows.append(f"| errors | {len(errors)} |")
    rows.append(f"| median, seconds | {statistics.median(took):.2f} |")
    rows.append(f"| 95th percentile, seconds | {took[int(len(took) * 0.95)]:.2f} |")
    with capsys.disabled():
        print("\n" + "\n".join(rows))
    assert not errors, errors[:3]
    assert len(entered) == len(set(entered.values())) == int(stored) == int(confirmed)


@pytest.mark.timeout(0)
def test_product_notice(figures):
    """A notice to 200 and to 20,000 merchants, written and queued, and its mails (PRD-04)."""
    assert figures("product_notice.py")


@pytest.mark.timeout(0)
def test_board(figures):
    """Board, list and search of a district dispatcher at 1,000 and at 1,000,000 cases."""
    assert figures("board.py")


@pytest.mark.timeout(0)
def test_reports(figures):
    """The report board of a dispatcher and of an officer at 1,000 and at 200,000 reports."""
    assert figures("reports.py")


@pytest.mark.timeout(0)
def test_archive(figures):
    """Full-text search inside dossiers at 1,000 and at 100,000 pages (ARC-10, D10)."""
    assert figures("archive.py")


DATA_CALLS = ("/web_read_group", "/web_search_read", "/read_progress_bar", "/formatted_read_group")
SHOWN = ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)"


@pytest.mark.timeout(0)
def test_board_in_the_browser(start_centre, new_page, capsys):
    """Opening the complaint board as district dispatcher: requests for its data, and seconds.

    The columns are full at both sizes: what differs is how much stands behind the cards.
    """
    centre = start_centre("plain")
    rows = ["| complaint board in Chromium | 1,000 cases | 1,000,000 cases | ratio |"]
    rows.append("| --- | ---: | ---: | ---: |")
    figures = []
    for cases, still_open in ((1000, 600), (999000, 59400)):
        centre.shell(
            f"{PATHS}\nimport fill\n"
            f"fill.fill(env, fill.network(env), {cases}, {still_open})\n"
            "fill.person(env, 'dispatcher', fill.network(env)['BND0']).password = 'bench'\n"
            "env.cr.commit()\n"
        )
        figures.append(open_board(new_page(), centre))
    (calls, small), (_calls, large) = figures
    rows.append(
        f"| seconds until the cards stand | {small:.2f} | {large:.2f} | {large / small:.2f} |"
    )
    rows.append(f"| requests for its data | {calls} | {_calls} | |")
    with capsys.disabled():
        print("\n" + "\n".join(rows))


def open_board(page, centre, rounds=7):
    """(requests for data, median seconds) of the way from the list to the board."""
    page.goto(f"{centre.url}/web/login")
    page.fill("input[name=login]", "bench_dispatcher")
    page.fill("input[name=password]", "bench")
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")
    calls, times = [], []
    page.on("request", lambda request: calls.append(request.url))
    for _round in range(rounds):
        page.goto(f"{centre.url}/odoo/action-consumer_rights.rights_case_action_complaint")
        page.click(".o_switch_view.o_list")
        page.wait_for_selector(".o_list_view .o_data_row")
        page.wait_for_timeout(1000)
        calls.clear()
        took = page.evaluate(
            """async (shown) => {
                const start = performance.now();
                document.querySelector(".o_switch_view.o_kanban").click();
                while (!document.querySelector(shown)) {
                    await new Promise(requestAnimationFrame);
                }
                return performance.now() - start;
            }""",
            SHOWN,
        )
        times.append(took / 1000)
    return len([url for url in calls if url.endswith(DATA_CALLS)]), statistics.median(times)


@pytest.mark.timeout(0)
def test_deadlines(figures):
    """Clocks of a registration; a year published over 50,000 clocks; the sweep."""
    assert figures("deadlines.py")


@pytest.mark.timeout(0)
def test_calls(figures):
    """The call-back list and the morning page with 100,000 calls and 60,000 open cases."""
    assert figures("calls.py")


@pytest.mark.timeout(0)
def test_sweep(figures):
    """10,000 of 3,000,000 clocks fall due: claim, breach and urge, beside the bare SQL (D6)."""
    assert figures("sweep.py")


@pytest.mark.timeout(0)
def test_clock_engine(capsys):
    """Due moments and explanations in plain Python."""
    script = [sys.executable, SCRIPTS / "clock_engine.py"]
    output = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    with capsys.disabled():
        print("\n" + output)
    assert output


@pytest.mark.timeout(0)
def test_papers(figures):
    """A paper, 500 acceptance notices in one run, a dossier of 200 pages, 1,000,000 papers."""
    assert figures("papers.py")


@pytest.mark.timeout(0)
def test_exports(figures):
    """500,000 rows of 20 columns to XLSX and CSV, beside bare xlsxwriter; the monthly pack."""
    assert figures("exports.py")


@pytest.mark.timeout(0)
def test_dashboard(figures):
    """The heads' dashboard and the wall at 10,000 and at 1,000,000 cases, 3,000,000 clocks."""
    assert figures("dashboard.py")


USABLE = "#filing [data-next]:not([hidden])"


@pytest.mark.timeout(0)
def test_filing_page(start_centre, new_page, capsys):
    """INT-13: weight of the public form, seconds until usable, 50 people filing for a minute."""
    sys.path.insert(0, str(SCRIPTS))
    import filing

    centre = start_centre("demo")
    parts = filing.page_weight(f"{centre.url}/rights/file")
    rows = ["| public form | bytes | compressed |", "| --- | ---: | ---: |"]
    rows += [f"| {name} | {raw:,} | {small:,} |" for name, raw, small in parts]
    weight = sum(small for _name, _raw, small in parts)
    rows.append(f"| in all | {sum(raw for _name, raw, _small in parts):,} | {weight:,} |")
    times = usable_times(new_page(), centre)
    rows.append(f"| seconds until usable, warm, median | {statistics.median(times):.2f} | |")
    centre.sql(
        "UPDATE rights_network_parameter SET value = 1000000 WHERE code = 'portal_filings_per_hour'"
    )
    centre.stop()
    centre.start()  # the number is cached
    numbers, took, errors = filing.file_at_once(centre.url)
    [[stored, distinct]] = centre.sql(
        "SELECT count(*), count(DISTINCT name) FROM rights_case"
        " WHERE respondent_name = '云川市压测示范商店'"
    )
    rows.append(f"| 50 people for a minute: filings, errors | {len(numbers)} | {len(errors)} |")
    rows.append(f"| 95th percentile, seconds | {took[int(len(took) * 0.95)]:.2f} | |")
    with capsys.disabled():
        print("\n" + "\n".join(rows))
    assert weight <= 150_000
    assert not errors, errors[:3]
    assert len(set(numbers)) == len(numbers) == int(stored) == int(distinct)


def usable_times(page, centre, rounds=7):
    """Seconds from asking for the page until its first button can be pressed, caches warm."""
    times = []
    for _round in range(rounds + 1):
        start = page.evaluate("Date.now()")
        page.goto(f"{centre.url}/rights/file", wait_until="commit")
        page.wait_for_selector(USABLE)
        times.append((page.evaluate("Date.now()") - start) / 1000)
    return times[1:]


@pytest.mark.timeout(0)
def test_phone_registration(start_centre, new_page, log_in, capsys):
    """A call registered without a mouse: keys beyond the free text, seconds of server waiting."""
    sys.path[:0] = [str(SCRIPTS), str(JOURNEYS)]
    import phone
    from hands import Hands
    from line import take_call

    centre = start_centre("demo")
    page = log_in("clerk", "demo2026", page=new_page(), centre=centre)
    rows = ["| phone registration | warm | limit |", "| --- | ---: | ---: |"]
    for call in phone.CALLS:
        page.goto(f"{centre.url}/odoo")
        page.wait_for_selector(".o_list_button_add")
        page.wait_for_timeout(2000)  # the call comes in while the clerk sits there
        desk = phone.Desk(page)
        assert take_call(Hands(desk, "clerk"), call)
    rows.append(f"| keys beyond the free text | {desk.keyboard.count} | 120 |")
    rows.append(f"| seconds of waiting for the server | {desk.waited():.2f} | 3 |")
    with capsys.disabled():
        print("\n" + "\n".join(rows))
    assert desk.keyboard.count <= 120


@pytest.mark.timeout(0)
def test_tracking(start_centre, capsys):
    """OPN-07: from number and code to the page of the case, at 1,000 and at 1,000,000 cases."""
    sys.path.insert(0, str(SCRIPTS))
    import filing

    centre = start_centre("plain")
    figures = []
    for cases, still_open in ((1000, 60), (999000, 59940)):
        centre.shell(
            f"{PATHS}\nimport fill\n"
            f"fill.fill(env, fill.network(env), {cases}, {still_open})\nenv.cr.commit()\n"
        )
        visitor = filing.Visitor(centre.url)
        receipt, _took = visitor.file_one()
        number, code = receipt["cases"][0]["number"], receipt["code"]
        figures.append(statistics.median(visitor.track(number, code) for _round in range(8)))
    small, large = (seconds * 1000 for seconds in figures)
    rows = ["| tracking a case | 1,000 cases, ms | 1,000,000 cases, ms | ratio |"]
    rows.append("| --- | ---: | ---: | ---: |")
    rows.append(
        f"| number and code to its page | {small:.0f} | {large:.0f} | {large / small:.2f} |"
    )
    with capsys.disabled():
        print("\n" + "\n".join(rows))


@pytest.mark.timeout(0)
def test_settlement(start_centre, capsys):
    """A proposal and its answer on the portal, pages included, at 1,000 and 1,000,000 cases."""
    sys.path.insert(0, str(SCRIPTS))
    import settling

    figures = []
    for cases, still_open in ((1000, 60), (1_000_000, 60_000)):
        centre = start_centre("plain")
        output = centre.shell(
            f"{PATHS}\nimport fill\n"
            f"fill.fill(env, fill.network(env), {cases}, {still_open})\nenv.cr.commit()\n"
            f"{settling.PREPARE}"
        )
        case = re.search(r"^CASE (\d+)", output, re.M)[1]
        [[day]] = centre.sql("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date + 7")
        seller = settling.Party(centre.url, "merchant", "bench_seller", case)
        buyer = settling.Party(centre.url, "case", "bench_buyer", case)
        figures.append(statistics.median(settling.round_trips(seller, buyer, str(day))))
        centre.stop()
    small, large = (seconds * 1000 for seconds in figures)
    rows = ["| settling on the portal | 1,000 cases, ms | 1,000,000 cases, ms | ratio |"]
    rows.append("| --- | ---: | ---: | ---: |")
    rows.append(
        f"| a proposal and its counter-proposal | {small:.0f} | {large:.0f} | {large / small:.2f} |"
    )
    with capsys.disabled():
        print("\n" + "\n".join(rows))
