"""Delimited text: which encoding, which delimiter, and its records one by one."""

import codecs
import csv
import io
import re
from contextlib import suppress
from typing import NamedTuple

import charset_normalizer

from .table_errors import TableError

SAMPLE = 1 << 20
DELIMITERS = ",\t;|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# (encoding, advantage): what an authority in China is sent, most likely first
_PRIORS = (("gb18030", 0.06), ("utf-8", 0.04), ("big5hkscs", 0.0))
_OK_SCORE = 0.35
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f]")


class Dialect(NamedTuple):
    delimiter: str = ","
    escape: str | None = None  # a backslash where quotes are not doubled


# --- encoding ----------------------------------------------------------------------------------


def detect_encoding(stream):
    """The encoding of a binary stream that can be rewound; it is left at its start."""
    stream.seek(0)
    sample = stream.read(SAMPLE)
    stream.seek(0)
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    wide = _wide_encoding(sample)
    if wide:
        return wide
    if _decodes(stream, "utf-8"):
        return "utf-8"
    return _best_guess(sample)


def _wide_encoding(sample):
    """UTF-16 without its mark: every second byte of Latin letters and digits is zero."""
    half = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    for share, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if share > 0.1 and share > other * 5:
            try:
                sample[: len(sample) // 2 * 2].decode(encoding)
            except UnicodeDecodeError as error:
                if error.start < len(sample) - 4:
                    continue
            return encoding
    return None


def _decodes(stream, encoding):
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(SAMPLE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True


def _best_guess(sample):
    """By how common the characters are that each encoding makes of the bytes.

    A few broken bytes (a text cut off in the middle of a character) must not turn a UTF-8 file into
    nonsense, and statistics on a short file must not turn Chinese into Greek: therefore our own
    order comes first and charset-normalizer is asked when no Chinese reading makes sense.
    """
    lines = b"\n".join(line for line in sample.splitlines() if not line.isascii())[:65536]
    best, best_score = None, _OK_SCORE
    for encoding, advantage in _PRIORS:
        score = _commonness(lines.decode(encoding, "replace"), encoding) + advantage
        if score > best_score:
            best, best_score = encoding, score
    if best:
        return best
    match = charset_normalizer.from_bytes(lines).best()
    return match.encoding if match else "gb18030"


def _commonness(text, encoding):
    """1 when every character beyond ASCII is an everyday Chinese one, below 0 for rubbish."""
    signs = [sign for sign in text if sign > "\x7f"]
    if not signs:
        return 0
    return sum(_weight(sign, encoding) for sign in signs) / len(signs)


def _weight(sign, encoding):
    if "\u4e00" <= sign <= "\u9fff":
        if _is_everyday(sign, "gb2312", 0xB0, 0xD7):
            return 1
        # Western letters read as GBK look like rare traditional characters
        return (0.3 if encoding == "gb18030" else 1) * _is_everyday(sign, "big5", 0xA4, 0xC6)
    if "\u3000" <= sign <= "\u303f" or "\uff01" <= sign <= "\uff5e" or sign in "“”‘’—…·×℃":
        return 0.7
    return -2 if sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign < "\xa0" else -0.5


def _is_everyday(sign, standard, first, last):
    """In the first, common half of a national standard."""
    try:
        return first <= sign.encode(standard)[0] <= last
    except UnicodeEncodeError:
        return False


# --- dialect -----------------------------------------------------------------------------------


def detect_dialect(stream, encoding):
    """The delimiter that gives most records the same width; the stream is left at its start."""
    stream.seek(0)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(SAMPLE // 4))
    stream.seek(0)
    if len(text) > 100 and len(_CONTROL.findall(text)) > len(text) / 50:
        raise TableError("kind")
    text = text.replace("\0", "")
    announced = re.match(r"\ufeff?sep=(.)\r?\n", text)
    escape = "\\" if re.search(r'[^\\"]\\"', text) and '""' not in text else None
    if announced:
        return Dialect(announced[1], escape)
    return Dialect(max(DELIMITERS, key=lambda sign: _evenness(text, Dialect(sign, escape))), escape)


def _evenness(text, dialect):
    widths = []
    try:
        for record in _records(io.StringIO(text, newline=""), dialect):
            if any(record):
                widths.append(len(record))
            if len(widths) == 200:
                break
    except csv.Error:
        widths = widths[:-1]  # what was read before the error still counts
    if len(widths) > 1:
        widths.pop()  # the sample may end in the middle of a record
    usual = max(widths, key=widths.count, default=1)
    if usual < 2:
        return (0, 0)
    return (round(widths.count(usual) / len(widths), 1), usual)


def _records(lines, dialect):
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        doublequote=not dialect.escape,
        escapechar=dialect.escape,
    )


# --- reading -----------------------------------------------------------------------------------

_MAX_RECORD = 1 << 17
_MAX_RECORD_LINES = 300


class _Lines:
    """Lines of a text without NUL bytes, counting what the record at hand has taken so far.

    A quotation mark that is never closed would make one cell of the rest of the file.
    """

    def __init__(self, stream):
        self._stream = stream
        self.start_record()

    def start_record(self):
        self.count = self.size = self.quotes = 0

    def __iter__(self):
        for line in self._stream:
            self.count += 1
            self.size += len(line)
            self.quotes += line.count('"')
            if self.count > 1 and (self.size > _MAX_RECORD or self.count > _MAX_RECORD_LINES):
                raise csv.Error("endless record")
            yield line.replace("\0", "")

    @property
    def is_open(self):
        return self.count > 1 and self.quotes % 2 == 1


def read_records(stream, encoding, dialect):
    """Yield each record as a list of texts; blank lines are empty lists, so that they count."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    lines = _Lines(text)
    number, is_open = 0, False
    try:
        for record in _records(lines, dialect):
            number += 1
            is_open = lines.is_open
            lines.start_record()
            yield record
    except csv.Error:
        raise TableError("quote", row=number + 1) from None
    finally:
        with suppress(ValueError):  # the file was closed before all was read
            text.detach()
    if is_open:
        raise TableError("quote", row=number)
