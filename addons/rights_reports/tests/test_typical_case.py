"""Typical cases without their persons, information items, and what a report is passed on as."""

from datetime import date
from io import BytesIO

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, tagged
from pypdf import PdfReader

from ..tools.anonymise import Persons, anonymise, remains
from .figures_common import FiguresCommon

FACTS = (
    "张测试（电话138 0000 1234，身份证110101199003074530）2026年1月在测试百货有限公司购买手机，"
    "价格12000000元。张 测试住测试街2号，邮箱zhang@example.cn，收款账号6222021234567890123。"
)


@tagged("post_install", "-at_install")
class TestAnonymise(TransactionCase):
    PERSONS = Persons(
        names=frozenset(["张测试", "欧阳小明"]),
        businesses=frozenset(["测试百货有限公司", "测试百货"]),
        phones=frozenset(["13800001234", "025-84000001"]),
        addresses=frozenset(["江苏省南京市玄武区测试街2号3幢", "测试街2号"]),
        numbers=frozenset(["110101199003074530", "E12345678"]),
    )

    def test_arc_12_nothing_of_a_party_is_left(self):
        """ARC-12: names, phones, addresses, ID, however they are written."""
        for text in (
            FACTS,
            "欧 阳 小 明的手机１３８００００１２３４",
            "护照 e12345678，座机 025 8400 0001",
            "住玄武区测试街2号3幢",
            "打400-800-1234没人接",
            "打138-0000-1234",
        ):
            masked = anonymise(text, self.PERSONS)
            self.assertEqual(remains(masked, self.PERSONS), [], masked)
        self.assertIn("12000000元", anonymise(FACTS, self.PERSONS))
        self.assertIn("2026年1月", anonymise(FACTS, self.PERSONS))
        self.assertIn("欧阳某", anonymise("欧阳小明", self.PERSONS))

    def test_arc_12_what_is_left_is_found(self):
        for text, kind in (
            ("张-测-试", "name"),
            ("测试 百货", "business"),
            ("手机1 3 8 0 0 0 0 1 2 3 4", "phone"),
            ("测试街 2号", "address"),
            ("护照E1234 5678", "number"),
            ("另一人13911112222", "phone"),
            ("账号6222021234567890123", "number"),
        ):
            self.assertIn(kind, remains(text, self.PERSONS), text)
        self.assertEqual(remains("张某在某经营者处购买手机，2026年1月", self.PERSONS), [])


class TypicalCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["archivist_a"] = cls._create_person("archivist_a", "archivist", "district_a")
        cls.users["division_a"] = cls._create_person("division_a", "division_head", "district_a")
        cls.users["statistician_a"] = cls._create_person(
            "statistician_a", "statistician", "district_a"
        )
        cls.merchant.name = "测试百货有限公司"
        cls.case = cls.matter(
            "2026-02-03 10:00",
            concluded="2026-02-20 10:00",
            subject="张测试诉测试百货手机质量",
            facts=FACTS,
            result_text="测试百货有限公司向张测试退款。",
        )

    def mark(self, login="archivist_a", case=None):
        action = self.as_user(login, case or self.case).action_mark_typical()
        return self.as_user(login, self.env["rights.typical.case"].browse(action["res_id"]))

    def approved(self):
        typical = self.mark()
        with freeze_time(china("2026-03-02 10:00")):
            typical.action_ask_approval()
            self.as_user("division_a", typical).action_approve()
        return typical

    def pdf_text(self, report, record):
        action = self.env["ir.actions.report"]
        rendered = action._render_weasyprint(
            action._get_report(f"rights_reports.{report}"), record.ids
        )
        reader = PdfReader(BytesIO(rendered.content))
        return "".join("".join(page.extract_text() for page in reader.pages).split())


