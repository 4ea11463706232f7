"""What merchants and stations send by mistake or in bad faith: a sentence in Chinese, and nothing
half saved (MER-10, MER-17, STN-05, SEC-11)."""

import io
import re
import zipfile

import xlsxwriter
from lxml import html
from odoo.tests import tagged

from ..tools import table_workbook
from .ledger_common import ENTRY, LedgerCommon
from .service_station_common import ServiceStationCommon
from .test_merchant_ledger_workbook import HEADINGS, workbook
from .test_portal_pages import PortalPages

ROW = ["A1", "2026-03-02", "孙测试", "13900002222", "褪色", "衬衫", 268, 1]
ROW += ["Nothing came back", "", "Settled by the merchant"]
# file kinds and units that a Chinese sentence may name
FOREIGN = re.compile(r"[A-Za-z]{3,}")
KNOWN = {"CSV", "XLSX", "xlsx", "xls", "ods", "Excel", "PDF"}
HUGE = 200 << 20


def packed(content, **members):
    """The workbook with further members in its archive."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


class Announced:
    """A body that says how long it is, and never comes."""

    def __len__(self):
        return HUGE

    read = staticmethod(lambda size=-1: b"")


class BadInput(PortalPages):
    def says(self, answer):
        """The sentence of the page, which is Chinese."""
        [alert] = html.fromstring(answer.content).xpath("//*[@role='alert'][not(@hidden)]")
        sentence = alert.text_content().strip()
        self.assertRegex(sentence, "[\u4e00-\u9fff]{4}")
        self.assertFalse(set(FOREIGN.findall(sentence)) - KNOWN, sentence)
        return sentence


@tagged("post_install", "-at_install")
class TestMerchantBadInput(BadInput, LedgerCommon):
    def setUp(self):
        super().setUp()
        self.manager.lang = self.desk.lang = "zh_CN"
        self.place = self.go_in(self.desk)

    def go_in(self, user):
        self.authenticate(user.login, user.login)
        return f"/my/merchant/{self.mall.id}"

    def send(self, content, name="台账.xlsx"):
        return self.post(f"{self.place}/workbook", files={"file": (name, content)}, lang="zh_CN")

    def book(self):
        return self.entries.search([("merchant_id", "=", self.mall.id)])

    # -- workbooks --------------------------------------------------------------------------------

    def test_mer_10_files_that_are_no_ledger(self):
        """MER-10: another sheet, another kind, broken, locked, empty, a bomb, too big: refused."""
        self.patch(table_workbook, "MAX_UNPACKED", 4 << 20)
        good = workbook([ROW])
        bomb = packed(good, xl__media__image1=bytes(8 << 20))
        locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
        said = {}
        for what, content in {
            "another sheet": workbook([["毛巾", 12]], ["商品", "库存"]),
            "no rows": workbook([]),
            "a paper": b"%PDF-1.7 x",
            "cut off": good[: len(good) // 2],
            "locked": locked,
            "empty": b"",
            "a bomb": bomb,
            "too big": bytes((20 << 20) + 1),
        }.items():
            with self.subTest(what=what):
                answer = self.send(content)
                self.assertEqual(answer.status_code, 200)
                said[what] = self.says(answer)
        self.assertFalse(self.book())
        self.assertIn("20", said["too big"])
        self.assertFalse(
            self.env["rights.ledger.batch"].search([("merchant_id", "=", self.mall.id)])
        )

    def test_mer_10_two_hundred_megabytes_are_not_read(self):
        """MER-10: refused by what the sender announces, before a byte of it is taken."""
        announced = Announced()
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = self.url_open(f"{self.place}/workbook?lang=zh_CN", announced, headers=headers)
        self.assertEqual(answer.status_code, 413)
        self.assertTrue(html.fromstring(answer.content).findtext(".//h1"))
        self.assertFalse(self.book())

    def test_mer_10_macros_stay_outside(self):
        """MER-10: the cells of a workbook with macros are taken, its program is not kept."""
        content = packed(
            workbook([ROW]), xl__vbaProject=b"", **{"xl__vbaProject.bin": b"EVIL" * 99}
        )
        self.assertEqual(self.send(content, "台账.xlsm").status_code, 200)
        self.assertEqual(self.book().mapped("goods_name"), ["衬衫"])
        files = self.env["ir.attachment"].search([("name", "like", "台账")])
        self.assertFalse(files)

    def test_mer_10_formulas_are_results_and_text(self):
        """MER-10: a formula counts as what it showed; what looks like one comes back as text."""
        rows = [[*ROW[:4], "=cmd|' /C calc'!A0", *ROW[5:]], ["A2", *ROW[1:]]]
        self.send(workbook(rows, G3="=100+168"))
        entries = self.book().sorted("id")
        self.assertEqual(entries[0].content, "=cmd|' /C calc'!A0")
        self.assertEqual(entries[1].price, 999, "the stored result, nothing is worked out here")

    def test_mer_10_merged_cells_and_one_bad_row(self):
        """MER-10: a merged value holds for its rows; one wrong row keeps all of them out."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet()
        bad = ["A2", *ROW[1:5], "", "两百元", *ROW[7:]]
        for line, row in enumerate([HEADINGS, ROW, bad]):
            sheet.write_row(line, 0, row)
        sheet.merge_range(1, 5, 2, 5, "羊毛衫")
        book.close()
        answer = self.send(out.getvalue())
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertFalse(self.book())

    def test_mer_10_gb18030_with_rare_characters(self):
        """MER-10: CSV as an old till writes it, names of four bytes included; twice it is one."""
        columns = self.env["rights.ledger.workbook"].with_context(lang="zh_CN")._columns()
        form = self.env["rights.ledger.form"].with_context(lang="zh_CN")
        cells = ["B1", "2026-03-02", "𠮷㐱", *ROW[3:]]
        cells[8] = dict(form._choices("returned"))["none"]
        cells[10] = dict(form._choices("outcome"))["settled"]
        lines = [",".join(list(columns.values())[:11]), ",".join(map(str, cells))]
        content = "\r\n".join(lines).encode("gb18030")
        for _time in range(2):
            self.assertEqual(self.send(content, "台账.csv").status_code, 200)
        self.assertEqual(self.book().mapped("consumer_name"), ["𠮷㐱"])

    # -- twice ------------------------------------------------------------------------------------

    def key_of(self, path, act):
        """The key that the page gave its form."""
        page = self.page(path)
        return page.xpath(f"//form[contains(@action, '{act}')]//input[@name='once']/@value")[0]

    def test_mer_11_a_double_click_corrects_once(self):
        """MER-08, MER-11, MER-13: correction, level and compensation; each is appended once."""
        entry = self.enter()
        path = f"{self.place}/ledger/{entry.id}"
        change = {**ENTRY, "price": "286", "reason": "抄错"}
        once = self.key_of(path, "/correct")
        for _click in range(2):
            self.assertEqual(self.post(f"{path}/correct", **change, once=once).status_code, 303)
        self.assertEqual(entry.amendment_count, 1)
        level = {"level": "1", "person": "小李", "handling": "解释"}
        once = self.key_of(path, "/level")
        for _click in range(2):
            self.assertEqual(self.post(f"{path}/level", **level, once=once).status_code, 303)
        self.assertEqual(len(entry.level_ids), 1)
        paid = dict.fromkeys(("is_facts_clear", "is_proof_sufficient", "is_basis_given"), "1")
        paid |= {"amount": "100", "liable": "supplier", "liable_name": "测试供应商"}
        once = self.key_of(path, "/compensate")
        for _click in range(2):
            self.assertEqual(self.post(f"{path}/compensate", **paid, once=once).status_code, 303)
        self.assertEqual(len(entry.compensation_ids), 1)

    def test_mer_11_a_refused_form_keeps_its_key_free(self):
        """MER-11: what was refused may be corrected and sent again with the same key."""
        entry = self.enter()
        path = f"{self.place}/ledger/{entry.id}"
        change = {**ENTRY, "price": "286", "once": "k" * 32}
        self.says(self.post(f"{path}/correct", **change, reason="", lang="zh_CN"))
        self.assertEqual(self.post(f"{path}/correct", **change, reason="抄错").status_code, 303)
        self.assertEqual(entry.amendment_count, 1)

    # -- identifiers of others --------------------------------------------------------------------

    def test_sec_11_a_tenant_guesses(self):
        """SEC-11, MER-17: the neighbour's numbers lead nowhere, and nothing tells whether they
        exist."""
        entry = self.enter()
        self.authenticate(self.tenant_user.login, self.tenant_user.login)
        own = f"/my/merchant/{self.tenant.id}"
        seen = set()
        for number in (entry.id, entry.id + 10_000):
            for path in (
                f"{self.place}/ledger/{number}",
                f"{own}/ledger/{number}",
                f"{own}/ledger/{number}/receipt",
            ):
                answer = self.url_open(f"{path}?lang=zh_CN")
                self.assertEqual(answer.status_code, 404, path)
                seen.add(html.fromstring(answer.content).findtext(".//h1"))
        self.assertEqual(len(seen), 1)
        for act in ("correct", "level", "compensate", "hand-over", "goods", "recourse", "change"):
            answer = self.post(f"{own}/ledger/{entry.id}/{act}", **ENTRY, reason="x")
            self.assertEqual(answer.status_code, 404, act)
        self.assertFalse(entry.amendment_ids)
        self.assertFalse(entry.level_ids)


