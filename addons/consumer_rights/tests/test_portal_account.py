from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GROUP
from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalAccount(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = new_test_user(cls.env, "consumer_one", groups=GROUP + "consumer")
        cls.two = new_test_user(cls.env, "consumer_two", groups=GROUP + "consumer")

    def own(self, user):
        cases = self.env["rights.case"].with_user(user)
        return cases.sudo().search(cases._own_domain(user.partner_id))

    def test_each_account_has_its_own_cases(self):
        """SEC-11"""
        mine, _code = self.file()
        theirs, _code = self.file()
        mine._give_access(self.one.partner_id)
        theirs._give_access(self.two.partner_id)
        self.assertEqual(self.own(self.one), mine.sudo())
        cases = self.env["rights.case"].with_user(self.one)
        self.assertFalse(cases._find_of_account(theirs.id, self.one.partner_id))
        self.assertTrue(cases._find_of_account(mine.id, self.one.partner_id))

    def test_account_reads_no_case_by_rpc(self):
        """SEC-11: the pages show it; the models stay closed."""
        mine, _code = self.file()
        mine._give_access(self.one.partner_id)
        for model in (
            "rights.case",
            "rights.case.party",
            "rights.portal.filing",
            "rights.document",
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.one).search([])

    def test_merchant_access_is_no_consumer_access(self):
        case, _code = self.file()
        self.env["rights.case.access"].sudo().create(
            {"case_id": case.id, "partner_id": self.one.partner_id.id, "role": "merchant"}
        )
        self.assertFalse(self.own(self.one))

    def test_logged_in_filing_belongs_to_the_account(self):
        key = self.new_key()
        self.begin(key)._send(key, self.form(), partner=self.one.partner_id)
        self.assertEqual(len(self.own(self.one)), 1)
        self.assertFalse(self.own(self.two))

    def test_account_is_opened_with_the_consumer_role_alone(self):
        user = (
            self.env["res.users"]
            .with_user(self.public)
            ._open_consumer_account("13900001111", "王女士", "a long password")
        )
        self.assertTrue(user._is_portal())
        self.assertTrue(user.has_group(GROUP + "consumer"))
        self.assertTrue(user.partner_id.is_rights_person)
        self.assertFalse(self.own(user))

    def test_accounts_that_are_not_opened(self):
        users = self.env["res.users"].with_user(self.public)
        for login, name, password in (
            ("consumer_one", "王", "a long password"),
            ("CONSUMER_ONE", "王", "a long password"),
            ("a b", "王", "a long password"),
            ("<script>", "王", "a long password"),
            ("new_one", "", "a long password"),
            ("new_one", "长" * 10_000, "a long password"),
            ("new_one", "王", "short"),
        ):
            with self.assertRaises(UserError):
                users._open_consumer_account(login, name, password)
