from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import RightsCommon

NAME, EMAIL = "欧阳试验", "ouyang.test@example.com"
STAFF = ("clerk", "auditor", "business_admin", "handler_a", "head")


class PersonCommon(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consumer = new_test_user(
            cls.env,
            "t_consumer",
            groups="consumer_rights.consumer_rights_group_consumer",
            name=NAME,
            email=EMAIL,
        )
        cls.person = cls.consumer.partner_id
        cls.platform_admin = new_test_user(cls.env, "t_platform", groups="base.group_system")
        cls.plain_user = new_test_user(cls.env, "t_plain", groups="base.group_user")
        cls.contact_manager = new_test_user(
            cls.env, "t_contacts", groups="base.group_user,base.group_partner_manager"
        )

    def _strangers(self):
        staff = {login: self.users[login] for login in STAFF}
        return staff | {"plain": self.plain_user, "contacts": self.contact_manager}


@tagged("post_install", "-at_install")
class TestConsumerAccounts(PersonCommon):
    """Design D7, SEC-02: persons are not contacts."""

    def test_sec_02_the_role_marks_the_contact(self):
        """SEC-02: an account with the consumer role is a person, and stays one without it."""
        self.assertTrue(self.person.is_rights_person)
        self.consumer.group_ids = self.env.ref("base.group_portal")
        self.assertTrue(self.person.is_rights_person)
        merchant_account = new_test_user(
            self.env, "t_shop", groups="consumer_rights.consumer_rights_group_merchant_user"
        )
        self.assertFalse(merchant_account.partner_id.is_rights_person)
        self.assertFalse(self.users["clerk"].partner_id.is_rights_person)
        merchant_account.group_ids += self.env.ref("consumer_rights.consumer_rights_group_consumer")
        self.assertTrue(merchant_account.partner_id.is_rights_person)

    def test_sec_02_staff_finds_no_consumer_account(self):
        """SEC-02: not by search, name search, mention, grouping, count or address."""
        for login, user in self._strangers().items():
            with self.subTest(login=login):
                partners = self.env["res.partner"].with_user(user)
                accounts = self.env["res.users"].with_user(user)
                self.assertFalse(partners.search([("name", "=", NAME)]))
                self.assertFalse(partners.search([("email", "=", EMAIL)]))
                self.assertFalse(partners.search([("id", "=", self.person.id)]))
                self.assertFalse(partners.name_search(NAME))
                self.assertFalse(partners.name_search(EMAIL))
                self.assertEqual(partners.search_count([("name", "=", NAME)]), 0)
                self.assertFalse(
                    partners.formatted_read_group([("email", "=", EMAIL)], ["name"], ["__count"])
                )
                self.assertFalse(accounts.search([("login", "=", "t_consumer")]))
                self.assertFalse(accounts.name_search(NAME))
                self.assertNotIn(NAME, str(partners.get_mention_suggestions(NAME)))
                self.assertNotIn(EMAIL, str(partners.get_mention_suggestions("ouyang")))
                self.assertFalse(
                    self.merchant.with_user(user).partner_id._partner_find_from_emails_single(
                        [EMAIL], no_create=True
                    )
                )

    def test_sec_02_staff_cannot_read_or_change_one_by_number(self):
        """SEC-02: knowing the id is not enough."""
        for login, user in self._strangers().items():
            with self.subTest(login=login):
                for record in (self.person, self.consumer):
                    stranger = record.with_user(user)
                    stranger.invalidate_recordset()
                    with self.assertRaises(AccessError):
                        stranger.read(["name"])
                    with self.assertRaises(AccessError):
                        stranger.write({"name": "x"})

    def test_sec_02_names_shown_by_other_records_are_masked(self):
        """SEC-02, SEC-09: who created or sent something is shown without asking for rights."""
        for login, user in self._strangers().items():
            with self.subTest(login=login):
                for record in (self.person, self.consumer):
                    self.assertEqual(record.with_user(user).sudo().display_name, "欧阳**")
                    shown = (
                        record.with_user(user)
                        .sudo()
                        .with_context(show_email=True, formatted_display_name=True)
                    )
                    self.assertEqual(shown.display_name, "欧阳**")
                store = Store().add(self.person.with_user(user).sudo()).get_result()
                self.assertIn("欧阳**", str(store))
                self.assertNotIn(NAME, str(store))
                self.assertNotIn(EMAIL, str(store))

    def test_sec_02_nobody_writes_to_a_contact_they_may_not_see(self):
        """SEC-02: neither as recipient nor as follower, who would then be listed by name."""
        for login in ("clerk", "handler_a"):
            record = self.merchant.with_user(self.users[login])
            ids = self.person.ids
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    record.message_post(body="x", partner_ids=ids)
                with self.assertRaises(AccessError):
                    record.message_notify(body="x", partner_ids=ids)
                with self.assertRaises(AccessError):
                    record.message_subscribe(partner_ids=ids)
                colleague = self.users["head"].partner_id
                record.message_subscribe(partner_ids=colleague.ids)
                record.message_post(body="x", partner_ids=colleague.ids)
                self.assertIn(colleague, self.merchant.message_partner_ids)

    def test_the_platform_administrator_may(self):
        admin = self.platform_admin
        person = self.env["res.partner"].with_user(admin).search([("email", "=", EMAIL)])
        self.assertEqual(person, self.person)
        self.assertEqual(person.display_name, NAME)
        self.assertEqual(
            self.env["res.users"].with_user(admin).search([("login", "=", "t_consumer")]),
            self.consumer,
        )
        person.phone = "13900003333"
        self.assertEqual(self.person.phone, "13900003333")

    def test_sec_11_the_consumer_sees_the_own_account_only(self):
        """SEC-11: the own contact in clear, that of another consumer not at all."""
        other = new_test_user(
            self.env, "t_consumer_2", groups="consumer_rights.consumer_rights_group_consumer"
        )
        own = self.person.with_user(self.consumer)
        self.assertEqual(own.name, NAME)
        self.assertEqual(own.display_name, NAME)
        with self.assertRaises(AccessError):
            own.with_user(other).read(["name"])

    def test_staff_still_finds_colleagues_and_merchants(self):
        for login, user in self._strangers().items():
            with self.subTest(login=login):
                partners = self.env["res.partner"].with_user(user)
                self.assertTrue(partners.search([("id", "=", self.merchant.partner_id.id)]))
                self.assertTrue(partners.search([("id", "=", user.partner_id.id)]))
                self.assertEqual(user.with_user(user).display_name, user.name)


@tagged("post_install", "-at_install")
class TestConsumerInChatter(PersonCommon, HttpCase):
    def test_sec_02_a_message_of_a_consumer_shows_no_name_to_staff(self):
        """SEC-02: the author of a message reaches the screen masked, over the real route."""
        self.merchant.message_post(
            body="试验留言", author_id=self.person.id, message_type="comment"
        )
        self.users["clerk"].password = "t_clerk_password"
        self.authenticate("t_clerk", "t_clerk_password")
        data = self.make_jsonrpc_request(
            "/mail/thread/messages",
            {"thread_model": "rights.merchant", "thread_id": self.merchant.id},
        )
        self.assertIn("试验留言", str(data))
        authors = [row for row in data["data"]["res.partner"] if row["id"] == self.person.id]
        self.assertEqual([row["name"] for row in authors], ["欧阳**"])
