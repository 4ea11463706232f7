"""Progress, problems in one sentence, locks, and running other programs."""

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

# a place that cannot be written: somebody else's, read-only, or no folder
UNUSABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}
DISK_FULL = "The disk is full: free some space, then run this again."


class Problem(Exception):
    """What is wrong and what to do, in one sentence for the person at the keyboard."""

    def __init__(self, sentence, detail=""):
        super().__init__(sentence)
        self.detail = detail


def say(text, end="\n"):
    print(text, end=end, flush=True)


@contextlib.contextmanager
def step(what):
    """Print what is being done and how long it took."""
    began = time.monotonic()
    print(f"  {what} ...", end=" ", flush=True)
    try:
        yield
    except BaseException:
        say(f"stopped after {time.monotonic() - began:.1f} s")
        raise
    say(f"{time.monotonic() - began:.1f} s")


def command_line(main):
    """Run `main` and turn every expected failure into one sentence and an exit code."""
    # SIGINT as well: a shell starts background programs with that one ignored
    for terminating in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(terminating, signal.default_int_handler)
    try:
        sys.exit(main() or 0)
    except Problem as problem:
        if problem.detail:
            sys.stderr.write(problem.detail.rstrip() + "\n\n")
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.stderr.write(DISK_FULL + "\n")
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nInterrupted; the next run carries on from here.")
        sys.exit(130)


@contextlib.contextmanager
def locked(path, busy, wait=False):
    """Hold a lock that ends with this process, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise Problem(busy) from None
            say(f"  {busy}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def start(command, account=None, last_signal=signal.SIGTERM, **options):
    """Start a program that must not outlive this one, as `account` when root calls.

    The kernel sends it `last_signal` when this process ends, even when that was killed.
    """
    libc = ctypes.CDLL(None)
    set_parent_death_signal = 1
    return subprocess.Popen(
        [str(part) for part in command],
        preexec_fn=lambda: libc.prctl(set_parent_death_signal, last_signal),
        **(account.popen if account else {}),
        **options,
    )


def stop(process, signal_number=signal.SIGTERM, patience=30):
    """End a program started with `start`, and what is left of its session if it has its own."""
    if process is None:
        return
    if process.poll() is None:
        process.send_signal(signal_number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def run(command, problem, account=None, text=None, log=None, **options):
    """Run a program to its end and return what it printed; a failure becomes `problem`."""
    options.setdefault("stderr", subprocess.STDOUT)
    process = start(
        command,
        account,
        stdin=subprocess.PIPE if text is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        **options,
    )
    try:
        output = process.communicate(text)[0]
    except BaseException:
        stop(process, patience=10)
        raise
    if log:
        with open(log, "a", encoding="utf-8") as handle:
            handle.write(output)
    if process.returncode:
        told = "No space left on device" in output or "Disk quota exceeded" in output
        # a database server that dies of it tells its own log only
        if told or shutil.disk_usage(options.get("cwd") or ".").free < 10_000_000:
            problem = DISK_FULL
        raise Problem(problem, "\n".join(output.splitlines()[-15:]))
    return output


@contextlib.contextmanager
def new_folder(final):
    """Give an empty folder that gets its final name only when the block has succeeded."""
    partial = final.with_name(final.name + ".partial")
    remove(partial)
    partial.mkdir(parents=True)
    yield partial
    remove(final)
    partial.rename(final)


def remove(path):
    """Remove a file or folder, if it is there."""
    path = Path(path)
    if path.is_dir() and not path.is_symlink():
        # rm is many times faster than shutil on the 50,000 files of Odoo
        subprocess.run(["rm", "-rf", "--", str(path)], check=True)
    else:
        path.unlink(missing_ok=True)


def sha256(path):
    """Hash of a file, read in blocks."""
    digest = hashlib.sha256()
    with open(path, "rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
