from datetime import datetime

import psycopg2
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RightsCommon


@tagged("post_install", "-at_install")
class TestRegistration(RightsCommon):
    def test_reg_01_complainant_fields_are_required(self):
        """REG-01: name, phone, address and request; without one the draft stays a draft."""
        for lacking in ("name", "phone", "address"):
            case = self.create_case(party_ids=self.person(**{lacking: False}))
            with self.assertRaisesRegex(ValidationError, "lacks"):
                self.move(case, "register")
        case = self.create_case(request=False)
        with self.assertRaisesRegex(ValidationError, "asks for"):
            self.move(case, "register")
        self.assertEqual(case.stage_code, "draft")

    def test_reg_02_respondent_fields_are_required(self):
        case = self.create_case(respondent_id=False)
        with self.assertRaisesRegex(ValidationError, "against"):
            self.move(case, "register")
        case.write({"respondent_name": "某店"})
        with self.assertRaisesRegex(ValidationError, "phone or address"):
            self.move(case, "register")
        case.write({"respondent_address": "某路3号"})
        self.move(case, "register")
        self.assertEqual(case.stage_code, "registered")

    def test_reg_03_amount_is_no_hard_stop_and_claims_are_coded(self):
        """REG-03: an unknown amount does not stop registration; claims come from the list."""
        codes = set(self.env["rights.claim"].search([]).mapped("code"))
        self.assertLessEqual({"refund", "replace", "compensation", "apology"}, codes)
        case = self.registered_case(amount_dispute=0)
        self.assertEqual(case.stage_code, "registered")

    def test_reg_04_number_at_registration_only(self):
        """REG-04: unit code, letter, China's date and four digits; a draft has none."""
        draft = self.create_case(received_at=datetime(2025, 12, 31, 16, 30))
        self.assertFalse(draft.name)
        self.move(draft, "register")
        self.assertRegex(draft.name, r"^CSTCT20260101\d{4}$")
        report = self.create_case(kind="report", received_at="2025-03-10 01:00:00")
        self.move(report, "register")
        self.assertRegex(report.name, r"^CSTCJ20250310\d{4}$")
        void = self.create_case()
        self.move(void, "void")
        self.assertFalse(void.name)

    def test_reg_04_numbers_grow_past_four_digits_and_never_repeat(self):
        numbers = self.env["rights.case.number"]
        wanted = [("CSTZ", "T", datetime(2031, 5, 6, 3))]
        first = numbers._allocate(wanted * 3)
        second = numbers._allocate(wanted * 10000)
        self.assertEqual(len(set(first + second)), 10003)
        run = [int(number.removeprefix("CSTZT20310506")) for number in (*first, *second)]
        self.assertEqual(run, list(range(run[0], run[0] + 10003)))

    def test_reg_04_duplicate_number_is_impossible(self):
        first, second = self.registered_case(), self.registered_case()
        self.assertNotEqual(first.name, second.name)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.env.cr.execute(
                "UPDATE rights_case SET name = %s WHERE id = %s", [first.name, second.id]
            )

    def test_reg_04_void_numbers_are_listed(self):
        """REG-04, ARC-04: a number whose registration failed is void, never used again."""
        number = self.env["rights.case.number"]._allocate([("CSTY", "T", datetime(2024, 2, 3))])[0]
        prefix, last = number[:-4], str(int(number[-4:]))
        with self.env.registry.cursor() as cr:
            counters = self.env["rights.case.number"].with_env(self.env(cr=cr))
            counter = counters.search([("prefix", "=", prefix)])
            self.assertIn(last, counter.void_numbers.split(", "))

    def test_reg_11_only_reports_are_anonymous(self):
        with self.assertRaisesRegex(ValidationError, "report"):
            self.create_case(is_anonymous=True)
        report = self.create_case(kind="report", is_anonymous=True, party_ids=False)
        self.move(report, "register")
        self.assertEqual(report.stage_code, "registered")

    def test_reg_15_third_representative_is_refused(self):
        people = [
            command
            for number in range(3)
            for command in self.person(phone=f"1380000000{number}", is_representative=True)
        ]
        with self.assertRaisesRegex(ValidationError, "two representatives"):
            self.create_case(party_ids=people)

    def test_reg_18_evidence_of_an_accepted_case_stays(self):
        """REG-18: delete is refused after acceptance, void with a reason is offered."""
        case = self.case_at("accepted")
        evidence = self.env["rights.case.evidence"].with_user(self.users["clerk"])
        receipt = evidence.create({"case_id": case.id, "name": "发票", "type": "purchase"})
        self.assertTrue(receipt.received_at and receipt.provider)
        with self.assertRaisesRegex(UserError, "void"):
            receipt.unlink()
        receipt.void_reason = "重复提交"
        self.assertTrue(receipt.is_void)

    def test_reg_19_consents_default_to_no(self):
        case = self.create_case()
        self.assertFalse(case.publication_consent or case.entrusted_consent)

    def test_reg_20_direct_matters_stand_in_the_same_list(self):
        """REG-20: a station's own entry is a case like the centre's, with both times."""
        case = self.registered_case("station_a1", received_at="2025-03-10 01:00:00")
        self.assertEqual(case.station_id, self.stations["station_a1"])
        self.assertGreater(case.registered_at, case.received_at)
        self.assertIn(case, self.as_user("dispatcher_a", case).search([("kind", "=", "complaint")]))

    def test_reg_22_return_to_the_registrant_counts(self):
        """REG-22: a return keeps its reason, and who registered is known for the count."""
        case = self.case_at("accepted", login="operator")
        target = {"dispatch_to_id": self.stations["station_a1"].id, "complexity": "simple"}
        self.move(case, "dispatch", "dispatcher", target)
        reason = self.env["rights.return.reason"].search([("code", "=", "wrong_respondent")])
        self.assertTrue(reason)
        self.move(case, "return", "station_a1", {"return_reason_id": reason.id})
        returns = self.env["rights.case.dispatch"].search(
            [("return_reason_id", "=", reason.id), ("case_id", "=", case.id)]
        )
        self.assertEqual(returns.case_id.registered_by_id, self.users["operator"])

    def test_reg_23_history_enters_its_stage_without_the_line(self):
        """REG-23: history is marked, numbered, incomplete where fields lack, unique by source."""
        vals = {
            "kind": "complaint",
            "station_id": self.stations["city"].id,
            "subject": "旧投诉",
            "stage_code": "concluded",
            "received_at": "2020-06-08 02:00:00",
            "external_source": "old",
            "external_number": "482028",
        }
        case = self.env["rights.case"]._import_history([vals])
        self.assertEqual((case.stage_code, case.is_history), ("concluded", True))
        self.assertTrue(case.is_incomplete)
        self.assertRegex(case.name, r"^CSTCT20200608\d{4}$")
        self.assertEqual(case.event_ids.mapped("type"), ["imported"])
        self.assertFalse(case._verify_events())
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.env["rights.case"]._import_history([vals])

    def test_received_in_the_future_is_refused(self):
        with self.assertRaises(ValidationError):
            self.create_case(received_at="2099-01-01 00:00:00")


