"""Full-text search inside dossiers and their supplements (ARC-09, ARC-10, D10)."""

from unittest.mock import patch

from odoo.addons.consumer_rights.tests.document_common import picture
from odoo.addons.consumer_rights.tests.report_common import FILE, IDENTITY, SecretReportCommon
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools import page_text


class TextCommon(SecretReportCommon):
    @classmethod
    def read_texts(cls):
        readings = cls.env["rights.dossier.reading"]
        readings._note_new()
        for reading in readings.search([("state", "=", "waiting")]):
            reading._read_file()

    @classmethod
    def paper(cls, text):
        html = f"<html lang='zh-CN'><body><p>{text}</p></body></html>"
        return cls.env["ir.actions.report"]._lay_out_weasyprint(html, "补充").content


@tagged("post_install", "-at_install")
class TestArchiveText(TextCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.readings = cls.env["rights.dossier.reading"]
        case = cls.case_at("archived", facts="热水器内胆漏水，安装人员推诿。")
        cls.dossier = case.sudo().dossier_ids
        cls.as_user("archivist", cls.dossier)._append_supplement(
            "回执.pdf", cls.paper("法院判决书已经生效，经营者拒绝履行。"), "法院来函"
        )
        cls.as_user("archivist", cls.dossier)._append_supplement("照片.png", picture(), "现场照片")
        cls.read_texts()

    def found(self, text, login="archivist"):
        dossiers = self.as_user(login, self.env["rights.dossier"])
        return dossiers.with_context(rights_text_query=[text]).search(
            [("full_text", "ilike", text)]
        )

    def test_arc_10_words_inside_are_found_with_their_page(self):
        hit = self.found("内胆")
        self.assertEqual(hit.ids, self.dossier.ids)
        self.assertIn("Page ", hit.found_on)
        for text in ("热水器 推诿", "内胆漏水", "水器内"):
            self.assertEqual(self.found(text).ids, self.dossier.ids, text)
        for text in ("洗衣机", "热水器 洗衣机"):
            self.assertFalse(self.found(text), text)

    def test_arc_09_supplements_are_searched_too(self):
        hit = self.found("判决书 内胆")
        self.assertEqual(hit.ids, self.dossier.ids)
        self.assertIn("回执.pdf: 1", hit.found_on)
        states = self.readings.search([("dossier_id", "=", self.dossier.id)]).mapped("state")
        self.assertEqual(sorted(states), ["none", "read", "read"])

    def test_sec_01_a_hit_is_a_dossier_that_the_reader_may_read(self):
        for login, sees in (
            ("head", True),
            ("clerk", True),
            ("station_b1", False),
            ("mediator_a", False),
        ):
            self.assertEqual(bool(self.found("内胆", login)), sees, login)
        with self.assertRaises(AccessError):
            self.found("内胆", "auditor")
        with self.assertRaises(AccessError):
            self.as_user("archivist", self.env["rights.dossier.page"]).search([])
        with self.assertRaises(AccessError):
            self.as_user("station_b1", self.dossier)._find_pages(["'内胆'"])

    def test_sec_02_informants_are_not_found(self):
        """Nobody finds the sealed volume by what is in it, not even who may open it."""
        report = self.handled(self.lone_report())
        self.finish(report)
        dossier = report.sudo()._build_dossier()
        self.assertTrue(dossier.sudo().volume_ids)
        self.read_texts()
        self.assertIn(dossier.id, self.found("举报登记表", "head").ids)
        for secret in (*IDENTITY, FILE):
            for login in ("head", "dispatcher", "archivist"):
                self.assertNotIn(dossier.id, self.found(secret, login).ids)

    def test_a_file_that_cannot_be_read_waits_and_does_not_hold_up_the_rest(self):
        self.as_user("archivist", self.dossier)._append_supplement(
            "坏.pdf", b"%PDF-1.4 broken", "坏文件"
        )
        good = self.as_user("archivist", self.dossier)._append_supplement(
            "好.pdf", self.paper("最后送达回证"), "送达"
        )
        with (
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.rights_reports.models.archive.rights_dossier_text"),
        ):
            self.env.ref("rights_reports.rights_dossier_reading_cron").method_direct_trigger()
        self.env.invalidate_all()
        broken = self.readings.search([("supplement_id.name", "=", "坏.pdf")])
        self.assertEqual((broken.state, broken.attempts), ("waiting", 1))
        self.assertTrue(broken.next_try_at)
        done = self.readings.search([("supplement_id", "=", good.id)])
        self.assertEqual(done.state, "read")
        self.assertTrue(self.found("送达回证"))
        for _try in range(5):
            broken._note_attempt(broken.next_try_at)
        self.assertEqual(broken.state, "failed")

    def test_words_stay_whole_across_lines(self):
        with patch.object(page_text.subprocess, "run") as run:
            run.return_value.stdout = "质量\n问题 iPhone\n15\f第二\n页\f".encode()
            self.assertEqual(page_text.read_pages(b""), ["质量问题 iPhone\n15", "第二页"])
