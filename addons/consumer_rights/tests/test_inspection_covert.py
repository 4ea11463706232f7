"""Undercover visits: assigned, handed in, released, put right; and the pages for it."""

from datetime import date

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .inspection_common import SOUND, InspectionCommon
from .merchant_common import PHOTO
from .test_portal_pages import PortalPages

FAULT = {"labelling": "fault", "labelling_note": "进口饼干无中文标签"}


@tagged("post_install", "-at_install")
class TestCovertVisit(InspectionCommon):
    def test_ins_05_a_term_of_two_years(self):
        """INS-05: two years unless another end is set; the account must have the role."""
        fresh = self.env["rights.social.supervisor"].new({"date_from": "2026-03-10"})
        self.assertEqual(fresh.date_to, date(2026, 3, 10) + relativedelta(years=2, days=-1))
        with self.assertRaises(ValidationError):
            self._supervisor("无账号", self.desk)

    def test_ins_05_an_expired_supervisor_is_not_assigned(self):
        """INS-05: refused, and the pages show nothing any more."""
        over = self._supervisor("期满", self.other_visitor, date_to="2025-12-31")
        with freeze_time("2026-01-01 02:00"), self.assertRaises(ValidationError):
            self.assign(supervisor=over)
        with freeze_time("2025-12-31 02:00"):
            visit = self.assign(supervisor=over)
            self.assertEqual(self.visits.with_user(self.other_visitor)._own(), visit)
        with freeze_time("2025-12-31 16:00"):
            self.assertFalse(self.visits.with_user(self.other_visitor)._own())

    def test_ins_10_a_declared_conflict(self):
        """INS-10: by the station before, or by the supervisor with the visit in hand."""
        visit = self.assign()
        with self.assertRaises(UserError):
            visit.with_user(self.visitor)._own(visit.id)._declare_conflict(" ")
        visit.with_user(self.visitor)._own(visit.id)._declare_conflict("亲属在此任职")
        self.assertEqual(visit.state, "cancelled")
        with self.assertRaises(ValidationError):
            self.assign()
        self.assertTrue(self.assign(self.neighbour))

    def test_ins_06_every_item_is_filled_in(self):
        """INS-06, SC-23: one of the five empty, or a fault without words: not handed in."""
        visit = self.assign()
        for item in SOUND:
            with self.subTest(item=item), self.assertRaises(UserError):
                self.hand_in(visit, **{item: ""})
        with self.assertRaises(UserError):
            self.hand_in(visit, labelling="fault")
        with self.assertRaises(UserError):
            self.hand_in(visit, visited_on=self.today + relativedelta(days=1))
        self.assertEqual(visit.state, "assigned")
        self.hand_in(visit, **FAULT)
        self.assertEqual((visit.state, visit.fault_count), ("submitted", 1))
        with self.assertRaises(UserError):
            self.hand_in(visit)

    def test_ins_06_the_record_is_the_supervisors(self):
        """INS-06: staff neither write nor change it; another supervisor has no such visit."""
        visit = self.assign()
        with self.assertRaises(AccessError):
            visit.line_ids[:1].result = "sound"
        with self.assertRaises(AccessError):
            visit.write({"state": "released"})
        with self.assertRaises(AccessError):
            self.as_user("station_a1", self.env["rights.inspection.photo"]).create(
                {"visit_id": visit.id, "image": PHOTO, "place": "一楼"}
            )
        with self.assertRaises(AccessError):
            self.visits.with_user(self.visitor).search([])
        self.assertFalse(visit.with_user(self.other_visitor)._own(visit.id))
        self.hand_in(visit)
        with self.assertRaises(UserError):
            visit.merchant_id = self.neighbour

    def test_ins_06_other_units_do_not_read_who_came(self):
        """INS-06: the supervising unit and those above, nobody else."""
        visit = self.assign()
        for login in ("station_a2", "station_b1", "clerk"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, visit).read(["supervisor_id"])
        self.assertEqual(self.as_user("division_a", visit).supervisor_id, self.supervisor)

    def test_sc_23_from_the_visit_to_the_third_failed_check(self):
        """SC-23: INS-06 to INS-09, TL-66, TL-35: rounds with their days, then an interview."""
        with freeze_time("2025-09-26 02:00"):
            visit = self.assign()
            self.hand_in(visit, **FAULT)
        self.assertEqual(visit.release_due_on, date(2025, 9, 29))
        self.assertFalse(self.mall._released_findings())
        self.assertFalse(self.mall.rectification_ids)
        with freeze_time("2025-09-29 02:00"):
            self.assertFalse(visit.is_release_late)
            visit.action_release()
        self.assertEqual(len(self.mall._released_findings()), 1)
        row = self.as_user("station_a1", self.mall.rectification_ids)
        self.assertIn("进口饼干无中文标签", row.finding)
        self.assertEqual(row.due_on, date(2025, 10, 20))
        self.answer_and_fail(row, "2025-10-17", "2025-10-21")
        self.assertEqual((row.state, row.due_on), ("open", date(2025, 11, 4)))
        self.answer_and_fail(row, "2025-11-03", "2025-11-05")
        interviews = self.env["rights.interview"].search([("rectification_id", "=", row.id)])
        self.assertFalse(interviews)
        self.answer_and_fail(row, "2025-11-20", "2025-11-21")
        self.assertEqual((row.fail_count, row.last_note), (3, "仍无中文标签"))
        interview = self.env["rights.interview"].search([("rectification_id", "=", row.id)])
        self.assertEqual(interview.state, "draft")
        self.assertEqual(interview.station_id, self.stations["district_a"])

    def answer_and_fail(self, row, answered, checked):
        with freeze_time(f"{answered} 02:00"):
            row.sudo()._answer("已整改")
        with freeze_time(f"{checked} 02:00"):
            row.action_send_back("仍无中文标签")

    def test_ins_07_the_merchant_hears_of_the_release(self):
        """INS-07: a mail to the managers, without the finding and without who came."""
        self.manager.partner_id.email = "manager@example.com"
        self.released()
        mail = self.env["mail.mail"].search([("email_to", "=", "manager@example.com")])
        self.assertEqual(len(mail), 1)
        self.assertIn("测试甲商城", mail.body_html)
        for secret in (self.supervisor.name, "进口饼干无中文标签"):
            self.assertNotIn(secret, mail.body_html)

    def released(self):
        visit = self.assign()
        self.hand_in(visit, **FAULT)
        visit.action_release()
        return self.as_user("station_a1", visit.line_ids.rectification_ids)

    def test_ins_09_unchecked_is_not_closed(self):
        """INS-09: only an answered one is checked; the check is kept and not edited."""
        row = self.released()
        for act in (row.action_close, row.action_send_back):
            with self.assertRaises(UserError):
                act()
        row.sudo()._answer("已下架")
        row.action_close()
        self.assertEqual(row.round_ids.mapped("result"), ["pass"])
        with self.assertRaises(UserError):
            row.round_ids.sudo().write({"result": "fail"})

    def test_ins_09_what_is_missing_is_asked_for(self):
        """INS-09: the dialog sends it back with the words that the merchant reads."""
        row = self.released()
        row.sudo()._answer("已下架")
        context = row.action_ask_send_back()["context"]
        dialog = row.env["rights.rectification.fail"].with_context(**context)
        dialog.create({"note": "仓库仍有存货"}).action_confirm()
        self.assertEqual((row.state, row.last_note), ("open", "仓库仍有存货"))

    def test_ins_08_more_time_is_given_once(self):
        """INS-08, TL-35: five working days more, by the station, once."""
        with freeze_time("2025-09-29 02:00"):
            row = self.released()
            self.assertEqual(row.due_on, date(2025, 10, 20))
            row.action_extend()
            self.assertEqual(row.due_on, date(2025, 10, 27))
            with self.assertRaises(UserError):
                row.action_extend()
            with self.assertRaises(AccessError):
                self.as_user("station_a2", row).action_extend()

    def test_ins_08_overdue_is_for_an_interview(self):
        """INS-08: from the day after the last day, until an interview is drawn up."""
        with freeze_time("2025-09-29 02:00"):
            row = self.released()
        rows = self.env["rights.merchant.rectification"]
        candidates = [("is_interview_candidate", "=", True)]
        with freeze_time("2025-10-20 02:00"):
            self.assertNotIn(row, rows.search(candidates))
        with freeze_time("2025-10-21 02:00"):
            self.assertIn(row, rows.search(candidates))
            self.env["rights.interview"]._propose_for(row)
            self.assertNotIn(row, rows.search(candidates))


