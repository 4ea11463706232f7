"""From the candidates to the published bulletin, objection, rectification and the year."""

import io

from odoo.addons.consumer_rights.tools import pdf_signature
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from pypdf import PdfReader

from .quality_common import QualityCommon

REPORT = "rights_reports.report_rights_quality_bulletin"


def text_of(content):
    reader = PdfReader(io.BytesIO(content))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


@tagged("post_install", "-at_install")
class TestQualityBulletin(QualityCommon):
    def test_qua_09_published_only_after_the_review(self):
        """QUA-09, TL-60, DOC-22: draft, reviewed, published; number, seal and score on paper."""
        with self.at("2026-05-25 09:00"):
            self.missed("TL-12", login="station_a1")
            self.collect()
        with self.at("2026-05-31 09:00"), self.refused("not over"):
            self.hand_in()
        with self.at("2026-06-01 09:00"):
            with self.refused("not decided"):
                self.hand_in()
            self.confirm()
            with self.refused("handed it in"):
                self.review()
            self.hand_in()
            with self.refused("after the division head's review"):
                self.publish()
            with self.assertRaises(AccessError):
                self.as_user("quality", self.may).action_review()
            self.review()
            clock = self.may.clock_ids
            self.assertEqual((clock.code, clock.due_text), ("TL-60", "2026-06-05 24:00"))
        with self.at("2026-06-05 10:00"):
            self.publish()
        self.assertEqual((self.may.state, clock.outcome), ("published", "met"))
        self.assertEqual(self.score().total, 98)
        self.assertIn("质通〔2026〕", self.may.number)
        content = self.may.sudo().file_ids.attachment_id.raw
        text = text_of(content)
        for words in ("2026年5月", "测试station_a1", "98", "HND-04"):
            self.assertIn(words, text)
        self.assertEqual(pdf_signature.verify(content).state, "intact")

    def test_qua_09_the_sealed_file_is_what_staff_read(self):
        """QUA-09: everybody of the network prints the sealed paper; nobody reads a draft's."""
        with self.at("2026-06-01 09:00"):
            clerk = self.as_user("clerk", self.may)
            self.assertFalse(clerk.has_access("read"))
        self.reviewed()
        reports = self.env["ir.actions.report"].sudo(False)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            reports.with_user(self.users["head_a"])._render_qweb_html(REPORT, self.may.ids)
        officer = reports.with_user(self.users["quality"])
        draft, _kind = officer._render_qweb_html(REPORT, self.may.ids)
        self.assertIn("<td>测试station_a1</td>", draft.decode())
        self.assertNotIn("&lt;", draft.decode(), "a draft shows its tables, not their tags")
        with self.at("2026-06-05 09:00"):
            self.publish()
        self.env.invalidate_all()
        shown = self.as_user("clerk", self.may).read()  # what list and form show
        self.assertEqual((shown[0]["state"], shown[0]["candidate_count"]), ("published", 0))
        self.assertEqual(self.as_user("clerk", self.score()).total, 100)
        reports = self.env["ir.actions.report"].with_user(self.users["clerk"])
        with self.allow_pdf_render():
            forced = reports.with_context(force_report_rendering=True)
            content, _kind = forced._render_qweb_pdf(REPORT, self.may.ids)
        self.assertEqual(content, self.may.sudo().file_ids.attachment_id.raw)
        with self.assertRaises(AccessError):
            self.may.sudo().file_ids.attachment_id.raw = b"x"
        self.assertFalse(self.may.with_user(self.users["auditor"]).has_access("write"))

    def test_qua_09_four_eyes_and_sending_back(self):
        """QUA-09: a head who is an officer as well does not review the own draft."""
        both = self.users["head"]
        both.group_ids |= self.env.ref("consumer_rights.consumer_rights_group_quality")
        with self.at("2026-06-01 09:00"):
            self.collect()
            self.confirm()
            self.hand_in("head")
            with self.refused("Somebody else"):
                self.review()
        self.may.sudo().submitted_by_id = self.users["quality"]
        with self.at("2026-06-01 10:00"):
            head = self.as_user("head", self.may)
            with self.refused("Say why"):
                head.action_send_back()
            head.return_reason = "补充说明"
            head.action_send_back()
            self.assertFalse(self.may.submitted_at)
            self.hand_in()

    def test_qua_09_overdue_is_listed(self):
        """QUA-09, TL-60: not published by the fifth working day, it is a missed limit itself."""
        with self.at("2026-06-02 09:00"):
            self.collect()
            self.assertFalse(self.may.is_overdue)
        with self.at("2026-06-08 09:00"):
            self.env.invalidate_all()
            self.assertTrue(self.may.is_overdue)
            self.sweep()
            self.collect()
            late = self.deductions.search([("item_id", "=", self.item("late_report").id)])
        self.assertEqual(len(late), 1)
        self.assertEqual((late.station_id, str(late.month)), (self.stations["city"], "2026-06-01"))

    def test_qua_09_the_course_is_closed_to_clients(self):
        for login, vals in (
            ("quality", {"state": "published"}),
            ("head", {"remarks": "x"}),
            ("head", {"number": "1号"}),
        ):
            with self.assertRaises(AccessError):
                self.as_user(login, self.may).write(vals)
        with self.assertRaises(UserError):
            self.may.unlink()


