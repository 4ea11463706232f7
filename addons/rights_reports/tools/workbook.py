"""Filled tables as a workbook: cover, one sheet a table, charts, list of sheets with checksums.

Pure Python, no environment. What it writes is what ``report_sheet`` gives; words of its own come
from the caller, so that they are in the language of the reader.
"""

import hashlib
import json
from io import BytesIO

import xlsxwriter

HIDDEN = "*"
FORMATS = {
    "percent": '0.00"%"',
    "yuan": "#,##0.00",
    "hours": "0.0",
    "days": "0.0",
    "points": "0.0",
}
BLUE = "#1f5fa8"
NAME_WIDTH = 32
VALUE_WIDTH, NARROW_WIDTH = 12, 9
# from so many columns on they are narrow
MANY = 12
WORDS_WIDTH = 40
LINE = 15  # height of a line of text
A4 = 9
ONE_PAGE = 30  # rows
PORTRAIT = 110  # characters across
# Excel's limit, and what it does not take in the name of a sheet
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# a cell of a CSV that a spreadsheet would take for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# sheets that are no table with a code of its own
NAMELESS = ("core", "trend")
# the chart of a table shows at most so many rows
CHARTED = 15
# where the sheet of charts holds what they show
DATA_COLUMN = 21
NOTHING = "—"