@tagged("post_install", "-at_install")
class TestSearch(RightsCommon):
    def found(self, login, text):
        cases = self.as_user(login, self.env["rights.case"])
        return cases.search([("search_text", "ilike", text)])

    def test_search_by_number_party_merchant_phone_and_two_characters(self):
        case = self.registered_case(party_ids=self.person(name="欧阳测", phone="13800007531"))
        parts = (case.name, case.name[:-4], case.name[-4:], case.name[-12:-4])
        for text in (*parts, "欧阳测", "测试百货", "7531", "碎裂", "屏幕"):
            self.assertIn(case, self.found("clerk", text), text)
        self.assertNotIn(case, self.found("clerk", "冰箱"))

    def test_search_never_finds_an_informant(self):
        """SEC-02: a reporter is not found by name or phone, by nobody."""
        report = self.create_case(
            kind="report",
            party_ids=self.person(role="reporter", name="诸葛举", phone="13800009642"),
        )
        self.move(report, "register")
        for login in ("clerk", "dispatcher", "head"):
            self.assertFalse(self.found(login, "诸葛举"))
            self.assertFalse(self.found(login, "9642"))

    def test_confidential_names_are_not_searchable(self):
        """REG-13: with confidentiality asked for, the name leads to nothing."""
        case = self.registered_case(is_confidential=True, party_ids=self.person(name="司马密"))
        self.assertFalse(self.found("clerk", "司马密"))
        self.assertIn(case, self.found("clerk", "碎裂"))

    def test_search_column_is_closed(self):
        case = self.registered_case()
        with self.assertRaises(AccessError):
            case.read(["search_tokens"])


@tagged("post_install", "-at_install")
class TestIntake(RightsCommon):
    def test_earlier_cases_and_duplicates_appear_while_typing(self):
        first = self.registered_case(party_ids=self.person(phone="13800004455"))
        matches = (
            self.env["rights.case"]
            .with_user(self.users["operator"])
            .intake_matches(
                {"phone": "138 0000 4455", "respondent_name": "测试百货", "subject": "手机屏幕"}
            )
        )
        self.assertEqual([row["id"] for row in matches["duplicates"]], [first.id])
        other = (
            self.env["rights.case"]
            .with_user(self.users["station_b1"])
            .intake_matches({"phone": "13800004455"})
        )
        self.assertEqual(other, {"earlier": [], "duplicates": []})

    def test_links_are_reversible_and_keep_both_numbers(self):
        first, second = self.registered_case(), self.registered_case()
        second.action_link_duplicate(first.id)
        link = second.link_ids
        self.assertEqual((link.other_case_id, second.name != first.name), (first, True))
        link.action_unlink_cases()
        self.assertFalse(second.link_ids)
        self.assertEqual(
            second.sudo().event_ids.filtered(lambda event: event.type == "link").mapped("type"),
            ["link", "link"],
        )
