"""PDF/A-3b by an independent validator, and rare characters of names (design D8)."""

import io

import pikepdf
from odoo.tests import BaseCase, tagged

from ..tools import pdf_binder, pdf_renderer
from ..tools.font_compact import compact_cff
from .document_common import DocumentCommon, picture
from .pdf_check import font_faults, page_texts, pdfa_faults, text_of
from .pdf_validator import preflight_faults

# GB 18030-2022 beyond the basic plane and in extension A, as they stand in people's names
RARE = "𠮷𡈽㛃䶮𫠠𬱖𪚥龘鿍"


def page(body):
    return f'<html lang="zh-CN"><head><title>题</title></head><body>{body}</body></html>'


def render(body):
    return pdf_renderer.render_pdf(
        page(body), "about:blank", lambda url: (_ for _ in ()).throw(OSError(url))
    )


@tagged("post_install", "-at_install")
class TestDocumentPdfa(DocumentCommon):
    def test_papers_and_dossier_before_the_validator(self):
        """Letter, form with secrets, dossier with scans: nothing that PDF/A-3 does not allow."""
        case = self.registered_case(party_ids=self.person(name=f"欧阳{RARE}"))
        self.move(case, "accept", "clerk", self.ACCEPT)
        scan = render("<p>邮件回执</p>").content
        decision = self.paper(case, "DOC-04")
        decision._deliver(
            "in_person", proofs=[("signature", "s.png", picture()), ("scan", "s.pdf", scan)]
        )
        papers = case.sudo().document_ids
        papers._ensure_file()
        contents = [paper.file_ids.attachment_id.raw for paper in papers]
        contents.append(case._in_chinese()._bind_dossier().content)
        for content in contents:
            self.assertEqual(pdfa_faults(content), [])
            self.assertEqual(font_faults(content), [])
        self.assertEqual(preflight_faults(*contents), [])
        self.assertIn(f"欧阳{RARE}", text_of(contents[0]))


@tagged("post_install", "-at_install")
class TestDocumentPdfaTools(BaseCase):
    def test_validator_and_check_see_what_is_wrong(self):
        """A judge that passes everything judges nothing."""
        sound = render("<p>文字</p>").content
        self.assertEqual(pdfa_faults(sound), [])
        for spoil, fault in (
            (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "output intent"),
            (lambda pdf: pdf.Root.__delitem__("/Metadata"), "metadata"),
            (lambda pdf: pdf.docinfo.__setitem__("/Title", "其他"), "title"),
            (
                lambda pdf: pdf.Root.__setitem__(
                    "/OpenAction",
                    pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x")),
                ),
                "action",
            ),
            (
                lambda pdf: pdf.pages[0].obj.__setitem__(
                    "/AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch))
                ),
                "action",
            ),
        ):
            with self.subTest(fault):
                target = io.BytesIO()
                with pikepdf.open(io.BytesIO(sound)) as pdf:
                    spoil(pdf)
                    pdf.save(target)
                self.assertTrue(
                    any(fault in found for found in pdfa_faults(target.getvalue())),
                    pdfa_faults(target.getvalue()),
                )
        with pikepdf.open(io.BytesIO(sound)) as pdf:
            font = next(iter(pdf.pages[0].Resources.Font.values()))
            del font.DescendantFonts[0].FontDescriptor["/FontFile3"]
            target = io.BytesIO()
            pdf.save(target)
        self.assertTrue(preflight_faults(target.getvalue()))
        self.assertTrue(font_faults(target.getvalue()))

    def test_rare_characters_have_glyphs(self):
        """GB 18030 and CJK extensions A to F: no missing glyph, no empty box."""
        rendered = render(
            f'<p style="font-family: Noto Serif CJK SC, HanaMinB, HanaMinA">{RARE}</p>'
        )
        self.assertEqual(rendered.unprintable, "")
        self.assertEqual(font_faults(rendered.content), [])
        self.assertEqual(text_of(rendered.content), RARE)

    def test_fonts_are_small(self):
        """A paper holds the outlines it uses, not the places of sixty thousand others."""
        rendered = render("<p style='font-family: Noto Serif CJK SC'>投诉受理决定书</p>")
        self.assertLess(len(rendered.content), 30_000)
        self.assertIsNone(compact_cff(b"OTTO\0\0", {1}), "no font, nothing to do")
        self.assertIsNone(compact_cff(b"\0\1\0\0 a TrueType font", {1}))

    def test_binding(self):
        """One intent, one set of metadata, numbers through the whole, a bookmark a part."""
        sheets = [
            pdf_binder.Sheet(f"第{n}部分", render(f"<p>内容{n}</p>" * 3).content)
            for n in range(1, 4)
        ]
        bound = pdf_binder.bind(sheets, pdf_renderer.stamp_sheet())
        self.assertEqual(bound.page_count, 3)
        for number, text in enumerate(page_texts(bound.content), 1):
            self.assertIn(f"第{number}页共3页", "".join(text.split()))
            self.assertIn(f"内容{number}", text)
        with pikepdf.open(io.BytesIO(bound.content)) as pdf:
            self.assertEqual(len(pdf.Root.OutputIntents), 1)
            with pdf.open_outline() as outline:
                self.assertEqual(
                    [str(item.title) for item in outline.root], ["第1部分", "第2部分", "第3部分"]
                )
        self.assertEqual(pdfa_faults(bound.content), [])
