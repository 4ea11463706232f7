"""Which of the opening hours nobody covers.

>>> uncovered(10, 22, [(10, 16), (15, 22)])
[]
>>> uncovered(10, 22, [(12, 18)])
[(10, 12), (18, 22)]
>>> uncovered(18, 2, [(18, 24)])
[(24, 26)]
>>> uncovered(0, 24, [(6, 22), (22, 6)])
[]
>>> spell([(10, 12.5), (24, 26)])
'10:00–12:30, 00:00–02:00'
"""


def uncovered(opens, closes, shifts):
    """Hours between opening and closing without a shift; past midnight they count on from 24.

    :param shifts: [(from, to)]; a shift that ends at or before its begin goes past midnight
    """
    closes = _after(opens, closes)
    # a shift past midnight covers the end of this day and the small hours before it
    days = [
        (begin + day, _after(begin, end) + day) for begin, end in shifts for day in (-24, 0, 24)
    ]
    gaps, reached = [], opens
    for begin, end in sorted(day for day in days if day[0] < closes):
        if begin > reached:
            gaps.append((reached, begin))
        reached = max(reached, end)
    return gaps + ([(reached, closes)] if reached < closes else [])


def spell(gaps):
    return ", ".join(f"{_clock(begin)}–{_clock(end)}" for begin, end in gaps)


def _after(begin, end):
    return end if end > begin else end + 24


def _clock(hour):
    minutes = round(hour * 60) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
