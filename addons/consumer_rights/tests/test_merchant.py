from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged, users
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import RightsCommon

WRITERS = {
    "operator",
    "clerk",
    "office",
    "dispatcher",
    "legal",
    "handler_a",
    "dispatcher_a",
    "enforcement_a",
    "station_a1",
    "station_a2",
    "dispatcher_b",
    "station_b1",
}
CODE, OTHER_CODE = "913201000000000119", "91320100000000022D"


class MerchantCommon(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merchants = cls.env["rights.merchant"]
        cls.shop = cls.merchants.create(
            {
                "name": "试验甲乙商贸有限公司",
                "phone": "025-8400 1234",
                "uscc": CODE,
                "business_address": "江州市东湖区试验路1号",
                "registered_address": "江州市西山区登记路2号",
                "merchant_type": "shop",
            }
        )


@tagged("post_install", "-at_install")
class TestMerchant(MerchantCommon):
    def test_mer_01_register_entry(self):
        """MER-01: a merchant is a company contact with code, type, area, addresses and people."""
        partner = self.shop.partner_id
        self.assertTrue(partner.is_company)
        self.assertEqual(partner.name, "试验甲乙商贸有限公司")
        self.assertNotEqual(self.shop.business_address, self.shop.registered_address)
        self.assertEqual(
            dict(self.merchants._fields["merchant_type"].selection).keys(),
            {
                "supermarket",
                "mall",
                "farmers_market",
                "wholesale_market",
                "shop",
                "scenic_spot",
                "online_platform",
                "other",
            },
        )

    def test_mer_01_credit_code_is_checked(self):
        """MER-01: a mistyped code is refused with what is wrong; a clean one is stored plainly."""
        for wrong, reason in (
            ("91320100", "18 characters"),
            ("9132010000000001I8", "without I"),
            (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "last character"),
        ):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(ValidationError, reason):
                self.shop.uscc = wrong
        self.shop.uscc = f" {OTHER_CODE[:8]} {OTHER_CODE[8:]}-".lower()
        self.assertEqual(self.shop.uscc, OTHER_CODE)
        self.shop.uscc = ""
        self.assertIs(self.shop.uscc, False)

    @mute_logger("odoo.sql_db")
    def test_mer_01_credit_code_belongs_to_one_merchant(self):
        """MER-01: a second merchant with the code is refused; without code there may be many."""
        with self.assertRaises(IntegrityError):
            self.merchants.create({"name": "试验另一家", "uscc": CODE})
        self.merchants.create([{"name": "试验无码"}, {"name": "试验无码"}])

    def test_mer_01_tenants_form_a_tree(self):
        """MER-01: a tenant names its host market, and no market is its own tenant."""
        market = self.merchants.create({"name": "试验农贸市场", "merchant_type": "farmers_market"})
        self.shop.host_id = market
        self.assertEqual(market.tenant_ids, self.shop)
        self.assertEqual(self.merchants.search([("id", "child_of", market.id)]), market | self.shop)
        with self.assertRaises(UserError):
            market.host_id = self.shop

    @users("t_operator")
    def test_form_enters_a_merchant(self):
        """MER-01: the form alone is enough, for a clerk without rights on contacts."""
        with Form(self.env["rights.merchant"]) as form:
            form.name = "试验新店"
            form.phone = "13900001111"
            with form.alias_ids.new() as alias:
                alias.name = "新店招牌"
        merchant = form.record
        self.assertEqual(merchant.phone, "13900001111")
        self.assertEqual(merchant.sudo().phone_digits, "13900001111")
        self.assertEqual(merchant.display_name, "试验新店")

    def test_case_count_follows_what_the_user_may_see(self):
        """SEC-01: the number of cases is no way round the visibility of cases."""
        clerk, admin = self.users["clerk"], self.users["business_admin"]
        self.env["rights.case"].with_user(clerk).create(
            {
                "kind": "complaint",
                "subject": "试验投诉",
                "channel_id": self.channel.id,
                "respondent_id": self.shop.id,
            }
        )
        self.assertEqual(self.shop.with_user(clerk).case_count, 1)
        self.assertEqual(self.shop.with_user(admin).case_count, 0)
        action = self.shop.with_user(clerk).action_view_cases()
        self.assertEqual(len(self.env["rights.case"].with_user(clerk).search(action["domain"])), 1)


@tagged("post_install", "-at_install")
class TestMerchantAccess(MerchantCommon):
    def test_mer_01_who_may_keep_the_register(self):
        """MER-01: everybody on the staff reads, who registers or handles writes; no deletion."""
        for login, user in self.users.items():
            with self.subTest(login=login):
                shop = self.shop.with_user(user)
                self.assertEqual(shop.read(["name", "phone"])[0]["name"], self.shop.name)
                self.assertEqual(shop.has_access("create"), login in WRITERS)
                self.assertEqual(shop.has_access("write"), login in WRITERS)
                self.assertFalse(shop.has_access("unlink"))

    def test_the_contact_is_no_way_round_the_register(self):
        """MER-01: who may not write a merchant cannot do so through the contact behind it."""
        for login in ("auditor", "business_admin", "quality"):
            shop = self.shop.with_user(self.users[login])
            with self.subTest(login=login):
                for vals in ({"name": "x"}, {"phone": "1"}, {"principal": "x"}):
                    with self.assertRaises(AccessError):
                        shop.write(vals)
                with self.assertRaises(AccessError):
                    shop.create({"name": "x"})
                with self.assertRaises(AccessError):
                    shop.partner_id.name = "x"

    @users("t_operator")
    def test_writers_reach_the_company_contact_in_the_named_fields_only(self):
        shop = self.shop.with_env(self.env)
        shop.write({"name": "试验改名商店", "phone": "025-84005678", "principal": "试验人"})
        self.assertEqual(shop.partner_id.name, "试验改名商店")
        self.assertEqual(shop.phone_digits, "02584005678")
        for vals in (
            {"comment": "x"},
            {"street": "x"},
            {"parent_id": self.env.user.partner_id.id},
            {"is_rights_person": True},
            {"user_ids": [(0, 0, {"login": "intruder", "name": "x"})]},
        ):
            with self.subTest(vals=vals):
                with self.assertRaises(AccessError):
                    shop.write(vals)
                with self.assertRaises(AccessError):
                    shop.create({"name": "x", **vals}).flush_recordset()

    @users("t_operator")
    def test_nobody_becomes_a_merchant_against_their_will(self):
        """A contact of somebody else cannot be taken over by entering it as a merchant."""
        victim = self.env.ref("base.partner_admin")
        with self.assertRaises(AccessError):
            self.merchants.with_env(self.env).create(
                {"partner_id": victim.id, "email": "intruder@example.com"}
            )
        with self.assertRaises(AccessError):
            self.shop.with_env(self.env).partner_id = victim

    @users("t_operator")
    def test_defaults_of_the_caller_do_not_reach_the_contact(self):
        """The context of a call is the caller's: it must not write what the caller may not."""
        users_before = self.env["res.users"].sudo().search_count([])
        merchant = (
            self.merchants.with_env(self.env)
            .with_context(
                default_user_ids=[(0, 0, {"login": "intruder", "name": "x"})],
                default_comment="x",
            )
            .create({"name": "试验默认值"})
        )
        self.assertFalse(merchant.partner_id.sudo().comment)
        self.assertEqual(self.env["res.users"].sudo().search_count([]), users_before)

    def test_mail_address_of_a_portal_account_is_out_of_reach(self):
        """Else a password could be reset to somebody else's mailbox."""
        new_test_user(
            self.env,
            "t_merchant_account",
            groups="consumer_rights.consumer_rights_group_merchant_user",
            partner_id=self.shop.partner_id.id,
        )
        shop = self.shop.with_user(self.users["operator"])
        with self.assertRaises(UserError):
            shop.email = "intruder@example.com"
        shop.phone = "025-84009999"
        self.assertEqual(self.shop.phone, "025-84009999")


@tagged("post_install", "-at_install")
class TestMerchantMatch(MerchantCommon):
    def _match(self, **row):
        merchant, reason = self.merchants._match(**row)
        return merchant, reason

    def test_reg_17_by_code_then_name_then_phone(self):
        """REG-17: code before name before phone, in every way of writing."""
        self.assertEqual(self._match(uscc=f" {CODE.lower()}"), (self.shop, "uscc"))
        self.assertEqual(self._match(uscc=CODE, name="别的名字", phone="1"), (self.shop, "uscc"))
        self.assertEqual(self._match(name="试验 甲乙商贸 有限公司"), (self.shop, "name"))
        self.assertEqual(self._match(phone="(025)84001234"), (self.shop, "phone"))
        self.assertEqual(
            self._match(name="甲乙商贸", phone="+86 25 84001234"), (self.shop, "phone")
        )
        for row in ({}, {"name": "甲乙"}, {"name": ""}, {"phone": "025-84000000"}):
            with self.subTest(row=row):
                self.assertEqual(self._match(**row), (self.merchants, ""))

    def test_reg_17_another_code_is_another_merchant(self):
        """REG-17: the same name or phone under another code is not this merchant."""
        for row in ({"name": self.shop.name}, {"phone": self.shop.phone}):
            self.assertEqual(self._match(uscc=OTHER_CODE, **row), (self.merchants, ""))
        self.shop.uscc = False
        self.assertEqual(self._match(uscc=OTHER_CODE, name=self.shop.name), (self.shop, "name"))

    def test_reg_17_a_shared_switchboard_proves_nothing(self):
        """REG-17: a phone decides only when the names resemble and one merchant has it."""
        self.assertEqual(
            self._match(name="完全不同的饭店", phone="02584001234"), (self.merchants, "")
        )
        self.merchants.create({"name": "试验甲乙商贸鼓楼店", "phone": "02584001234"})
        self.assertEqual(self._match(phone="02584001234"), (self.merchants, ""))

    def test_reg_17_signs_and_former_names_identify_brands_do_not(self):
        """REG-17: several merchants sell one brand."""
        self.shop.alias_ids = [
            (0, 0, {"name": "甲乙生活馆", "kind": "sign"}),
            (0, 0, {"name": "丙丁商行", "kind": "former"}),
            (0, 0, {"name": "试验牌", "kind": "brand"}),
        ]
        self.assertEqual(self._match(name="甲乙 生活馆"), (self.shop, "alias"))
        self.assertEqual(self._match(name="丙丁商行"), (self.shop, "alias"))
        self.assertEqual(self._match(name="试验牌"), (self.merchants, ""))
        self.assertIn(self.shop, self.merchants._candidates("试验牌"))

    def test_reg_17_of_equal_names_the_phone_decides(self):
        """REG-17: two branches with one name."""
        branches = self.merchants.create(
            [
                {"name": "试验连锁", "phone": "025-84000011"},
                {"name": "试验连锁", "phone": "025-84000012"},
            ]
        )
        self.assertEqual(self._match(name="试验连锁", phone="84000012")[0], branches[0])
        self.assertEqual(self._match(name="试验连锁", phone="025 84000012")[0], branches[1])

    def test_an_archived_merchant_is_found_by_its_code_alone(self):
        self.shop.active = False
        self.assertEqual(self._match(uscc=CODE), (self.shop, "uscc"))
        self.assertEqual(self._match(name=self.shop.name), (self.merchants, ""))
        self.assertEqual(self._match(phone=self.shop.phone), (self.merchants, ""))

    def test_a_file_of_rows_costs_two_queries(self):
        """REG-17: an import matches all its rows together."""
        rows = [{"name": f"试验店{i}", "phone": f"1390000{i:04}"} for i in range(300)]
        rows[7] = {"uscc": CODE}
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            matches = self.merchants._match_many(rows)
        self.assertEqual(matches[7], (self.shop, "uscc"))
        self.assertFalse(any(merchant for merchant, _reason in matches[:7] + matches[8:]))

    def test_candidates_are_the_nearest_names(self):
        """REG-17: a name typed in part or with a slip offers what it may mean."""
        others = self.merchants.create([{"name": "试验甲丙餐饮管理"}, {"name": "无关物业"}])
        for typed in ("甲乙商贸", "试验甲已商贸有限公司", "试验甲乙商贸股份公司"):
            with self.subTest(typed=typed):
                found = self.merchants._candidates(typed)
                self.assertEqual(found[0], self.shop)
                self.assertNotIn(others[1], found)
        self.assertLessEqual(len(self.merchants._candidates("试验", limit=1)), 1)
        self.assertFalse(self.merchants._candidates("  "))
        self.shop.active = False
        self.assertNotIn(self.shop, self.merchants._candidates("甲乙商贸"))


@tagged("post_install", "-at_install")
class TestMerchantGetOrCreate(MerchantCommon):
    @users("t_operator")
    def test_reg_17_registration_finds_or_enters_the_merchant(self):
        """REG-17: known merchants are used, unknown ones entered once, with what is known."""
        rows = [
            {"name": "试验甲乙商贸有限公司"},
            {"name": "试验新店", "phone": "13900002222", "business_address": "试验路9号"},
            {"name": "试验 新店"},
            {"name": ""},
            {"name": "试验有码店", "uscc": OTHER_CODE},
            {"name": "试验有码店(分店名)", "uscc": OTHER_CODE},
        ]
        found = self.merchants.with_env(self.env)._get_or_create_many(rows)
        self.assertEqual(found[0], self.shop)
        self.assertEqual(found[1], found[2])
        self.assertEqual(found[1].business_address, "试验路9号")
        self.assertFalse(found[3])
        self.assertEqual(found[4], found[5])
        self.assertEqual(len({merchant.id for merchant in found if merchant}), 3)
        self.assertEqual(
            self.merchants.with_env(self.env)._get_or_create({"name": "试验新店"}), found[1]
        )

    def test_reg_17_a_known_merchant_receives_its_code(self):
        """REG-17: the code that a later filing brings completes the register."""
        known = self.merchants.create({"name": "试验缺码店"})
        row = {"name": "试验缺码店", "uscc": OTHER_CODE}
        self.assertEqual(self.merchants._get_or_create(row), known)
        self.assertEqual(known.uscc, OTHER_CODE)

    def test_reg_17_a_wrong_code_is_refused(self):
        """REG-17: a row with an impossible code is an error, not a merchant."""
        with self.assertRaises(ValidationError):
            self.merchants._get_or_create({"name": "试验错码店", "uscc": "123"})

    @mute_logger("odoo.sql_db")
    def test_reg_17_two_filers_enter_one_code_at_once(self):
        """REG-17: the second filer's request is run again and then finds the merchant."""
        unseen = [(self.merchants, "")]
        with (
            patch.object(type(self.merchants), "_match_many", lambda *args: unseen),
            self.assertRaises(ConcurrencyError),
        ):
            self.merchants._get_or_create({"name": "试验同时店", "uscc": CODE})
        self.assertEqual(
            self.merchants._get_or_create({"name": "试验同时店", "uscc": CODE}), self.shop
        )

    @users("t_auditor")
    def test_it_lends_no_rights(self):
        """MER-01: whoever may not enter merchants cannot do so by filing one."""
        with self.assertRaises(AccessError):
            self.merchants.with_env(self.env)._get_or_create({"name": "试验审计店"})
