import base64
import io

import pikepdf
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools import pdf_signature
from .legal_common import LegalCommon
from .pdf_check import text_of


@tagged("post_install", "-at_install")
class TestLegalInformation(LegalCommon):
    """LAW-15: requests for information, answered with a masked copy or a refusal."""

    def request(self, case, **values):
        values = {
            "case_number": case.name,
            "person": "吴申请",
            "phone": "13711110000",
            "content": "申请公开处理结果",
            "way": "post",
            **values,
        }
        return self.make("legal", "rights.information.request", **values)

    def pdf(self, *lines):
        """A small PDF with these lines of text on its one page."""
        from ..tools import pdf_renderer

        body = "".join(f"<p>{line}</p>" for line in lines)
        html = (
            f"<html lang='zh-CN'><body style='font-family: Noto Serif CJK SC'>{body}</body></html>"
        )
        return pdf_renderer.render_pdf(html, "about:blank", pdf_renderer._read_nothing).content

    def release(self, request, content):
        request.write(
            {
                "answer": "released",
                "release": base64.b64encode(content),
                "release_name": "副本.pdf",
            }
        )
        request.action_answer()

    def test_sec_02_a_form_shows_the_applicant_to_nobody_else(self):
        """SEC-02: the head reads the request, masked; a form that a client makes up is no way."""
        request = self.request(self.case_at("registered"))
        theirs = self.as_user("head", request)
        self.assertFalse(theirs.new(origin=theirs).person)
        mine = self.as_user("legal", request)
        logs = self.env["rights.audit.log"]
        wanted = [("model", "=", request._name), ("res_id", "=", request.id)]
        before = logs.search_count(wanted)
        self.assertEqual(mine.new(origin=mine).read(["person"])[0]["person"], "吴申请")
        self.assertEqual(logs.search_count(wanted), before + 1)

    def test_sec_05_the_applicant_in_a_file_is_on_record(self):
        """SEC-02, SEC-05: the export, and the look at the person in it."""
        self.env.ref("base.group_allow_export").user_ids |= self.users["legal"]
        request = self.as_user("legal", self.request(self.case_at("registered")))
        logs = self.env["rights.audit.log"]
        wanted = [("model", "=", request._name), ("res_id", "=", request.id)]
        before = logs.search(wanted)
        self.assertEqual(request.export_data(["person"])["datas"], [["吴申请"]])
        added = logs.search(wanted) - before
        self.assertEqual(sorted(added.mapped("type")), ["export", "look"])

    # -- the clock ---------------------------------------------------------------------------------

    def test_law_15_twenty_working_days_and_once_twenty_more(self):
        """LAW-15, TL-79: 20 working days; the head gives 20 more, once, before they are over."""
        case = self.case_at("registered")
        with self.at("2026-03-04 10:00"):
            request = self.request(case, received_on="2026-03-02")
            clock = request.sudo().clock_ids
            self.assertEqual((clock.code, str(clock.due_day)), ("TL-79", "2026-03-30"))
            head = self.as_user("head", request)
            with self.refused("Nobody asked"):
                head.action_extend()
            with self.refused("why more time"):
                request.action_ask_extension()
            request.extension_reason = "需征求第三方意见"
            request.action_ask_extension()
            pages = dict(self.as_user("head", self.env["rights.case"])._get_todo_pages())
            self.assertGreaterEqual(
                pages["consumer_rights.rights_information_request_action_extend"], 1
            )
            with self.refused(error=AccessError):
                request.action_extend()
            head.action_extend()
            self.assertEqual(str(clock.due_day), "2026-04-28")
            self.assertEqual(request.due_at, clock.due_at)
            with self.refused("given once"):
                head.action_extend()
        with self.at("2026-04-28 17:00"):
            request.write({"answer": "refused", "grounds": "信息不存在"})
            request.action_answer()
        self.assertEqual(clock.outcome, "met")

    def test_law_15_no_more_time_after_the_limit(self):
        case = self.case_at("registered")
        with self.at("2026-03-02 10:00"):
            request = self.request(case, received_on="2026-03-02", extension_reason="复杂")
        with self.at("2026-03-31 10:00"), self.refused("was due on"):
            request.action_ask_extension()

    def test_law_15_no_time_is_counted_while_third_parties_are_asked(self):
        """TL-79, LIM-08: from the letter to the day on which the last of them is done."""
        case = self.case_at("registered")
        with self.at("2026-03-04 10:00"):
            request = self.request(case, received_on="2026-03-02")
            clock = request.sudo().clock_ids
            with self.refused("No third party"):
                request.action_third_parties_done()
            with self.refused("number of the letter"):
                request.action_ask_third_parties()
            request.third_parties_document = "征询函〔2026〕1号"
            request.action_ask_third_parties()
            self.assertTrue(clock.is_paused)
            self.assertFalse(clock.due_at or request.due_at)
            with self.refused("asked already"):
                request.action_ask_third_parties()
            with self.refused("buttons", AccessError):
                request.third_parties_answered_on = "2026-03-05"
        with self.at("2026-03-09 10:00"):
            request.write({"answer": "refused", "grounds": "涉及商业秘密，第三方不同意公开"})
            with self.refused("being asked"):
                request.action_answer()
            request.action_third_parties_done()
            # Wednesday to Friday were not counted
            self.assertEqual(str(clock.due_day), "2026-04-02")
            self.assertEqual(request.due_at, clock.due_at)
            self.assertIn("paused", [line[0] for line in clock._explained()])
            request.action_answer()
        self.assertEqual(clock.outcome, "met")

    # -- the answer --------------------------------------------------------------------------------

    def test_law_15_a_refusal_has_grounds(self):
        request = self.request(self.case_at("registered"))
        with self.refused("whether it is released"):
            request.action_answer()
        request.answer = "refused"
        with self.refused("grounds"):
            request.action_answer()
        request.grounds = "涉及举报人信息，依法不予公开"
        request.action_answer()
        self.assertEqual(request.state, "answered")
        with self.refused("stays as it is"):
            request.grounds = "其他"

    def test_law_15_masked_copy_of_the_papers(self):
        """LAW-15: the copy is made from issued papers, and shows nobody's data."""
        case = self.case_at("accepted")
        papers = case.sudo().document_ids.filtered("issued_at")
        self.assertTrue(papers)
        request = self.request(case)
        request.action_list_papers()
        request.action_list_papers()
        self.assertEqual(request.paper_ids.mapped("title"), papers.sorted("id").mapped("title"))
        with self.refused("Choose the papers"):
            request.action_make_copy()
        request.paper_ids.is_chosen = True
        with self.refused("choose from them", AccessError):
            request.paper_ids.request_id = request
        request.action_make_copy()
        text = text_of(base64.b64decode(request.with_context(bin_size=False).release))
        self.assertIn("政府信息公开副本", text)
        self.assertIn(papers[0].title, text)
        for secret in ("张测试", "13800001234", "测试街2号"):
            self.assertNotIn(secret, text)
        request.action_answer()
        self.assertEqual(request.state, "answered")
        released = base64.b64decode(request.with_context(bin_size=False).release)
        self.assertEqual(pdf_signature.verify(released).state, "intact")  # D8

    def test_law_15_a_release_with_reporter_data_is_refused(self):
        """LAW-15: checked, not trusted: name, number and address, however they are written."""
        case = self.registered_case(
            kind="report",
            party_ids=self.person(
                role="reporter", name="钱举报", phone="13811112222", address="测试街99号"
            ),
        )
        request = self.request(case)
        for line in ("举报人 钱 举 报 反映", "电话138-1111-2222", "住测试街 99号"):
            with self.subTest(line), self.refused("not released: page 1"):
                self.release(request, self.pdf("经查", line))
        hidden = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.pdf("经查属实"))) as pdf:
            pdf.docinfo["/Author"] = "钱举报"
            pdf.save(hidden)
        with self.refused("not released"):
            self.release(request, hidden.getvalue())
        self.assertEqual(request.state, "open")
        self.release(request, self.pdf("经查属实，已责令改正"))
        self.assertEqual(request.state, "answered")

    def test_law_15_linked_complaint_of_the_reporter_counts(self):
        """ACC-12: whoever complained and reported is protected in both matters."""
        report = self.registered_case(
            kind="report", party_ids=self.person(role="reporter", name="钱举报")
        )
        complaint = self.case_at("registered")
        self.env["rights.case.link"].create(
            {"case_id": complaint.id, "other_case_id": report.id, "kind": "split"}
        )
        request = self.request(complaint)
        with self.refused("not released"):
            self.release(request, self.pdf("钱举报"))

    def test_law_15_what_cannot_be_read_is_not_released(self):
        """A picture, a page of a scan, a file with a password: no check, no release."""
        request = self.request(self.case_at("registered"))
        with self.refused("cannot be checked"):
            self.release(request, base64.b64decode(self.scan))
        blank = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(blank)
        with self.refused("page 1 holds a picture only"):
            self.release(request, blank.getvalue())
        locked = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.pdf("经查"))) as pdf:
            pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
        with self.refused("cannot be checked"):
            self.release(request, locked.getvalue())
        attached = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.pdf("经查"))) as pdf:
            pdf.attachments["名单.txt"] = "张测试".encode()
            pdf.save(attached)
        with self.refused("cannot be checked"):
            self.release(request, attached.getvalue())

    def test_law_15_papers_of_a_report_are_closed_to_the_adviser(self):
        """SEC-02: whoever may not read the matter lists and masks none of its papers."""
        case = self.registered_case(kind="report", party_ids=self.person(role="reporter"))
        request = self.request(case)
        for act in (request.action_list_papers, request.action_make_copy):
            with self.refused(error=AccessError):
                act()

    def test_law_15_the_applicant_is_masked(self):
        request = self.request(self.case_at("registered"))
        self.assertEqual(request.person_masked, "吴**")
        head = self.as_user("head", request)
        self.env.invalidate_all()
        self.assertFalse(head.person)
        other = self._create_person("legal_b", "legal", "district_b")
        self.assertFalse(request.with_user(other).has_access("read"))
