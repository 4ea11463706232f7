"""What a paper carries so that anybody can check it: a code, and a picture that leads there.

>>> read_number(" 宁消维投受[2026]12 ")
'宁消维投受〔2026〕12号'
>>> read_code("7kqx m2pa-9dth")
'7KQXM2PA9DTH'
>>> print_code("7KQXM2PA9DTH")
'7KQX-M2PA-9DTH'
"""

import re
import secrets
import unicodedata

import qrcode

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is mistaken for something else
LENGTH, GROUP = 12, 4
# brackets of the year as people type them
_YEAR = re.compile(r"[\[(【〔{<](\d{4})[\])】〕}>]")
# readers take any mask; to weigh all eight takes ten times as long
_MASK = 2


def new_code():
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def print_code(code):
    return "-".join(code[place : place + GROUP] for place in range(0, LENGTH, GROUP))


def read_code(text):
    """A code as it is stored, however it was typed."""
    plain = unicodedata.normalize("NFKC", text or "").upper()
    return "".join(sign for sign in plain if sign in ALPHABET)[: 2 * LENGTH]


def read_number(text):
    """A paper's number as it is stored, whatever brackets were typed and with or without 号."""
    plain = unicodedata.normalize("NFKC", text or "")[:64]
    number = _YEAR.sub(r"〔\1〕", "".join(plain.split())).upper()
    return number if not number or number.endswith("号") else f"{number}号"


def draw(text):
    """A QR code as SVG, one unit a module, without its white edge."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=_MASK
    )
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{start} {y}h{end - start}v1h{start - end}z"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    )
    size = len(rows)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
    return f'{head}<path d="{path}"/></svg>'


def _runs(row):
    """(begin, end) of each run of dark modules."""
    start = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x
            start = None