@tagged("post_install", "-at_install")
class TestQualityObjection(QualityCommon):
    def setUp(self):
        super().setUp()
        with self.at("2026-05-25 09:00"):
            self.breach = self.missed("TL-12", login="station_a1")
            self.missed("TL-24", unit="station_b1")
        self.reviewed()
        self.deduction = self.of(self.breach)

    def test_qua_11_objection_in_time_is_decided_by_somebody_else(self):
        """QUA-11, TL-70: three working days from the reviewed draft; the score follows."""
        clock = self.deduction.clock_ids
        self.assertEqual((clock.code, clock.due_text), ("TL-70", "2026-06-04 24:00"))
        with self.at("2026-06-02 09:00"):
            for other in ("station_b1", "station_a2", "clerk"):
                with self.assertRaises(UserError):
                    self.say(other, self.deduction, "contest")
            self.say("station_a1", self.deduction, "contest", "当日系统中断")
            self.assertEqual((self.deduction.state, clock.outcome), ("contested", "met"))
            self.assertEqual(self.score().total, 98, "until it is decided it counts")
            with self.refused("not decided"):
                self.publish()
            with self.refused("Somebody else decides", AccessError):
                self.say("quality", self.deduction, "revoke")
            with self.assertRaises(AccessError):
                self.say("station_a1", self.deduction, "revoke")
            self.say("quality2", self.deduction, "revoke", "系统日志属实")
        self.assertEqual((self.deduction.state, self.score().total), ("revoked", 100))
        with self.at("2026-06-05 09:00"):
            self.publish()
        self.assertEqual(self.score().total, 100)

    def test_qua_11_an_objection_that_is_not_right(self):
        with self.at("2026-06-02 09:00"):
            self.say("station_a1", self.deduction, "contest")
            self.say("quality2", self.deduction, "uphold", "查无故障")
            self.assertEqual((self.deduction.state, self.score().total), ("confirmed", 98))
            with self.refused("made already"):
                self.say("station_a1", self.deduction, "contest")

    def test_qua_11_after_the_time_it_is_final(self):
        """QUA-11, TL-70: nothing is published while a unit may object; afterwards none may. No
        missed limit comes of not objecting."""
        with self.at("2026-06-04 23:00"), self.refused("may object until"):
            self.publish()
        with self.at("2026-06-05 00:30"):
            with self.refused("is over"):
                self.say("station_a1", self.deduction, "contest")
            self.sweep()
            self.publish()
            self.sweep()
        self.assertFalse(self.deduction.clock_ids.breach_ids)

    def test_qua_11_units_see_their_own_from_the_review_on(self):
        """QUA-11, SEC-01: both ways, a sibling and a foreign district."""
        self.assertTrue(self.as_user("station_a1", self.deduction).has_access("read"))
        self.assertTrue(self.as_user("dispatcher_a", self.deduction).has_access("read"))
        for login in ("station_a2", "dispatcher_b", "station_b1", "statistician", "clerk"):
            self.assertFalse(self.as_user(login, self.deduction).has_access("read"), login)
        june = self.month("2026-06-01")
        with self.at("2026-06-05 09:00"):
            draft = self.enter(bulletin_id=june.id)
        self.assertFalse(self.as_user("station_a1", draft).has_access("read"))
        with self.at("2026-06-02 09:00"):
            pages = dict(
                self.env["rights.case"].with_user(self.users["station_a1"])._get_todo_pages()
            )
        self.assertEqual(pages["rights_reports.rights_quality_deduction_action_mine"], 1)

    def test_qua_15_whose_it_was_is_for_heads(self):
        """QUA-15: neither officer nor unit reads the person; the heads of the line do."""
        person = self.deduction.person_ids
        self.assertEqual(person.user_id, self.users["station_a1"])
        self.assertEqual(person.post_id.station_id, self.stations["station_a1"])
        for login in ("quality", "station_a1", "dispatcher_a", "dispatcher", "statistician"):
            self.assertFalse(self.as_user(login, person).has_access("read"), login)
            with self.assertRaises(AccessError):
                self.as_user(login, self.deduction).read(["person_ids"])
        for login in ("head", "head_a"):
            self.assertTrue(self.as_user(login, person).has_access("read"), login)
        scores = self.env["rights.quality.person.score"]
        mine = [("bulletin_id", "=", self.may.id), ("user_id", "=", self.users["station_a1"].id)]
        score = self.as_user("head", scores).search(mine)
        self.assertEqual((score.points, score.score, score.deduction_count), (2, 98, 1))
        whole = self.as_user("head_a", scores).search([("bulletin_id", "=", self.may.id)])
        units = self.stations["district_a"]._with_below()
        self.assertFalse(whole.station_id - units)
        with self.assertRaises(AccessError):
            self.as_user("quality", scores).search([])


