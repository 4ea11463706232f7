"""A long list as a workbook, and as CSV beside it, in one pass over its rows.

Pure Python, no environment. The workbook is written row by row (xlsxwriter's constant memory), so
that its size costs disk and no memory; past Excel's last row it goes on on the next sheet. Every
part is told with its number of rows and their SHA-256, which is that of its lines in the CSV.
"""

import csv
import hashlib
import io
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import xlsxwriter
from odoo.addons.consumer_rights.tools.csv_cell import FORMULA, guarded

from .workbook import BLUE, FORBIDDEN, LONGEST_NAME

# Excel's last row, and the longest text of a cell
EXCEL_ROWS = 1_048_576
EXCEL_TEXT = 32_767
EXCEL_BEGIN = datetime(1899, 12, 30)
DAY = 86_400
FORMATS = {
    "moment": "yyyy-mm-dd hh:mm",
    "date": "yyyy-mm-dd",
    "number": "#,##0",
    "amount": "#,##0.00",
}
WIDTHS = {"text": 22, "moment": 17, "date": 12, "number": 10, "amount": 14}
BOM = b"\xef\xbb\xbf"  # Excel reads a CSV as UTF-8 by this mark


class Column(NamedTuple):
    """``kind`` is text, moment, date, number or amount."""

    label: str
    kind: str = "text"


class Part(NamedTuple):
    """A sheet or a file with its rows."""

    name: str
    rows: int
    checksum: str


def serial(moment):
    """A naive moment as Excel counts it.

    >>> serial(datetime(2026, 1, 1, 12, 0))
    46023.5
    """
    gone = moment - EXCEL_BEGIN
    return gone.days + gone.seconds / DAY


class DetailFiles:
    """The two files of one list; ``append`` takes its rows, ``close`` makes them whole.

    :param words: {"cover", "sheet", "rows", "checksum", "column", "definition"} in the language
                  of the reader
    """

    def __init__(self, folder, name, columns, words, rows_a_sheet=EXCEL_ROWS - 1):
        self.words = words
        self.columns = columns
        self.rows_a_sheet = rows_a_sheet
        self.sheet_name = name.translate(FORBIDDEN).strip("' ") or words["sheet"]
        self.xlsx_path, self.csv_path = folder / "list.xlsx", folder / "list.csv"
        self.book = xlsxwriter.Workbook(
            str(self.xlsx_path), {"constant_memory": True, "tmpdir": str(folder)}
        )
        self.book.use_zip64()
        add = self.book.add_format
        self.title = add({"bold": True, "font_size": 16, "font_color": BLUE})
        self.head = add({"bold": True, "bg_color": BLUE, "font_color": "white", "border": 1})
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.formats = {kind: add({"num_format": text}) for kind, text in FORMATS.items()}
        self.cover = self.book.add_worksheet(words["cover"])
        self.csv_file = self.csv_path.open("wb")
        self.csv_file.write(BOM)
        self.csv_sum = hashlib.sha256(BOM)
        self.lines = io.StringIO()
        self.line = csv.writer(self.lines).writerow
        self.parts, self.count, self.sheet = [], 0, None
        self.line([guarded(column.label) for column in columns])
        self._spill()
        self._next_sheet()

    # -- rows --------------------------------------------------------------------------------------

    def append(self, rows):
        """Append rows: texts, numbers, naive moments and dates; None is an empty cell."""
        for row in rows:
            if self.place > self.rows_a_sheet:
                self._end_sheet()
                self._next_sheet()
            place, cells = self.place, []
            for number, (put, value) in enumerate(zip(self.put, row, strict=True)):
                cells.append("" if value is None else put(place, number, value))
            self.line(cells)
            self.place += 1
        self._spill()

    @property
    def done(self):
        """Rows written so far."""
        return self.count + self.place - 1

    def _next_sheet(self):
        number = len(self.parts) + 1
        ending = f" {number}" if number > 1 else ""
        sheet = self.book.add_worksheet(self.sheet_name[: LONGEST_NAME - len(ending)] + ending)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        for number, column in enumerate(self.columns):
            sheet.set_column(number, number, WIDTHS[column.kind])
        for number, column in enumerate(self.columns):
            sheet.write_string(0, number, column.label, self.head)
        self.sheet, self.place = sheet, 1
        self.sheet_sum = hashlib.sha256()
        self.put = [self._putter(column.kind) for column in self.columns]

    def _putter(self, kind):
        """What writes a value of this kind into the sheet, and says how the CSV has it."""
        form = self.formats.get(kind)
        write_string, write_number = self.sheet.write_string, self.sheet.write_number

        def text(row, column, value):
            write_string(row, column, value[:EXCEL_TEXT])
            return f"'{value}" if value.startswith(FORMULA) else value

        def moment(row, column, value):
            gone = value - EXCEL_BEGIN
            write_number(row, column, gone.days + gone.seconds / DAY, form)
            return value.isoformat(" ", "minutes")

        def day(row, column, value):
            write_number(row, column, value.toordinal() - EXCEL_BEGIN.toordinal(), form)
            return value.isoformat()

        def figure(row, column, value):
            write_number(row, column, value, form)
            return value

        return {"text": text, "moment": moment, "date": day}.get(kind, figure)

    def _spill(self):
        """The lines so far go to the file, and into the sums."""
        content = self.lines.getvalue().encode()
        self.lines.seek(0)
        self.lines.truncate()
        self.csv_file.write(content)
        self.csv_sum.update(content)
        if self.sheet:
            self.sheet_sum.update(content)

    def _end_sheet(self):
        self._spill()
        count = self.place - 1
        if count:
            self.sheet.autofilter(0, 0, count, len(self.columns) - 1)
        self.parts.append(Part(self.sheet.name, count, self.sheet_sum.hexdigest()))
        self.count += count

    # -- the end -----------------------------------------------------------------------------------

    def close(self, lines, definitions):
        """Write the cover and make both files whole.

        :param lines: what the cover says, the title first
        :param definitions: [(name of a column, what it holds)]
        """
        self._end_sheet()
        self.csv_file.close()
        self.parts.append(Part("CSV", self.count, self.csv_sum.hexdigest()))
        page, words = self.cover, self.words
        page.hide_gridlines(2)
        for place, width in enumerate((34, 14, 68)):
            page.set_column(place, place, width)
        for place, line in enumerate(lines):
            page.write_string(place, 0, line, None if place else self.title)
        first = len(lines) + 1
        page.write_row(first, 0, [words["sheet"], words["rows"], words["checksum"]], self.head)
        for place, part in enumerate(self.parts, first + 1):
            page.write_string(place, 0, part.name)
            page.write_number(place, 1, part.rows, self.formats["number"])
            page.write_string(place, 2, part.checksum)
        first += len(self.parts) + 2
        page.write_row(first, 0, [words["column"], "", words["definition"]], self.head)
        for place, (name, definition) in enumerate(definitions, first + 1):
            page.write_string(place, 0, name)
            page.write_string(place, 2, definition, self.wrapped)
        self.book.close()

    def abandon(self):
        """Let go of what was begun; the caller removes the folder."""
        self.csv_file.close()
        self.book.fileclosed = True
        for sheet in self.book.worksheets():
            with suppress(OSError, AttributeError):
                sheet._opt_close()
