"""A public page says whether a paper is the centre's, by its number and code or its file (D8)."""

import io
import re
from datetime import timedelta
from unittest.mock import patch

import pikepdf
from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools import check_code, evidence_check
from .document_common import DocumentCommon
from .pdf_check import text_of
from .portal_common import pdf
from .test_portal_pages import PortalPages

OTHER = "198.51.100.20"


class CheckedPaper(DocumentCommon):
    def decision(self):
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        paper = self.paper(case, "DOC-04")
        paper._ensure_file()
        return paper.sudo()


@tagged("post_install", "-at_install")
class TestDocumentCheck(CheckedPaper):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = cls.env["rights.document"].with_user(cls.env.ref("base.public_user"))

    def ask(self, number, code, address=OTHER):
        return self.visitor._check_by_code(number, code, address)

    def ask_file(self, content, address=OTHER):
        return self.visitor._check_by_file(content, address)

    # -- what is printed --------------------------------------------------------------------------

    def test_number_and_code_stand_on_every_page_with_their_picture(self):
        paper = self.decision()
        content = paper.file_ids.attachment_id.raw
        with pikepdf.open(io.BytesIO(content)) as file:
            pages = len(file.pages)
        text = "".join(text_of(content).split())
        self.assertEqual(text.count(f"查验码：{check_code.print_code(paper.check_code)}"), pages)
        self.assertEqual(text.count(f"文书编号：{paper.number}"), pages)
        link = paper._get_check()["picture"]
        self.assertTrue(re.fullmatch(r'<svg [^>]*><path d="[MhvzZ\d\s.-]+"/></svg>', link))

    def test_every_paper_has_a_code_of_its_own(self):
        codes = {self.decision().check_code for _paper in range(3)}
        self.assertEqual(len(codes), 3)
        self.assertTrue(all(re.fullmatch(r"[2-9A-HJ-NP-Z]{12}", code) for code in codes))

    def test_numbers_and_codes_are_read_however_they_are_typed(self):
        for typed in ("测消维投受[2026]7", " 测消维 投受（２０２６）7号", "测消维投受〔2026〕7号"):
            self.assertEqual(check_code.read_number(typed), "测消维投受〔2026〕7号")
        self.assertEqual(check_code.read_code(" 7kqx–M2PA 9dth"), "7KQXM2PA9DTH")
        self.assertEqual(check_code.read_number(None), "")

    # -- by number and code -----------------------------------------------------------------------

    def test_genuine_tells_kind_unit_and_day_and_nobodys_name(self):
        paper = self.decision()
        answer = self.ask(paper.number.replace("〔", "[").replace("〕", "]"), paper.check_code)
        self.assertEqual(
            answer,
            {
                "state": "genuine",
                "number": paper.number,
                "title": "投诉受理决定书",
                "unit": "测试city",
                "issued_on": fields.Date.context_today(paper.with_context(tz="Asia/Shanghai")),
            },
        )

    def test_withdrawn_says_so(self):
        paper = self.decision()
        paper.with_user(self.users["clerk"])._void("编号写错")
        self.assertEqual(self.ask(paper.number, paper.check_code)["state"], "withdrawn")

    def test_wrong_number_and_wrong_code_read_the_same(self):
        """OPN-07: nobody learns which numbers exist; what stays inside does not exist here."""
        paper, other = self.decision(), self.decision()
        form = self.papers(paper.case_id, "DOC-26")
        for number, code in (
            (paper.number, "7KQXM2PA9DTH"),
            (paper.number, other.check_code),
            (paper.number, ""),
            ("测消维投受〔2026〕99999号", paper.check_code),
            ("", ""),
            (form.number, form.check_code),
            ("' OR 1=1", "-"),
        ):
            address = f"192.0.2.{len(number)}"
            self.assertEqual(self.ask(number, code, address), {"state": "unknown"})

    def test_five_wrong_codes_pause_the_number_for_half_an_hour(self):
        """OPN-07: as on the page of a matter."""
        paper = self.decision()
        with freeze_time(fields.Datetime.now()) as clock:
            for place in range(5):
                self.ask(paper.number, "wrong", f"192.0.2.{place}")
            self.assertEqual(self.ask(paper.number, paper.check_code)["state"], "unknown")
            clock.tick(timedelta(minutes=31))
            self.assertEqual(self.ask(paper.number, paper.check_code)["state"], "genuine")

    def test_guessing_over_many_numbers_pauses_the_address(self):
        paper = self.decision()
        for place in range(20):
            self.ask(f"测消维投受〔2026〕{place + 500}号", "wrong")
        self.assertEqual(self.ask(paper.number, paper.check_code)["state"], "unknown")
        self.assertEqual(self.ask(paper.number, paper.check_code, "192.0.2.99")["state"], "genuine")

    # -- by the file ------------------------------------------------------------------------------

    def test_the_file_itself_is_genuine_and_says_who_sealed_it(self):
        paper = self.decision()
        answer = self.ask_file(paper.file_ids.attachment_id.raw)
        self.assertEqual((answer["state"], answer["number"]), ("genuine", paper.number))
        self.assertIn("测试证书", answer["sealed_by"])

    def test_one_altered_byte_is_found(self):
        """D8: anywhere in the file, and also behind its end."""
        content = self.decision().file_ids.attachment_id.raw
        for place in (len(content) // 3, len(content) // 2, len(content) - 3000):
            altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            self.assertIn(self.ask_file(altered)["state"], ("changed", "unknown"))
        self.assertEqual(self.ask_file(content + b"\n% more\n")["state"], "changed")
        unreadable = content.replace(b"/FT /Sig", b"/FT .abc")  # a number that is none
        self.assertNotEqual(unreadable, content)
        self.assertEqual(self.ask_file(unreadable)["state"], "unknown")

    def test_foreign_files_and_inside_papers_are_unknown(self):
        form = self.papers(self.decision().case_id, "DOC-26")
        form._ensure_file()
        for file in (pdf(), form.file_ids.attachment_id.raw, b"%PDF-1.7 torn"):
            self.assertEqual(self.ask_file(file)["state"], "unknown")

    def test_a_dossier_is_sealed_by_the_centre(self):
        """ARC-09: what is no single paper is known by its seal."""
        case = self.decision().case_id
        certificates = self.env["rights.signing.certificate"]
        sealed = certificates._seal_pdf(case.station_id, pdf(), "卷宗封卷")
        answer = self.ask_file(sealed)
        self.assertEqual(answer["state"], "sealed")
        self.assertNotIn("number", answer)

    def test_what_cannot_be_looked_at_is_refused_with_a_sentence(self):
        """INT-13: no file of ours, too big, or not past the virus scanner."""
        with self.assertRaisesRegex(UserError, "Choose the PDF file"):
            self.ask_file(b"PK\x03\x04")
        with self.assertRaisesRegex(UserError, "Choose the PDF file"):
            self.ask_file(b"")
        with self.assertRaisesRegex(UserError, "bigger than 20 MB"):
            self.ask_file(b"%PDF-" + bytes(evidence_check.MAX_BYTES))
        scanner = type(self.env["rights.virus.scanner"])
        for code, sentence in (
            ("virus", "virus check refused"),
            ("unchecked", "cannot be checked"),
        ):
            with (
                patch.object(scanner, "_check", side_effect=evidence_check.Refused(code)),
                self.assertRaisesRegex(UserError, sentence),
            ):
                self.ask_file(pdf())

    def test_the_file_is_not_kept(self):
        paper = self.decision()
        content = paper.file_ids.attachment_id.raw
        before = self.env["ir.attachment"].sudo().search_count([])
        self.ask_file(content)
        self.ask_file(pdf())
        self.assertEqual(self.env["ir.attachment"].sudo().search_count([]), before)

    # -- what went wrong --------------------------------------------------------------------------

    def test_what_kept_a_file_from_being_made_names_nobody(self):
        """SEC-05: kind and place stay, the sentence of the error does not."""
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        paper = self.paper(case, "DOC-04").sudo()
        error = UserError("王测试 13800001234")
        with (
            patch.object(type(paper), "_render_file", side_effect=error),
            self.assertLogs("odoo.addons.consumer_rights", "WARNING") as log,
        ):
            paper._try_file()
        self.assertIn("UserError", paper.render_error)
        self.assertNotIn("王测试", f"{paper.render_error} {log.output}")


@tagged("post_install", "-at_install")
class TestDocumentCheckPage(CheckedPaper, PortalPages):
    """The page, as a visitor without an account sends its two forms."""

    def state(self, answer):
        self.assertEqual(answer.status_code, 200)
        return re.findall(r'data-state="(\w+)"', answer.text)

    def test_the_page_answers_by_code(self):
        paper = self.decision()
        page = self.url_open(f"/rights/check?number={paper.number}&code={paper.check_code}")
        self.assertEqual(self.state(page), [])  # looking at the page asks nothing
        self.assertIn(paper.check_code, page.text)
        values = {"number": paper.number, "code": paper.check_code}
        answer = self.post("/rights/check", **values, altcha=self.proof("paper"))
        self.assertEqual(self.state(answer), ["genuine"])
        self.assertIn("投诉受理决定书", answer.text)
        self.assertNotIn("张测试", answer.text)
        values["code"] = "wrong"
        answer = self.post("/rights/check", **values, altcha=self.proof("paper"))
        self.assertEqual(self.state(answer), ["unknown"])

    def test_the_page_wants_its_proof_and_its_token(self):
        paper = self.decision()
        values = {"number": paper.number, "code": paper.check_code}
        self.assertEqual(self.state(self.post("/rights/check", **values)), [])
        answer = self.post("/rights/check", token=False, **values)
        self.assertEqual(answer.status_code, 400)

    def test_the_page_answers_by_file(self):
        content = self.decision().file_ids.attachment_id.raw
        for sent, expected in ((content, "genuine"), (content + b"\n%", "changed")):
            files = {"file": ("paper.pdf", sent, "application/pdf")}
            answer = self.post("/rights/check/file", files, altcha=self.proof("paper"))
            self.assertEqual(self.state(answer), [expected])
        answer = self.post("/rights/check/file", altcha=self.proof("paper"))
        self.assertIn('role="alert"', answer.text)
