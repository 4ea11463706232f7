from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .portal_common import PortalCommon

OTHER = "198.51.100.20"


@tagged("post_install", "-at_install")
class TestPortalQuery(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case, cls.code = cls.file()
        cls.cases = cls.env["rights.case"].with_user(cls.public)

    def find(self, number, proof, address=PortalCommon.ADDRESS):
        case, level = self.cases._find_own(number, proof, address)
        return case.id, level

    def test_by_code_and_by_phone(self):
        """OPN-07"""
        number = self.case.name
        self.assertEqual(self.find(number, self.code), (self.case.id, "code"))
        typed = f" {self.code[:5].lower()}-{self.code[5:]} "
        self.assertEqual(self.find(number.lower(), typed), (self.case.id, "code"))
        self.assertEqual(self.find(number, "139 0000 1111"), (self.case.id, "phone"))
        self.assertEqual(self.find(number, "+86 13900001111"), (self.case.id, "phone"))

    def test_wrong_and_unknown_read_the_same(self):
        nothing = (False, None)
        for number, proof in (
            (self.case.name, "13900002222"),
            (self.case.name, ""),
            (self.case.name, "%"),
            ("CSTCT209901010001", self.code),
            ("", self.code),
            ("' OR 1=1", self.code),
        ):
            self.assertEqual(self.find(number, proof, f"192.0.2.{len(proof)}"), nothing)

    def test_phone_never_opens_a_report_or_a_secret_name(self):
        """SEC-02: a right guess would tell who reported."""
        report, code = self.file(kind="report")
        secret, secret_code = self.file(is_confidential=True)
        self.assertEqual(self.find(report.name, "13900001111"), (False, None))
        self.assertEqual(self.find(secret.name, "13900001111"), (False, None))
        self.assertEqual(self.find(report.name, code)[1], "code")
        self.assertEqual(self.find(secret.name, secret_code)[1], "code")

    def test_code_of_another_case_opens_nothing(self):
        other, other_code = self.file(name="李测试", phone="13900003333")
        self.assertEqual(self.find(self.case.name, other_code), (False, None))
        self.assertEqual(self.find(other.name, self.code), (False, None))

    def test_five_wrong_tries_lock_a_number_for_half_an_hour(self):
        """OPN-07: from any address, the right code included; then it opens again."""
        start = fields.Datetime.now()
        with freeze_time(start) as clock:
            for place in range(5):
                self.assertFalse(self.find(self.case.name, "wrong", f"192.0.2.{place}")[0])
                clock.tick(60)
            self.assertFalse(self.find(self.case.name, self.code, OTHER)[0])
            clock.tick(timedelta(minutes=28))  # 29 minutes after the fifth try
            self.assertFalse(self.find(self.case.name, self.code, OTHER)[0])
            clock.tick(timedelta(minutes=2))
            self.assertEqual(self.find(self.case.name, self.code, OTHER)[1], "code")

    def test_slow_wrong_tries_do_not_lock(self):
        with freeze_time(fields.Datetime.now()) as clock:
            for _try in range(6):
                self.find(self.case.name, "wrong")
                clock.tick(timedelta(minutes=10))
            self.assertEqual(self.find(self.case.name, self.code)[1], "code")

    def test_guessing_over_many_numbers_locks_the_address(self):
        for place in range(20):
            self.find(f"CSTCT20990101{place:04}", "wrong")
        self.assertFalse(self.find(self.case.name, self.code)[0])
        self.assertEqual(self.find(self.case.name, self.code, OTHER)[1], "code")

    def test_wrong_tries_make_the_next_challenge_harder(self):
        proofs = self.env["rights.portal.proof"]
        easy = proofs._make("query", self.ADDRESS)["maxnumber"]
        for place in range(6):
            self.find(f"CSTCT20990101{place:04}", "wrong")
        self.assertGreater(proofs._make("query", self.ADDRESS)["maxnumber"], easy)
        self.assertEqual(proofs._make("query", OTHER)["maxnumber"], easy)

    def test_a_proof_counts_once(self):
        from .portal_common import solve

        proofs = self.env["rights.portal.proof"].with_user(self.public)
        answer = solve(proofs._make("file", self.ADDRESS))
        self.assertFalse(proofs._use("query", answer))
        self.assertTrue(proofs._use("file", answer))
        self.assertFalse(proofs._use("file", answer))

    def test_look_by_phone_tells_no_content(self):
        """OPN-07: stage, dates, unit, and nothing about other persons."""
        view = self.case.sudo()._public_view("phone")
        self.assertEqual(view["stage"], "Registered")
        self.assertEqual(view["unit"], self.stations["city"].name)
        self.assertTrue(view["dates"] and view["promised"] and view["next_step"])
        text = str(view)
        for secret in ("王测试", "13900001111", self.case.subject, self.case.respondent_name):
            self.assertNotIn(secret, text)
        self.assertIn(self.case.subject, str(self.case.sudo()._public_view("code")))

    def test_nothing_of_the_staff_is_told(self):
        for login in ("clerk", "operator"):
            self.assertNotIn(self.users[login].name, str(self.case.sudo()._public_view("code")))

    def test_promised_day_follows_the_clocks(self):
        view = self.case.sudo()._public_view("phone")
        clocks = self.env["rights.deadline"].search(
            [("case_id", "=", self.case.id), ("code", "in", ("TL-05", "TL-08"))]
        )
        self.assertEqual(view["promised"], min(clocks.mapped("due_day")))

    def test_counter_issues_a_code_to_whom_it_may_see(self):
        case = self.registered_case()
        action = self.as_user("clerk", case).action_issue_query_code()
        code = action["params"]["message"]
        self.assertEqual(self.find(case.name, code), (case.id, "code"))
        self.assertNotIn(code, str(case.event_ids.mapped("basis")))
        with self.assertRaises(AccessError):
            self.as_user("station_b1", case).action_issue_query_code()
        report = self.registered_case(kind="report", party_ids=self.person(role="reporter"))
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", report).action_issue_query_code()

    def test_question_is_one_index_lookup(self):
        """Figures: tracking stays fast at a million cases."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN SELECT id FROM rights_case WHERE name = 'X'")
        self.assertIn("Index", str(self.env.cr.fetchall()))
