"""Many entries at once from a workbook: all or none, and the errors back in it."""

import io

import openpyxl
import xlsxwriter
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools.table_reader import open_table
from .ledger_common import LedgerCommon

HEADINGS = (
    "Own number,Date,Consumer's name,Consumer's phone,What the consumer complains about,"
    "Goods or service,Price (yuan),Quantity,Returned or exchanged,Disposal of the returned goods,"
    "Outcome"
).split(",")


def workbook(rows, headings=HEADINGS, **formulas):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for line, row in enumerate([headings, *rows] if headings else rows):
        sheet.write_row(line, 0, row)
    for cell, formula in formulas.items():
        sheet.write_formula(cell, formula, None, 999)
    book.close()
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestLedgerWorkbook(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.served = cls.mall.with_user(cls.desk).sudo().with_context(lang="en_US")

    def row(self, number="A1", **cells):
        row = [number, "2026-03-02", "孙测试", "13900002222", "褪色", "衬衫", 268, 1]
        row += ["Nothing came back", "", "Settled by the merchant"]
        for place, value in cells.items():
            row[int(place[1:])] = value
        return row

    def take(self, content):
        return self.served._take_workbook(content)

    def count(self):
        return self.entries.search_count([("merchant_id", "=", self.mall.id)])

    def test_mer_10_rows_become_entries(self):
        """MER-10: confirmed when complete, open when not."""
        answer, back = self.take(workbook([self.row(), self.row("A2", _3="")]))
        self.assertIsNone(back)
        self.assertEqual((answer["result"], answer["created"]), ("taken", 2))
        states = self.entries.search([("merchant_id", "=", self.mall.id)]).mapped("state")
        self.assertEqual(sorted(states), ["confirmed", "open"])

    def test_mer_10_the_same_file_and_the_same_numbers_are_known(self):
        """MER-10: the same file twice is one; a number is known in another file as well."""
        content = workbook([self.row(), self.row("A2")])
        self.take(content)
        self.assertEqual(self.take(content)[0]["result"], "known")
        answer, _back = self.take(workbook([self.row("A2"), self.row("A3")]))
        self.assertEqual((answer["created"], answer["known_before"]), (1, 1))
        self.assertEqual(self.count(), 3)

    def test_mer_10_one_bad_row_and_nothing_is_saved(self):
        """MER-10: the workbook comes back with what to correct, and is taken when corrected."""
        rows = [self.row(), self.row("A2", _6="viel", _1="2999-01-01"), self.row("A1")]
        answer, back = self.take(workbook(rows))
        self.assertEqual((answer["result"], self.count()), ("refused", 0))
        sheet = openpyxl.load_workbook(io.BytesIO(back)).active
        hints = [sheet.cell(line, 1).value for line in (2, 3, 4)]
        self.assertFalse(hints[0])
        self.assertIn("Price", hints[1])
        self.assertIn("Date", hints[1])
        self.assertIn("already", hints[2])
        sheet.cell(3, 8).value = "286"
        sheet.cell(3, 3).value = "2026-03-01"
        sheet.cell(4, 2).value = "A3"
        out = io.BytesIO()
        sheet.parent.save(out)
        answer, back = self.take(out.getvalue())
        self.assertEqual((answer["created"], back), (3, None))

    def test_mer_10_the_template_is_taken_as_it_is(self):
        """Its columns are known in both languages; empty it has no rows."""
        for lang in ("en_US", "zh_CN"):
            template = self.env["rights.ledger.workbook"].with_context(lang=lang)._template()
            with self.assertRaisesRegex(UserError, "no rows"):
                self.take(template)

    def test_mer_10_wrong_sheets_are_refused_in_a_sentence(self):
        """Wrong sheet, no workbook, password, bomb, too many rows: nothing is saved."""
        wrong = [
            b"",
            b"%PDF-1.4",
            b"PK\x03\x04 broken",
            workbook([["x", "y"]], ["Name", "Colour"]),
            bytes(21 << 20),
        ]
        for content in wrong:
            with self.subTest(size=len(content)), self.assertRaises(UserError):
                self.take(content)
        self.assertFalse(self.count())

    def test_mer_10_formulas_are_text_and_results(self):
        """A formula counts as its stored result, and text that looks like one stays text."""
        rows = [self.row(_4="=HYPERLINK(1)"), self.row("A2")]
        self.take(workbook(rows, G3="=1+1"))
        entries = self.entries.search([("merchant_id", "=", self.mall.id)], order="id")
        self.assertEqual(entries.mapped("content"), ["=HYPERLINK(1)", "褪色"])
        self.assertEqual(entries[1].price, 999)
        _answer, back = self.take(workbook([self.row("A9", _4="=1+1", _6="x")]))
        with open_table(back) as table:
            [cells] = [row.cells for row in table.rows()]
        self.assertIn("=1+1", cells)
        self.assertEqual(openpyxl.load_workbook(io.BytesIO(back)).active["F2"].data_type, "s")

    def test_mer_10_csv_of_an_old_till(self):
        """GB18030 with Chinese words."""
        labels = self.env["rights.ledger.workbook"].with_context(lang="zh_CN")._columns()
        names = list(labels.values())[:11]
        form = self.env["rights.ledger.form"].with_context(lang="zh_CN")
        cells = self.row("B1")
        cells[8] = dict(form._choices("returned"))["none"]
        cells[10] = dict(form._choices("outcome"))["settled"]
        lines = [",".join(names), ",".join(map(str, cells))]
        answer, _back = self.take("\r\n".join(lines).encode("gb18030"))
        self.assertEqual(answer["created"], 1)
        entry = self.entries.search([("merchant_id", "=", self.mall.id)])
        self.assertEqual((entry.state, entry.consumer_name), ("confirmed", "孙测试"))

    def test_mer_10_merged_cells(self):
        """A value over several rows holds for each of them."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet()
        for line, row in enumerate([HEADINGS, self.row("M1"), self.row("M2", _5="")]):
            sheet.write_row(line, 0, row)
        sheet.merge_range(1, 5, 2, 5, "羊毛衫")
        book.close()
        self.take(out.getvalue())
        entries = self.entries.search([("merchant_id", "=", self.mall.id)])
        self.assertEqual(set(entries.mapped("goods_name")), {"羊毛衫"})
