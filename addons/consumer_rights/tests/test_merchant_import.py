"""Merchants from a workbook: shown first, matched, and what is wrong comes back in a workbook."""

import base64
import io

import openpyxl
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .merchant_common import MerchantPortalCommon
from .test_merchant import CODE, OTHER_CODE
from .test_merchant_ledger_workbook import workbook

HEADINGS = ("企业名称", "统一社会信用代码", "经营者类型", "面积", "所属市场", "联系电话", "备注")


@tagged("post_install", "-at_install")
class TestMerchantImport(MerchantPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merchants = cls.env["rights.merchant"]

    def look_at(self, rows, login="station_a1", headings=HEADINGS, content=None):
        wizard = self.as_user(login, self.env["rights.merchant.import"]).create(
            {
                "file": base64.b64encode(content or workbook(rows, headings)),
                "file_name": "经营者.xlsx",
            }
        )
        wizard.action_read()
        return wizard

    def line(self, wizard, name):
        return wizard.line_ids.filtered(lambda line: line.name == name)

    def named(self, name):
        return self.merchants.search([("name", "=", name)])

    def test_mer_01_a_sheet_is_shown_then_entered(self):
        """MER-01: nothing before it is decided; a venue may stand below its tenant."""
        wizard = self.look_at(
            [
                ("测试新摊位", "", "shop", 12, "测试新市场", "", ""),
                ("测试新市场", CODE, "农贸市场", "6,200㎡", "", "025-84009999", "x"),
            ]
        )
        self.assertEqual((wizard.new_count, wizard.wrong_count), (2, 0))
        self.assertEqual(wizard.left_columns, "备注")
        self.assertFalse(self.named("测试新市场"))
        wizard.action_enter()
        market, stall = self.named("测试新市场"), self.named("测试新摊位")
        self.assertEqual((market.merchant_type, market.area_sqm), ("farmers_market", 6200))
        self.assertEqual((market.uscc, market.phone), (CODE, "025-84009999"))
        self.assertEqual(stall.host_id, market)

    def test_mer_01_what_is_known_is_completed_and_twice_is_once(self):
        """MER-01, REG-17: found by code or name; an empty cell changes nothing."""
        self.mall.uscc = CODE
        rows = [
            ("测试甲商城（总店）", CODE, "", 6500, "", "", ""),
            ("测试丙超市", OTHER_CODE, "", "", "", "", ""),
        ]
        wizard = self.look_at(rows)
        self.assertEqual(wizard.change_count, 2)
        self.assertIn("6000 → 6500", self.line(wizard, "测试甲商城（总店）").message)
        wizard.action_enter()
        self.assertEqual((self.mall.name, self.mall.area_sqm), ("测试甲商城", 6500))
        self.assertEqual(self.mall.alias_ids.mapped("name"), ["测试甲商城（总店）"])
        self.assertEqual(self.neighbour.uscc, OTHER_CODE)
        self.assertTrue(self.neighbour.principal)
        again = self.look_at(rows)
        self.assertEqual((again.same_count, again.change_count), (2, 0))

    def test_reg_17_what_the_phone_alone_found_is_decided_by_a_person(self):
        """REG-17: left out until somebody says that it is the same, or another one."""
        self.neighbour.phone = "025-84001111"
        rows = [("测试丙生鲜超市", "", "", 900, "", "025-84001111", "")]
        wizard = self.look_at(rows)
        line = wizard.line_ids
        self.assertEqual(
            (line.kind, line.decision, line.merchant_id), ("doubt", "skip", self.neighbour)
        )
        line.decision = "update"
        wizard.action_enter()
        self.assertEqual(self.neighbour.area_sqm, 900)
        self.assertFalse(self.named("测试丙生鲜超市"))
        self.neighbour.alias_ids.unlink()
        wizard = self.look_at(rows)
        wizard.line_ids.decision = "create"
        wizard.action_enter()
        self.assertTrue(self.named("测试丙生鲜超市"))

    def test_mer_01_wrong_rows_come_back_and_are_taken_when_corrected(self):
        """MER-01: each row with what to do; the right ones are entered meanwhile."""
        archived = self._merchant("测试歇业店", active=False, uscc=OTHER_CODE)
        rows = [
            ("测试好店", "", "", "", "", "", ""),
            ("", "", "shop", "", "", "", ""),
            ("测试错码店", "91320100", "宇宙", "很大", "没有的市场", "12", ""),
            ("测试好店", "", "", "", "", "", ""),
            (archived.name, OTHER_CODE, "", "", "", "", ""),
        ]
        wizard = self.look_at(rows)
        self.assertEqual((wizard.wrong_count, wizard.new_count), (4, 1))
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.errors))).active
        hints = [sheet.cell(line, 1).value for line in range(2, 6)]
        self.assertIn("names no merchant", hints[0])
        self.assertEqual(hints[1].count("\n"), 4)
        self.assertIn("Row 2 names the same", hints[2])
        self.assertIn("archived", hints[3])
        wizard.action_enter()
        self.assertEqual(len(self.named("测试好店")), 1)
        self.assertFalse(self.named("测试错码店"))
        self.assertFalse(archived.active)
        columns = {sheet.cell(1, place).value: place for place in range(1, sheet.max_column + 1)}
        for name in (
            "Unified social credit code",
            "Type",
            "Business area (m²)",
            "Host venue",
            "Phone",
        ):
            sheet.cell(3, columns[name]).value = None
        sheet.delete_rows(4, 2)
        sheet.delete_rows(2)
        out = io.BytesIO()
        sheet.parent.save(out)
        corrected = self.look_at([], content=out.getvalue())
        self.assertEqual((corrected.new_count, corrected.left_columns), (1, "What to correct"))

    def test_mer_01_a_file_that_is_no_sheet_is_refused(self):
        """MER-01: without names, without rows, not a table; GB18030 is read."""
        for content, why in (
            (workbook([("a", "b")], ("甲", "乙")), "names of the merchants"),
            (workbook([], HEADINGS), "no rows"),
            (b"%PDF-1.7 x", "not a table"),
            (b"PK\x03\x04broken", ""),
        ):
            with self.subTest(why=why), self.assertRaisesRegex(UserError, why):
                self.look_at([], content=content)
        table = "名称,联系电话\n测试国标店,025-84007777\n".encode("gb18030")
        self.assertEqual(self.look_at([], content=table).line_ids.name, "测试国标店")

    def test_mer_01_the_template_is_a_sheet_that_is_read(self):
        """MER-01: with its own columns in each language."""
        template = self.env["rights.merchant.sheet"].with_context(lang="zh_CN")._write()
        book = openpyxl.load_workbook(io.BytesIO(template))
        book.active.cell(2, 1).value = "测试模板店"
        out = io.BytesIO()
        book.save(out)
        wizard = self.look_at([], content=out.getvalue())
        self.assertEqual((wizard.line_ids.name, wizard.left_columns), ("测试模板店", False))

    def test_mer_01_who_may_import(self):
        """MER-01: office, station and dispatcher."""
        for login in ("operator", "auditor", "business_admin"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.look_at([("测试店", "", "", "", "", "", "")], login=login)
        for login in ("office", "dispatcher_a"):
            self.assertEqual(
                self.look_at([("测试店", "", "", "", "", "", "")], login=login).new_count, 1
            )
