from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from psycopg2 import IntegrityError

from .network_common import NetworkCase

GROUP = "consumer_rights.consumer_rights_group_%s"


@tagged("post_install", "-at_install")
class TestNetworkPost(NetworkCase):
    def _appoint(self, actor, user, role, station, **values):
        return (
            self.env["rights.post"]
            .with_user(actor)
            .create(
                {
                    "user_id": user.id,
                    "role_id": self._role(role).id,
                    "station_id": station.id,
                    **values,
                }
            )
        )

    def _log(self, user, kind="grant"):
        return self.env["rights.audit.log"].search(
            [("type", "=", kind), ("model", "=", "res.users"), ("res_id", "=", user.id)]
        )

    # -- studios (ORG-05, ORG-06) ----------------------------------------------------------------

    def test_org_05_missing_and_empty_studios_are_red(self):
        self.assertEqual(
            set(self._gaps("studio_missing", station_id=self.city).mapped("studio_kind")),
            {"reception", "legal", "rights", "docking"},
        )
        self.city.with_user(self.admin_user).action_create_studios()
        self.assertFalse(self._gaps("studio_missing", station_id=self.city))
        reception = self.city.studio_ids.filtered(lambda studio: studio.kind == "reception")
        gap = self._gaps("studio_understaffed", studio_id=reception)
        self.assertTrue(gap.is_red)
        with self.refused(UserError, "no staff in post"):
            reception.with_user(self.clerk)._check_staffed()
        post = self._appoint(
            self.admin_user, self._user("net_recept"), "clerk", self.city, studio_id=reception.id
        )
        self.assertFalse(self._gaps("studio_understaffed", studio_id=reception))
        reception.with_user(self.clerk)._check_staffed()
        reception.min_staff = 2
        self.assertEqual(self._gaps("studio_understaffed", studio_id=reception).wanted, 2)
        post.user_id.sudo().active = False
        self.assertEqual(reception.staff_count, 0, "a locked account is no staff")

    def test_org_05_exactly_four_studios(self):
        self.city.action_create_studios()
        with self.refused(IntegrityError):
            self.env["rights.studio"].create({"station_id": self.city.id, "kind": "legal"})
        with self.refused(UserError, "four studios"):
            self.city.studio_ids[0].unlink()
        with self.refused(ValidationError, "four studios"):
            self.city.studio_ids[0].active = False
        self.assertEqual(len(self.city.studio_ids), 4)

    def test_org_05_districts_may_have_studios_stations_not(self):
        studio = (
            self.env["rights.studio"]
            .with_user(self.head_a)
            .create({"station_id": self.district_a.id, "kind": "rights"})
        )
        self.assertEqual(studio.name, "Rights service studio")
        with self.refused(ValidationError):
            self.env["rights.studio"].create({"station_id": self.station_a1.id, "kind": "rights"})
        with self.refused(AccessError):
            self.env["rights.studio"].with_user(self.head_a).create(
                {"station_id": self.district_b.id, "kind": "rights"}
            )
        with self.refused(AccessError):
            studio.with_user(self.clerk).min_staff = 1

    def test_org_06_a_studio_takes_its_own_duties_only(self):
        self.city.action_create_studios()
        legal = self.city.studio_ids.filtered(lambda studio: studio.kind == "legal")
        user = self._user("net_six")
        with self.refused(ValidationError, "Reception studio"):
            self._post(user, "clerk", self.city, studio_id=legal.id)
        with self.refused(ValidationError, "own unit"):
            self._post(user, "legal", self.district_a, studio_id=legal.id)
        self._post(user, "legal", self.city, studio_id=legal.id)
        self.assertTrue(user.has_group(GROUP % "legal"))
        self.assertFalse(user.has_group(GROUP % "clerk"))

    def test_org_06_several_studios_one_person(self):
        user = self._person("net_two", "legal", self.city)
        self._post(user, "docking", self.city)
        self.assertTrue(user.has_group(GROUP % "legal") and user.has_group(GROUP % "docking"))
        body = {"name": "Court of the east", "kind": "court", "phone": "0100-5550101"}
        self.env["rights.partner.body"].with_user(user).create(body)
        for other in (self._person("net_legal", "legal", self.city), self.clerk):
            with self.refused(AccessError):
                self.env["rights.partner.body"].with_user(other).create(body)

    # -- grants ----------------------------------------------------------------------------------

    def test_sec_06_a_post_gives_rights_and_takes_them_back(self):
        """SEC-06, ORG-06: groups come and go with the post, and each change is in the log."""
        user = self._user("net_new")
        post = self._appoint(self.admin_user, user, "mediator", self.station_a1)
        self.assertTrue(user.has_group(GROUP % "mediator"))
        entry = self._log(user)
        self.assertIn(GROUP % "mediator", entry[0].detail)
        self.assertEqual(entry[0].user_id, self.admin_user)
        self.assertIn(str(post.id), entry[0].reason)
        post.with_user(self.admin_user).action_end()
        self.assertFalse(user.has_group(GROUP % "mediator"))
        self.assertTrue(user.has_group("base.group_user"))
        self.assertIn(GROUP % "mediator", self._log(user, "revoke")[0].detail)
        self.assertFalse(user.rights_station_ids)

    def test_org_06_a_hand_given_role_outlives_the_post(self):
        user = new_test_user(self.env, "net_hand", f"base.group_user,{GROUP % 'archivist'}")
        post = self._post(user, "archivist", self.city)
        post.with_user(self.admin_user).action_end()
        self.assertTrue(user.has_group(GROUP % "archivist"))

    def test_org_06_two_posts_share_a_role(self):
        user = self._person("net_share", "handler", self.city)
        second = self._post(user, "handler", self.district_a)
        second.with_user(self.admin_user).action_end()
        self.assertTrue(user.has_group(GROUP % "handler"))
        self.assertEqual(user.rights_station_ids, self.city)

    def test_sec_06_grants_outside_posts_are_logged_too(self):
        """SEC-06, Annex A: a grant by the platform administrator, from either side, is logged."""
        platform = new_test_user(self.env, "net_root", "base.group_system")
        user = self._user("net_direct")
        user.with_user(platform).write({"group_ids": [(4, self._group("quality").id)]})
        self.assertIn(GROUP % "quality", self._log(user)[0].detail)
        self.assertEqual(self._log(user)[0].user_id, platform)
        self._group("legal").with_user(platform).write({"user_ids": [(4, user.id)]})
        self.assertIn(GROUP % "legal", self._log(user)[0].detail)
        self._group("quality").with_user(platform).write({"user_ids": [(3, user.id)]})
        self.assertIn(GROUP % "quality", self._log(user, "revoke")[0].detail)
        self._group("legal").with_user(platform).write(
            {"implied_ids": [(4, self._group("docking").id)]}
        )
        widened = self.env["rights.audit.log"].search(
            [("model", "=", "res.groups"), ("res_id", "=", self._group("legal").id)], limit=1
        )
        self.assertIn(GROUP % "docking", widened.detail)

    def test_sec_06_new_accounts_are_logged(self):
        """SEC-06: an account that is created with rights leaves a grant as well."""
        user = new_test_user(self.env, "net_made", f"base.group_user,{GROUP % 'auditor'}")
        self.assertIn(GROUP % "auditor", self._log(user)[0].detail)

    def test_sec_06_templates_give_staff_roles_only(self):
        """SEC-06: no template makes a platform administrator or a portal role."""
        template = self._role("office").with_user(self.admin_user)
        for xmlid in ("base.group_system", "base.group_erp_manager", GROUP % "consumer"):
            with self.refused(ValidationError):
                template.group_ids |= self.env.ref(xmlid)

    def test_sec_06_nobody_widens_the_own_rights(self):
        """SEC-06: neither by an own post, nor by the template of an own post."""
        with self.refused(AccessError, "oneself"):
            self._appoint(self.admin_user, self.admin_user, "head", self.city)
        with self.refused(AccessError, "hold a post"):
            self._role("business_admin").with_user(self.admin_user).group_ids |= self._group("head")
        other = self._appoint(self.admin_user, self._user("net_other"), "office", self.city)
        with self.refused(AccessError, "oneself"):
            other.with_user(self.admin_user).user_id = self.admin_user
        self.assertFalse(self.admin_user.has_group(GROUP % "head"))

    def test_sec_06_what_a_post_gave_is_not_edited(self):
        """SEC-06: rights that outlive a post by a changed account of what it gave are refused."""
        post = self._appoint(self.admin_user, self._user("net_acct"), "office", self.city)
        mine = post.with_user(self.admin_user)
        for values in ({"granted_group_ids": []}, {"ended_at": "2026-01-01 00:00:00"}):
            with self.refused(AccessError, "not edited"):
                mine.write(values)
        with self.refused(AccessError, "not edited"):
            self._appoint(
                self.admin_user, self._user("net_acct2"), "office", self.city, granted_group_ids=[]
            )

    def test_org_08_heads_fill_posts_below_but_no_reserved_ones(self):
        """ORG-08: the unit head's act, inside the own unit and below."""
        user = self._user("net_filled")
        self._appoint(self.head_a, user, "station", self.station_a2, is_dedicated=True)
        self.assertTrue(user.has_group(GROUP % "station"))
        with self.refused(AccessError):
            self._appoint(self.head_a, user, "station", self.station_b1)
        for role in ("head", "auditor", "business_admin", "discipline"):
            with self.refused(AccessError, "business administrator"):
                self._appoint(self.head_a, user, role, self.station_a2)
        for actor in (self.clerk, self.officer_a1, self.dispatcher_a):
            with self.refused(AccessError):
                self._appoint(actor, user, "station", self.station_a1)

    def test_org_06_changing_a_template_reaches_its_holders(self):
        officer = self._person("net_office", "office", self.city)
        template = self._role("office").with_user(self.admin_user)
        template.group_ids |= self._group("statistician")
        self.assertTrue(officer.has_group(GROUP % "statistician"))
        template.group_ids -= self._group("statistician")
        self.assertFalse(officer.has_group(GROUP % "statistician"))

    # -- periods ---------------------------------------------------------------------------------

    def test_org_08_period_of_a_post_in_china(self):
        """ORG-08: a fixed post counts from its first to its last day, days as in China."""
        user = self._user("net_period")
        with freeze_time("2025-12-31 10:00:00"):
            self._post(
                user,
                "mediator",
                self.station_b1,
                is_dedicated=True,
                date_from=date(2026, 1, 1),
                date_to=date(2026, 1, 31),
            )
        posts = self.env["rights.post"]
        domain = [("user_id", "=", user.id)]
        for moment, there in (
            ("2025-12-31 15:59:00", False),  # 23:59 in Shanghai
            ("2025-12-31 16:01:00", True),  # 00:01 on New Year's Day
            ("2026-01-31 15:59:00", True),
            ("2026-01-31 16:01:00", False),
        ):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(bool(posts.search(domain)), there, moment)
                self.assertEqual(bool(user.rights_station_ids), there, moment)

    def test_sec_01_cached_rules_end_with_the_post(self):
        """SEC-01: a rule that was worked out yesterday does not outlive the post."""
        studio = self.env["rights.studio"].create(
            {"station_id": self.district_b.id, "kind": "docking"}
        )
        with freeze_time("2026-05-10 03:00:00"):
            head = self._person(
                "net_leaves",
                "head",
                self.district_b,
                date_from=date(2026, 5, 1),
                date_to=date(2026, 5, 31),
            )
        with freeze_time("2026-05-31 15:30:00"):  # 23:30 in Shanghai, the last day
            studio.with_user(head).write({"min_staff": 2})
        with freeze_time("2026-05-31 16:30:00"), self.refused(AccessError):
            studio.with_user(head).write({"min_staff": 3})

    def test_sec_01_cached_rules_follow_a_change_at_once(self):
        """SEC-01: a post, its end and a change of the tree count in the same minute."""
        studio = self.env["rights.studio"].create(
            {"station_id": self.district_b.id, "kind": "docking"}
        )
        head = self.head_a
        with self.refused(AccessError):
            studio.with_user(head).write({"min_staff": 2})
        post = self._appoint(self.admin_user, head, "head", self.district_b)
        studio.with_user(head).write({"min_staff": 2})
        post.with_user(self.admin_user).action_end()
        with self.refused(AccessError):
            studio.with_user(head).write({"min_staff": 3})
        self.assertIn(self.station_a1, head.rights_supervised_station_ids)
        self.station_a1.parent_id = self.district_b
        self.assertNotIn(self.station_a1, head.rights_supervised_station_ids)
        with self.refused(AccessError):
            self.station_a1.with_user(head).phone = "12315"

    def test_sec_01_own_units_and_those_below(self):
        """SEC-01: a user's units are those of the posts in force; supervision goes downward."""
        self.assertEqual(self.officer_a1.rights_station_ids, self.station_a1)
        self.assertEqual(self.officer_a1.rights_supervised_station_ids, self.station_a1)
        self.assertEqual(
            self.dispatcher_a.rights_supervised_station_ids,
            self.district_a | self.station_a1 | self.station_a2,
        )
        mine = self.env["rights.station"].with_user(self.dispatcher_a)
        self.assertEqual(mine.search([("is_mine", "=", True)]), self.district_a)
        self.assertEqual(len(mine.search([("is_supervised", "=", True)])), 3)
        self.assertNotIn(self.station_a1, mine.search([("is_supervised", "=", False)]))

    def test_org_06_cron_gives_and_takes_with_the_day(self):
        """ORG-06: rights of a post that begins later arrive with its first day, and go again."""
        user = self._user("net_later")
        with freeze_time("2026-03-01 02:00:00"):
            self._post(
                user, "archivist", self.city, date_from=date(2026, 3, 10), date_to=date(2026, 3, 20)
            )
        self.assertFalse(user.has_group(GROUP % "archivist"))
        cron = self.env.ref("consumer_rights.ir_cron_post_grants")
        for moment, there in (
            ("2026-03-09 15:00:00", False),
            ("2026-03-09 16:05:00", True),
            ("2026-03-20 15:00:00", True),
            ("2026-03-20 16:05:00", False),
        ):
            with freeze_time(moment), self.enter_registry_test_mode():
                self.env.invalidate_all()
                cron.method_direct_trigger()
                self.assertEqual(user.has_group(GROUP % "archivist"), there, moment)

    def test_org_08_history_is_not_rewritten(self):
        """ORG-08: duty and discipline read past posts, so they stay as they were."""
        post = self.officer_a1.rights_post_ids.with_user(self.admin_user)
        with self.refused(UserError, "history"):
            post.station_id = self.station_a2
        with self.refused(UserError, "stays in the history"):
            post.unlink()
        post.badge = "A-007"
        post.action_end()
        with self.refused(UserError, "history"):
            post.date_to = date(2030, 1, 1)
        with self.refused(UserError, "not in force"):
            post.action_end()
        self.assertEqual(self.officer_a1.rights_post_ids, post, "ended posts stay on the person")

    def test_org_08_one_post_once_at_a_time(self):
        """ORG-08: the same post twice would count one person as two."""
        with self.refused(ValidationError, "already holds"):
            self._post(self.officer_a1, "station", self.station_a1)
        with self.refused(ValidationError):
            self._post(
                new_test_user(self.env, "net_portal", "base.group_portal"),
                "station",
                self.station_a1,
            )

    def test_org_08_the_staff_board_is_for_all_staff(self):
        """ORG-08, OPN-02: photo, name, post and duties; who left is gone the same day."""
        post = self.officer_a1.rights_post_ids
        post.portrait = (
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJ"
            b"RU5ErkJggg=="
        )
        seen = post.with_user(self.clerk)
        self.assertTrue(seen.portrait)
        self.assertEqual(seen.duties, self._role("station").duties)
        board = self.env["rights.post"].with_user(self.clerk)
        self.assertIn(post, board.search([]))
        post.with_user(self.admin_user).action_end()
        self.assertNotIn(post, board.search([]))
        self.assertIn(post, board.search([("active", "=", False)]))
        self.assertTrue(post.ended_at <= datetime.now())
