"""Figures of the time-limit engine in plain Python: no Odoo, no database."""

import random
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[3] / "addons" / "consumer_rights")]

from clock import DayTable, Terms, due_moment, explain, shipped_days  # noqa: E402
from table import row  # noqa: E402

LIMITS = [
    Terms("TL-12", amount=7),
    Terms("TL-16", amount=60, unit="calendar_days"),
    Terms("TL-21", amount=0),
    Terms("TL-01", amount=24, unit="hours"),
]
rng = random.Random(2315)
starts = [
    datetime(2004, 1, 1) + timedelta(minutes=rng.randrange(16_000_000)) for _n in range(250_000)
]

begin = time.perf_counter()
table = DayTable(shipped_days())
loaded = time.perf_counter() - begin

begin = time.perf_counter()
for terms in LIMITS:
    for start in starts:
        due_moment(terms, start, table)
due = time.perf_counter() - begin

pauses = [(date(2020, 4, 24), date(2020, 5, 14))]
begin = time.perf_counter()
for terms in LIMITS[:2]:
    for start in starts[:10_000]:
        explain(terms, start, table, extended=5, pauses=pauses)
explained = (time.perf_counter() - begin) / 20_000 * 1e6

row("clock engine", "value", "limit")
row("---", "---:", "---:")
row("s for 1,000,000 due moments", f"{due:.2f}", "5.00")
row("µs an explanation, with pause and extension", f"{explained:.0f}", "100")
row("s to build the day table of 2004 to 2035", f"{loaded:.2f}", "")
