"""Tables as the outside world sends them: delimited text, workbooks, and web pages named .xls.

    with open_table(path_or_bytes) as table:
        table.columns                     # Column(index, name, letter), names unique
        for row in table.rows():          # Row(number, cells, surplus)
            ...

``number`` is the row's number in a spreadsheet program, so that people find the row again. Text is
streamed. Cells are str, int, float, bool, date, datetime, time or timedelta; an empty one is "".
"""

import io
import itertools
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import NamedTuple

from . import loose_dates, table_markup, table_text, table_workbook
from .table_errors import TableError

MAX_BYTES = 128 << 20
MAX_COLUMNS = 400
HEAD_ROWS = 200
_HEADER_SEARCH = 30
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\ufff9-\ufffb\0]")
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(?:e[-+]?\d+)?%?", re.IGNORECASE)
_NOTE = re.compile(r"[:：]\s*\w")  # 制表人：某某 stands above a table
_NO_TABLE = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
)


class Column(NamedTuple):
    index: int
    name: str
    letter: str


class Row(NamedTuple):
    number: int
    cells: list
    surplus: list  # filled cells beyond the last column: the row is out of shape


# --- cells -------------------------------------------------------------------------------------


def clean_cell(value):
    """The value without the dirt of its transport; whole numbers become int."""
    if value is None:
        return ""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e300 else value
    if not isinstance(value, str):
        return value
    wrapped = _EXCEL_TEXT.fullmatch(value)
    text = _INVISIBLE.sub("", wrapped[1] if wrapped else value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # a character that was cut in two at the end of a field says nothing
    return text.strip().rstrip("\ufffd").strip("\u3000 \t\n")


def cell_text(value):
    """The value as a person would read it in the cell."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
    return str(value)


def is_rounded(value):
    """True for a long number that a spreadsheet program has cut to fifteen digits."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return abs(value) >= 10**15
    return isinstance(value, str) and bool(re.fullmatch(r"\d\.\d+E\+\d+", value.upper()))


def letter(index):
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


# --- header ------------------------------------------------------------------------------------


def find_header(rows):
    """The index of the row that names the columns, or None when the first rows are all data.

    Titles and notes above the header fill fewer cells than the table below them; a header holds
    short texts only, neither numbers nor dates.
    """
    widths = [sum(1 for cell in row if cell != "") for row in rows]
    usual = median([width for width in widths if width] or [0])
    for index, row in enumerate(rows[:_HEADER_SEARCH]):
        if widths[index] and widths[index] >= max(usual * 0.6, min(2, usual)):
            if _looks_like_names(row):
                return index
            if widths[index] >= usual:
                return None
    return None


def _looks_like_names(row):
    names = [cell for cell in row if cell != ""]
    if not all(isinstance(name, str) and len(name) <= 60 for name in names):
        return False
    if any(_NUMBER.fullmatch(n) or _NOTE.search(n) or _is_date(n) for n in names):
        return False
    return len(set(names)) * 2 > len(names)


def _is_date(text):
    try:
        return loose_dates.read_moment(text) is not None
    except loose_dates.LooseDateError as error:
        return error.reason in ("ambiguous", "no_day", "impossible")


def unique_names(names):
    """Each name once: the second 名称 becomes 名称 (2)."""
    taken, result = set(), []
    for name in names:
        candidate, count = name, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{name} ({count})"
        taken.add(candidate.casefold())
        result.append(candidate)
    return result


def _header_name(cell):
    text = unicodedata.normalize("NFC", cell_text(cell))
    return _SPACES.sub(" ", text.replace("\n", " ")).strip(" *＊:：")[:120]


# --- the table ---------------------------------------------------------------------------------


class Table:
    """One table of a file. ``header_row`` is its row number, 0 when the columns have no names."""

    def __init__(self, stream, kind, sheet=None, header_row=None):
        self._stream = stream
        self._book = None
        self.kind = kind
        self.encoding = self.dialect = None
        self.sheets, self.sheet = [], None
        self._open(sheet)
        self._head = [self._clean(row) for row in itertools.islice(self._raw_rows(), HEAD_ROWS)]
        if not any(cell != "" for row in self._head for cell in row):
            raise TableError("empty")
        if header_row is None:
            found = find_header(self._head)
            header_row = 0 if found is None else found + 1
        self.header_row = min(header_row, len(self._head))
        self._first_row = self.header_row + 1
        self.columns = self._read_columns()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def close(self):
        self._book = None
        self._stream.close()

    def _open(self, sheet):
        if self.kind == "text":
            self.encoding = table_text.detect_encoding(self._stream)
            self.dialect = table_text.detect_dialect(self._stream, self.encoding)
        elif self.kind not in ("html", "xml"):
            self._book = table_workbook.Workbook(self._stream, self.kind)
            self.sheets = self._book.names
            if sheet and sheet in self.sheets:
                self.sheet = sheet
            else:
                self.sheet = self._book.first_with_data()

    def _raw_rows(self):
        if self.kind == "text":
            return table_text.read_records(self._stream, self.encoding, self.dialect)
        if self._book:
            return self._book.rows(self.sheet)
        self._stream.seek(0)
        return table_markup.read_markup(self._stream.read(), self.kind)

    @staticmethod
    def _clean(row):
        return [clean_cell(cell) for cell in row]

    # columns

    def _read_columns(self):
        names = self._header_names()
        body = [row for row in self._head[self._first_row - 1 :] if any(c != "" for c in row)]
        enough = max(1, len(body) / 5)
        width = max([len(names), *(len(row) for row in body)])
        kept = []
        for index in range(width):
            name = names[index] if index < len(names) else ""
            filled = sum(1 for row in body if index < len(row) and row[index] != "")
            # beyond the header a few rows that are too long are mistakes, not columns
            if name or (filled and index < len(names)) or filled >= enough:
                kept.append((index, name or f"({letter(index)})"))
        if len(kept) > MAX_COLUMNS:
            raise TableError("too_many_cells", rows=len(self._head), columns=len(kept))
        unique = unique_names([name for _index, name in kept])
        return [
            Column(index, name, letter(index))
            for (index, _name), name in zip(kept, unique, strict=True)
        ]

    def _header_names(self):
        if not self.header_row:
            return []
        top = [_header_name(cell) for cell in self._head[self.header_row - 1]]
        if not self._book:
            return top
        down, across = self._book.merged(self.sheet)
        number = self.header_row - 1
        is_double = any(last == number + 1 for _column, last in down.get(number, ()))
        if not is_double or self.header_row >= len(self._head):
            return top
        return self._double_header(top, number, across)

    def _double_header(self, top, number, across):
        """Two rows of names, tied by merged cells: 投诉人 over 姓名 is the column 投诉人 姓名."""
        for row, left, right in across:
            if row == number and left < len(top):
                top[left : right + 1] = [top[left]] * (min(right + 1, len(top)) - left)
        below = [_header_name(cell) for cell in self._head[number + 1]]
        below += [""] * (len(top) - len(below))
        self._first_row = self.header_row + 2
        return [
            upper if lower in ("", upper) else f"{upper} {lower}".strip()
            for upper, lower in zip(top, below, strict=False)
        ]

    # rows

    def rows(self, after=0):
        """Yield the rows that hold anything, in order, from the one after row ``after``."""
        indexes = [column.index for column in self.columns]
        width = max(indexes, default=-1) + 1
        first = max(self._first_row, after + 1)
        for number, raw in enumerate(self._raw_rows(), start=1):
            if number < first:
                continue
            cells = self._clean(raw)
            if not any(cell != "" for cell in cells):
                continue
            surplus = [cell for cell in cells[width:] if cell != ""]
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            yield Row(number, [cells[index] for index in indexes], surplus)


def _kind(stream):
    head = stream.read(4096)
    stream.seek(0)
    if not head.strip(b"\0 \t\r\n"):
        raise TableError("empty")
    if head.startswith(b"PK\x03\x04"):
        table_workbook.check_archive(stream)
        kind = table_workbook.zip_kind(stream)
        if not kind:
            raise TableError("archive")
        return kind
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if head.startswith(_NO_TABLE) or head.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"{", b"[{")):
        raise TableError("kind")
    return table_markup.markup_kind(head) or "text"


def open_table(source, sheet=None, header_row=None):
    """The table in a file (a path or bytes); raises TableError when there is none."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else open(source, "rb")
    try:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size > MAX_BYTES:
            raise TableError("too_large", limit=MAX_BYTES >> 20)
        return Table(stream, _kind(stream), sheet, header_row)
    except BaseException:
        stream.close()
        raise
