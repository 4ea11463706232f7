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
NAME_WIDTH = 28
# Excel's limit, and what it does not take in the name of a sheet
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# sheets that are no table with a code of its own
NAMELESS = ("core", "trend")
# the chart of a table shows at most so many rows; what is no row of its own is in none
CHARTED = 15
REST = (None, "", "others")
A3, A4 = 8, 9
# a table with more columns than this is printed across; one with more rows on further pages
UPRIGHT, ONE_PAGE = 8, 40
# widths in characters: of a column, of one with money, of one among many
WIDTH, MONEY, NARROW = 12, 14, 9
LABEL_WIDTH, MANY = 24, 12
LINE = 17  # height of a line of text in points
# where the sheet of charts holds what they show
DATA_COLUMN = 21
NOTHING = "—"
# what a table is charted by, if it has this column
MAIN = "received_complaint"


def lines_of(text, width):
    """How many lines a text takes in a column of so many characters; a Chinese one counts twice.

    >>> [lines_of(text, 12) for text in ("合计", "用时90分位数（天）", "", "a\\nb")]
    [1, 2, 1, 2]
    """
    return sum(
        max(-(-sum(1 if one.isascii() else 2 for one in line) // (width - 1)), 1)
        for line in text.split("\n")
    )


def checksum(sheet):
    """SHA-256 of the values of a filled table."""
    values = [[row["label"], *row["values"]] for row in sheet["rows"]]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


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
                "align": "center",
                "valign": "vcenter",
                "border": 1,
            }
        )
        self.text = add({"text_wrap": True, "border": 1, "valign": "vcenter"})
        self.note = add({"italic": True, "font_color": "#8a5a00"})
        self.bold = add({"bold": True, "border": 1, "valign": "vcenter"})
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

    @staticmethod
    def _set_print(page, across=False, tall=0, paper=A4):
        """As wide as the paper, with the number of the page."""
        page.set_paper(paper)
        if across:
            page.set_landscape()
        page.fit_to_pages(1, tall)
        page.set_margins(0.5, 0.5, 0.6, 0.6)
        page.set_footer("&C&P / &N")

    def _write_cover(self, page):
        self._set_print(page)
        page.hide_gridlines(2)
        page.set_column(0, 0, 80)
        for place, line in enumerate(self.lines):
            page.write_string(place * 2 + 1, 0, line, None if place else self.title)

    def _write_contents(self, page):
        words = self.words
        self._set_print(page, across=True)
        page.write_row(0, 0, [words["sheet"], words["rows"], words["checksum"]], self.head)
        page.set_column(0, 0, NAME_WIDTH)
        page.set_column(2, 2, 68)
        page.freeze_panes(1, 0)
        for place, (name, sheet) in enumerate(self.sheets, 1):
            page.write_url(place, 0, f"internal:'{name}'!A1", None, name)
            page.write_number(place, 1, len(sheet["rows"]), self.text)
            page.write_string(place, 2, checksum(sheet), self.text)

    def _write_definitions(self, filled):
        page = self.book.add_worksheet(self.words["definitions"])
        self._set_print(page, across=True)
        page.repeat_rows(0)
        page.write_row(0, 0, [self.words["indicator"], self.words["definition"]], self.head)
        page.set_column(0, 0, NAME_WIDTH)
        page.set_column(1, 1, 90)
        page.freeze_panes(1, 0)
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
        for place, one in enumerate(charts):
            column, last = DATA_COLUMN + 3 * place, max(len(one.labels), 1)
            page.set_column(column, column, LABEL_WIDTH)
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
                    **self._look_of(one.form),
                }
            )
            self._dress(chart, one.form, self.words[one.code], 620, 330)
            page.insert_chart(1 + place // 2 * 17, place % 2 * 10, chart)
        # one page of charts; their data stand beside it
        page.print_area(0, 0, 1 + (len(charts) + 1) // 2 * 17, 19)
        self._set_print(page, tall=1)

    @staticmethod
    def _look_of(form):
        if form == "pie":
            return {}
        if form == "line":
            return {"line": {"color": BLUE, "width": 2}, "marker": {"type": "circle", "size": 4}}
        return {"fill": {"color": BLUE}}

    @staticmethod
    def _dress(chart, form, title, width, height, is_scaled=False):
        """The title and no more lines than one needs: each mark has its number beside it."""
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_size({"width": width, "height": height})
        if form == "pie":
            return
        chart.set_legend({"none": True})
        # the axis of the values: of lying bars it is the lying one
        values, names = ("set_x_axis", "set_y_axis")[:: 1 if form == "bar" else -1]
        getattr(chart, values)({"visible": is_scaled, "major_gridlines": {"visible": is_scaled}})
        getattr(chart, names)(
            {"reverse": form == "bar", "interval_unit": 1, "major_gridlines": {"visible": False}}
        )

    def _sheet_name(self, sheet):
        """A name that Excel takes and that no other sheet has."""
        # T6-goods is a part of T6: what stands behind the number says its own name
        code = "" if sheet["code"] in NAMELESS else sheet["code"].partition("-")[0]
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
        widths = [NAME_WIDTH, *(self._width_of(column, sheet) for column in sheet["columns"])]
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.set_row(3, LINE * max(map(lines_of, labels, widths)))
        page.freeze_panes(4, 1)
        count = len(sheet["columns"])
        self._set_print(
            page,
            across=count > UPRIGHT or any(one["kind"] == "words" for one in sheet["columns"]),
            tall=int(len(sheet["rows"]) <= ONE_PAGE),
            paper=A3 if count > MANY else A4,
        )
        page.repeat_rows(3)
        for place, row in enumerate(sheet["rows"], 4):
            self._write_row(page, place, row, sheet["columns"])
        self._add_chart(page, name, sheet)

    @staticmethod
    def _width_of(column, sheet):
        if column["kind"] == "words":
            return NAME_WIDTH
        if column.get("unit") == "yuan" or sheet["code"] == "core":
            return MONEY
        return NARROW if len(sheet["columns"]) > MANY else WIDTH

    def _write_row(self, page, place, row, columns):
        is_total = row["key"] is None
        # not every program makes room by itself
        lines = [
            lines_of(value or "", NAME_WIDTH)
            for column, value in zip(columns, row["values"], strict=True)
            if column["kind"] == "words"
        ]
        page.set_row(place, LINE * max([lines_of(row["label"] or "", NAME_WIDTH), *lines]))
        page.write_string(place, 0, row["label"] or "", self.bold if is_total else self.text)
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
        """Below the table, so that both are printed as wide as the paper: the lines of all columns
        where the rows are months, else bars of one column."""
        rows = [place for place, row in enumerate(sheet["rows"], 4) if row["key"] not in REST]
        columns = self._charted(sheet)
        if not columns or len(rows) < 2 or sheet["code"] == "core":
            return
        form = "line" if sheet["code"] == "trend" else "bar"
        first, last = rows[0], rows[-1] if form == "line" else min(rows[-1], 3 + CHARTED)
        chart = self.book.add_chart({"type": form})
        for place in columns:
            chart.add_series(
                {
                    "name": [name, 3, place],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, place, last, place],
                    **(
                        {"marker": {"type": "automatic"}}
                        if form == "line"
                        else {"data_labels": {"value": True}, **self._look_of(form)}
                    ),
                }
            )
        title = sheet["name"]
        if form == "bar":  # one of several columns: which one
            title = f"{title} · {sheet['columns'][columns[0] - 1]['label']}"
        height = max(240, 30 * (last - first + 1) + 80)
        self._dress(chart, form, title, 640, height, is_scaled=form == "line")
        if form == "line":
            chart.set_legend({"position": "bottom"})
        page.insert_chart(5 + len(sheet["rows"]), 0, chart)

    @staticmethod
    def _charted(sheet):
        """Columns that the chart shows: something is counted in them, and no number is hidden."""
        counted = {
            column["key"]: place
            for place, column in enumerate(sheet["columns"], 1)
            if column["kind"] == "value"
            and "column" not in column
            and any(row["values"][place - 1] for row in sheet["rows"])
            and not any(row["values"][place - 1] == HIDDEN for row in sheet["rows"])
        }
        if sheet["code"] == "trend":
            return list(counted.values())
        return [counted[MAIN]] if MAIN in counted else list(counted.values())[:1]