@tagged("post_install", "-at_install")
class TestStationBadInput(BadInput, ServiceStationCommon):
    """A liaison who presses twice takes one complaint (STN-05, STN-14, STN-15, STN-17)."""

    def setUp(self):
        super().setUp()
        self.place = f"/my/station/{self.profile.id}"
        self.authenticate(self.liaison.login, self.liaison.login.ljust(10, "x"))

    def click_twice(self, path, **values):
        answers = [self.post(path, once="k" * 32, **values) for _click in range(2)]
        self.assertEqual(answers[0].status_code, answers[1].status_code, answers[1].text)
        place = [answer.headers.get("Location") for answer in answers]
        self.assertEqual(place[0], place[1])
        return answers[1]

    def test_stn_05_taken_once(self):
        """STN-05, STN-07: one complaint, and one settlement of it."""
        cases = self.env["rights.case"]
        before = cases.search([], order="id desc", limit=1).id or 0
        answer = self.click_twice(
            f"{self.place}/take",
            **{"way": "visit", "name": "张测试", "phone": "13800001234", "address": "测试街2号"},
            **{"merchant": str(self.mall.id), "subject": "皮鞋开胶", "facts": "买了三天开胶"},
            **{"request": "退货", "item_class": self.goods.code, "nature": self.nature.code},
            **{"told": "1", "merchant_told": "1"},
        )
        case = cases.search([("id", ">", before)])
        self.assertEqual(len(case), 1)
        self.assertTrue(answer.headers["Location"].endswith(f"/{case.id}"))
        path = f"{self.place}/cases/{case.id}/settle"
        self.post(path, once="s" * 32, terms="退款", amount="200", confirmed="phone")
        again = self.post(path, once="s" * 32, terms="退款", amount="200", confirmed="phone")
        self.assertEqual((again.status_code, case.stage_code), (303, "replied"))
        self.assertEqual(case.amount_recovered, 200)

    def test_stn_15_logged_once(self):
        """STN-14, STN-15, STN-17: activity, opinion and report of an offence."""
        kind = self.env["rights.station.activity.kind"].search([], limit=1)
        self.click_twice(
            f"{self.place}/log", kind=kind.code, topic="讲座", date="2026-01-05", audience="30"
        )
        self.assertEqual(len(self.profile.activity_ids), 1)
        self.post(
            f"{self.place}/opinions",
            once="o" * 32,
            kind="opinion",
            subject="预付卡",
            content="加强",
        )
        self.post(
            f"{self.place}/opinions",
            once="o" * 32,
            kind="opinion",
            subject="预付卡",
            content="加强",
        )
        self.assertEqual(len(self.profile.opinion_ids), 1)
