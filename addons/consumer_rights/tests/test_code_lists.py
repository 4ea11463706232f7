from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import RightsCommon

CODE_LISTS = (
    "rights.category",
    "rights.channel",
    "rights.claim",
    "rights.outcome",
    "rights.return.reason",
    "rights.reject.reason",
)


@tagged("post_install", "-at_install")
class TestCodeLists(RightsCommon):
    def _codes(self, model, domain=()):
        entries = self.env[model].search([("create_uid", "=", 1), *domain])
        return entries.mapped("code")

    def test_dat_01_natures(self):
        """DAT-01: ten problem natures."""
        self.assertEqual(
            self._codes("rights.category", [("kind", "=", "nature")]),
            "quality after_sales contract price false_publicity safety counterfeit measurement "
            "personality_rights other".split(),
        )

    def test_dat_02_goods(self):
        """DAT-02: ten classes of goods."""
        self.assertEqual(
            self._codes("rights.category", [("kind", "=", "goods")]),
            "appliances clothing food drinks building daily jewellery medicine vehicles "
            "agricultural".split(),
        )

    def test_dat_03_services(self):
        """DAT-03: fourteen classes of services."""
        self.assertEqual(
            self._codes("rights.category", [("kind", "=", "service")]),
            "life decoration tourism culture postal telecom internet finance insurance health "
            "education public sales other_service".split(),
        )

    def test_dat_04_every_code_can_carry_an_external_code(self):
        """DAT-04: external codes exist on every list and are empty until somebody enters them."""
        for model in CODE_LISTS:
            with self.subTest(model=model):
                entries = self.env[model].with_context(active_test=False).search([])
                self.assertFalse(any(entries.mapped("external_code")))
                entries[0].external_code = "GB-01"
                self.assertEqual(
                    self.env[model].search([("external_code", "=", "GB-01")]), entries[0]
                )

    def test_int_01_channels(self):
        """INT-01: the default list of intake channels."""
        self.assertEqual(
            self._codes("rights.channel")[:14],
            "phone visit letter fax website wechat sms email national_platform hotline_12345 "
            "petition superior station_referral in_store".split(),
        )

    def test_org_16_former_hotlines_stay_visible_as_source(self):
        """ORG-16: a matter can keep each of the five merged hotlines as its source."""
        hotlines = set(self.env["rights.channel"].search([]).mapped("hotline"))
        self.assertLessEqual({"12315", "12365", "12331", "12358", "12330"}, hotlines)
        self.assertEqual(
            self.env["rights.channel"].name_search("12331")[0][0],
            self.env.ref("consumer_rights.channel_hotline_12331").id,
        )

    def test_reg_03_claims(self):
        """REG-03: the claim codes of the official form."""
        self.assertEqual(
            self._codes("rights.claim"),
            "repair redo replace return make_up refund compensation apology other".split(),
        )

    def test_hnd_13_results_by_kind(self):
        """HND-13: the result codes of Annex B, each for the kinds of matter it belongs to."""
        expected = {
            "consultation": "answered",
            "complaint": "settled self_settled withdrawn terminated transferred rejected no_longer",
            "report": "transferred filed not_filed clue_insufficient",
            "suggestion": "adopted noted",
            "discipline": "founded unfounded",
        }
        outcomes = self.env["rights.outcome"].search([("create_uid", "=", 1)])
        for kind, codes in expected.items():
            with self.subTest(kind=kind):
                fitting = outcomes.filtered(lambda outcome, kind=kind: outcome._fits(kind))
                self.assertEqual(fitting.mapped("code"), codes.split())
                self.assertEqual(fitting, outcomes.search([("kinds", "like", kind)]) & outcomes)
        self.assertEqual(set(outcomes.mapped("code")), set(" ".join(expected.values()).split()))

    def test_hnd_13_a_result_belongs_to_some_kind(self):
        """HND-13: a result that no matter can choose is refused."""
        with self.assertRaises(ValidationError):
            self.env["rights.outcome"].create({"name": "Nowhere", "code": "nowhere"})

    def test_reg_22_tri_12_return_reasons(self):
        """REG-22: four faults count against the registrant; TRI-12: lack of power does not."""
        counted = [("counts_against_registrant", "=", True)]
        self.assertEqual(
            self._codes("rights.return.reason", counted),
            "wrong_respondent unclear_request wrong_class missing_contact".split(),
        )
        self.assertIn("outside_power", self._codes("rights.return.reason", ["!", *counted]))

    def test_acc_03_each_decision_date_has_its_list(self):
        """ACC-03: six reasons until 2026-04-14, seven from 2026-04-15."""
        reasons = self.env["rights.reject.reason"]
        for day, count, prefix in (
            (date(2019, 12, 31), 3, "CENTRE-"),
            (date(2020, 1, 1), 6, "IM-2020-"),
            (date(2026, 4, 14), 6, "IM-2020-"),
            (date(2026, 4, 15), 7, "M-2026-"),
            (date(2030, 1, 1), 7, "M-2026-"),
        ):
            with self.subTest(day=day):
                self.assertEqual(
                    reasons._in_force_on(day).mapped("code"),
                    [f"{prefix}{number}" for number in range(1, count + 1)],
                )

    def test_acc_03_a_reason_of_the_wrong_list_is_refused(self):
        """ACC-03: borrowed identity is no reason before the law that knows it."""
        identity = self.env.ref("consumer_rights.reject_reason_m2026_6")
        identity._check_in_force_on(date(2026, 4, 15))
        with self.assertRaises(ValidationError):
            identity._check_in_force_on(date(2026, 4, 14))

    def test_acc_03_today_is_a_day_in_china(self):
        """ACC-03: the list changes at midnight in Shanghai, not in Greenwich."""
        reasons = self.env["rights.reject.reason"]
        for moment, codes in (("2026-04-14 15:59:00", 6), ("2026-04-14 16:01:00", 7)):
            with self.subTest(moment=moment), freeze_time(moment):
                reasons.invalidate_model()
                today = reasons.search([("is_in_force", "=", True)])
                self.assertEqual(len(today), codes)
                self.assertTrue(all(today.mapped("is_in_force")))
                others = reasons.search([("is_in_force", "=", False)])
                self.assertEqual(today | others, reasons.search([]))
                self.assertFalse(any(others.mapped("is_in_force")))
        self.assertEqual(
            reasons.search_count([("is_in_force", "in", [True, False])]), reasons.search_count([])
        )

    def test_codes_are_unique(self):
        entries = {
            "rights.claim": {"name": "Again", "code": "refund"},
            "rights.category": {"name": "Again", "code": "quality", "kind": "nature"},
            "rights.channel": {"name": "Again", "code": "phone"},
        }
        for model, vals in entries.items():
            with (
                self.subTest(model=model),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                self.env[model].create(vals)

    def test_the_same_code_may_stand_in_two_lists_of_categories(self):
        category = self.env["rights.category"].create(
            {"name": "Quality of goods", "code": "quality", "kind": "goods"}
        )
        of_code = self.env["rights.category"]._of_code
        self.assertEqual(of_code("quality", "goods"), category)
        self.assertEqual(of_code("quality", "nature").kind, "nature")

    def test_an_archived_code_is_still_known_to_imports(self):
        fax = self.env.ref("consumer_rights.channel_fax")
        fax.active = False
        self.assertEqual(self.env["rights.channel"]._of_code("fax"), fax)


@tagged("post_install", "-at_install")
class TestCategoryTree(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.food = cls.env.ref("consumer_rights.category_goods_food")
        cls.snacks = cls.env["rights.category"].create(
            {"name": "Snacks", "code": "snacks", "kind": "goods", "parent_id": cls.food.id}
        )

    def test_dat_02_classes_can_be_subdivided(self):
        """DAT-02: a class is shown with the classes above it and found by their names."""
        self.assertEqual(self.snacks.display_name, f"{self.food.name} / Snacks")
        found = self.env["rights.category"].search([("complete_name", "ilike", self.food.name)])
        self.assertLessEqual(self.food | self.snacks, found)
        self.assertIn(self.snacks.id, dict(self.env["rights.category"].name_search("nack")))

    def test_dat_01_a_branch_stays_in_one_list(self):
        """DAT-01: a nature cannot hang below a class of goods, from either side."""
        nature = self.env.ref("consumer_rights.category_nature_price")
        with self.assertRaises(ValidationError):
            nature.parent_id = self.food
        with self.assertRaises(ValidationError):
            self.food.kind = "service"

    def test_a_class_cannot_be_above_itself(self):
        with self.assertRaises(UserError):
            self.food.parent_id = self.snacks


@tagged("post_install", "-at_install")
class TestCodeListAccess(RightsCommon):
    def test_staff_reads_and_the_business_administrator_writes(self):
        """DAT-01 to DAT-04: code lists belong to the business administrator."""
        for login, user in self.users.items():
            writes = login == "business_admin"
            for model in CODE_LISTS:
                with self.subTest(login=login, model=model):
                    entry = self.env[model].search([], limit=1).with_user(user)
                    self.assertTrue(entry.read(["name", "code"]))
                    self.assertEqual(entry.has_access("write"), writes)
                    self.assertEqual(entry.has_access("create"), writes)
                    self.assertFalse(entry.has_access("unlink"))

    @users("t_clerk")
    def test_a_code_is_found_for_whoever_asks_without_lending_rights(self):
        outcome = self.env["rights.outcome"]._of_code("settled")
        self.assertFalse(outcome.env.su)
        with self.assertRaises(AccessError):
            outcome.name = "Mine"
