"""Workbooks (xlsx, xlsm, xlsb, xls, ods) by python-calamine, behind guards of size.

Calamine lays a sheet out as a full rectangle in memory: one stray cell at the far end of a sheet,
or an archive that unpacks to a thousand times its size, would take the whole machine with it.
Both are found before it is asked.
"""

import re
import xml.parsers.expat
import zipfile
import zlib
from contextlib import contextmanager

import python_calamine

from .table_errors import TableError

MAX_UNPACKED = 600 << 20
MAX_MEMBERS = 5_000
MAX_CELLS = 5_000_000
_CHUNK = 1 << 18
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


@contextmanager
def _readable():
    """Calamine's own errors, and its panics, as ours."""
    try:
        yield
    except python_calamine.PasswordError:
        raise TableError("encrypted") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise TableError("damaged", detail=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise TableError("damaged", detail=str(error)) from error


# --- guards ------------------------------------------------------------------------------------


def check_archive(stream):
    """Refuse archives that unpack to too much; sizes are measured, not believed."""
    with _readable(), zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise TableError("bomb")
        total = 0
        for member in members:
            if member.flag_bits & 0x1:
                raise TableError("encrypted")
            total += _unpacked_size(stream, member, MAX_UNPACKED - total)
    stream.seek(0)


def _unpacked_size(stream, member, allowed):
    if member.compress_type == zipfile.ZIP_STORED:
        return member.file_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise TableError("damaged", detail=member.filename)
    stream.seek(member.header_offset + 26)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    engine, left, size = zlib.decompressobj(-15), member.compress_size, 0
    while left > 0 and not engine.eof:
        chunk = stream.read(min(_CHUNK, left))
        if not chunk:
            break
        left -= len(chunk)
        while chunk:
            size += len(engine.decompress(chunk, _CHUNK * 16))
            if size > allowed:
                raise TableError("bomb")
            chunk = engine.unconsumed_tail
    return size


def _column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_sheets(archive):
    """Refuse a worksheet whose filled cells span more than memory should hold."""
    for name in archive.namelist():
        if not _SHEET.fullmatch(name):
            continue
        low_row, low_column, row, column = 1 << 20, 1 << 14, 0, 0
        rest = b""
        with archive.open(name) as sheet:
            while chunk := sheet.read(_CHUNK):
                chunk = rest + chunk
                for letters, digits in _CELL.findall(chunk):
                    at_row, at_column = int(digits), _column_number(letters)
                    low_row, row = min(low_row, at_row), max(row, at_row)
                    low_column, column = min(low_column, at_column), max(column, at_column)
                rest = chunk[chunk.rfind(b"<") :][:400]
        if row and (row - low_row + 1) * (column - low_column + 1) > MAX_CELLS:
            raise TableError("too_many_cells", rows=row, columns=column)


class _OpenDocumentSize:
    """Counts the cells that an OpenDocument sheet unfolds to: it may repeat rows and columns."""

    def __init__(self):
        self.cells = self.width = self.filled = self.repeat = 0
        self.pending = self.depth = 0
        self.gap_rows = 0
        self.in_cell = False

    def start(self, name, attributes):
        tag = name.rpartition(":")[2]
        if tag == "table-row":
            self.width = self.filled = 0
            self.repeat = self._number(attributes, "table:number-rows-repeated")
        elif tag in ("table-cell", "covered-table-cell"):
            self.width += self._number(attributes, "table:number-columns-repeated")
            if "office:value-type" in attributes:
                self.filled = self.width

    def end(self, name):
        if name.rpartition(":")[2] != "table-row":
            return
        if not self.filled:
            self.gap_rows += self.repeat
            return
        self.cells += (self.repeat + self.gap_rows) * self.filled
        self.gap_rows = 0
        if self.cells > MAX_CELLS:
            raise TableError("too_many_cells", rows=self.repeat, columns=self.filled)

    @staticmethod
    def _number(attributes, name):
        value = attributes.get(name, "1")
        return int(value) if value.isdigit() and len(value) < 9 else 1


def _check_open_document(archive):
    size = _OpenDocumentSize()
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = size.start, size.end
    with archive.open("content.xml") as content:
        try:
            parser.ParseFile(content)
        except xml.parsers.expat.ExpatError as error:
            raise TableError("damaged", detail=str(error)) from error


# --- reading -----------------------------------------------------------------------------------


def zip_kind(stream):
    """xlsx, xlsb, ods or None, by what the archive holds."""
    with _readable(), zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
        kind = None
        if "xl/workbook.xml" in names:
            kind = "xlsx"
        elif "xl/workbook.bin" in names:
            kind = "xlsb"
        elif "content.xml" in names and "mimetype" in names:
            is_sheet = b"spreadsheet" in archive.read("mimetype")[:200]
            kind = "ods" if is_sheet else None
    stream.seek(0)
    return kind


class Workbook:
    """The visible worksheets of a file."""

    def __init__(self, stream, kind):
        if kind in ("xlsx", "ods"):
            with _readable(), zipfile.ZipFile(stream) as archive:
                (_check_sheets if kind == "xlsx" else _check_open_document)(archive)
        stream.seek(0)
        with _readable():
            self._book = python_calamine.CalamineWorkbook.from_filelike(stream)
        sheets = self._book.sheets_metadata
        plain = [s for s in sheets if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
        shown = [s for s in plain if s.visible == python_calamine.SheetVisibleEnum.Visible]
        self.names = [sheet.name for sheet in shown or plain]
        self._sheets = {}

    def sheet(self, name):
        with _readable():
            if name not in self._sheets:
                self._sheets = {name: self._book.get_sheet_by_name(name)}
            return self._sheets[name]

    def first_with_data(self):
        """The first sheet of two rows or more, else the first that holds anything."""
        filled = [(name, self.sheet(name).height) for name in self.names]
        for least in (2, 1):
            for name, height in filled:
                if height >= least:
                    return name
        raise TableError("empty")

    def merged(self, name):
        """Vertical merges as {first row: [(column, last row)]}, and merges across one row."""
        down, across = {}, []
        for (top, left), (bottom, right) in self.sheet(name).merged_cell_ranges or ():
            if bottom > top:
                down.setdefault(top, []).append((left, bottom))
            if right > left:
                across.append((top, left, right))
        return down, across

    def rows(self, name):
        """Yield every row from the sheet's first as a list that starts at column A."""
        sheet = self.sheet(name)
        if sheet.start is None:
            return
        down, _across = self.merged(name)
        indent = [""] * sheet.start[1]
        carried = {}
        for number, cells in enumerate(sheet.iter_rows()):
            row = indent + cells
            for column, last in down.get(number, ()):
                if column < len(row):
                    carried[column] = (row[column], last)
            for column, (value, last) in list(carried.items()):
                if number > last:
                    del carried[column]
                elif row[column] == "":
                    row[column] = value
            yield row