@tagged("post_install", "-at_install")
class TestSupervisorPages(PortalPages, InspectionCommon):
    def log_in(self, user):
        self.authenticate(user.login, user.login)

    def test_ins_06_from_the_list_to_the_merchant(self):
        """INS-06, INS-07: handed in once on a phone; the merchant reads it after the release."""
        visit = self.assign()
        self.log_in(self.visitor)
        self.assertIn("测试甲商城", self.url_open("/my/visits").text)
        place = f"/my/visits/{visit.id}/hand_in"
        record = {**SOUND, **FAULT, "visited_on": self.today.isoformat()}
        refused = self.post(place, **{**record, "quality": "", "remark": "人多"})
        self.assertEqual(refused.status_code, 200)
        self.assertIn("人多", refused.text)
        self.assertEqual(visit.state, "assigned")
        self.assertEqual(self.post(place, **record).status_code, 303)
        self.assertEqual(visit.state, "submitted")
        again = self.post(place, **{**record, "remark": "第二次"})  # the button pressed twice
        self.assertEqual((again.status_code, visit.remark), (303, False))
        self.log_in(self.desk)
        duties = f"/my/merchant/{self.mall.id}/duties"
        self.assertNotIn("进口饼干无中文标签", self.url_open(duties).text)
        visit.action_release()
        page = self.url_open(duties).text
        self.assertIn("进口饼干无中文标签", page)
        for secret in (self.supervisor.name, self.visitor.name, self.visitor.login):
            self.assertNotIn(secret, page)

    def test_ins_06_pages_of_the_own_visits_only(self):
        """INS-06, SEC-11: another supervisor, a merchant and a visitor find nothing."""
        visit = self.assign()
        place = f"/my/visits/{visit.id}"
        self._supervisor("另一人", self.other_visitor)
        self.log_in(self.other_visitor)
        self.assertEqual(self.url_open(place).status_code, 404)
        self.assertEqual(self.post(f"{place}/conflict", reason="无").status_code, 404)
        self.log_in(self.desk)
        self.assertEqual(self.url_open("/my/visits").status_code, 404)
        self.assertEqual(self.post(f"{place}/hand_in", **SOUND).status_code, 404)
        self.assertEqual(visit.state, "assigned")

    def test_ins_10_the_visit_is_given_back(self):
        """INS-10: with a reason, by a request that carries the token."""
        visit = self.assign()
        self.log_in(self.visitor)
        place = f"/my/visits/{visit.id}/conflict"
        self.assertEqual(self.post(place, token=False, reason="亲属").status_code, 400)
        self.assertEqual(self.post(place, reason="亲属").status_code, 303)
        self.assertEqual(visit.state, "cancelled")
