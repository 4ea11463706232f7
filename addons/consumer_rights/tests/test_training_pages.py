"""Signing in to a course on a phone, its test, the certificate; and nobody else's."""

from datetime import timedelta

from odoo.tests import tagged

from .test_portal_pages import PortalPages
from .test_training_course import QUESTIONS
from .training_common import PERSON, TrainingCommon


@tagged("post_install", "-at_install")
class TestTrainingPages(PortalPages, TrainingCommon):
    def open_course(self, **values):
        course = self.course(**values)
        course.action_open()
        return course

    def address(self, course):
        return f"/rights/training/{course.sudo().token}"

    def leave(self):
        self.authenticate(None, None)

    def test_trn_07_participants_sign_in_by_link_and_take_the_test(self):
        """TRN-01, TRN-07: without an account; entry, test, result, certificate."""
        course = self.open_course(questions=QUESTIONS)
        self.assertTrue(course.link.endswith(self.address(course)))
        self.assertTrue(course.qr)
        self.assertIn(course.name, self.url_open(self.address(course)).text)
        answer = self.post(self.address(course), **PERSON)
        entry = course.sudo().attendance_ids
        paper = f"/rights/training/paper/{entry.token}"
        self.assertEqual((answer.status_code, entry.way), (303, "link"))
        self.assertTrue(answer.headers["Location"].endswith(paper))
        self.assertEqual((entry.name, entry.merchant_id), ("何测试", self.mall))
        page = self.url_open(self.address(course))  # the phone comes back to its own entry
        self.assertTrue(page.url.endswith(paper))
        self.assertNotIn("certificate", page.text)
        self.assertEqual(self.url_open(f"{paper}/certificate").status_code, 404)
        self.assertIn('role="alert"', self.post(paper).text)
        given = {f"q{number}": list(chosen) for number, chosen in self.answers(course).items()}
        given["q0"] = "1"
        self.post(paper, **given)
        entry.invalidate_recordset()
        self.assertEqual((entry.score, entry.is_passed), (100, True))
        self.assertIn(f"{paper}/certificate", self.url_open(paper).text)
        certificate = self.url_open(f"{paper}/certificate")
        self.assertEqual(certificate.status_code, 200)
        self.assertNotIn("何测试", certificate.headers["Content-Disposition"])

    def test_trn_07_the_code_of_the_day_leads_to_the_course(self):
        course = self.open_course()
        wrong = self.post("/rights/training", code="000000x")
        self.assertIn('role="alert"', wrong.text)
        right = self.post("/rights/training", code=f" {course.day_code} ")
        self.assertEqual(right.status_code, 303)
        self.post(self.address(course), **PERSON, way="code")
        self.assertEqual(course.sudo().attendance_ids.way, "code")
        tomorrow = course.sudo()._code_of(self.today + timedelta(days=1))
        self.assertIn('role="alert"', self.post("/rights/training", code=tomorrow).text)

    def test_sec_11_codes_cannot_be_guessed(self):
        """SEC-11: after twenty wrong codes the address waits; the link still works."""
        course = self.open_course()
        for _try in range(20):
            self.env["rights.training.course"]._of_code("no", "127.0.0.1")
        self.assertIn('role="alert"', self.post("/rights/training", code=course.day_code).text)
        self.assertEqual(self.post(self.address(course), **PERSON).status_code, 303)

    def test_trn_07_the_link_opens_on_the_days_of_the_course_only(self):
        planned = self.course()
        planned.sudo().token = "planned"
        later = self.open_course(date_from=self.today + timedelta(days=1))
        held = self.open_course()
        held.action_hold()
        for course in (planned, later, held):
            self.assertEqual(self.url_open(self.address(course)).status_code, 404)
            self.assertEqual(self.post(self.address(course), **PERSON).status_code, 404)
            self.assertFalse(course.sudo().attendance_ids)
        self.assertEqual(self.url_open("/rights/training/paper/none").status_code, 404)
        self.assertEqual(self.post("/rights/training/paper/none").status_code, 404)

    def test_trn_07_a_name_is_entered_once_a_day(self):
        course = self.open_course()
        self.post(self.address(course), **PERSON)
        self.leave()
        again = self.post(self.address(course), **PERSON)
        self.assertIn('role="alert"', again.text)
        self.assertNotIn(course.sudo().attendance_ids.token, again.text)
        self.assertIn('role="alert"', self.post(self.address(course), name="何测试").text)
        self.assertEqual(len(course.sudo().attendance_ids), 1)

    def test_trn_07_a_merchant_signs_in_with_its_account(self):
        """TRN-07: name and employer stand there; managers see who of their people came."""
        course = self.open_course()
        self.authenticate(self.desk.login, self.desk.login)
        page = self.url_open(self.address(course)).text
        for word in (self.desk.name, self.mall.name):
            self.assertIn(word, page)
        given = {"name": self.desk.name, "employer": self.mall.name}
        self.post(self.address(course), **given)
        entry = course.sudo().attendance_ids
        self.assertEqual((entry.merchant_id, entry.account_id), (self.mall, self.desk))
        place = f"/my/merchant/{self.mall.id}"
        self.assertIn(f"{place}/training", self.url_open(place).text)
        self.authenticate(self.manager.login, self.manager.login)
        shown = self.url_open(f"{place}/training").text
        self.assertIn(self.desk.name, shown)
        self.assertIn(course.name, shown)
        self.authenticate(self.stranger.login, self.stranger.login)
        self.assertEqual(self.url_open(f"{place}/training").status_code, 404)
        other = self.url_open(f"/my/merchant/{self.neighbour.id}/training").text
        self.assertNotIn(self.desk.name, other)

    def test_trn_03_staff_signs_in_with_its_account(self):
        course = self.open_course(audience="staff")
        self.assertIn("/web/login", self.url_open(self.address(course)).text)
        self.assertIn('role="alert"', self.post(self.address(course), **PERSON).text)
        self.assertFalse(course.sudo().attendance_ids)
        person = self.users["station_a2"]
        self.authenticate(person.login, person.login.ljust(8, "x"))
        for _twice in range(2):
            self.assertEqual(self.post(self.address(course)).status_code, 303)
        entry = course.sudo().attendance_ids
        self.assertEqual((entry.user_id, entry.employer), (person, "测试station_a2"))
