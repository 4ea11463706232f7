"""Accounts at merchants: by invitation, once; a mall sees its tenants, a tenant only itself."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GROUP
from .merchant_common import MerchantPortalCommon
from .portal_common import photo
from .test_portal_pages import PortalPages

PASSWORD = "a long password"


@tagged("post_install", "-at_install")
class TestMerchantAccount(MerchantPortalCommon):
    def invite(self, merchant, role="desk"):
        invitation, path = self.env["rights.merchant.invitation"]._invite(merchant, role)
        return invitation, path.rpartition("/")[2]

    def test_mer_17_a_mall_sees_its_tenants_a_tenant_only_itself(self):
        """MER-17, SEC-11: what each account reads, and what it acts for."""
        for user, reached, served in (
            (self.manager, self.mall | self.tenant, self.mall),
            (self.desk, self.mall | self.tenant, self.mall),
            (self.tenant_user, self.tenant, self.tenant),
            (self.stranger, self.neighbour, self.neighbour),
        ):
            merchants = self.merchants_of(user)
            self.assertEqual(merchants._reached(), reached)
            self.assertEqual(merchants._served(), served)
            for merchant in self.mall | self.tenant | self.neighbour:
                self.assertEqual(bool(merchants._reached(merchant.id)), merchant in reached)
                self.assertEqual(bool(merchants._served(merchant.id)), merchant in served)

    def test_mer_17_an_account_reads_no_model(self):
        """SEC-11: the pages show it; the models stay closed."""
        for model in (
            "rights.merchant",
            "rights.merchant.check",
            "rights.merchant.rectification",
            "rights.merchant.member",
            "rights.merchant.invitation",
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.manager).search([])

    def test_mer_17_an_invitation_opens_one_account_once(self):
        """MER-17: used twice it says so and opens nothing."""
        invitation, secret = self.invite(self.mall)
        found = self.env["rights.merchant.invitation"]._of_secret(secret)
        self.assertEqual(found, invitation)
        user = invitation._accept("new_desk", "李测试", PASSWORD)
        self.assertTrue(user._is_portal())
        self.assertTrue(user.has_group(GROUP + "merchant_user"))
        self.assertEqual(self.merchants_of(user)._served(), self.mall)
        before = self.env["res.users"].search_count([])
        with self.assertRaisesRegex(UserError, "has been used"):
            invitation._accept("new_desk_2", "赵测试", PASSWORD)
        self.assertEqual(self.env["res.users"].search_count([]), before)

    def test_mer_17_withdrawn_and_old_invitations_open_nothing(self):
        withdrawn, _secret = self.invite(self.mall)
        withdrawn._withdraw()
        old, _secret = self.invite(self.mall)
        old.valid_until = fields.Datetime.now() - timedelta(minutes=1)
        for invitation, words in ((withdrawn, "withdrawn"), (old, "run out")):
            with self.assertRaisesRegex(UserError, words):
                invitation._accept("new_desk", "李测试", PASSWORD)
        invitations = self.env["rights.merchant.invitation"]
        for secret in ("", None, "x" * 43, "x" * 5000):
            self.assertFalse(invitations._of_secret(secret))

    def test_mer_17_a_wrong_entry_does_not_use_the_link_up(self):
        invitation, _secret = self.invite(self.mall)
        for login, name, password in (
            ("mall_service_desk", "李测试", PASSWORD),  # taken
            ("new_desk", "", PASSWORD),
            ("new_desk", "李测试", "short"),
        ):
            with self.assertRaises(UserError):
                invitation._accept(login, name, password)
        self.assertEqual(invitation.state, "open")

    def test_mer_17_one_account_may_serve_several_merchants(self):
        invitation, _secret = self.invite(self.neighbour)
        invitation._accept_as(self.desk)
        self.assertEqual(self.merchants_of(self.desk)._served(), self.mall | self.neighbour)

    def test_mer_17_a_manager_invites_and_a_tenant_is_one_of_the_venue(self):
        """MER-17: for the own merchant, and for tenants of the own venue."""
        mall = self.merchants_of(self.manager)._served(self.mall.id)
        mall._invite_from_portal("desk", "", "早班")
        mall._invite_from_portal("tenant", str(self.tenant.id), "")
        self.assertEqual(mall._open_invitations().merchant_id, self.mall | self.tenant)
        for role, tenant in (("tenant", str(self.neighbour.id)), ("tenant", ""), ("admin", "")):
            with self.assertRaises(UserError):
                mall._invite_from_portal(role, tenant, "")

    def test_mer_17_access_ends(self):
        member = self.mall.member_ids.filtered(lambda row: row.user_id == self.desk)
        member.with_user(self.manager)._end()
        self.assertFalse(self.merchants_of(self.desk)._reached())
        own = self.mall.member_ids.filtered(lambda row: row.user_id == self.manager)
        with self.assertRaises(UserError):
            own.with_user(self.manager)._end()

    def test_mer_12_who_has_accounts_is_supervised(self):
        """MER-12: the ledger of a merchant is read by its unit, so there is one."""
        nobodys = self._merchant("测试无主店", station_id=False)
        with self.assertRaisesRegex(ValidationError, "no supervising station"):
            self._member("nobodys_manager", nobodys, "manager")
        with self.assertRaisesRegex(ValidationError, "no supervising station"):
            self.mall.station_id = False
        counter = self._merchant("测试甲商城丁柜", station_id=False, host_id=self.mall.id)
        self.assertEqual(counter.station_id, self.mall.station_id)
        own = self.stations["station_b1"]
        moved = self._merchant("测试甲商城戊柜", station_id=own.id, host_id=self.mall.id)
        self.assertEqual(moved.station_id, own)

    def test_mer_17_the_station_invites_its_own_merchants(self):
        """Another unit does not, and nobody writes accounts by RPC."""
        dialog = {"merchant_id": self.mall.id, "role": "manager"}
        for login, may in (("station_a1", True), ("dispatcher_a", True), ("station_b1", False)):
            wizard = self.as_user(login, self.env["rights.merchant.invite"]).create(dialog)
            if may:
                wizard.action_invite()
                self.assertIn("/rights/join/", wizard.link)
            else:
                with self.assertRaises(UserError):
                    wizard.action_invite()
        nobodys = self._merchant("测试无主店", station_id=False)
        wizard = self.as_user("station_a1", self.env["rights.merchant.invite"]).create(
            {"merchant_id": nobodys.id, "role": "manager"}
        )
        with self.assertRaisesRegex(UserError, "no supervising station"):
            wizard.action_invite()
        station = self.users["station_a1"]
        with self.assertRaises(AccessError):
            self.mall.member_ids.with_user(station).write({"role": "manager"})
        with self.assertRaises(AccessError):
            self.env["rights.merchant.invitation"].with_user(station).create(
                {"merchant_id": self.mall.id, "role": "desk"}
            )
        with self.assertRaises(AccessError):
            self.mall.invitation_ids.with_user(station).write({"state": "open"})


@tagged("post_install", "-at_install")
class TestMerchantPages(PortalPages, MerchantPortalCommon):
    def enter(self, user):
        self.authenticate(user.login, user.login)

    def test_sec_11_foreign_pages_do_not_exist(self):
        """MER-17, SEC-11: a tenant who guesses another's identifier, a consumer, the staff."""
        pages = ("", "/duties", "/people")
        for user, merchant, expected in (
            (self.manager, self.mall, (200, 200, 200)),
            (self.manager, self.tenant, (200, 404, 404)),
            (self.desk, self.mall, (200, 200, 404)),
            (self.tenant_user, self.tenant, (200, 200, 404)),
            (self.tenant_user, self.mall, (404, 404, 404)),
            (self.stranger, self.mall, (404, 404, 404)),
        ):
            self.enter(user)
            found = tuple(
                self.url_open(f"/my/merchant/{merchant.id}{page}").status_code for page in pages
            )
            self.assertEqual(found, expected, (user.login, merchant.name))
        self.authenticate("t_clerk", "t_clerkx")
        self.assertEqual(self.url_open(f"/my/merchant/{self.mall.id}").status_code, 404)

    def test_mer_17_start_goes_straight_to_the_only_merchant(self):
        self.enter(self.tenant_user)
        answer = self.url_open("/my/merchant", allow_redirects=False)
        self.assertIn(f"/my/merchant/{self.tenant.id}", answer.headers["Location"])
        self.enter(self.manager)
        self.assertIn(self.tenant.name, self.url_open("/my/merchant").text)

    def test_mer_17_invitation_from_page_to_account(self):
        """A manager makes a link; a new person joins with it; the second use says so."""
        self.enter(self.manager)
        place = f"/my/merchant/{self.mall.id}"
        page = self.post(f"{place}/invite", role="desk", note="晚班").text
        path = "/rights/join/" + page.partition("/rights/join/")[2].partition("<")[0].strip()
        self.authenticate(None, None)
        self.assertIn(self.mall.name, self.url_open(path).text)
        values = {"login": "late_desk", "name": "钱测试", "password": PASSWORD}
        joined = self.post(path, lang="en_US", **values)
        self.assertEqual(joined.status_code, 303)
        self.assertIn("message=Your+account+is+open", joined.headers["Location"])
        again = self.post(path, **values | {"login": "late_desk_2"})
        self.assertEqual(again.status_code, 410)
        self.assertEqual(self.url_open(path).status_code, 410)
        self.assertEqual(self.url_open("/rights/join/" + "x" * 43).status_code, 410)
        user = self.env["res.users"].search([("login", "=", "late_desk")])
        self.assertEqual(self.merchants_of(user)._served(), self.mall)

    def test_mer_17_writes_need_the_token(self):
        self.enter(self.manager)
        place = f"/my/merchant/{self.mall.id}"
        self.assertEqual(self.post(f"{place}/invite", token=False, role="desk").status_code, 400)

    def test_mer_17_a_rectification_is_answered_with_a_photo(self):
        self.mall._prepare_checks()
        self.mall._fail_check("two_staff", "只有一人")
        row = self.mall.rectification_ids
        self.enter(self.desk)
        path = f"/my/merchant/{self.mall.id}/duties/{row.id}"
        refused = self.post(path, files={"photo": ("x.html", b"<html>")}, answer="已办")
        self.assertEqual((refused.status_code, row.state), (200, "open"))
        picture = {"photo": ("a.jpg", photo())}
        self.assertEqual(self.post(path, files=picture, answer="已办").status_code, 303)
        self.assertEqual((row.state, bool(row.photo)), ("answered", True))
        self.enter(self.stranger)
        foreign = f"/my/merchant/{self.neighbour.id}/duties/{row.id}"
        self.assertEqual(self.post(foreign, answer="x").status_code, 404)
