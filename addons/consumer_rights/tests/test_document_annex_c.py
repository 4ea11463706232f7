"""The papers of Annex C, each made by the step that needs it and read from its sealed file."""

from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .document_common import DocumentCommon, picture
from .pdf_check import page_texts, text_of

MONDAY = "2026-03-09 02:00:00"  # 10:00 in China
PERSON = {
    "id_type": "id_card",
    "id_number": "320102199001011237",
    "postcode": "210008",
    "email": "zhang@example.com",
}


@tagged("post_install", "-at_install")
class TestDocumentAnnexC(DocumentCommon):
    """Contents, addressee, number and effect of delivery, paper by paper."""

    @classmethod
    def case_vals(cls, **values):
        return super().case_vals(
            **{
                "party_ids": cls.person(**PERSON),
                "brand": "山川",
                "product_model": "S9",
                "purchase_date": "2026-03-01",
                "purchase_place": "测试百货一楼",
                "respondent_contact": "李店长",
                "publication_consent": True,
                "evidence_ids": [Command.create({"name": "购机发票复印件", "type": "purchase"})],
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        freezer = freeze_time(MONDAY)
        freezer.start()
        self.addCleanup(freezer.stop)

    def file_text(self, case, code):
        """The text of the newest paper of this kind, from its sealed file."""
        return text_of(self.papers(case, code)[:1]._ensure_file().attachment_id.raw)

    def assertPaper(self, case, code, *texts):
        """One paper of this kind; number, title and these texts stand in its sealed file."""
        paper = self.papers(case, code)
        self.assertEqual(len(paper), 1)
        text = self.file_text(case, code)
        for expected in (paper.number, paper.title, *texts):
            self.assertIn("".join(expected.split()), text)
        return paper

    def clock(self, case, code):
        clock = case.sudo().deadline_ids.filtered(lambda clock: clock.code == code)
        self.assertEqual(len(clock), 1, code)
        return clock

    def accepted(self, **values):
        case = self.registered_case(**values)
        return self.move(case, "accept", "clerk", {**self.ACCEPT, "promised_date": "2026-03-18"})

    def dispatched(self, case=None):
        case = case or self.accepted()
        self.deliver(case, "DOC-04")
        target = self.stations["district_a"].id
        values = {
            "dispatch_to_id": target,
            "complexity": "ordinary",
            "dispatch_requirement": "三日内联系投诉人，查清屏幕碎裂原因",
        }
        return self.move(case, "dispatch", "dispatcher", values)

    def concluded(self):
        case = self.accepted()
        self.deliver(case, "DOC-04")
        self.move(case, "take", "clerk")
        outcome = {
            "outcome_id": self.settled.id,
            "result_text": "商家退还货款",
            "amount_recovered": 680,
        }
        return self.move(case, "conclude", "clerk", outcome)

    # -- registration -----------------------------------------------------------------------------

    def test_doc_26_complaint_form(self):
        """DOC-26, REG-01 to REG-03: all fields of the official form; signed by visitors only."""
        case = self.registered_case()
        paper = self.assertPaper(
            case,
            "DOC-26",
            case.name,
            "2026年3月9日",
            *("张测试", "13800001234", "测试街2号", "210008"),
            *("居民身份证", "320102199001011237"),
            *("测试百货", "025-84000001", "测试路1号", "李店长"),
            *("山川", "S9", "2026年3月1日", "测试百货一楼", "680.00元"),
            *("买了三天屏幕自行碎裂", "要求退货", "购机发票复印件"),
            "同意公示投诉信息是",
            "同意委托调解否",
            "非当面投诉的，无须签名",
        )
        self.assertEqual(paper.recipient, "internal")
        self.assertEqual(paper.level, "detail", "who may not see the person does not read it")
        self.assertFalse(paper._get_gaps(), "nobody signs a complaint by letter")
        visit = self.env.ref("consumer_rights.channel_visit").id
        signed = self.papers(self.registered_case(channel_id=visit), "DOC-26")
        self.assertIn("not signed", signed._get_gaps()[0])
        signed._add_proof("signed_form", "签名.png", picture())
        self.assertFalse(signed._get_gaps())

    def test_doc_27_report_form(self):
        """DOC-27, ENF-02: clues with facts; the reporter's part is empty when anonymous."""
        case = self.registered_case(
            kind="report", party_ids=self.person(role="reporter", name="赵举报", **PERSON)
        )
        self.assertPaper(
            case,
            "DOC-27",
            case.name,
            *("赵举报", "13800001234", "测试街2号", "320102199001011237"),
            *("测试百货", "测试路1号", "买了三天屏幕自行碎裂"),
            "是否匿名否",
            "依法保密",
        )
        hidden = self.registered_case(kind="report", is_anonymous=True, party_ids=False)
        paper = self.assertPaper(hidden, "DOC-27", "是否匿名是", "测试百货", "测试路1号")
        self.assertFalse(paper.level, "it holds nobody's data")

    def test_doc_01_acknowledgement(self):
        """DOC-01, REG-09: case number, procedure, promised time, unit, clerk, way to ask."""
        case = self.registered_case()
        paper = self.assertPaper(
            case,
            "DOC-01",
            *("张测试：", case.name, "测试city", "测试clerk", "025-12315", "测试路5号"),
            "登记、决定是否受理、分流、办理（调解）、答复、回访、归档",
            "5日内作出是否受理的决定",
            "拨打12315",
            "2026年3月9日",
        )
        self.assertEqual((paper.recipient, paper.state), ("complainant", "ready"))
        report = self.registered_case(kind="report", party_ids=self.person(role="reporter"))
        self.assertPaper(report, "DOC-01", "登记、核查、决定是否立案", "7个工作日内")

    def test_doc_02_notice_of_missing_material(self):
        """DOC-02, REG-06, REG-07: the whole list, where and how, due date, clerk; only once.

        Its delivery starts the time for the person (TL-40), and the case waits for it.
        """
        case = self.create_case()
        step = case._transitions().filtered(lambda one: one.code == "ask_material")
        case.action_move(step.id, case.stage_id.id, {"move_basis": "购买凭证\n聊天记录"})
        paper = self.assertPaper(
            case,
            "DOC-02",
            *("张测试：", case.name, "1．购买凭证", "2．聊天记录", "一次性告知"),
            *("2026年3月16日前", "测试路5号", "邮寄、电子邮件、网上平台", "测试clerk"),
        )
        self.assertEqual(case.stage_code, "pending_material")
        self.assertNotIn("TL-40", case.sudo().deadline_ids.mapped("code"))
        self.assertEqual(case._get_holding_documents(), paper)
        self.deliver(case, "DOC-02")
        self.assertEqual(str(self.clock(case, "TL-40").due_day), "2026-03-16")
        with self.assertRaisesRegex(UserError, "made already"):
            case._make_paper(self.template("DOC-02"), basis="身份证")

    def test_doc_03_identity_notice(self):
        """DOC-03, REG-12: a clerk in doubt asks for proof; delivery starts TL-64."""
        case = self.registered_case()
        self.assertFalse(self.papers(case, "DOC-03"), "only in doubt")
        self.as_user("clerk", case)._make_paper(self.template("DOC-03"))
        self.paper(case, "DOC-03").action_issue()
        self.assertPaper(
            case,
            "DOC-03",
            *("张测试：", case.name, "2026年3月16日前", "居民身份证", "测试路5号"),
            "依法不予受理",
        )
        self.deliver(case, "DOC-03")
        self.assertEqual(str(self.clock(case, "TL-64").due_day), "2026-03-16")

    # -- decision ---------------------------------------------------------------------------------

    def test_doc_04_acceptance(self):
        """DOC-04, ACC-10, LIM-14: date, concrete promise, unit; delivery ends TL-05 and TL-08."""
        case = self.accepted()
        paper = self.assertPaper(
            case,
            "DOC-04",
            *("张测试：", case.name, "测试百货", "决定予以受理"),
            "受理日期：2026年3月9日",
            "承诺办结日期：2026年3月18日",
            "承办单位：测试city",
            *("第四十六条", "60日内调解完毕", "测试city", "申请仲裁、提起诉讼"),
        )
        self.assertFalse(self.clock(case, "TL-08").stopped_at)
        delivery = self.paper(case, "DOC-04")._deliver("letter", tracking_number="XA12345678932")
        self.assertFalse(paper.delivered_at, "posting is no delivery")
        with freeze_time("2026-03-11 03:00:00"):
            arrived = delivery.sent_at.replace(day=10)
            delivery._confirm_receipt(arrived, "回执.png", picture())
        self.assertEqual(paper.delivered_at, arrived)
        for code in ("TL-05", "TL-08"):
            self.assertEqual(self.clock(case, code).stopped_at, arrived)

    def rejected(self):
        body = self.env["rights.partner.body"].create(
            {
                "name": "测试区住建局",
                "kind": "authority",
                "phone": "025-84000099",
                "address": "测试路9号",
            }
        )
        reason = self.env["rights.reject.reason"].search(
            [("is_in_force", "=", True), ("number", "=", 1)], limit=1
        )
        values = {
            "reject_reason_id": reason.id,
            "competent_body_id": body.id,
            "result_text": "房屋质量争议由住房和城乡建设部门处理。",
        }
        return self.move(self.registered_case(), "reject", "clerk", values), reason

    def test_doc_05_non_acceptance(self):
        """DOC-05, ACC-03, ACC-04, ACC-11: reason, law, authority with phone, other ways.

        A second person approves it; its delivery ends TL-05, TL-07 and TL-08.
        """
        case, reason = self.rejected()
        paper = self.papers(case, "DOC-05")
        self.assertFalse(paper.number, "not before a second person")
        self.paper(case, "DOC-05", "head").action_approve()
        chinese = reason.with_context(lang="zh_CN")
        self.assertPaper(
            case,
            "DOC-05",
            *("张测试：", case.name, "决定不予受理", chinese.name, chinese.law),
            *("房屋质量争议", "测试区住建局", "025-84000099", "测试路9号"),
            *("协商和解", "消费者协会", "仲裁机构仲裁", "人民法院提起诉讼"),
        )
        self.deliver(case, "DOC-05")
        for code in ("TL-05", "TL-07", "TL-08"):
            self.assertEqual(self.clock(case, code).outcome, "met", code)

    def test_doc_06_no_longer_accept(self):
        """DOC-06, ACC-05: names the earlier matter and says why; none without its link."""
        earlier = self.concluded()
        case = self.registered_case()
        why = {"result_text": "同一争议已经调解达成协议，本次没有新的事实。"}
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.move(case, "no_longer", "clerk", why)
        self.env.invalidate_all()
        self.assertFalse(self.papers(case, "DOC-06"))
        self.env["rights.case.link"].sudo().create(
            {"case_id": case.id, "other_case_id": earlier.id, "kind": "duplicate"}
        )
        self.move(case, "no_longer", "clerk", why)
        self.assertEqual(self.papers(case, "DOC-06").state, "to_approve")
        self.paper(case, "DOC-06", "head").action_approve()
        self.assertPaper(
            case,
            "DOC-06",
            *("张测试：", case.name, earlier.name, "2026年3月9日办结", "不再受理"),
            "本次没有新的事实",
            "人民法院提起诉讼",
        )
        self.assertFalse(self.clock(case, "TL-08").stopped_at)
        self.deliver(case, "DOC-06")
        self.assertEqual(self.clock(case, "TL-08").outcome, "met")

    # -- assignment -------------------------------------------------------------------------------

    def test_doc_07_assignment(self):
        """DOC-07, TRI-18: summary, requirements, deadline, contact; issued by the sender."""
        case = self.dispatched()
        paper = self.assertPaper(
            case,
            "DOC-07",
            *(case.name, "测试city", "测试district_a", "测试dispatcher", "2026年3月9日10时"),
            *("测试百货", "买了三天屏幕自行碎裂", "要求退货"),
            *("三日内联系投诉人", "2026年3月18日", "025-12315"),
        )
        self.assertEqual(paper.station_id, self.stations["city"])
        self.assertNotIn("张测试", paper.body, "the handler reads the person in the case")

    def test_doc_08_handover_record(self):
        """DOC-08, TRI-08: person and time of both sides, and the list of papers."""
        case = self.dispatched()
        self.assertFalse(self.papers(case, "DOC-08"), "not before the other side confirms")
        with freeze_time("2026-03-09 06:30:00"):
            self.move(case, "receive", "handler_a")
        self.assertPaper(
            case,
            "DOC-08",
            *("移交单位测试city", "接收单位测试district_a"),
            *("移交人测试dispatcher", "接收人测试handler_a"),
            *("移交时间2026年3月9日10时", "接收时间2026年3月9日14时30分"),
            *("移交材料清单", "登记表及办理过程记录", "购机发票复印件"),
        )

    def test_doc_32_referral_to_lower_authority(self):
        """DOC-32: addressed to the receiving authority, with the matter and its deadline;
        it keeps the person out of the letter."""
        case = self.dispatched()
        self.as_user("dispatcher", case)._make_paper(self.template("DOC-32"))
        self.paper(case, "DOC-32", "dispatcher").action_issue()
        paper = self.assertPaper(
            case,
            "DOC-32",
            *("测试district_a：", case.name, "测试百货", "测试路1号", "由你单位处理"),
            *("2026年3月18日前办结", "购机发票复印件", "不得自行移送", "测试dispatcher"),
            "投诉人的个人信息仅用于办理本投诉",
        )
        self.assertNotIn("张测试", paper.body)
        registered = self.registered_case()
        with self.assertRaisesRegex(UserError, "not made for this matter"):
            self.as_user("clerk", registered)._make_paper(self.template("DOC-32"))

    # -- result -----------------------------------------------------------------------------------

    def test_doc_12_reply(self):
        """DOC-12, RPL-01, RPL-02: result, explanation, recovered loss; issued by reception.

        Its delivery ends TL-34 and starts the time for the follow-up (TL-38).
        """
        case = self.concluded()
        values = {"reply_text": "商家已经退还货款680元", "reply_way": "letter"}
        self.move(case, "reply", "clerk", values)
        outcome = self.settled.with_context(lang="zh_CN").name
        paper = self.assertPaper(
            case,
            "DOC-12",
            *("张测试：", case.name, outcome, "商家已经退还货款680元", "680.00元"),
            *("2026年3月9日办结", "回访", "025-12315"),
        )
        self.assertEqual(paper.station_id, self.stations["city"])
        self.assertFalse(self.clock(case, "TL-34").stopped_at)
        self.deliver(case, "DOC-12")
        self.assertEqual(self.clock(case, "TL-34").outcome, "met")
        self.assertEqual(str(self.clock(case, "TL-38").due_day), "2026-03-16")

    def followed_up(self, overall="dissatisfied"):
        case = self.concluded()
        self.move(case, "reply", "clerk", {"reply_text": "已退款", "reply_way": "letter"})
        self.deliver(case, "DOC-12")
        grades = {
            "sat_attitude": "satisfied",
            "sat_result": "basic",
            "sat_overall": overall,
            "comment": "退款到账太慢",
        }
        with freeze_time("2026-03-10 02:00:00"):
            self.move(case, "follow_up", "followup", {"followup_ids": [Command.create(grades)]})
        return case

    def test_doc_13_follow_up_form(self):
        """DOC-13, RPL-06, RPL-07: time, officer, reached or not, three grades, comments."""
        case = self.followed_up()
        self.assertPaper(
            case,
            "DOC-13",
            *(case.name, "2026年3月10日10时", "测试followup", "已接通"),
            *("对服务态度满意", "对处理结果基本满意", "总体评价不满意", "退款到账太慢"),
            "不得为本事项的承办人",
        )

    def test_doc_14_cover_and_contents(self):
        """DOC-14, ARC-03, ARC-10: the five fields; every part with number, date and page."""
        case = self.followed_up(overall="basic")
        self.move(case, "archive", "archivist")
        pages = page_texts(case.dossier_ids.sudo().attachment_id.raw)
        cover, contents = ("".join(page.split()) for page in pages[:2])
        for text in (case.name, "张测试", "测试百货", "手机屏幕碎裂", "2026年3月9日"):
            self.assertIn(text, cover)
        self.assertIn("".join(self.settled.with_context(lang="zh_CN").name.split()), cover)
        for paper in case.sudo().document_ids:
            self.assertIn(paper.title, contents)
            self.assertIn("".join(paper.number.split()), contents)
