"""Printing of the figures: every line of a table begins with a bar."""

import statistics
import time


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def timed(call, rounds=7):
    """Median milliseconds of a call, the first round left out as the warming one."""
    call()
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def fresh(env, call):
    """The call as a page makes it: nothing of an earlier one is in memory."""

    def measured():
        env.invalidate_all()
        return call()

    return measured


def memory(which="VmRSS"):
    """Megabytes of real memory that this process holds; ``VmHWM`` is the most it ever held."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith(which))
    return int(line.split()[1]) / 1024
