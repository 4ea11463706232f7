"""The PDF engine on a small report about contacts (design D8)."""

import base64
import gc
import io
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from PIL import Image
from weasyprint.document import Document

from ..tools import pdf_renderer
from .pdf_check import font_faults, image_count, page_texts, pdfa_faults, text_of

TEMPLATE = "consumer_rights.report_test_paper"


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), "#c00").save(stream, "PNG")
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestDocumentEngine(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.view = cls.env["ir.ui.view"].create(
            {"name": TEMPLATE, "key": TEMPLATE, "type": "qweb", "arch": "<t/>"}
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Test paper",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": TEMPLATE,
                "engine": "weasyprint",
            }
        )
        cls.set_body("<p t-out='doc.name'/>")
        cls.partner = cls.env["res.partner"].create({"name": "欧阳文"})

    @classmethod
    def set_body(cls, body):
        cls.view.arch = f"""
            <t t-name="{TEMPLATE}"><t t-foreach="docs" t-as="doc">
                <t t-set="paper_title" t-value="'测试文书'"/>
                <t t-set="paper_number" t-value="'CS-1'"/>
                <t t-set="paper_author" t-value="'测试中心'"/>
                <t t-call="consumer_rights.print_layout">
                    <h1 class="paper-title">测试文书</h1><span class="paper-number">CS-1</span>
                    {body}
                </t>
            </t></t>"""

    def render(self, records=None, user=None):
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        reports = reports.with_user(user) if user else reports
        content, kind = reports._render_qweb_pdf(TEMPLATE, (records or self.partner).ids)
        self.assertEqual(kind, "pdf")
        return content

    # -- the file ---------------------------------------------------------------------------------

    def test_file_is_pdfa_with_embedded_subset_fonts(self):
        content = self.render()
        self.assertEqual(pdfa_faults(content), [])
        self.assertEqual(font_faults(content), [])
        self.assertIn("欧阳文", text_of(content))

    def test_pages_are_counted(self):
        self.set_body("<div style='height: 150mm; break-after: page'>甲</div>" * 2 + "<p>乙</p>")
        pages = page_texts(self.render())
        self.assertEqual(len(pages), 3)
        for number, text in enumerate(pages, 1):
            self.assertIn(f"第{number}页共3页", "".join(text.split()))
            self.assertIn("CS-1", text, "the number stands in the running head")

    def test_rare_characters_of_names_are_printed(self):
        """GB 18030 and CJK extension B to F: no empty box in anybody's name."""
        name = "𠮷㐂𪚥𬴂䶮𫖯𣗋"
        self.partner.name = name
        content = self.render()
        self.assertIn(name, text_of(content))
        self.assertEqual(font_faults(content), [])

    def test_character_without_a_font_is_spelled(self):
        self.partner.name = "张\U00031350\ue815"
        with (
            mute_logger("weasyprint"),
            self.assertLogs("odoo.addons.consumer_rights.models.document", "WARNING") as logs,
        ):
            content = self.render()
        self.assertIn("张〔U+31350〕〔U+E815〕", text_of(content))
        self.assertEqual(font_faults(content), [])
        self.assertNotIn("张", "".join(logs.output), "no name in a log")

    def test_check_of_fonts_sees_an_empty_box(self):
        """The check the other tests lean on fails when it should."""
        html = "<p style=\"font-family: 'Noto Serif CJK SC'\">张\U00031350</p>"
        with mute_logger("weasyprint"), pdf_renderer._font_map() as fonts:
            spoiled = pdf_renderer._lay_out(html, "https://x.invalid/", None, fonts).content
        self.assertTrue(font_faults(spoiled))

    def test_machine_without_chinese_fonts_is_told(self):
        blank = pdf_renderer.RenderedPdf(b"", 1, "文")
        with (
            patch.object(pdf_renderer, "_lay_out", return_value=blank),
            self.assertLogs("odoo.addons.consumer_rights.models.document", "ERROR"),
            self.assertRaisesRegex(UserError, "MissingFontsError"),
        ):
            self.render()

    # -- what it may read -------------------------------------------------------------------------

    def test_no_address_outside_is_called(self):
        addresses = [
            "http://example.com/logo.png",
            "https://example.com/logo.png",
            "//example.com/logo.png",
            "ftp://example.com/logo.png",
            "file:///etc/hostname",
            "/web/login",
            "/web/image/0",
            "/web/image/res.users/1/password",
            "/consumer_rights/static/../security/rights_groups.xml",
            "/consumer_rights/static/report/nothing.css",
            "gopher://example.com/",
        ]
        bodies = [f'<img src="{address}"/>' for address in addresses]
        bodies += [
            '<style>@import url("https://example.com/a.css");</style>',
            '<p style="background: url(https://example.com/a.png)">x</p>',
            '<link rel="attachment" href="https://example.com/a.pdf"/>',
            "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage "
            "href='http://example.com/a.png' width='9' height='9'/%3E%3C/svg%3E\"/>",
        ]
        for body in bodies:
            self.set_body(body)
            with (
                self.subTest(body),
                patch("socket.getaddrinfo") as lookup,
                patch("socket.socket.connect") as connect,
                mute_logger("weasyprint"),
            ):
                with self.assertRaisesRegex(UserError, "A paper may only show"):
                    self.render()
                lookup.assert_not_called()
                connect.assert_not_called()

    def test_pictures_of_this_system_are_shown(self):
        attachment = self.env["ir.attachment"].create({"name": "seal.png", "raw": picture()})
        self.partner.image_1920 = base64.b64encode(picture())
        encoded = base64.b64encode(picture()).decode()
        for address in (
            f"/web/image/{attachment.id}",
            f"/web/image/{attachment.id}-a1b2/seal.png",
            f"/web/content/{attachment.id}",
            f"/web/image/res.partner/{self.partner.id}/image_1920",
            f"{self.report.get_base_url()}/web/image/{attachment.id}",
            f"data:image/png;base64,{encoded}",
        ):
            self.set_body(f'<img src="{address}"/>')
            with self.subTest(address):
                self.assertEqual(image_count(self.render()), 1)

    def test_pictures_are_read_with_the_rights_of_the_printer(self):
        """Lowest role: an attachment of somebody else cannot be pulled in by its number."""
        secret = self.env["ir.attachment"].create({"name": "secret.png", "raw": picture()})
        self.set_body(f'<img src="/web/image/{secret.id}"/>')
        user = new_test_user(self.env, login="t_printer", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.render(user=user)

    # -- Odoo's pipeline --------------------------------------------------------------------------

    def test_no_wkhtmltopdf_is_needed(self):
        with patch.object(
            type(self.env["ir.actions.report"]), "get_wkhtmltopdf_state", return_value="install"
        ):
            self.assertTrue(self.render().startswith(b"%PDF"))
            self.report.engine = "wkhtmltopdf"
            with self.assertRaisesRegex(UserError, "Wkhtmltopdf"):
                self.render()

    def test_each_record_is_laid_out_by_itself(self):
        other = self.env["res.partner"].create({"name": "司马懿"})
        pages = page_texts(self.render(self.partner + other))
        self.assertEqual(len(pages), 2)
        for text, name in zip(pages, ("欧阳文", "司马懿"), strict=True):
            self.assertIn(name, text)
            self.assertIn("第1页共1页", "".join(text.split()))

    def test_stored_paper_is_printed_again_unchanged(self):
        self.report.write({"attachment": "'%s.pdf' % object.name", "attachment_use": True})
        first = self.render()
        with patch.object(pdf_renderer, "render_pdf", side_effect=AssertionError):
            self.assertEqual(self.render(), first)
        stored = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.partner.id)]
        )
        self.assertEqual(stored.mapped("name"), ["欧阳文.pdf"])

    def test_failure_of_the_renderer_is_told(self):
        self.report.attachment = "'%s.pdf' % object.name"
        with (
            patch.object(pdf_renderer, "render_pdf", side_effect=MemoryError),
            self.assertLogs("odoo.addons.consumer_rights.models.document", "ERROR"),
            self.assertRaisesRegex(UserError, "Test paper.*could not be made"),
        ):
            self.render()
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "欧阳文.pdf")]))
        self.assertTrue(self.render(), "the next paper is made")

    def test_client_is_told_the_engine(self):
        self.assertEqual(self.report.report_action(self.partner)["engine"], "weasyprint")
        self.assertIn("engine", self.report._get_readable_fields())
        self.assertEqual(
            self.env.ref("base.report_ir_model_overview").engine,
            "wkhtmltopdf",
            "reports of Odoo keep their engine",
        )

    def test_papers_leave_no_growth_in_memory(self):
        """What a layout leaves behind is freed with it, and the font map is made once."""
        self.render()
        gc.collect()  # failed papers of other tests
        with patch.object(pdf_renderer, "FontConfiguration", side_effect=AssertionError):
            self.render()
        self.assertFalse([thing for thing in gc.get_objects() if type(thing) is Document])