@tagged("post_install", "-at_install")
class TestQualityRectification(QualityCommon):
    def setUp(self):
        super().setUp()
        with self.at("2026-05-25 09:00"):
            self.deduction = self.of_missed("TL-24")
            self.final = self.of_missed("TL-12")
        self.published()

    def of_missed(self, code):
        breach = self.missed(code, login="station_a1")
        self.collect()
        return self.of(breach)

    def test_qua_08_corrected_in_time_and_confirmed(self):
        """QUA-08, TL-59: five working days from publication, watched by the officer."""
        clock = self.deduction.clock_ids.filtered(lambda clock: clock.code == "TL-59")
        self.assertEqual(clock.due_text, "2026-06-12 24:00")
        self.assertEqual(self.deduction.watcher_id, self.users["quality"])
        self.assertEqual(self.final.rectification, "none", "what is late stays late")
        with self.at("2026-06-09 09:00"):
            with self.assertRaises(AccessError):
                self.say("station_b1", self.deduction, "correct")
            self.say("station_a1", self.deduction, "correct", "已补录")
            with self.assertRaises(AccessError):
                self.as_user("station_a1", self.deduction).action_confirm_correction()
            self.say("quality", self.deduction, "refuse", "缺反馈时间")
            self.assertEqual(self.deduction.rectification, "open")
            self.say("station_a1", self.deduction, "correct", "已补全")
            self.as_user("quality", self.deduction).action_confirm_correction()
        self.assertEqual((self.deduction.rectification, clock.outcome), ("done", "met"))

    def test_qua_08_not_corrected_counts_double_next_month(self):
        """QUA-08, QUA-16: its missed limit is one candidate of twice the points, and no more."""
        with self.at("2026-06-15 09:00"):
            self.sweep()
            self.collect()
            self.collect()
        double = self.deductions.search([("repeats_id", "=", self.deduction.id)])
        self.assertEqual(len(double), 1)
        self.assertEqual((double.points, str(double.month)), (4.0, "2026-06-01"))
        self.assertEqual(double.station_id, self.deduction.station_id)
        self.assertEqual(double.part_id, self.deduction.part_id)
        self.assertFalse(double.item_id.is_correctable, "it does not double without end")

    def test_qua_08_reported_in_time_and_confirmed_late(self):
        """QUA-08: nobody loses double because the officer was slow."""
        with self.at("2026-06-12 18:00"):
            self.say("station_a1", self.deduction, "correct", "已补录")
        with self.at("2026-06-15 09:00"):
            self.sweep()
            self.collect()
            self.as_user("quality2", self.deduction).action_confirm_correction()
        double = self.deductions.search([("repeats_id", "=", self.deduction.id)])
        self.assertEqual(double.state, "dismissed")


@tagged("post_install", "-at_install")
class TestQualityYear(QualityCommon):
    def test_qua_10_mean_of_the_months_plus_annual_items(self):
        """QUA-10, INC-09: May 98, June 100, mean 99; an approved item counts, others do not."""
        with self.at("2026-05-25 09:00"):
            self.missed("TL-12", login="station_a1")
        self.published()
        june = self.month("2026-06-01")
        with self.at("2026-07-01 09:00"):
            self.collect()
            drafts = self.deductions.search([("bulletin_id", "=", june.id)])
            drafts.write({"state": "dismissed"})
            self.hand_in(bulletin=june)
            self.review(june)
            self.publish(june)
        self.env.flush_all()
        years = self.as_user("dispatcher_a", self.env["rights.quality.year"])
        of_unit = [("station_id", "=", self.stations["station_a1"].id)]
        year = years.search(of_unit)
        self.assertEqual((year.year, year.month_count, year.mean, year.total), (2026, 2, 99, 99))
        item = self.as_user("quality", self.env["rights.quality.annual.item"]).create(
            {
                "name": "工作不力",
                "year": 2026,
                "station_id": self.stations["station_a1"].id,
                "points": -3,
                "evidence": "监察通报",
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(years.search(of_unit).total, 99)
        with self.assertRaises(AccessError):
            item.action_approve()
        self.as_user("head", item).action_approve()
        with self.refused("stays as it is"):
            item.points = -1
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(years.search(of_unit).total, 96)
        self.assertFalse(
            years.search([("station_id", "=", self.stations["station_b1"].id)]), "own line only"
        )
