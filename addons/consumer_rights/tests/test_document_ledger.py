"""The ledger of a unit's archived matters, with its cover (DOC-15, ARC-04)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .common import RightsCommon
from .pdf_check import page_texts, pdfa_faults

REPORT = "consumer_rights.report_rights_case_ledger"


@tagged("post_install", "-at_install")
class TestCaseLedger(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kinds = ("complaint", "complaint", "report")
        days = ("2023-03-05", "2023-12-31", "2023-04-01")
        cls.first, cls.last, cls.report = cls.history(
            [
                {"kind": kind, "received_at": f"{day} 02:00:00"}
                for kind, day in zip(kinds, days, strict=True)
            ]
        )
        # 00:30 on 1 January in China, another unit, and one that is still open
        cls.others = cls.history(
            [
                {"received_at": "2023-12-31 16:30:00"},
                {"station_id": cls.stations["district_a"].id},
                {"stage_code": "handling"},
            ]
        )
        cls.ledgers = cls.env["rights.case.ledger"]

    @classmethod
    def history(cls, rows):
        return cls.env["rights.case"]._import_history(
            [
                cls.case_vals(
                    **{
                        "station_id": cls.stations["city"].id,
                        "stage_code": "archived",
                        "outcome_id": cls.settled.id,
                        "received_at": "2023-05-05 02:00:00",
                        **row,
                    }
                )
                for row in rows
            ]
        )

    def make(self, login="archivist", **values):
        return self.as_user(login, self.ledgers).create({"year": 2023, **values})

    def test_doc_15_archived_matters_of_the_year_in_number_order(self):
        """ARC-04: those of the unit, by number; persons masked, other years and units left out."""
        ledger = self.make()
        text = html2plaintext(ledger.body)
        self.assertLess(text.index(self.first.name), text.index(self.last.name))
        for other in (*self.others, self.report):
            self.assertNotIn(other.name, text)
        self.assertIn(self.first.party_masked, text)
        self.assertNotIn("张测试", text)
        self.assertEqual((ledger.case_count, ledger.volume_count), (2, 1))
        self.assertEqual((ledger.number_from, ledger.number_to), (self.first.name, self.last.name))
        self.assertRegex(ledger.name, "台账〔[0-9]{4}〕[0-9]+号")

    def test_doc_15_gaps_are_explained(self):
        """ARC-04: a number that no matter has is listed, what is elsewhere or open is counted."""
        counters = self.env["rights.case.number"].sudo()
        counters.create({"prefix": "CSTCT20230704", "last": 2})
        self.first._gate_write({"station_id": self.stations["district_a"].id})
        ledger = self.make()
        for number in ("CSTCT202307040001", "CSTCT202307040002"):
            self.assertIn(number, ledger.void_numbers)
            self.assertIn(number, ledger.body)
        text = html2plaintext(ledger.body)
        self.assertIn("由其他单位办理的1件、尚未归档的1件", text)

    def test_doc_15_a_report_names_no_reporter(self):
        """SEC-03: neither name nor masked name."""
        text = html2plaintext(self.make(kind="report").body)
        self.assertIn(self.report.name, text)
        self.assertNotIn("张", text)

    def test_doc_15_cover_and_pages(self):
        """DOC-15, SEC-05: one PDF/A with cover and lines; each print is noted."""
        ledger = self.make()
        self.assertIn(REPORT, ledger.action_print()["params"]["url"])
        reports = self.as_user("archivist", self.env["ir.actions.report"])
        reports = reports.with_context(force_report_rendering=True)
        content = reports._render_qweb_pdf(REPORT, ledger.ids)[0]
        self.assertEqual(pdfa_faults(content), [])
        cover, lines = ("".join(page.split()) for page in page_texts(content))
        for words in ("消费维权台账", "2023年", "投诉", "2件", "第1册共1册", self.first.name):
            self.assertIn(words, cover)
        self.assertIn("编号不连续的说明", lines)
        log = self.env["rights.audit.log"].search([("model", "=", ledger._name)], limit=1)
        self.assertEqual((log.type, log.res_id, log.count), ("print", ledger.id, 2))

    def test_doc_15_stays_as_it_was_made(self):
        """DOC-15, DAT-05: for the own unit and below, of years that began, and never changed."""
        ledger = self.make(name="1", case_count=7)
        self.assertEqual(ledger.case_count, 2)
        self.assertIn("没有归档的事项", self.make(year=2022).body)
        self.assertTrue(self.make(station_id=self.stations["station_b1"].id))
        self.assertTrue(self.as_user("head", ledger).read(["body"]))
        for change in (lambda: ledger.write({"year": 2022}), lambda: self.make("head")):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change()
        for login in ("dispatcher", "quality", "station_a1"):
            with self.assertRaises(AccessError):
                self.as_user(login, ledger).read(["body"])
        for change in (
            lambda: self.make(year=2099),
            lambda: self.make(volume=2),
            lambda: ledger.sudo().unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
