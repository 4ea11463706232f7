"""The figures of the project, each as a ratio within one run.

``./tests/run tests/bench/bench_figures.py`` prints them.

Nothing here fails on a slow machine. The tables go to the terminal; README and notes quote them.
"""

from pathlib import Path

import pytest

from centre.testing import Workshop

SCRIPTS = Path(__file__).parent / "scripts"


@pytest.fixture
def figures(capsys):
    """Run a script of scripts/ in an Odoo shell on a fresh database and print its table."""

    def run(script):
        workshop = Workshop.inside_pytest()
        site = workshop.copy(workshop.template("plain"), "bench")
        try:
            text = f"import sys; sys.path.insert(0, {str(SCRIPTS)!r})\n"
            output = site.odoo("shell", text=text + (SCRIPTS / script).read_text(encoding="utf-8"))
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
def test_board(figures):
    """Board, list and search of a district dispatcher at 1,000 and at 1,000,000 cases."""
    assert figures("board.py")
