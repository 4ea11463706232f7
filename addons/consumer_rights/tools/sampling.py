"""A random share that anybody can draw again from its seed (RPL-09).

Each entry is ranked by the hash of seed and entry, and the first ones are taken: no state of a
random generator, no version of a library changes the result.

>>> draw("may", ["T1", "T2", "T3"], 2) == draw("may", ["T3", "T1", "T2"], 2)
True
>>> share(23, 10), share(3, 10), share(0, 10)
(3, 1, 0)
>>> allot({"a": 20, "b": 9, "c": 1}, 3)
{'a': 2, 'b': 1, 'c': 0}
"""

import hashlib


def share(count, percent):
    """So many percent of ``count``, rounded up: at least one of any."""
    return -(-count * percent // 100)


def draw(seed, entries, size):
    """``size`` of the entries (texts), in the order in which the seed ranks them."""
    return sorted(entries, key=lambda entry: _rank(seed, entry))[:size]


def allot(counts, size):
    """``size`` shared among strata in proportion to their counts; what is left over goes to the
    largest remainders."""
    total = sum(counts.values())
    shares = {name: divmod(size * count, total) for name, count in counts.items()}
    left = size - sum(whole for whole, _rest in shares.values())
    first = sorted(shares, key=lambda name: (-shares[name][1], name))[:left]
    return {name: whole + (name in first) for name, (whole, _rest) in shares.items()}


def draw_strata(seed, strata, size):
    """``size`` of the entries, from each stratum its share, in the order of the seed.

    :param strata: {entry: name of its stratum}
    """
    members = {}
    for entry, name in strata.items():
        members.setdefault(name, []).append(entry)
    if not members:
        return []
    sizes = allot({name: len(entries) for name, entries in members.items()}, size)
    drawn = [one for name, entries in members.items() for one in draw(seed, entries, sizes[name])]
    return draw(seed, drawn, size)


def _rank(seed, entry):
    return hashlib.sha256(f"{seed}/{entry}".encode()).hexdigest()