@tagged("post_install", "-at_install")
class TestTypicalCase(TypicalCommon):
    def test_arc_12_marked_with_its_persons_masked(self):
        """ARC-12: an archived case; the text holds none of its parties; once."""
        typical = self.mark()
        self.assertTrue(self.case.is_typical)
        self.assertIn(self.case, self.env["rights.case"].search([("is_typical", "=", True)]))
        self.assertFalse(typical.leak)
        for words in ("张测试", "测试百货", "13800001234", "测试街", "110101", "zhang@"):
            self.assertNotIn(words, f"{typical.title}{typical.text}")
        self.assertIn("张某", typical.text)
        self.assertIn("某经营者", typical.title)
        self.assertEqual(self.mark(), typical)

    def test_arc_12_archived_cases_only(self):
        open_case = self.matter("2026-02-04 10:00")
        with self.assertRaises(UserError):
            self.mark("dispatcher_a", open_case)
        with self.assertRaises(AccessError):
            self.mark("dispatcher_b")  # of another district
        with self.assertRaises(AccessError):
            self.mark("handler_a")

    def test_arc_12_refused_while_anything_remains(self):
        """ARC-12: what somebody types in afterwards stops approval, export and report."""
        typical = self.mark()
        for words in ("张 测 试", "电话13911112222", "测试街2号", "测试百货有限公司"):
            typical.lesson = f"提醒：{words}"
            self.assertTrue(typical.leak)
            with self.assertRaises(UserError) as caught:
                typical.action_ask_approval()
            self.assertNotIn(words, str(caught.exception))
        typical.action_mask_again()
        self.assertFalse(typical.leak)
        typical.action_ask_approval()
        typical.sudo().text = FACTS
        with self.assertRaises(UserError):
            self.as_user("division_a", typical).action_approve()

    def test_arc_12_a_later_name_stops_the_export(self):
        """ARC-12: a party corrected after approval is looked for as well."""
        typical = self.approved()
        self.assertIn("张某", self.pdf_text("report_rights_typical_case", typical))
        self.case.party_ids.sudo().name = "购买"
        with self.assertRaises(UserError):
            self.pdf_text("report_rights_typical_case", typical)

    def test_arc_12_drafts_are_not_exported(self):
        typical = self.mark()
        with self.assertRaises(UserError):
            self.pdf_text("report_rights_typical_case", typical)
        with self.assertRaises(UserError):
            typical.action_report_upward()

    def test_arc_12_report_of_an_offence(self):
        """D7, ARC-12: the informant of a report is masked like every party."""
        case = self.matter(
            "2026-02-05 10:00",
            concluded="2026-02-21 10:00",
            kind="report",
            facts="举报人李密告称13800009999",
            party_ids=[
                (0, 0, {"role": "reporter", "name": "李密告", "phone": "13800009999"}),
            ],
        )
        typical = self.mark(case=case)
        self.assertNotIn("李密告", typical.text)
        self.assertNotIn("13800009999", typical.text)

    def test_arc_12_who_reads(self):
        """Annex A2: a draft as the case; what is approved the statistician too; siblings never."""
        typical = self.mark()
        for login, may in (("statistician", False), ("dispatcher_b", False), ("head", True)):
            self.assertEqual(self.as_user(login, typical).has_access("read"), may, login)
        typical = self.approved() if typical.state != "draft" else self.approve(typical)
        self.assertTrue(self.as_user("statistician", typical).has_access("read"))
        with self.assertRaises(UserError):
            typical.text = "改"

    def approve(self, typical):
        typical.action_ask_approval()
        self.as_user("division_a", typical).action_approve()
        return typical

    def test_every_role_opens_its_forms(self):
        """Who may read a record opens its form, whatever else stands there (D14)."""
        typical = self.approved()
        item = self.env["rights.information.item"].browse(typical.action_report_upward()["res_id"])
        for record, logins in (
            (typical, ("archivist_a", "dispatcher_a", "statistician", "head")),
            (item, ("archivist_a", "handler_a", "dispatcher", "auditor")),
        ):
            for login in logins:
                with self.subTest(model=record._name, login=login):
                    Form(self.as_user(login, record))

    def test_sta_11_reported_upward_once(self):
        """ARC-12, STA-11: the approved text as an item of the unit; the unit above adopts it."""
        typical = self.approved()
        item = self.env["rights.information.item"].browse(typical.action_report_upward()["res_id"])
        self.assertEqual((item.kind, item.station_id), ("typical", self.stations["district_a"]))
        self.assertNotIn("张测试", item.text)
        with self.assertRaises(UserError):
            typical.action_report_upward()
        with self.assertRaises(UserError):
            self.as_user("archivist_a", item).text = "改"
        self.as_user("statistician", item).action_adopt()
        self.assertEqual(item.state, "adopted")


@tagged("post_install", "-at_install")
class TestInformationItem(TypicalCommon):
    def item(self, login="station_a1", **values):
        return self.as_user(login, self.env["rights.information.item"]).create(
            {"title": "乡镇农资抽查", "text": "抽查12家，下架3批。", **values}
        )

    def test_sta_11_adopted_or_not_by_the_unit_above(self):
        item = self.item()
        self.assertEqual(item.station_id, self.stations["station_a1"])
        for login in ("station_a1", "handler_a"):
            with self.assertRaises(AccessError):
                self.as_user(login, item).action_adopt()
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_b", item).read(["text"])
        upper = self.as_user("dispatcher_a", item)
        self.assertTrue(upper.may_decide)
        self.assertIn(item, upper.search([("may_decide", "=", True)]))
        with self.assertRaises(UserError):
            upper.action_not_adopt()
        upper.reason = "与上月重复"
        upper.action_not_adopt()
        self.assertEqual(item.state, "not_adopted")
        with self.assertRaises(UserError):
            upper.action_adopt()
        with self.assertRaises(UserError):
            item.text = "改"

    def test_sta_11_nobody_adopts_the_own(self):
        item = self.item("statistician")
        with self.assertRaises(AccessError):
            item.action_adopt()
        self.as_user("dispatcher", item).action_adopt()

    def test_sta_11_written_by_its_unit(self):
        item = self.item()
        for values in ({"state": "adopted"}, {"date": "2020-01-01"}):
            with self.assertRaises(AccessError):
                item.write(values)
            with self.assertRaises(AccessError):
                self.item(**values)
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_a", item).text = "改"
        with self.assertRaises(AccessError):
            item.reason = "自己写"
        with self.assertRaises(UserError):
            item.sudo().unlink()
        with self.assertRaises(UserError):
            self.item(text="联系人电话13911112222")


