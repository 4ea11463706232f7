"""Long lists as files: pure Python, so no database is asked."""

import csv
import hashlib
import io
import tempfile
from datetime import date, datetime
from pathlib import Path

from odoo.tests import TransactionCase, tagged
from openpyxl import load_workbook

from ..tools.detail_file import BOM, Column, DetailFiles

WORDS = {
    "cover": "封面",
    "sheet": "工作表",
    "rows": "行数",
    "checksum": "校验和",
    "column": "列",
    "definition": "口径",
}
COLUMNS = [
    Column("编号"),
    Column("收到", "moment"),
    Column("日期", "date"),
    Column("金额", "amount"),
    Column("轮次", "number"),
]
ROW = ("T1", datetime(2026, 1, 1, 12, 0), date(2026, 1, 1), 9.5, 2)


@tagged("post_install", "-at_install")
class TestDetailFile(TransactionCase):
    def make(self, rows, rows_a_sheet=10):
        with tempfile.TemporaryDirectory() as name:
            files = DetailFiles(Path(name), "清单", COLUMNS, WORDS, rows_a_sheet)
            files.append(rows)
            files.close(["标题", "单位"], [("编号", "案件编号")])
            self.files = files
            content = files.csv_path.read_bytes()
            return load_workbook(io.BytesIO(files.xlsx_path.read_bytes())), content

    def test_values_keep_their_kind_and_the_csv_says_the_same(self):
        book, content = self.make([ROW, (None,) * 5])
        page = book["清单"]
        self.assertEqual(
            [cell.value for cell in page[2]],
            ["T1", datetime(2026, 1, 1, 12, 0), datetime(2026, 1, 1), 9.5, 2],
        )
        self.assertEqual(page["B2"].number_format, "yyyy-mm-dd hh:mm")
        self.assertEqual(page["D2"].number_format, "#,##0.00")
        self.assertEqual(page.freeze_panes, "B2")
        self.assertTrue(content.startswith(BOM))
        lines = list(csv.reader(io.StringIO(content[len(BOM) :].decode())))
        self.assertEqual(lines[1], ["T1", "2026-01-01 12:00", "2026-01-01", "9.5", "2"])
        self.assertEqual(lines[2], [""] * 5)

    def test_no_cell_is_a_formula(self):
        """A text from outside that begins like a formula stays a text in both files."""
        nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "http://x.invalid"]
        book, content = self.make([(text, *ROW[1:]) for text in nasty])
        cells = [row[0] for row in book["清单"].iter_rows(min_row=2)]
        self.assertEqual([cell.value for cell in cells], nasty)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertFalse([cell for cell in cells if cell.hyperlink])
        lines = list(csv.reader(io.StringIO(content[len(BOM) :].decode())))[1:]
        self.assertEqual(
            [line[0] for line in lines], [f"'{one}" for one in nasty[:-1]] + nasty[-1:]
        )

    def test_past_the_last_row_it_goes_on_on_the_next_sheet(self):
        """Every sheet has its heading; the manifest tells rows and sums of each."""
        rows = [(f"T{number}", *ROW[1:]) for number in range(25)]
        book, content = self.make(rows)
        self.assertEqual(book.sheetnames, ["封面", "清单", "清单 2", "清单 3"])
        found = [
            row[0]
            for name in book.sheetnames[1:]
            for row in book[name].iter_rows(min_row=2, values_only=True)
        ]
        self.assertEqual(found, [row[0] for row in rows])
        self.assertEqual([book[name]["A1"].value for name in book.sheetnames[1:]], ["编号"] * 3)
        manifest = [row[:3] for row in book["封面"].iter_rows(min_row=5, values_only=True)][:4]
        self.assertEqual([row[1] for row in manifest], [10, 10, 5, 25])
        lines = content[len(BOM) :].decode().splitlines(keepends=True)
        second = hashlib.sha256("".join(lines[11:21]).encode()).hexdigest()
        self.assertEqual(manifest[1], ("清单 2", 10, second))
        self.assertEqual(manifest[3], ("CSV", 25, hashlib.sha256(content).hexdigest()))

    def test_an_empty_list_has_its_heading_and_its_cover(self):
        book, content = self.make([])
        self.assertEqual([cell.value for cell in book["清单"][1]], [one.label for one in COLUMNS])
        self.assertEqual(content.decode("utf-8-sig").strip(), "编号,收到,日期,金额,轮次")
        self.assertEqual(book["封面"]["A1"].value, "标题")

    def test_a_text_longer_than_a_cell_is_cut_in_the_workbook_only(self):
        long = "长" * 40_000
        book, content = self.make([(long, *ROW[1:])])
        self.assertEqual(len(book["清单"]["A2"].value), 32_767)
        self.assertIn(long, content.decode())
