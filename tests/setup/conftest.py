"""Fixtures of the tests of the set-up."""

import pytest

from setup_scripts import Serve, call


@pytest.fixture
def script():
    """Run a script of config/ to its end: script("backup", file, "--data", folder)."""
    return call


@pytest.fixture(scope="module")
def serve():
    """Start ./config/serve; whatever is still running at the end is stopped."""
    running = []

    def begin(*arguments, **options):
        running.append(Serve(*arguments, **options))
        return running[-1]

    yield begin
    for process in running:
        if process.process.poll() is None:
            process.end()
