"""The scripts as a person runs them, each with its own data, and a look at living processes."""

import os
import signal
import subprocess
import time
from pathlib import Path

from centre.site import PROJECT

CONFIG = PROJECT / "config"


def bare_environ(**more):
    """The environment of a person at a terminal: nothing of this test run's server."""
    foreign = ("PG", "PYTHON", "DATABASE_URL", "CONSUMER_RIGHTS_ID_KEY_FILE")
    environ = {name: v for name, v in os.environ.items() if not name.startswith(foreign)}
    return {**environ, "PYTHONUNBUFFERED": "1", **more}


def call(name, *arguments, inside=(), user=None, **environ):
    """Run a script of config/ to its end.

    :param inside: a command that runs it, such as one that gives it a disk of its own
    :param user: the account to run it as, where root calls
    """
    command = [*inside, CONFIG / name, *arguments]
    return subprocess.run(
        [str(part) for part in command],
        env=bare_environ(**environ),
        capture_output=True,
        text=True,
        timeout=600,
        **(user.popen if user else {}),
    )


class Serve:
    """./config/serve in the background."""

    def __init__(self, data, port, *arguments, project=PROJECT, inside=(), **environ):
        self.data = data
        self.output = data.with_name(data.name + ".output")
        self.began = time.monotonic()
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [
                    *inside,
                    project / "config/serve",
                    "--data",
                    data,
                    "--port",
                    str(port),
                    *arguments,
                ],
                env=bare_environ(**environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.url = f"http://127.0.0.1:{port}"

    @property
    def text(self):
        return self.output.read_text()

    def wait_until_ready(self):
        """Seconds from the call until the address is printed."""
        self.wait_for("Stop with Ctrl-C")
        return time.monotonic() - self.began

    def wait_for(self, words):
        while words not in self.text:
            assert self.process.poll() is None, self.text
            time.sleep(0.1)

    def kill(self):
        """End it as a power cut would, and wait until nothing of it is left."""
        self.end(signal.SIGKILL)
        deadline = time.monotonic() + 30
        while processes_of(self.data):
            assert time.monotonic() < deadline, processes_of(self.data)
            time.sleep(0.2)

    def end(self, signal_number=signal.SIGINT):
        self.process.send_signal(signal_number)
        return self.process.wait(60)


def processes_of(folder):
    """The living processes that name a folder or work in it: number and command line."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            place = os.readlink(entry / "cwd")
        except OSError:  # ended meanwhile, or not ours to look at
            continue
        if str(folder) in command or place.startswith(str(folder)):
            found[int(entry.name)] = command
    return found
