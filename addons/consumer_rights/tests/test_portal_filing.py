from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.masking import mask_name
from .portal_common import PortalCommon

SCRIPT = "<script>alert('x')</script>"
RARE = "㐂䶮𠮷𫟹"  # GB 18030 beyond the basic plane


@tagged("post_install", "-at_install")
class TestPortalFiling(PortalCommon):
    def test_same_record_as_at_the_counter(self):
        """INT-13: draft, then registered through the gate, with number, clocks and papers."""
        cases, code = self.file()
        case = cases
        self.assertRegex(case.name, r"^CSTCT\d{8}\d{4,}$")
        self.assertEqual(case.stage_code, "registered")
        self.assertEqual(case.channel_id.code, "website")
        self.assertEqual(case.station_id, self.stations["city"])
        self.assertEqual(case.application_form, "written")
        self.assertEqual(case.registered_by_id, self.env.ref("consumer_rights.user_online"))
        self.assertEqual(case.event_ids.mapped("type")[:2], ["opened", "moved"])
        self.assertFalse(case._verify_events())
        self.assertEqual(case.amount_dispute, 2680.5)
        self.assertEqual(case.claim_ids.mapped("code"), ["refund"])
        self.assertEqual(case.party_ids.name_masked, mask_name("王测试"))
        self.assertEqual(len(code), 10)
        clocks = self.env["rights.deadline"].search([("case_id", "=", case.id)])
        self.assertTrue({"TL-06", "TL-08"} <= set(clocks.mapped("code")))
        self.assertIn("DOC-01", case.document_ids.template_id.mapped("code"))

    def test_clerk_accepts_what_came_online(self):
        cases, _code = self.file(merchants=[{"name": "测试百货", "phone": "1"}])
        self.assertEqual(cases.respondent_id, self.merchant)
        cases.sudo().category_id = self.nature
        self.move(cases, "accept", "clerk", self.ACCEPT)
        self.assertEqual(cases.stage_code, "accepted")

    def test_sent_twice_is_one_filing(self):
        """A double click, or a connection lost after sending: one case, the same code."""
        key = self.new_key()
        cases, code = self.file(key=key)
        again = self.filings._of_key(key)._send(key, self.form(subject="另一件事"))
        self.assertEqual(again["receipt"]["code"], code)
        self.assertEqual([row["number"] for row in again["receipt"]["cases"]], [cases.name])
        self.assertEqual(self.filings._of_key(key).case_ids, cases.sudo())
        self.assertEqual(self.begin(key), self.filings._of_key(key))

    def test_code_is_kept_as_a_hash_only(self):
        _cases, code = self.file()
        self.env.flush_all()
        for table, column in (
            ("rights_case", "query_code_index"),
            ("rights_portal_filing", "key_hash"),
        ):
            self.env.cr.execute(
                f"SELECT count(*) FROM {table} WHERE {column} ILIKE %s", [f"%{code}%"]
            )
            self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_several_merchants_are_several_linked_cases(self):
        merchants = [{"name": f"店{number}", "phone": "025-8400000"} for number in range(3)]
        cases, _code = self.file(merchants=merchants)
        self.assertEqual(len(set(cases.mapped("name"))), 3)
        self.assertEqual(cases.mapped("respondent_name"), ["店0", "店1", "店2"])
        links = self.env["rights.case.link"].search([("case_id", "=", cases[0].id)])
        self.assertEqual(links.other_case_id, cases[1:])
        self.assertEqual(set(links.mapped("kind")), {"related"})
        self.assertIn("merchants", self.refused(merchants=merchants * 2))

    def test_only_a_report_may_be_anonymous(self):
        """REG-11"""
        self.assertIn("is_anonymous", self.refused(is_anonymous=True))
        cases, _code = self.file(kind="report", is_anonymous=True)
        self.assertTrue(cases.is_anonymous)
        self.assertFalse(cases.party_ids)
        self.assertEqual(cases.stage_code, "registered")
        self.assertRegex(cases.name, r"^CSTCJ")

    def test_class_asks_for_its_own_details(self):
        """INT-13, D13: the fields of a class stand on the form as they stand at the counter."""
        rows = [
            {"name": "车架号", "is_required": True},
            {"name": "里程", "type": "integer"},
            {"name": "购买方式", "type": "selection", "options": "门店\n网上"},
            {"name": "交付日期", "type": "date"},
            {"name": "有发票", "type": "boolean"},
        ]
        self.goods.field_ids = [Command.create(row) for row in rows]
        frame, mileage, way, day, invoice = self.goods.field_ids.mapped("key")
        answers = {frame: f"AB\u202e{RARE}", mileage: "120", way: "网上", invoice: True, "x": "y"}
        cases, _code = self.file(details=answers)
        self.assertEqual(
            cases._get_stored_details(),
            {frame: f"AB{RARE}", mileage: 120, way: "网上", day: None, invoice: True},
        )
        for key, wrong in (
            (frame, ""),
            (frame, "长" * 201),
            (frame, ["x"]),
            (mileage, "many"),
            (way, "电话"),
            (day, "yesterday"),
        ):
            errors = self.refused(details={**answers, key: wrong})
            self.assertEqual(list(errors), [f"details.{key}"], wrong)
        self.assertIn(f"details.{frame}", self.refused(details="x"))

    def test_reporter_stays_invisible(self):
        """SEC-02: no operator of the unit finds an online report; the supervisor sees no name."""
        cases, _code = self.file(kind="report")
        self.assertFalse(
            self.as_user("operator", self.env["rights.case"]).search([("id", "=", cases.id)])
        )
        party = self.as_user("dispatcher", cases).party_ids
        self.assertFalse(party.name)

    def test_consents_are_two_answers_and_no_by_default(self):
        """REG-19"""
        cases, _code = self.file()
        self.assertFalse(cases.publication_consent or cases.entrusted_consent)
        cases, _code = self.file(publication_consent=True)
        self.assertTrue(cases.publication_consent)
        self.assertFalse(cases.entrusted_consent)

    def test_confidential_identity(self):
        """REG-13"""
        cases, _code = self.file(is_confidential=True)
        self.assertTrue(cases.is_confidential)
        self.assertFalse(self.as_user("clerk", cases).party_ids.name)

    def test_what_is_missing_is_said_at_the_field(self):
        """REG-01, REG-02: nothing is stored half-filled."""
        for name, value, field in (
            ("kind", "discipline", "kind"),
            ("kind", None, "kind"),
            ("subject", " ", "subject"),
            ("facts", "", "facts"),
            ("name", "\u202e", "name"),
            ("phone", "abc", "phone"),
            ("address", "", "address"),
            ("email", "a@b", "email"),
            ("amount", "-5", "amount"),
            ("amount", "1e9", "amount"),
            ("amount", "٣", "amount"),
            ("purchase_date", "2999-01-01", "purchase_date"),
            ("purchase_date", "yesterday", "purchase_date"),
            ("item_class", "no such class", "item_class"),
            ("merchants", [], "merchants.0.name"),
            ("merchants", "x", "merchants.0.name"),
            ("merchants", [{"name": "甲"}], "merchants.0.address"),
            ("merchants", [{"phone": "1"}], "merchants.0.name"),
        ):
            errors = self.refused(**{name: value})
            self.assertEqual(list(errors), [field], f"{name}={value!r}")
        errors = self.refused(request="", claims=[])
        self.assertEqual(list(errors), ["request"])

    def test_long_texts_are_refused_at_their_field(self):
        """Bad input: a name of 10,000 characters."""
        long = "长" * 10_000
        for name in ("name", "subject", "address", "email", "brand", "facts", "request"):
            self.assertIn(name, self.refused(**{name: long}))
        errors = self.refused(merchants=[{"name": long, "phone": "1"}])
        self.assertIn("merchants.0.name", errors)

    def test_strange_letters_are_kept_and_marks_are_not(self):
        """Bad input: scripts, emoji, rare characters, right-to-left marks."""
        name = f"{RARE}\u202eA😀"
        merchant = {"name": SCRIPT, "phone": SCRIPT[:30]}
        cases, _code = self.file(
            name=name, subject=SCRIPT, facts=f"{SCRIPT}\n{RARE}", merchants=[merchant]
        )
        self.assertEqual(cases.party_ids.sudo().name, f"{RARE}A😀")
        self.assertEqual(cases.subject, SCRIPT)
        self.assertEqual(cases.facts, f"{SCRIPT}\n{RARE}")
        self.assertEqual(cases.respondent_name, SCRIPT)
        paper = cases.document_ids.filtered(lambda row: row.template_id.code == "DOC-01")
        self.assertNotIn("<script>", paper.sudo().body)

    def test_what_is_not_asked_for_is_dropped(self):
        cases, _code = self.file(
            stage_id=1, station_id=self.stations["district_b"].id, user_id=2, is_history=True
        )
        self.assertEqual(cases.station_id, self.stations["city"])
        self.assertFalse(cases.user_id or cases.is_history)

    def test_anything_but_a_form_is_refused(self):
        filing = self.begin()
        for given in (None, [], "x", 7, {"kind": ["complaint"]}, {"kind": {}}):
            self.assertIn("errors", filing._send(self.new_key(), given))

    def test_keys_that_are_none(self):
        for key in ("", "short", "x" * 200, "' OR 1=1 -- aaaaaaaaaaaaaaaaaaaaaaaa", None, 5):
            self.assertFalse(self.filings._of_key(key))
            with self.assertRaises(UserError):
                self.filings._begin(key, self.ADDRESS)

    def test_filings_of_an_address_are_counted(self):
        """Rows, no memory; the address stands nowhere."""
        parameter = self.env.ref("consumer_rights.network_parameter_portal_filings_per_hour")
        parameter.value = 3
        for _number in range(3):
            self.begin()
        with self.assertRaises(UserError):
            self.begin()
        self.filings._begin(self.new_key(), "198.51.100.9")
        rows = self.env["rights.portal.attempt"].sudo().search([])
        self.assertFalse([row for row in rows if self.ADDRESS in row.who])

    def test_wechat_is_a_channel_of_its_own(self):
        key = self.new_key()
        filing = self.begin(key)
        filing._send(key, self.form(), "wechat")
        self.assertEqual(filing.case_ids.channel_id.code, "wechat")