@tagged("post_install", "-at_install")
class TestAnalysisPaper(TypicalCommon):
    def final(self, login="statistician", kind="month", first="2026-02-01", last="2026-02-28"):
        report = self.as_user(login, self.env["rights.analysis.report"]).create(
            {"kind": kind, "date_from": first, "date_to": last}
        )
        with freeze_time(china("2026-04-02 10:00")):
            report.action_take_figures()
            report.write({"trend_text": "投诉回落。", "cause_text": "节后恢复营业。"})
            report.action_ask_approval()
            self.as_user("head", report).action_approve()
        return report

    def paper(self, action, login="statistician"):
        return self.as_user(login, self.env["rights.analysis.paper"]).browse(action["res_id"])

    def test_sta_09_bulletin_with_selected_cases(self):
        """STA-09: from a month's report, with cases chosen; approved by another; on paper."""
        typical = self.approved()
        bulletin = self.paper(self.final().action_make_bulletin())
        self.assertEqual(bulletin.typical_ids, typical)
        self.assertIn("节后恢复营业", bulletin.content)
        with self.assertRaises(UserError):
            bulletin.action_ask_approval()  # to whom?
        bulletin.recipient = "市政府分管领导"
        bulletin.action_ask_approval()
        with self.assertRaises(AccessError):
            bulletin.action_approve()
        self.as_user("head", bulletin).action_approve()
        text = self.pdf_text("report_rights_analysis_paper", bulletin)
        for words in ("消费维权工作简报", "市政府分管领导", "张某", "节后恢复营业"):
            self.assertIn(words, text)
        self.assertNotIn("张测试", text)

    def test_sta_10_submission_in_one_step(self):
        """STA-10: table and typical cases by one button, of a month and of a quarter."""
        self.approved()
        month = self.final()
        quarter = self.final(kind="quarter", first="2026-01-01", last="2026-03-31")
        for report in (month, quarter):
            paper = self.paper(report.action_make_submission())
            self.assertTrue(paper.typical_ids and paper.with_tables)
            self.assertEqual(self.paper(report.action_make_submission()), paper)
            text = self.pdf_text("report_rights_analysis_paper", paper)
            self.assertIn("统计表与典型案例报送", text)
            self.assertIn("典型案例张某诉某经营者", text)
        with self.assertRaises(UserError):
            quarter.action_make_bulletin()

    def test_sta_14_advice_has_recipient_and_date(self):
        advice = self.paper(self.final().action_make_advice())
        advice.recipient = "市商务局"
        advice.action_ask_approval()
        self.as_user("head", advice).action_approve()
        with freeze_time(china("2026-04-30 23:30")):
            advice.action_send()
        self.assertEqual((advice.state, advice.sent_on), ("sent", date(2026, 4, 30)))
        with self.assertRaises(UserError):
            advice.recipient = "别处"

    def test_sta_09_of_a_finalised_report_of_the_own_unit(self):
        report = self.as_user("statistician", self.env["rights.analysis.report"]).create(
            {"kind": "month", "date_from": "2026-02-01", "date_to": "2026-02-28"}
        )
        with self.assertRaises(UserError):
            report.action_make_bulletin()
        with self.assertRaises(AccessError):
            self.as_user("statistician_a", report).action_make_bulletin()

    def test_sta_09_unapproved_cases_stay_out(self):
        draft = self.mark()
        bulletin = self.paper(self.final().action_make_bulletin())
        self.assertFalse(bulletin.typical_ids)
        with self.assertRaises(ValidationError):
            bulletin.sudo().typical_ids = draft

    def test_sta_10_not_sent_is_listed(self):
        """STA-09, STA-10: listed as missed once the next month is over, until it was sent."""
        report = self.final()
        missed = self.env["rights.missed.period"]

        def listed(day):
            rows = self.env.execute_query(missed._query(date.fromisoformat(day)))
            return {
                row[1]
                for row in rows
                if row[2] == self.stations["city"].id and row[4] == date(2026, 2, 1)
            } & {"bulletin", "submission"}

        self.assertEqual(listed("2026-03-28"), set())
        self.assertEqual(listed("2026-03-29"), {"bulletin", "submission"})
        paper = self.paper(report.action_make_submission())
        paper.sudo().write({"state": "sent"})
        self.env.flush_all()
        self.assertEqual(listed("2026-03-29"), {"bulletin"})
