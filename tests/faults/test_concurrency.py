"""What happens when people and processes meet: real connections, real commits, real kills."""

from pathlib import Path

import pytest

from centre.testing import Workshop

SCRIPTS = Path(__file__).parent / "scripts"


@pytest.fixture(scope="module")
def site():
    """A database of its own: what is committed here is dropped with it."""
    workshop = Workshop.inside_pytest()
    site = workshop.copy(workshop.template("plain"), "faults")
    yield site
    site.drop()


def run_script(site, name):
    """Run a script in an Odoo shell; its last line is ``DONE`` when all its checks held."""
    text = f"import sys; sys.path.insert(0, {str(SCRIPTS)!r})\n"
    output = site.odoo("shell", text=text + (SCRIPTS / name).read_text(encoding="utf-8"))
    assert "DONE" in output.splitlines(), output[-4000:]
    return output


def test_two_clerks_move_one_card(site):
    """D4: one wins, the other is told who was first; the process record holds one move."""
    run_script(site, "two_on_one_card.py")


def test_two_clerks_decide_at_once(site):
    """ACC-01: accepted or not accepted, never both; the other is told and leaves no paper."""
    run_script(site, "two_decide.py")


def test_parallel_filers_get_numbers_without_waiting(site):
    """REG-04: 20 filers at once, one of them failing each time: no error, no doubled number."""
    run_script(site, "parallel_filers.py")


def test_renderer_dies_and_disk_is_full(site):
    """A killed renderer and a full disk lose no step; the papers are made again (issue: faults)."""
    run_script(site, "renderer_dies.py")


def test_builder_of_a_package_dies_and_disk_is_full(site):
    """A killed builder and a full disk lose no file of a transfer package (issue: faults)."""
    run_script(site, "transfer_dies.py")


def test_clocks_meet(site):
    """LIM-07 to LIM-09, LIM-15: two people or crons at one clock; none doubled, the loser told."""
    run_script(site, "clocks_meet.py")


def test_ten_thousand_deadlines_fire_once(site):
    """D6, LIM-15, SUP-02: killed, run twice, clock off by 48 hours, one poisoned: once each."""
    run_script(site, "sweep_dies.py")


def test_an_export_survives_its_workers(site):
    """A killed worker, two at once, a stop: no half file, nothing twice, the disk as it was."""
    run_script(site, "export_dies.py")


def test_a_missed_limit_is_deducted_once(site):
    """QUA-16: four jobs at once; each missed limit is one candidate, each month one bulletin."""
    run_script(site, "breach_deducted_once.py")


def test_a_report_pack_is_delivered_once(site):
    """STA-01, DOC-23: killed, run by several at once, the disk full: each part once, whole."""
    run_script(site, "pack_dies.py")
