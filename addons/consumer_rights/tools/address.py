"""Finding places in a Chinese address: the names of a territory, and the side of a boundary road.

>>> normalise("城东区 解放街道１２号(内侧)")
'城东区解放街道12号内侧'
>>> sorted(longest_matches("解放街道南湖村5号", ["解放街道", "解放", "南湖村"]))
['南湖村', '解放街道']
>>> carriageway("外环路88号内侧", "外环路")
'inner'
"""

import re
import unicodedata

_NOT_A_NAME = re.compile(r"[\W_]+")
# Directly after the road, or after a house number: elsewhere the word may belong to a shop's name
_SIDE = re.compile(
    r"(?:\d+[号號弄]?)?的?(?:(?P<inner>内侧|内圈|内环|内幅|內側|里侧)|(?P<outer>外侧|外圈|外环|外幅|外側))"
)


def normalise(text):
    """One spelling for comparing: full-width forms, spaces, punctuation and case do not count."""
    return _NOT_A_NAME.sub("", unicodedata.normalize("NFKC", text or "")).casefold()


def split_names(text):
    """The normalised names in a field where several are written one after the other."""
    parts = re.split(r"[,;/、,;\n]+", text or "")
    return [key for key in map(normalise, parts) if key]


def longest_matches(address, keys):
    """The keys in a normalised address, without those that stand only inside longer ones.

    "解放" says nothing where "解放街道" stands.
    """
    spans = []
    for key in set(keys):
        start = address.find(key)
        while key and start >= 0:
            spans.append((start, start + len(key), key))
            start = address.find(key, start + 1)
    return {
        key
        for start, end, key in spans
        if not any(
            other_start <= start and end <= other_end and other_end - other_start > end - start
            for other_start, other_end, _key in spans
        )
    }


def carriageway(address, road):
    """ "inner", "outer", or None when a normalised address does not name one side of the road."""
    sides = set()
    start = address.find(road)
    while road and start >= 0:
        found = _SIDE.match(address, start + len(road))
        if found:
            sides.add(found.lastgroup)
        start = address.find(road, start + 1)
    return sides.pop() if len(sides) == 1 else None
