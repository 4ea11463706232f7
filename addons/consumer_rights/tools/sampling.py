"""A random share that anybody can draw again from its seed (RPL-09).

Each entry is ranked by the hash of seed and entry, and the first ones are taken: no state of a
random generator, no version of a library changes the result.

>>> draw("may", ["T1", "T2", "T3"], 2) == draw("may", ["T3", "T1", "T2"], 2)
True
>>> share(23, 10), share(3, 10), share(0, 10)
(3, 1, 0)
"""

import hashlib


def share(count, percent):
    """So many percent of ``count``, rounded up: at least one of any."""
    return -(-count * percent // 100)


def draw(seed, entries, size):
    """``size`` of the entries (texts), in the order in which the seed ranks them."""
    return sorted(entries, key=lambda entry: _rank(seed, entry))[:size]


def _rank(seed, entry):
    return hashlib.sha256(f"{seed}/{entry}".encode()).hexdigest()
