"""What is bound into a dossier: forms, papers, deliveries, proofs; and what it still lacks."""

import io

import pikepdf
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools import pdf_renderer
from .document_common import DocumentCommon, picture
from .pdf_check import font_faults, image_count, page_texts, pdfa_faults, text_of

GRADES = {"sat_attitude": "satisfied", "sat_result": "satisfied", "sat_overall": "basic"}


@tagged("post_install", "-at_install")
class TestDocumentBinding(DocumentCommon):
    def concluded(self, sent_on=False, **values):
        """A complaint brought to its follow-up by all whose turn it is, papers delivered."""
        case = self.registered_case(**values)
        self.deliver(case, "DOC-01")
        self.move(case, "accept", "clerk", self.ACCEPT)
        self.deliver(case, "DOC-04")
        if sent_on:
            self.move(
                case,
                "dispatch",
                "dispatcher",
                {"dispatch_to_id": self.stations["district_a"].id, "complexity": "ordinary"},
            )
            self.move(case, "receive", "handler_a")
        else:
            self.move(case, "take", "clerk")
        self.move(
            case,
            "conclude",
            "handler_a" if sent_on else "clerk",
            {
                "outcome_id": self.settled.id,
                "result_text": "商家退款",
                "amount_recovered": 680,
            },
        )
        self.move(case, "reply", "clerk", {"reply_text": "已退款", "reply_way": "letter"})
        self.move(case, "follow_up", "followup", {"followup_ids": [Command.create(GRADES)]})
        return case

    def bookmarks(self, content):
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
            return [str(item.title) for item in outline.root]

    def test_every_paper_is_bound_in_order(self):
        """ARC-02, ARC-05, ARC-10: cover, contents, registration, materials, decision, assignment,
        handling, reply, follow-up; then the deliveries."""
        case = self.concluded(sent_on=True)
        self.deliver(case, "DOC-12")
        self.move(case, "archive", "archivist")
        content = case.dossier_ids.sudo().attachment_id.raw
        self.assertEqual(
            self.bookmarks(content),
            [
                "封面",
                "卷内目录",
                "投诉登记表",
                "受理登记回执",
                "证据材料清单",
                "投诉受理决定书",
                "交办单",
                "转办交接记录",
                "处理结果",
                "办理过程记录",
                "答复单",
                "回访登记表",
                "文书送达记录",
                "送达及签名凭证",
            ],
        )
        self.assertEqual(pdfa_faults(content), [])
        self.assertEqual(font_faults(content), [])
        pages = ["".join(text.split()) for text in page_texts(content)]
        for number, text in enumerate(pages, 1):
            self.assertIn(f"第{number}页共{len(pages)}页", text)
        self.assertEqual(case.dossier_ids.page_count, len(pages))

    def test_catalogue_names_the_right_pages(self):
        """ARC-10: the table of contents leads to the page where each part begins."""
        case = self.concluded()
        self.deliver(case, "DOC-12")
        content = case._in_chinese()._bind_dossier().content
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
            places = {
                str(item.title): pdf.pages.index(pikepdf.Page(item.destination[0])) + 1
                for item in outline.root
            }
        catalogue = page_texts(content)[1]
        for title in ("投诉受理决定书", "答复单", "回访登记表", "文书送达记录"):
            with self.subTest(title):
                line = next(line for line in catalogue.splitlines() if title in line)
                self.assertIn(str(places[title]), line.replace(title, ""))

    def test_long_catalogue_counts_itself(self):
        """A catalogue of two pages moves everything behind it, and says so rightly."""
        case = self.concluded()
        template = self.template("DOC-12")
        self.env["rights.document"]._make([(case, template, self.stations["city"])] * 40)
        case.sudo().document_ids.write({"needs_delivery": False})
        content = case._in_chinese()._bind_dossier().content
        pages = page_texts(content)
        self.assertIn("序号", pages[2], "the catalogue has a second page")
        bound = self.bookmarks(content)
        self.assertEqual(bound.count("答复单"), 41)

    def test_own_handling_has_a_note_instead(self):
        """ARC-02: for what was not sent on, a note stands for the assignment form."""
        case = self.concluded()
        titles = self.bookmarks(case._in_chinese()._bind_dossier().content)
        self.assertIn("自行办理说明", titles)
        self.assertNotIn("交办单", titles)

    def test_papers_with_secrets_are_masked_copies(self):
        """SEC-02, D7: the form is bound, phone, address and ID are not; the seal is named."""
        case = self.concluded(party_ids=self.person(id_number="320102199001011237"))
        self.deliver(case, "DOC-12")
        form = self.papers(case, "DOC-26")
        form._ensure_file()
        self.assertIn("13800001234", text_of(form.file_ids.attachment_id.raw))
        text = text_of(case._in_chinese()._bind_dossier().content)
        for clear in ("13800001234", "测试街2号", "320102199001011237"):
            self.assertNotIn(clear, text)
        for kept in ("张测试", "138****1234", "卷内副本", form.file_ids.sha256):
            self.assertIn(kept, text)

    def test_secret_case_hides_names_in_every_paper(self):
        case = self.concluded(is_confidential=True)
        self.deliver(case, "DOC-12", "clerk")
        text = text_of(case._in_chinese()._bind_dossier().content)
        self.assertNotIn("张测试", text)
        self.assertIn("身份信息依法保密", text)

    def test_proofs_are_bound_as_pictures(self):
        """Signatures and scans, foreign PDF among them, without leaving PDF/A."""
        case = self.concluded()
        scan = pdf_renderer.render_pdf("<p>邮件回执</p>", "about:blank", None).content
        paper = self.paper(case, "DOC-12")
        delivery = paper._deliver("letter", tracking_number="XA12345678932")
        before = image_count(case._in_chinese()._bind_dossier().content)
        delivery._confirm_receipt(delivery.sent_at, "回执.pdf", scan)
        content = case._in_chinese()._bind_dossier().content
        self.assertGreater(image_count(content), before)
        self.assertIn("XA12345678932", text_of(content))
        self.assertEqual(pdfa_faults(content), [])

    # -- completeness (ARC-05) --------------------------------------------------------------------

    def test_undelivered_paper_keeps_the_dossier_open(self):
        case = self.concluded()
        gaps = case._get_dossier_gaps()
        self.assertEqual(len(gaps), 1)
        self.assertIn("答复单 is not delivered", gaps[0])
        with self.assertRaisesRegex(ValidationError, "not delivered"):
            self.move(case, "archive", "archivist")
        self.deliver(case, "DOC-12")
        self.assertEqual(case._get_dossier_gaps(), [])

    def test_reply_on_the_phone_is_delivered_with_its_step(self):
        """RPL-01: what was told on the phone has arrived; the page follows."""
        self.template("DOC-04").holds_case = False
        case = self.case_at("replied")
        reply = self.papers(case, "DOC-12")
        self.assertTrue(reply.delivered_at)
        self.assertEqual((reply.state, reply.delivery_ids.way), ("to_render", "phone"))
        reply._ensure_file()
        self.assertEqual(reply.state, "delivered")

    def test_missing_and_unissued_forms_are_named(self):
        case = self.concluded()
        self.deliver(case, "DOC-12")
        self.papers(case, "DOC-13")._void("填错")
        self.assertEqual(case._get_dossier_gaps(), ["“回访登记表” is missing."])
        again = case.with_user(self.users["head"]).sudo()._make_paper(self.template("DOC-13"))
        self.assertTrue(again.number)
        self.assertEqual(case._get_dossier_gaps(), [])

    def test_mandatory_part_without_a_form_blocks(self):
        """ARC-02: registration, acceptance, assignment and follow-up are there, whatever the
        settings of the steps make."""
        case = self.concluded(sent_on=True)
        self.deliver(case, "DOC-12")
        self.assertEqual(case._get_dossier_gaps(), [])
        for code, part in (
            ("DOC-26", "Registration"),
            ("DOC-04", "Decision"),
            ("DOC-07", "Assignment"),
            ("DOC-13", "Follow-up"),
        ):
            with self.subTest(code):
                templates = self.templates.filtered(
                    lambda one, code=code: one.dossier_part == self.template(code).dossier_part
                )
                papers = case.sudo().document_ids.filtered(
                    lambda paper, templates=templates: paper.template_id in templates
                )
                states = {paper: paper.state for paper in papers}
                steps = {one: one.transition_ids for one in templates}
                papers.write({"state": "void"})
                templates.transition_ids = False
                self.assertEqual(case._get_dossier_gaps(), [f"No form in the part “{part}”."])
                with self.assertRaisesRegex(ValidationError, "No form"):
                    self.move(case, "archive", "archivist")
                for template, transitions in steps.items():
                    template.transition_ids = transitions
                for paper, state in states.items():
                    paper.state = state
        self.move(case, "archive", "archivist")
        self.assertEqual(case.stage_code, "archived")

    def test_stage_forms_stand_in_their_order(self):
        """ARC-05: the decision, then the assignment, then the follow-up, each once."""
        case = self.concluded(sent_on=True)
        self.deliver(case, "DOC-12")
        titles = self.bookmarks(case._in_chinese()._bind_dossier().content)
        forms = [title for title in titles if title in ("投诉受理决定书", "交办单", "回访登记表")]
        self.assertEqual(forms, ["投诉受理决定书", "交办单", "回访登记表"])

    def test_visit_without_signature_is_flagged(self):
        """REG-10: somebody who came in signs the form."""
        visit = self.env.ref("consumer_rights.channel_visit")
        case = self.concluded(channel_id=visit.id)
        self.deliver(case, "DOC-12")
        gaps = case._get_dossier_gaps()
        self.assertEqual(len(gaps), 1)
        self.assertIn("投诉登记表 is not signed", gaps[0])
        with self.assertRaisesRegex(ValidationError, "not signed"):
            self.move(case, "archive", "archivist")
        self.papers(case, "DOC-26")._add_proof("signed_form", "签名.png", picture())
        self.assertEqual(case._get_dossier_gaps(), [])

    def test_anonymous_visitor_signs_nothing(self):
        """REG-10, REG-11: who hides the identity is not asked for a name on the form."""
        visit = self.env.ref("consumer_rights.channel_visit").id
        case = self.registered_case(
            kind="report", is_anonymous=True, party_ids=False, channel_id=visit
        )
        self.assertFalse(self.papers(case, "DOC-27")._get_gaps())

    def test_what_was_before_papers_has_none_to_show(self):
        """A case of before, or taken over, is archived as it is."""
        case = self.concluded()
        case.sudo().document_ids.write({"needs_delivery": False, "state": "void"})
        self.assertTrue(case._get_dossier_gaps())
        self.env["rights.document"]._start_papers(again=True)
        self.env["ir.config_parameter"].set_param(
            "consumer_rights.papers_since", "2100-01-01 00:00:00"
        )
        self.assertEqual(case._get_dossier_gaps(), [])
