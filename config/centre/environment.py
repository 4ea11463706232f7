"""The virtual environment with the packages of requirements.txt."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from . import machine
from .console import Problem, remove, run, step

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements.txt"
SYSTEM_PYTHON = Path("/usr/bin/python3")


def interpreter():
    """The Python to build on: the system's, which every user can read, else the one that runs."""
    if SYSTEM_PYTHON.exists():
        asked = [SYSTEM_PYTHON, "-c", "import sys; print(*sys.version_info[:3], sep='.')"]
        version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        if (3, 10) <= tuple(int(part) for part in version.split(".")[:2]) <= (3, 13):
            return SYSTEM_PYTHON, version
    return Path(os.path.realpath(sys.executable)), sys.version.split()[0]


def find(cache):
    """The environment's Python; built once for these requirements and this Python."""
    python, version = interpreter()
    key = hashlib.sha256(REQUIREMENTS.read_bytes() + f"{python} {version}".encode()).hexdigest()
    folder = cache / f"python-{version}-{key[:12]}"
    finished = folder / "finished"
    inside = folder / "bin/python"
    if not finished.exists() or not inside.exists():
        machine.check_space(cache, 1.5)
        with step(f"Python {version}: packages"):
            # programs in it hold its path: built in place, marked at the end
            for unfinished in cache.glob("python-*"):
                if not (unfinished / "finished").exists():
                    remove(unfinished)
            remove(folder)
            build(python, folder)
            finished.touch()
    return inside


def build(python, folder):
    run(
        [python, "-m", "venv", folder],
        "The virtual environment could not be made: install Debian's package python3-venv.",
    )
    problem = (
        "The Python packages could not be installed: check the network connection and the disk, "
        "then run this again."
    )
    install = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-compile"]
    options = ["--no-input", "--disable-pip-version-check", "--retries", "3"]
    try:
        run([*install, *options, "--requirement", REQUIREMENTS], problem)
    except Problem as failure:
        wanted = ("ERROR", "No matching", "error")
        lines = [line for line in failure.detail.splitlines() if line.startswith(wanted)]
        raise Problem(str(failure), "\n".join(lines) or failure.detail) from None
