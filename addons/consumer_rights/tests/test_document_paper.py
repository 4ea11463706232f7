"""Papers: made by their step, numbered, approved, made into files, open to whom they may be."""

import os
import re
import time
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.case.rights_append_only import Pass
from ..tools import pdf_renderer
from .document_common import DocumentCommon
from .pdf_check import font_faults, pdfa_faults, text_of

RENDER_LOG = "odoo.addons.consumer_rights.models.document.rights_document_render"
REPORT_LOG = "odoo.addons.consumer_rights.models.document.ir_actions_report"


@tagged("post_install", "-at_install")
class TestDocumentPaper(DocumentCommon):
    # -- made by the steps ------------------------------------------------------------------------

    def test_registration_makes_form_and_receipt(self):
        """REG-09: registration is not confirmed without its acknowledgement."""
        case = self.registered_case()
        codes = sorted(case.sudo().document_ids.template_id.mapped("code"))
        self.assertEqual(codes, ["DOC-01", "DOC-26"])
        receipt = self.paper(case, "DOC-01")
        self.assertEqual(receipt.state, "to_render", "the file follows the step")
        for text in (case.name, "5日内", "12315", "测试clerk"):
            self.assertIn(text, receipt.body)

    def test_a_paper_that_cannot_be_made_stops_its_step(self):
        """LIM-14: no acceptance without the concrete date, whatever the dialog asked for."""
        case = self.registered_case()
        step = case._transitions().filtered(lambda one: one.code == "accept").sudo()
        step.required_field_ids = False
        case.sudo().write({"promised_date": False})
        values = dict(self.ACCEPT, promised_date=False)
        with (
            self.assertRaisesRegex(ValidationError, "承诺办结日期"),
            self.env.cr.savepoint(),
        ):
            self.move(case, "accept", "clerk", values)
        self.env.invalidate_all()
        self.assertEqual(case.stage_code, "registered")
        self.assertFalse(self.papers(case, "DOC-04"))

    def test_numbers_by_unit_kind_and_year(self):
        """DAT-05: 〔year〕 and a series per unit and paper; the year is China's."""
        with freeze_time("2026-12-31 15:30:00"):  # 23:30 in China
            first = self.paper(self.registered_case(), "DOC-01")
            second = self.paper(self.registered_case(), "DOC-01")
        with freeze_time("2026-12-31 16:30:00"):  # 00:30 on 1 January
            third = self.paper(self.registered_case(), "DOC-01")
        start = int(first.number.split("〕")[1][:-1])
        self.assertEqual(first.number, f"测消维登回〔2026〕{start}号")
        self.assertEqual(second.number, f"测消维登回〔2026〕{start + 1}号")
        self.assertTrue(third.number.startswith("测消维登回〔2027〕"))

    def test_unused_numbers_are_listed(self):
        """ARC-04: a number that no paper has is explained as void."""
        paper = self.paper(self.registered_case(), "DOC-01")
        prefix, number = paper.number[:-1].split("〕")
        counter = (
            self.env["rights.document.number"]
            .sudo()
            .new({"prefix": f"{prefix}〕", "last": int(number) + 2})
        )
        self.env.flush_all()
        void = counter.void_numbers.split(", ")
        self.assertEqual(void[-2:], [str(int(number) + 1), str(int(number) + 2)])
        self.assertNotIn(number, void)

    def test_material_notice_lists_what_is_asked(self):
        """REG-07: the list, where and how, the due date and the clerk, in one paper."""
        case = self.create_case()
        step = case._transitions().filtered(lambda one: one.code == "ask_material")
        with freeze_time("2026-04-08 02:00:00"):
            case.action_move(
                step.id, case.stage_id.id, {"move_basis": "购买凭证\n与商家的聊天记录"}
            )
            body = self.paper(case, "DOC-02").body
        for text in (
            "1．购买凭证",
            "2．与商家的聊天记录",
            "2026年4月15日",
            "测试路5号",
            "测试clerk",
        ):
            self.assertIn(text, body)
        with self.assertRaisesRegex(UserError, "made already"):
            case._make_paper(self.template("DOC-02"), basis="再来一份")
        case.with_user(self.users["head"]).action_allow_exception("second_notice", "漏列一项")
        self.assertTrue(case._make_paper(self.template("DOC-02"), basis="再来一份"))

    def test_dispatch_makes_assignment_and_handover(self):
        """TRI-18, TRI-08: deadline and contact; both sides' person and time."""
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        self.deliver(case, "DOC-04")
        self.move(
            case,
            "dispatch",
            "dispatcher",
            {"dispatch_to_id": self.stations["district_a"].id, "complexity": "ordinary"},
        )
        assignment = self.papers(case, "DOC-07")
        self.assertEqual(assignment.station_id, self.stations["city"], "its sender issues it")
        self.assertIn("2030年1月10日", assignment.body)
        self.move(case, "receive", "handler_a")
        handover = self.papers(case, "DOC-08")
        for text in ("测试dispatcher", "测试handler_a", "移交材料清单"):
            self.assertIn(text, handover.body)

    def test_report_has_its_own_papers(self):
        case = self.registered_case(
            kind="report", party_ids=self.person(role="reporter", name="赵举报")
        )
        codes = sorted(case.sudo().document_ids.template_id.mapped("code"))
        self.assertEqual(codes, ["DOC-01", "DOC-27"])
        self.assertIn("赵举报", self.papers(case, "DOC-27").body)
        self.assertIn("是否立案", self.papers(case, "DOC-01").body)

    def test_nobody_writes_to_who_hides(self):
        """REG-11: an anonymous report has its form and no letter."""
        case = self.registered_case(kind="report", is_anonymous=True, party_ids=False)
        self.assertEqual(case.sudo().document_ids.template_id.mapped("code"), ["DOC-27"])

    def test_paper_keeps_what_it_was_made_from(self):
        """DAT-05: a changed template or case does not change a paper that exists."""
        case = self.registered_case()
        paper = self.paper(case, "DOC-01")
        version = paper.version_id
        self.template("DOC-01").text = "新的文字"
        case.subject = "改了的案由"
        self.assertEqual(paper.version_id, version)
        self.assertIn("手机屏幕碎裂", paper.body)
        self.assertIn("手机屏幕碎裂", text_of(paper._ensure_file().attachment_id.raw))

    # -- approval (ACC-11) ------------------------------------------------------------------------

    def rejected(self):
        case = self.registered_case()
        reason = self.env["rights.reject.reason"].search([("is_in_force", "=", True)])[2]
        self.move(
            case,
            "reject",
            "clerk",
            {"reject_reason_id": reason.id, "result_text": "未提供证明争议存在的材料。"},
        )
        return case

    def test_refusal_waits_for_a_second_person(self):
        """ACC-11: two people; the maker is not one of them, nor is somebody without the role."""
        case = self.rejected()
        paper = self.paper(case, "DOC-05")
        self.assertEqual((paper.state, paper.number), ("to_approve", False))
        with self.assertRaises(AccessError):
            paper.action_approve()
        with self.assertRaises(UserError):
            paper._deliver("phone", note="告知")
        for login in ("archivist", "dispatcher_b"):
            with self.subTest(login), self.assertRaises(AccessError):
                paper.with_user(self.users[login]).action_approve()
        approver = paper.with_user(self.users["head"])
        self.assertTrue(approver.may_approve)
        self.assertIn(paper, approver.search([("may_approve", "=", True)]))
        approver.action_approve()
        self.assertEqual(paper.approved_by_id, self.users["head"])
        self.assertTrue(paper.number)

    def test_second_person_can_be_switched_off_per_unit(self):
        self.stations["city"].second_person = False
        paper = self.paper(self.rejected(), "DOC-05")
        self.assertEqual(paper.state, "draft")
        paper.action_submit()
        self.assertTrue(paper.number)

    def test_sent_back_and_filled_again(self):
        case = self.rejected()
        paper = self.paper(case, "DOC-05")
        reasons = self.env["rights.document.reason"].with_user(self.users["head"])
        reasons.create(
            {"document_ids": paper.ids, "act": "send_back", "reason": "说明不够"}
        ).action_confirm()
        self.assertEqual((paper.state, paper.remark), ("draft", "说明不够"))
        case.sudo().write({"result_text": "经两次电话核实，未提供证明争议存在的材料。"})
        paper.action_refresh()
        paper.action_submit()
        self.assertEqual(paper.state, "to_approve")
        self.assertIn("两次电话核实", paper.body)

    def test_no_longer_needs_the_earlier_case(self):
        """ACC-05: without a link to the earlier matter the step is refused."""
        case = self.registered_case()
        with self.assertRaisesRegex(ValidationError, "earlier matter"), self.env.cr.savepoint():
            self.move(case, "no_longer", "clerk", {"result_text": "同一争议已经终止调解。"})
        self.env.invalidate_all()
        self.template("DOC-04").holds_case = False
        earlier = self.case_at("concluded")
        self.env["rights.case.link"].sudo().create(
            {"case_id": case.id, "other_case_id": earlier.id, "kind": "duplicate"}
        )
        self.move(case, "no_longer", "clerk", {"result_text": "同一争议已经终止调解。"})
        self.assertIn(earlier.name, self.paper(case, "DOC-06").body)

    # -- what holds the case (ACC-10) -------------------------------------------------------------

    def test_what_the_caller_hears_is_delivered_with_the_step(self):
        """ACC-10: told in the call, a decision is logged with its step and stops clocks."""
        phone = self.env.ref("consumer_rights.channel_phone").id
        case = self.registered_case("clerk", channel_id=phone)
        accept = self.as_user("clerk", case)._transitions().filtered(lambda t: t.code == "accept")
        self.assertIn("told_now", self.as_user("clerk", case)._get_asked_fields(accept.sudo()))
        self.move(case, "accept", "clerk", self.ACCEPT)
        decision = self.papers(case, "DOC-04")
        self.assertEqual(decision.delivery_ids.way, "phone")
        self.assertTrue(decision.delivered_at)
        self.assertFalse(case._get_holding_documents())
        clock = case.sudo().deadline_ids.filtered(lambda clock: clock.code == "TL-08")
        self.assertEqual(clock.stopped_at, decision.delivered_at)
        later = self.registered_case("clerk", channel_id=phone)
        self.move(later, "accept", "clerk", {**self.ACCEPT, "told_now": False})
        self.assertFalse(self.papers(later, "DOC-04").delivery_ids)
        self.assertTrue(later._get_holding_documents())
        other = self.registered_case("operator", channel_id=phone)
        self.move(other, "accept", "clerk", self.ACCEPT)
        self.assertFalse(self.papers(other, "DOC-04").delivery_ids, "somebody else had the call")

    def test_case_waits_for_delivery(self):
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        with self.assertRaisesRegex(UserError, "投诉受理决定书"):
            self.move(case, "take", "clerk")
        self.deliver(case, "DOC-04")
        self.move(case, "take", "clerk")
        self.assertEqual(case.stage_code, "handling")

    def test_void_paper_holds_nothing_and_can_be_made_again(self):
        case = self.registered_case()
        self.move(case, "accept", "clerk", self.ACCEPT)
        paper = self.paper(case, "DOC-04")
        number = paper.number
        paper._void("日期有误")
        self.assertFalse(case._get_holding_documents())
        self.assertEqual((paper.state, paper.number), ("void", number), "its number stays used")
        again = case._make_paper(self.template("DOC-04"))
        self.assertNotEqual(again.number, number)

    # -- the file ---------------------------------------------------------------------------------

    def test_cron_makes_the_files(self):
        case = self.registered_case(party_ids=self.person(name="欧阳𠮷"))
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_document_render").method_direct_trigger()
        papers = case.sudo().document_ids
        self.assertEqual(set(papers.mapped("state")), {"ready"})
        for paper in papers:
            content = paper.file_ids.attachment_id.raw
            with self.subTest(paper.title):
                self.assertEqual(pdfa_faults(content), [])
                self.assertEqual(font_faults(content), [])
                self.assertIn(paper.number, text_of(content))
                self.assertFalse(paper.file_ids._get_file_faults())
        self.assertIn("欧阳𠮷", text_of(self.papers(case, "DOC-01").file_ids.attachment_id.raw))

    def test_failed_file_waits_and_does_not_stop_others(self):
        """A renderer that fails: the step stands, the paper is made again, the reason is seen."""
        broken, sound = self.registered_case(), self.registered_case()
        receipt = self.papers(broken, "DOC-01")
        real = pdf_renderer.render_pdf

        def fail(html, *args):
            if receipt.number in html:
                raise MemoryError
            return real(html, *args)

        cron = self.env.ref("consumer_rights.cron_document_render")
        with (
            patch.object(pdf_renderer, "render_pdf", side_effect=fail),
            mute_logger(RENDER_LOG, REPORT_LOG),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((receipt.state, receipt.attempts), ("to_render", 1))
        self.assertIn("MemoryError", receipt.render_error)
        self.assertEqual(self.papers(sound, "DOC-01").state, "ready")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(receipt.state, "to_render", "not before its time")
        receipt.next_try_at = False
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual((receipt.state, receipt.render_error), ("ready", False))

    def test_torso_of_a_killed_writer_is_replaced(self):
        """A file that a killed process left half-written does not refuse the whole one for ever."""
        content = b"%PDF-1.7 " + b"x" * 5000
        path = self.env["ir.attachment"].create({"name": "x", "raw": content})
        path = path._full_path(path.store_fname)
        with open(path, "wb") as file:
            file.write(content[:1000])
        with self.assertRaises(UserError):
            self.env["ir.attachment"].create({"name": "y", "raw": content})
        os.utime(path, (time.time() - 120,) * 2)
        self.assertEqual(
            self.env["ir.attachment"].create({"name": "y", "raw": content}).raw, content
        )

    def test_opening_makes_the_file_at_once(self):
        """Whoever looks does not wait for the cron, and what leaves is noted (SEC-05)."""
        case = self.registered_case()
        paper = self.paper(case, "DOC-01")
        reports = self.env["ir.actions.report"].with_user(self.users["clerk"])
        content = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "consumer_rights.report_rights_document", paper.ids
        )[0]
        self.assertEqual(paper.state, "ready")
        self.assertEqual(content, paper.sudo().file_ids.attachment_id.raw)
        entry = self.env["rights.audit.log"].search([("type", "=", "print")], limit=1)
        self.assertEqual((entry.res_id, entry.user_id), (case.id, self.users["clerk"]))

    def test_draft_is_shown_as_a_draft(self):
        paper = self.paper(self.rejected(), "DOC-05")
        reports = self.env["ir.actions.report"].with_user(self.users["clerk"])
        content = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "consumer_rights.report_rights_document", paper.ids
        )[0]
        self.assertIn("草稿", text_of(content))
        self.assertFalse(paper.sudo().file_ids)

    def test_nobody_writes_a_paper(self):
        """Papers change by their acts only, whatever a client sends."""
        paper = self.paper(self.registered_case(), "DOC-01")
        for vals in ({"body": "x"}, {"state": "delivered"}, {"number": "x"}, {"level": False}):
            with self.assertRaises(AccessError):
                paper.write(vals)
        with self.assertRaises(AccessError):
            paper.create({"case_id": paper.case_id.id, "title": "x"})
        with self.assertRaises(AccessError):
            paper.unlink()
        with self.assertRaises(UserError):
            paper.sudo().unlink()

    # -- who reads (Annex A2, SEC-02) -------------------------------------------------------------

    def test_foreign_unit_sees_no_paper(self):
        case = self.registered_case()
        paper = self.papers(case, "DOC-01")
        foreign = paper.with_user(self.users["station_b1"])
        self.assertFalse(foreign.search([("id", "=", paper.id)]))
        for read in (lambda: foreign.read(["body"]), lambda: foreign.action_open_file()):
            with self.assertRaises(AccessError):
                read()

    def test_reporter_papers_follow_the_identity(self):
        """SEC-02: the dispatcher reads the report and not the paper that names the reporter."""
        case = self.registered_case(
            kind="report", party_ids=self.person(role="reporter", name="赵举报")
        )
        form = self.papers(case, "DOC-27")
        form._ensure_file()
        file = form.file_ids
        registrant = form.with_user(self.users["clerk"])
        self.assertTrue(registrant.has_access("read"))
        dispatcher = self.users["dispatcher"]
        self.env.invalidate_all()
        self.assertTrue(case.with_user(dispatcher).has_access("read"))
        self.assertFalse(form.with_user(dispatcher).has_access("read"))
        self.assertFalse(form.with_user(dispatcher).search([("case_id", "=", case.id)]))
        self.assertFalse(case.with_user(dispatcher).document_ids)
        self.assertFalse(file.with_user(dispatcher).has_access("read"))
        with self.assertRaises(AccessError):
            file.attachment_id.with_user(dispatcher).read(["raw"])

    def test_actor_brings_a_secret_letter_on_its_way(self):
        """ACC-10: whoever's step made the letter delivers it; then it is closed to them again."""
        case = self.registered_case(is_confidential=True)
        self.move(case, "accept", "clerk", self.ACCEPT)
        case.sudo().user_id = self.users["handler_a"]
        decision = self.paper(case, "DOC-04")
        self.env.invalidate_all()
        self.assertTrue(decision.has_access("read"))
        self.assertFalse(decision.with_user(self.users["office"]).has_access("read"))
        self.deliver(case, "DOC-04")
        self.env.invalidate_all()
        self.assertFalse(decision.has_access("read"))

    def test_request_for_secrecy_closes_the_letters(self):
        case = self.registered_case(is_confidential=True)
        receipt = self.papers(case, "DOC-01")
        self.assertFalse(receipt.with_user(self.users["office"]).has_access("read"))
        open_case = self.registered_case()
        receipt = self.papers(open_case, "DOC-01")
        self.assertTrue(receipt.with_user(self.users["office"]).has_access("read"))

    # -- papers for the respondent (SEC-03) -------------------------------------------------------

    def respondent_template(self, text):
        return self.env["rights.document.template"].create(
            {
                "name": "Notice to the merchant",
                "code": "T-9",
                "title": "告知书",
                "number_word": "告",
                "recipient": "respondent",
                "for_report": True,
                "text": text,
                "is_issued_at_once": True,
            }
        )

    def test_respondent_paper_names_no_reporter(self):
        """SEC-03: not by its places, and not by what somebody typed into the facts."""
        template = self.respondent_template("{{ 被诉方.名称 }}：{{ 案件.标题 }}。{{ 案件.事实 }}")
        for facts, refused in (
            ("据反映店内销售过期食品", False),
            ("举报人赵举报反映店内销售过期食品", True),
            ("联系电话13800001234", True),
            ("住测试街2号的居民反映", True),
        ):
            case = self.registered_case(
                kind="report",
                facts=facts,
                party_ids=self.person(role="reporter", name="赵举报"),
            )
            with self.subTest(facts):
                if refused:
                    with self.assertRaisesRegex(UserError, "SEC-03"):
                        case._make_paper(template)
                else:
                    paper = case._make_paper(template)
                    self.assertNotIn("赵", paper.sudo().body)
                    self.assertFalse(paper.sudo().level)

    def test_linked_report_stays_out_of_the_complaint(self):
        """SC-08: the merchant's paper of the complaint tells nothing of the report beside it."""
        template = self.respondent_template("{{ 投诉人.姓名 }}投诉：{{ 案件.事实 }}")
        report = self.registered_case(
            kind="report", party_ids=self.person(role="reporter", name="钱知情")
        )
        complaint = self.registered_case(facts="钱知情也看到了")
        self.env["rights.case.link"].sudo().create(
            {"case_id": complaint.id, "other_case_id": report.id, "kind": "split"}
        )
        with self.assertRaisesRegex(UserError, "SEC-03"):
            complaint._make_paper(template)
        complaint.facts = "有人看到了"
        self.assertIn("张测试投诉", _plain(complaint._make_paper(template).sudo().body))

    def test_confidential_name_is_hidden_from_the_respondent(self):
        template = self.respondent_template("{{ 投诉人.姓名 }}投诉")
        case = self.registered_case(is_confidential=True)
        body = _plain(case._make_paper(template).sudo().body)
        self.assertIn("身份信息依法保密", body)
        self.assertNotIn("张测试", body)

    # -- by hand ----------------------------------------------------------------------------------

    def test_identity_notice_is_made_by_hand(self):
        """REG-12: where it fits, and nowhere else."""
        case = self.registered_case()
        template = self.template("DOC-03")
        make = self.env["rights.document.make"].with_user(self.users["clerk"])
        dialog = make.create({"case_id": case.id, "template_id": template.id})
        self.assertIn(template, dialog.possible_template_ids)
        action = dialog.action_make()
        paper = self.env["rights.document"].browse(action["res_id"])
        self.assertEqual(paper.state, "draft", "shown before it goes")
        self.assertTrue(paper.due_date)
        self.template("DOC-04").holds_case = False
        handled = self.case_at("concluded")
        with self.assertRaisesRegex(UserError, "not made"):
            handled._make_paper(template)

    def test_archived_case_takes_no_paper(self):
        case = self.registered_case()
        case.sudo().with_context(rights_gate=Pass()).write(
            {"stage_id": self.env.ref("consumer_rights.stage_archived").id}
        )
        with self.assertRaises(UserError):
            self.env["rights.document"]._make(
                [(case, self.template("DOC-12"), self.stations["city"])]
            )


def _plain(html):
    return re.sub(r"<[^>]*>", "", str(html))