def checksum(sheet):
    """SHA-256 of the values of a filled table."""
    values = [[row["label"], *row["values"]] for row in sheet["rows"]]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def lines_of(text, width):
    """How many lines a text takes in a column: a Chinese character is as wide as two others.

    >>> lines_of("TL-08", 12), lines_of("单位\\n名称", 12), lines_of("没有专职人员", 9)
    (1, 2, 2)
    """
    wide = [sum(1 if ord(sign) < 256 else 2 for sign in line) for line in str(text).split("\n")]
    return sum(max(1, -(-length // (width - 1))) for length in wide)


class Workbook:
    """A report in one file.

    :param words: {"cover", "contents", "definitions", "sheet", "rows", "checksum", "few",
                   "indicator", "definition"}: words in the language of the reader
    """

    def __init__(self, title, lines, words):
        self.file = BytesIO()
        self.book = xlsxwriter.Workbook(self.file, {"in_memory": True})
        self.words = words
        self.lines = [title, *lines]
        self.sheets = []
        self.names = {words["cover"], words["contents"], words["definitions"]}
        add = self.book.add_format
        self.title = add({"bold": True, "font_size": 16, "font_color": BLUE})
        self.head = add(
            {
                "bold": True,
                "bg_color": BLUE,
                "font_color": "white",
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
            }
        )
        self.label = add({"text_wrap": True, "valign": "vcenter", "border": 1})
        self.bold = add({"bold": True, "valign": "vcenter", "border": 1})
        self.note = add({"italic": True, "font_color": "#8a5a00"})
        self.wrapped = add({"text_wrap": True, "valign": "top", "border": 1})
        self.formats = {}

    def number_format(self, unit, is_total):
        key = unit, is_total
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {
                    "num_format": FORMATS.get(unit, "#,##0"),
                    "align": "right",
                    "valign": "vcenter",
                    "border": 1,
                    "bold": is_total,
                }
            )
        return self.formats[key]

    def save(self, filled, charts=()):
        """The bytes of the file.

        :param filled: the tables in their order
        :param charts: the fixed charts (``charts.fixed_charts``)
        """
        cover = self.book.add_worksheet(self.words["cover"])
        contents = self.book.add_worksheet(self.words["contents"])
        if charts:
            self._write_charts(charts)
        for sheet in filled:
            self._write_sheet(sheet)
        self._write_cover(cover)
        self._write_contents(contents)
        self._write_definitions(filled)
        self.book.close()
        return self.file.getvalue()

    def _write_cover(self, page):
        page.hide_gridlines(2)
        page.set_column(0, 0, 80)
        for place, line in enumerate(self.lines):
            page.write_string(place * 2 + 1, 0, line, None if place else self.title)

    def _write_contents(self, page):
        words = self.words
        page.write_row(0, 0, [words["sheet"], words["rows"], words["checksum"]], self.head)
        page.set_column(0, 0, NAME_WIDTH)
        page.set_column(2, 2, 68)
        page.freeze_panes(1, 0)
        self._set_print(page)
        for place, (name, sheet) in enumerate(self.sheets, 1):
            page.write_url(place, 0, f"internal:'{name}'!A1", None, name)
            page.write_number(place, 1, len(sheet["rows"]))
            page.write_string(place, 2, checksum(sheet))

    def _write_definitions(self, filled):
        page = self.book.add_worksheet(self.words["definitions"])
        page.write_row(0, 0, [self.words["indicator"], self.words["definition"]], self.head)
        page.set_column(0, 0, NAME_WIDTH)
        page.set_column(1, 1, 90)
        page.freeze_panes(1, 0)
        self._set_print(page)
        known = {one["name"]: one["definition"] for sheet in filled for one in sheet["definitions"]}
        for place, (name, definition) in enumerate(known.items(), 1):
            page.write_string(place, 0, name, self.wrapped)
            page.write_string(place, 1, definition, self.wrapped)

    def _write_charts(self, charts):
        """Two charts in a row; what they show stands in columns at their right."""
        name = self.words["charts"]
        self.names.add(name)
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        self._set_print(page)
        # what the charts show is not printed
        page.print_area(0, 0, (len(charts) + 1) // 2 * 17, DATA_COLUMN - 2)
        for place, one in enumerate(charts):
            column, last = DATA_COLUMN + 3 * place, max(len(one.labels), 1)
            page.write_row(0, column, [self.words[one.code], ""], self.head)
            page.write_column(1, column, one.labels or [NOTHING])
            page.write_column(1, column + 1, one.values or [0])
            chart = self.book.add_chart({"type": one.form})
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, 1, column, last, column],
                    "values": [name, 1, column + 1, last, column + 1],
                    "data_labels": {"percentage": True} if one.form == "pie" else {"value": True},
                    **({} if one.form == "pie" else {"fill": {"color": BLUE}}),
                }
            )
            chart.set_title({"name": self.words[one.code], "name_font": {"size": 12}})
            chart.set_size({"width": 620, "height": 330})
            if one.form != "pie":
                chart.set_legend({"none": True})
            if one.form == "bar":
                chart.set_y_axis({"reverse": True})
            page.insert_chart(1 + place // 2 * 17, place % 2 * 10, chart)

    def _sheet_name(self, sheet):
        """A name that Excel takes and that no other sheet has."""
        code = "" if sheet["code"] in NAMELESS else sheet["code"]
        wanted = f"{code} {sheet['name']}".translate(FORBIDDEN).strip("' ")
        name = wanted[:LONGEST_NAME]
        count = 1
        while name in self.names:
            count += 1
            name = f"{wanted[: LONGEST_NAME - 4]} {count}"
        self.names.add(name)
        return name

    def _write_sheet(self, sheet):
        name = self._sheet_name(sheet)
        page = self.book.add_worksheet(name)
        self.sheets.append((name, sheet))
        page.write_string(0, 0, sheet["name"], self.title)
        page.write_string(1, 0, f"{sheet['station']}  {sheet['first']} – {sheet['last']}")
        page.write_string(2, 0, "  ".join(sheet.get("notes", ())), self.note)
        labels = [sheet["row_label"], *(column["label"] for column in sheet["columns"])]
        page.write_row(3, 0, labels, self.head)
        widths = [NAME_WIDTH, *(self._width(column, sheet) for column in sheet["columns"])]
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.set_row(3, LINE * max(map(lines_of, labels, widths)) + 3)
        page.freeze_panes(4, 1)
        # a table that is not long goes on one page with its chart
        self._set_print(page, sum(widths) <= PORTRAIT, len(sheet["rows"]) <= ONE_PAGE)
        page.repeat_rows(3)
        for place, row in enumerate(sheet["rows"], 4):
            self._write_row(page, place, row, sheet["columns"])
        self._add_chart(page, name, sheet)

    @staticmethod
    def _set_print(page, is_portrait=False, is_one_page=False):
        """A4, all columns on one page."""
        page.set_paper(A4)
        if not is_portrait:
            page.set_landscape()
        page.set_margins(0.5, 0.5, 0.6, 0.6)
        page.fit_to_pages(1, int(is_one_page))
        page.set_footer("&C&P / &N")

    @staticmethod
    def _width(column, sheet):
        if column["kind"] == "words":
            return WORDS_WIDTH
        return NARROW_WIDTH if len(sheet["columns"]) >= MANY else VALUE_WIDTH

    def _write_row(self, page, place, row, columns):
        is_total = row["key"] is None
        page.write_string(place, 0, row["label"] or "", self.bold if is_total else self.label)
        texts = [(row["label"] or "", NAME_WIDTH)] + [
            (value, WORDS_WIDTH)
            for column, value in zip(columns, row["values"], strict=True)
            if column["kind"] == "words" and value
        ]
        page.set_row(place, LINE * max(lines_of(*one) for one in texts))
        for number, (column, value) in enumerate(zip(columns, row["values"], strict=True), 1):
            style = self.number_format(column.get("unit") or row.get("unit"), is_total)
            if value is None:
                page.write_string(place, number, "—", style)
            elif column["kind"] == "words":
                page.write_string(place, number, value or "", self.wrapped)
            elif value == HIDDEN:
                page.write_string(place, number, self.words["few"], style)
            else:
                page.write_number(place, number, value, style)

    def _add_chart(self, page, name, sheet):
        """Bars of the first counted column, below the table."""
        rows = [row for row in sheet["rows"] if row["key"] is not None]
        counted = [
            place
            for place, column in enumerate(sheet["columns"])
            if column["kind"] == "value" and "column" not in column
        ]
        if not counted or not 2 <= len(rows) <= ONE_PAGE or sheet["code"] == "core":
            return
        values = [row["values"][counted[0]] for row in rows]
        if all(value in (None, HIDDEN, 0) for value in values):
            return
        last = 3 + min(len(rows), CHARTED)
        chart = self.book.add_chart({"type": "bar"})
        for place in counted[:1]:
            chart.add_series(
                {
                    "name": [name, 3, place + 1],
                    "categories": [name, 4, 0, last, 0],
                    "values": [name, 4, place + 1, last, place + 1],
                    "fill": {"color": BLUE},
                    "data_labels": {"value": True},
                }
            )
        chart.set_title({"name": sheet["name"], "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 640, "height": max(240, 28 * (last - 3) + 80)})
        page.insert_chart(len(sheet["rows"]) + 5, 0, chart)
