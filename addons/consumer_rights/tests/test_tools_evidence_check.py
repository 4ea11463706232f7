import io
import zipfile

import pikepdf
from odoo.addons.consumer_rights.tools import evidence_check
from odoo.addons.consumer_rights.tools.evidence_check import (
    Refused,
    check_file,
    evidence_type,
    is_scan,
)
from odoo.tests import BaseCase
from PIL import Image

from .portal_common import VIRUS, film, office, pdf, photo, sound

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def script_action(text="app.alert(1)"):
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=text)


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


class TestEvidenceCheck(BaseCase):
    def assert_refused(self, code, name, content):
        with self.assertRaises(Refused) as caught:
            check_file(name, content)
        self.assertEqual(caught.exception.code, code, name)

    def test_what_is_taken(self):
        """INT-13: image, PDF, audio, video, office document."""
        for name, content, family in (
            ("票.jpg", photo(), "image"),
            ("票.png", photo("PNG"), "image"),
            ("票.webp", photo("WEBP"), "image"),
            ("票.gif", photo("GIF"), "image"),
            ("合同.pdf", pdf(), "pdf"),
            ("录音.wav", sound(), "audio"),
            ("录像.mp4", film(), "video"),
            ("合同.docx", office(), "office"),
            ("清单.xlsx", office("xl/workbook.xml"), "office"),
            ("说明.pptx", office("ppt/presentation.xml"), "office"),
            ("没有后缀", photo(), "image"),
        ):
            kept = check_file(name, content)
            self.assertEqual(kept.family, family, name)

    def test_what_staff_may_open(self):
        """INT-01: files of mails and other systems are kept as they are, by their real kind."""
        for content, kind in (
            (photo(), "photo"),
            (pdf(), "other"),
            (sound(), "audio"),
            (film(), "video"),
            (office(), "other"),
            ("只是文字".encode(), "correspondence"),
            (SVG, None),
            (HTML, None),
            (b"MZ" + bytes(500), None),
            (archive(a="b"), None),
        ):
            self.assertEqual(evidence_type(content), kind, content[:8])
        self.assertTrue(is_scan(pdf()) and is_scan(photo()))
        self.assertFalse(is_scan(sound()) or is_scan(office()))

    def test_pictures_lose_what_they_hide(self):
        """The place in the EXIF goes, the picture stays upright."""
        exif = Image.Exif()
        exif[0x010F] = "Maker of a phone"
        exif[0x0112] = 6  # lies on its side
        exif.get_ifd(0x8825)[1] = "N"
        kept = check_file("p.jpg", photo(size=(64, 48), exif=exif) + b"trailing secret")
        self.assertNotIn(b"Maker of a phone", kept.content)
        self.assertNotIn(b"trailing secret", kept.content)
        with Image.open(io.BytesIO(kept.content)) as picture:
            self.assertFalse(picture.getexif())
            self.assertEqual(picture.size, (48, 64))

    def test_clear_pictures_stay_clear(self):
        out = io.BytesIO()
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
        self.assertEqual(check_file("p.png", out.getvalue()).mimetype, "image/png")

    def test_real_type_counts_not_the_name(self):
        self.assert_refused("type", "photo.jpg", SVG)
        self.assert_refused("type", "photo.svg", SVG)
        self.assert_refused("type", "page.pdf", HTML)
        self.assert_refused("type", "run.pdf", b"MZ" + bytes(500))
        self.assert_refused("type", "run.jpg", b"\x7fELF" + bytes(500))
        self.assert_refused("type", "files.zip", archive(a="b"))
        self.assert_refused("type", "note.txt", "只是文字".encode())
        self.assert_refused("name", "photo.exe", photo())
        self.assert_refused("name", "photo.pdf", photo())
        self.assert_refused("name", "paper.html", pdf())

    def test_size(self):
        self.assert_refused("empty", "p.jpg", b"")
        self.assert_refused("big", "p.jpg", bytes(evidence_check.MAX_BYTES + 1))

    def test_test_virus_is_refused_wherever_it_lies(self):
        self.assert_refused("virus", "eicar.com", VIRUS)
        self.assert_refused("virus", "p.jpg", photo() + VIRUS)
        self.assert_refused("virus", "d.docx", office(word__media__x=VIRUS))

    def test_polyglots(self):
        """One file that two programs take for two things."""
        self.assert_refused("hidden", "p.jpg", photo() + archive(a="b"))
        self.assert_refused("hidden", "p.png", photo("PNG") + archive(a="b"))
        self.assert_refused("hidden", "p.pdf", pdf() + archive(a="b"))
        self.assert_refused("hidden", "a.wav", sound() + archive(a="b"))
        head = photo("GIF")
        self.assert_refused("hidden", "p.gif", head[:13] + b"<script>alert(1)</script>" + head[13:])
        self.assert_refused("hidden", "m.mp4", film()[:40] + b"%PDF-1.7" + film()[40:])

    def test_active_pdf(self):
        self.assert_refused("active", "p.pdf", pdf(OpenAction=script_action()))
        names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array()))
        self.assert_refused("active", "p.pdf", pdf(Names=names))
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        self.assert_refused("active", "p.pdf", pdf(OpenAction=launch))

    def test_locked_and_broken_pdf(self):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf())) as paper:
            paper.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
        self.assert_refused("locked", "p.pdf", out.getvalue())
        self.assert_refused("broken", "p.pdf", b"%PDF-1.7\nnothing follows")

    def test_macros(self):
        self.assert_refused("active", "d.docx", office(**{"word/vbaProject.bin": b"x"}))
        control = {"xl/activeX/a.xml": "x"}
        self.assert_refused("active", "x.xlsx", office("xl/workbook.xml", **control))
        kinds = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main"/>'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("[Content_Types].xml", kinds)
            packed.writestr("word/document.xml", "<d/>")
        self.assert_refused("active", "d.docx", out.getvalue())

    def test_zip_bombs(self):
        """Sizes are counted while reading, not believed."""
        self.assert_refused("bomb", "d.docx", office(word__media__x=bytes(30 * 1024 * 1024)))
        many = {f"word/m{number}": "x" for number in range(evidence_check.MAX_MEMBERS)}
        self.assert_refused("bomb", "d.docx", office(**many))
        self.assert_refused("hidden", "d.docx", office(word__inner=archive(a="b" * 99)))

    def test_picture_bomb(self):
        out = io.BytesIO()
        Image.new("1", (9000, 9000)).save(out, "PNG")
        self.assertLess(len(out.getvalue()), 100_000)
        self.assert_refused("bomb", "p.png", out.getvalue())

    def test_broken_files(self):
        self.assert_refused("broken", "p.jpg", photo()[:200])
