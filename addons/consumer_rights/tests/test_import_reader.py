import io
import os
import tempfile
import zipfile
from datetime import date, datetime

import xlsxwriter
from odoo.addons.consumer_rights.tools import table_reader, table_workbook
from odoo.addons.consumer_rights.tools.table_errors import TableError
from odoo.addons.consumer_rights.tools.table_profile import profile
from odoo.tests import BaseCase

TEXT = "编号,商家,投诉内容\r\n1001,测试百货,退货被拒绝\r\n1002,测试家电,空调不制冷，维修三次\r\n"
ROWS = [["1001", "测试百货", "退货被拒绝"], ["1002", "测试家电", "空调不制冷，维修三次"]]
TRADITIONAL = "編號,商家,投訴內容\r\n1001,測試百貨,退貨被拒絕\r\n"

# content, encoding found
ENCODINGS = [
    (TEXT.encode("utf-8"), "utf-8"),
    (TEXT.encode("utf-8-sig"), "utf-8-sig"),
    (TEXT.encode("utf-16"), "utf-16"),
    (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
    (TEXT.encode("utf-16-le"), "utf-16-le"),
    (TEXT.encode("gbk"), "gb18030"),
    (TEXT.encode("gb18030"), "gb18030"),
    (TEXT.replace("\r\n", "\n").encode("gb18030"), "gb18030"),
    (TEXT.replace("\r\n", "\r").encode(), "utf-8"),
    (TRADITIONAL.encode("big5"), "big5hkscs"),
]


def read(content, **options):
    with table_reader.open_table(content, **options) as table:
        rows = list(table.rows())
        return [column.name for column in table.columns], rows


def workbook(fill, **options):
    """The bytes of an xlsx file that ``fill(book, sheet)`` has written."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(book, book.add_worksheet("数据"))
    book.close()
    return buffer.getvalue()


class TestImportReaderText(BaseCase):
    def test_encodings(self):
        for content, encoding in ENCODINGS:
            with self.subTest(encoding=encoding, start=content[:6]):
                with table_reader.open_table(content) as table:
                    self.assertEqual(table.encoding, encoding)
                    self.assertEqual(len(table.columns), 3)
                    rows = [row.cells for row in table.rows()]
                if encoding != "big5hkscs":
                    self.assertEqual(rows, ROWS)
                else:
                    self.assertEqual(rows, [["1001", "測試百貨", "退貨被拒絕"]])

    def test_short_gbk_file(self):
        """Six characters are enough: statistics alone would take them for Greek or Korean."""
        names, rows = read("姓名,电话\n王五,1\n".encode("gbk"))
        self.assertEqual(names, ["姓名", "电话"])
        self.assertEqual(rows[0].cells, ["王五", "1"])

    def test_cut_off_character_does_not_change_the_encoding(self):
        """A database that cuts texts by bytes leaves half a character at a field's end."""
        body = b"".join(f"{n},{'投诉内容' * 5},完\n".encode() for n in range(50))
        broken = body + "99,投诉内".encode() + "容".encode()[:2] + ",完\n".encode()
        names, rows = read("编号,内容,状态\n".encode() + broken)
        self.assertEqual(names, ["编号", "内容", "状态"])
        self.assertEqual(rows[-1].cells, ["99", "投诉内", "完"])

    def test_western_file(self):
        text = "número,descripción,año\n" + "1,garantía vencida y reparación mal hecha,2020\n" * 5
        names, rows = read(text.encode("cp1252"))
        self.assertEqual(names[0], "número")
        self.assertEqual(len(rows), 5)

    def test_delimiters(self):
        for delimiter in ",;\t|":
            text = "\n".join(
                delimiter.join(cells)
                for cells in (
                    ["编号", "商家", "内容"],
                    ["1", "甲", "好, 不好; 一般"],
                    ["2", "乙", ""],
                )
            )
            if delimiter in ",;":
                text = text.replace("好, 不好; 一般", '"好, 不好; 一般"')
            with self.subTest(delimiter=delimiter):
                names, rows = read(text.encode())
                self.assertEqual(names, ["编号", "商家", "内容"])
                self.assertEqual(rows[0].cells, ["1", "甲", "好, 不好; 一般"])

    def test_announced_delimiter(self):
        names, rows = read("sep=;\n编号;内容\n1;a,b\n2;c,d\n".encode())
        self.assertEqual(names, ["编号", "内容"])
        self.assertEqual((rows[0].number, rows[0].cells), (3, ["1", "a,b"]))

    def test_quoted_line_breaks_and_quotes(self):
        _names, rows = read('编号,内容\n1,"第一行\r\n第二行，""引号"""\n\n2,b\n'.encode())
        self.assertEqual(rows[0].cells, ["1", '第一行\n第二行，"引号"'])
        self.assertEqual([row.number for row in rows], [2, 4])

    def test_backslash_escapes(self):
        _names, rows = read(b'id,text\n"1","say \\"hi\\", ok"\n"2","b"\n')
        self.assertEqual(rows[0].cells, ["1", 'say "hi", ok'])

    def test_dirt_is_removed(self):
        content = '\ufeff编号 ,内容\n="0012",　文字\t\n\x003\u200b,b\x00\n'.encode()
        names, rows = read(content)
        self.assertEqual(names, ["编号", "内容"])
        self.assertEqual([row.cells for row in rows], [["0012", "文字"], ["3", "b"]])

    def test_ragged_rows(self):
        """Missing cells are empty; cells beyond the last column are told, not dropped."""
        lines = ["编号,商家,内容", *(f"{n},甲,乙" for n in range(20)), "20,甲", "21,甲,乙,丙,,丁"]
        _names, rows = read("\n".join(lines).encode())
        self.assertEqual(rows[20].cells, ["20", "甲", ""])
        self.assertEqual((rows[21].cells, rows[21].surplus), (["21", "甲", "乙"], ["丙", "丁"]))

    def test_empty_and_repeated_columns(self):
        """Empty columns go, repeated names are numbered, nameless columns keep their letter."""
        text = "名称,,名称,名称 (2), \n甲,,乙,丙,丁\n戊,,己,庚,辛\n"
        names, rows = read(text.encode())
        self.assertEqual(names, ["名称", "名称 (2)", "名称 (2) (2)", "(E)"])
        self.assertEqual(rows[0].cells, ["甲", "乙", "丙", "丁"])

    def test_title_rows_above_the_header(self):
        text = "2020年6月投诉汇总表,,,\n导出时间：2020-06-08,制表人：测试,,\n,,,\n"
        text += "编号,日期,商家,内容\n1,2020-06-08,甲,乙\n"
        names, rows = read(text.encode())
        self.assertEqual(names, ["编号", "日期", "商家", "内容"])
        self.assertEqual(rows[0].number, 5)

    def test_no_header(self):
        names, rows = read("1,2020-06-08,甲\n2,2020-06-09,乙\n".encode())
        self.assertEqual(names, ["(A)", "(B)", "(C)"])
        self.assertEqual([row.number for row in rows], [1, 2])

    def test_header_given_by_hand(self):
        names, rows = read("甲,乙\n编号,内容\n1,a\n".encode(), header_row=2)
        self.assertEqual(names, ["编号", "内容"])
        self.assertEqual(len(rows), 1)

    def test_rows_continue_after_a_row(self):
        with table_reader.open_table(TEXT.encode()) as table:
            self.assertEqual([row.number for row in table.rows(after=2)], [3])

    def test_text_is_streamed(self):
        """A large file is not held in memory: the first row comes before the last is read."""
        with tempfile.NamedTemporaryFile(suffix=".csv", delete=False) as file:
            file.write("编号,内容\n".encode())
            for number in range(60_000):
                file.write(f"{number},{'投诉内容' * 8}\n".encode())
        self.addCleanup(os.unlink, file.name)
        with table_reader.open_table(file.name) as table:
            rows = table.rows()
            next(rows)
            self.assertLess(table._stream.tell(), os.path.getsize(file.name) / 10)
            self.assertEqual(sum(1 for _row in rows), 59_999)

    def test_refusals(self):
        cases = [
            (b"", "empty"),
            (b" \r\n\r\n", "empty"),
            (b"%PDF-1.7 ...", "kind"),
            (b"\x89PNG\r\n\x1a\n" + bytes(100), "kind"),
            (bytes(range(1, 32)) * 40, "kind"),
            ('编号,内容\n1,"没有结束\n2,乙\n3,丙\n'.encode(), "quote"),
            ('编号,内容\n1,"没有结束\n'.encode() + "2,乙\n".encode() * 400 + b'"', "quote"),
        ]
        for content, reason in cases:
            with self.subTest(reason=reason, start=content[:8]):
                with self.assertRaises(TableError) as caught:
                    read(content)
                self.assertEqual(caught.exception.reason, reason)
                if reason == "quote":
                    self.assertEqual(caught.exception.details["row"], 2)


class TestImportReaderWorkbook(BaseCase):
    def test_typed_cells(self):
        def fill(book, sheet):
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            moment = book.add_format({"num_format": 'yyyy"年"m"月"d"日" h:mm'})
            sheet.write_row(0, 0, ["编号", "日期", "时间", "金额", "序列", "公式"])
            sheet.write_row(1, 0, [1001])
            sheet.write_datetime(1, 1, datetime(2020, 6, 8), day)
            sheet.write_datetime(1, 2, datetime(2020, 6, 8, 9, 5), moment)
            sheet.write_row(1, 3, [12.5, 43990])
            sheet.write_formula(1, 5, "=D2*2", value=25)

        _names, rows = read(workbook(fill))
        self.assertEqual(
            rows[0].cells,
            [1001, date(2020, 6, 8), datetime(2020, 6, 8, 9, 5), 12.5, 43990, 25],
        )
        self.assertEqual(table_reader.cell_text(rows[0].cells[3]), "12.5")

    def test_first_sheet_with_data_or_the_chosen_one(self):
        def fill(book, sheet):
            hidden = book.add_worksheet("隐藏")
            hidden.hide()
            hidden.write_column(0, 0, ["甲", 1, 2])
            book.add_worksheet("说明").write(0, 0, "填写说明")
            third = book.add_worksheet("六月")
            third.write_row(0, 0, ["编号", "内容"])
            third.write_row(1, 0, [1, "x"])
            fourth = book.add_worksheet("七月")
            fourth.write_row(0, 0, ["编号", "内容"])
            fourth.write_row(1, 0, [2, "y"])

        content = workbook(fill)
        with table_reader.open_table(content) as table:
            self.assertEqual(table.sheets, ["数据", "说明", "六月", "七月"])
            self.assertEqual(table.sheet, "六月")
        _names, rows = read(content, sheet="七月")
        self.assertEqual(rows[0].cells, [2, "y"])

    def test_merged_cells(self):
        """Merged down: every row has the value. Two rows of names: both make the column's name."""

        def fill(_book, sheet):
            sheet.merge_range(0, 0, 0, 4, "汇总表")
            sheet.merge_range(1, 0, 2, 0, "编号")
            sheet.merge_range(1, 1, 1, 2, "投诉人")
            sheet.merge_range(1, 3, 1, 4, "被投诉人")
            sheet.write_row(2, 1, ["姓名", "电话", "名称", "电话"])
            sheet.merge_range(3, 3, 4, 3, "测试百货")
            sheet.write_row(3, 0, [1, "张", "138"])
            sheet.write_row(4, 0, [2, "李", "139"])

        names, rows = read(workbook(fill))
        self.assertEqual(
            names, ["编号", "投诉人 姓名", "投诉人 电话", "被投诉人 名称", "被投诉人 电话"]
        )
        self.assertEqual([row.cells[3] for row in rows], ["测试百货", "测试百货"])
        self.assertEqual([row.number for row in rows], [4, 5])

    def test_table_that_does_not_start_in_the_corner(self):
        def fill(_book, sheet):
            sheet.write_row(4, 2, ["编号", "内容"])
            sheet.write_row(5, 2, [1, "x"])

        with table_reader.open_table(workbook(fill)) as table:
            self.assertEqual(
                [(c.name, c.letter) for c in table.columns], [("编号", "C"), ("内容", "D")]
            )
            self.assertEqual([(row.number, row.cells) for row in table.rows()], [(6, [1, "x"])])

    def test_rounded_numbers_are_recognised(self):
        self.assertTrue(table_reader.is_rounded(123456789012345000))
        self.assertTrue(table_reader.is_rounded("4.82E+17"))
        self.assertFalse(table_reader.is_rounded("123456789012345678"))
        self.assertFalse(table_reader.is_rounded(482028))

    def test_stray_cell_at_the_end_of_the_sheet(self):
        def fill(_book, sheet):
            sheet.write_row(0, 0, ["编号", "内容"])
            sheet.write(1_048_575, 16_383, "x")

        with self.assertRaises(TableError) as caught:
            read(workbook(fill))
        self.assertEqual(caught.exception.reason, "too_many_cells")

    def test_formatted_empty_rows_do_no_harm(self):
        def fill(book, sheet):
            style = book.add_format({"bg_color": "yellow"})
            sheet.write_row(0, 0, ["编号", "内容"])
            sheet.write_row(1, 0, [1, "x"])
            sheet.write_blank(900_000, 900, None, style)

        _names, rows = read(workbook(fill))
        self.assertEqual(len(rows), 1)

    def test_archive_that_unpacks_to_too_much(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", bytes(8 << 20))
        self.patch(table_workbook, "MAX_UNPACKED", 4 << 20)
        with self.assertRaises(TableError) as caught:
            read(buffer.getvalue())
        self.assertEqual(caught.exception.reason, "bomb")

    def test_archive_that_lies_about_its_size(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", bytes(8 << 20))
        content = buffer.getvalue().replace(
            (8 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little")
        )
        self.patch(table_workbook, "MAX_UNPACKED", 4 << 20)
        with self.assertRaises(TableError) as caught:
            read(content)
        self.assertEqual(caught.exception.reason, "bomb")

    def test_other_archives_and_damaged_files(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("word/document.xml", "<w/>")
        whole = workbook(lambda _book, sheet: sheet.write_row(0, 0, ["a", "b"]))
        for content, reason in (
            (buffer.getvalue(), "archive"),
            (whole[: len(whole) // 2], "damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
        ):
            with self.subTest(reason=reason), self.assertRaises(TableError) as caught:
                read(content)
            self.assertEqual(caught.exception.reason, reason)

    def test_open_document_that_repeats_without_end(self):
        content = (
            "<office:document-content"
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
            '<office:spreadsheet><table:table table:name="A">'
            '<table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell office:value-type="float" office:value="1"'
            ' table:number-columns-repeated="1000"/></table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
        with self.assertRaises(TableError) as caught:
            read(buffer.getvalue())
        self.assertEqual(caught.exception.reason, "too_many_cells")

    def test_web_page_named_xls(self):
        page = (
            '<html><head><meta charset="gb2312"></head><body><table border=1>'
            "<tr><td colspan=2>投诉导出</td></tr><tr><th>编号</th><th>内容</th></tr>"
            "<tr><td>1</td><td>第一行<br>第二行</td></tr></table></body></html>"
        )
        names, rows = read(page.encode("gb18030"))
        self.assertEqual(names, ["编号", "内容"])
        self.assertEqual(rows[0].cells, ["1", "第一行\n第二行"])

    def test_excel_2003_xml(self):
        sheet = (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
            ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
            '<Worksheet ss:Name="A"><Table>'
            '<Row><Cell><Data ss:Type="String">编号</Data></Cell>'
            '<Cell ss:Index="3"><Data ss:Type="String">内容</Data></Cell></Row>'
            '<Row ss:Index="3"><Cell><Data ss:Type="Number">1</Data></Cell>'
            '<Cell ss:Index="3"><Data ss:Type="String">x</Data></Cell></Row>'
            "</Table></Worksheet></Workbook>"
        )
        names, rows = read(sheet.encode())
        self.assertEqual(names, ["编号", "内容"])
        self.assertEqual((rows[0].number, rows[0].cells), (3, ["1", "x"]))


class TestImportProfile(BaseCase):
    def test_what_the_columns_hold(self):
        lines = ["编号,状态,日期,空"] + [
            f"{n},{'办结' if n % 2 else '在办'},6/{n}/2020," for n in range(1, 29)
        ]
        with table_reader.open_table("\n".join(lines).encode()) as table:
            count, last, columns = profile(table)
        by_name = {column.column.name: column for column in columns}
        self.assertEqual((count, last), (28, 29))
        self.assertTrue(by_name["编号"].is_unique)
        self.assertEqual(by_name["状态"].values, {"办结": 14, "在办": 14})
        self.assertTrue(by_name["日期"].is_date)
        self.assertEqual(by_name["日期"].date_order.long, "mdy")
        self.assertEqual(by_name["空"].filled, 0)
        self.assertFalse(by_name["编号"].is_date)
