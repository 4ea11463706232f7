"""The file of a service station: coverage, five-haves, coordinator, measures, logs, targets."""

import base64
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .portal_common import photo
from .service_station_common import ServiceStationCommon


@tagged("post_install", "-at_install")
class TestServiceStationFile(ServiceStationCommon):
    # -- STN-01 ------------------------------------------------------------------------------------

    def place(self, name, profile=None, district="district_a", login="dispatcher_a"):
        return self.as_user(login, self.env["rights.station.place"]).create(
            {
                "name": name,
                "kind_id": self.env.ref("consumer_rights.station_place_kind_mall").id,
                "district_id": self.stations[district].id,
                "profile_id": profile and profile.id,
            }
        )

    def test_stn_01_coverage_of_a_district(self):
        """STN-01: covered ÷ listed; what is not covered is listed; a closed station covers none."""
        self.place("测试甲商城", self.profile)
        self.place("测试乙超市")
        self.place("测试丙市场")
        [row] = self.env["rights.station.coverage"].search(
            [("district_id", "=", self.stations["district_a"].id)]
        )
        self.assertEqual((row.listed, row.covered, row.rate), (3, 1, 33.33))
        action = row.with_user(self.users["dispatcher_a"]).action_uncovered()
        found = self.env["rights.station.place"].search(action["domain"])
        self.assertEqual(set(found.mapped("name")), {"测试乙超市", "测试丙市场"})
        self.profile.active = False
        self.assertFalse(self.profile.place_ids.is_covered)

    def test_stn_01_a_district_keeps_its_own_list(self):
        """STN-01: neither another district's list nor another district's station."""
        with self.assertRaises(AccessError):
            self.place("测试丁商城", district="district_b")
        with self.assertRaises(AccessError):
            self.place("测试丁商城", login="station_a1")
        with self.assertRaises(ValidationError):
            self.place("测试丁商城", self.profile, "district_b", "dispatcher_b")

    def test_stn_01_three_kinds(self):
        """STN-01: the kinds; a merchant's station has its host, an ordinary unit is none."""
        kinds = dict(self.profile._fields["kind"].selection)
        self.assertEqual(set(kinds), {"township_station", "village_point", "merchant_station"})
        with self.assertRaises(ValidationError):
            self._profile("测试无主服务站", "CSTS9", "merchant_station")
        with self.assertRaises(ValidationError):
            self.env["rights.station.profile"].create(
                {"station_id": self.stations["station_a2"].id, "kind": "township_station"}
            )

    # -- STN-02 ------------------------------------------------------------------------------------

    def test_stn_02_up_to_standard_with_five_of_five(self):
        """STN-02: four of five are not enough; what fails opens one rectification."""
        self.up_to_standard()
        self.assertEqual((self.profile.five_haves, self.profile.is_up_to_standard), (5, True))
        self.assertFalse(self.profile.measure_ids)
        self.check(plaque="fail")
        self.assertEqual((self.profile.five_haves, self.profile.is_up_to_standard), (4, False))
        self.check(plaque="fail")
        measure = self.profile.measure_ids
        self.assertEqual((len(measure), measure.kind, measure.state), (1, "rectification", "open"))

    def test_stn_02_evidence_for_each(self):
        """STN-02: what is met has its evidence, a note or a photo; the stamp is the system's."""
        row = self.as_user("station_a1", self.profile.five_have_ids[:1])
        with self.assertRaisesRegex(ValidationError, "evidence"), self.env.cr.savepoint():
            row.write({"result": "pass", "note": " "})
        with freeze_time("2026-03-10 16:30"):  # already the 11th in China
            row.write({"result": "pass", "note": "一楼服务台旁专用办公室"})
        self.assertEqual(row.checked_on, date(2026, 3, 11))
        self.assertEqual(row.checked_by_id, self.users["station_a1"])
        with self.assertRaises(AccessError):
            row.item = "plaque"

    def test_stn_02_checked_by_the_units_above(self):
        """STN-02: neither a sibling nor another district checks."""
        row = self.profile.five_have_ids[:1]
        for login in ("station_a2", "dispatcher_b", "clerk"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, row).write({"result": "fail"})
        self.as_user("dispatcher_a", row).write({"result": "fail"})

    def test_stn_16_three_systems_are_part_of_the_rules(self):
        """STN-16: a merchant's station lacks one: the item “rules” fails, and cannot be met."""
        self.up_to_standard()
        self.profile.has_withdrawal_system = False
        rules = self.profile.five_have_ids.filtered(lambda row: row.item == "rules")
        self.assertEqual((rules.result, self.profile.five_haves), ("fail", 4))
        self.assertIn("withdrawing", rules.note)
        with self.assertRaisesRegex(ValidationError, "Lacking"), self.env.cr.savepoint():
            self.check(rules="pass")
        self.profile.has_withdrawal_system = True
        self.check(rules="pass")
        self.assertTrue(self.profile.is_up_to_standard)
        township = self._profile("测试镇服务站", "CSTS2", "township_station")
        self.check(township, rules="pass")  # asked of merchants only

    def test_stn_02_a_rectification_is_answered_and_closed(self):
        """STN-02: the station answers on its pages; the unit closes it or sends it back."""
        with self.at("2026-03-10 10:00"):
            self.check(plaque="fail")
            measure = self.profile.measure_ids
            self.assertEqual(measure.due_on, date(2026, 3, 25))
            officer = self.as_user("station_a1", measure)
            with self.refused("not answered"):
                officer.action_close()
            own = self.own().measure_ids
            with self.refused("what you did"):
                own._answer(" ")
            own._answer("已经重新制作标牌")
            officer.action_send_back()
            self.assertEqual(measure.state, "open")
            own._answer("标牌已经挂上")
            officer.action_close()
            self.assertEqual((measure.state, measure.closed_on), ("closed", date(2026, 3, 10)))
        with self.at("2026-03-26 10:00"):
            self.check(plaque="fail")  # again: a new one
            self.assertEqual(len(self.profile.measure_ids), 2)
        with self.at("2026-04-11 10:00"):
            found = self.env["rights.station.measure"].search([("is_overdue", "=", True)])
            self.assertEqual(found.profile_id, self.profile)

    # -- STN-03, STN-04 ----------------------------------------------------------------------------

    def test_stn_03_least_education(self):
        """STN-03, SC-11: junior high is refused, senior high does; law and communication too."""
        junior = self.env.ref("consumer_rights.education_level_junior_high")
        senior = self.env.ref("consumer_rights.education_level_senior_high")
        with self.assertRaisesRegex(ValidationError, "not enough"), self.env.cr.savepoint():
            self.appoint(education_id=junior.id)
        for missing in ("has_law_knowledge", "can_communicate"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.appoint(**{missing: False})
        self.assertEqual(self.appoint(education_id=senior.id), self.profile.coordinator_id)
        # what is enough is data
        senior.is_enough_for_coordinator = False
        with self.assertRaisesRegex(ValidationError, "not enough"):
            self.appoint(education_id=senior.id)

    def change(self):
        with self.at("2025-05-06 10:00"):
            self.up_to_standard()
        with self.at("2025-05-20 10:00"):
            return self.appoint(name="赵测试")

    def test_sc_11_a_change_filed_late(self):
        """SC-11, STN-04, TL-49: changed 2025-05-20, due on the 27th, filed on the 29th: missed.

        The dedicated liaison fails, 4 of 5, not up to standard; the overdue list showed it.
        """
        change = self.change()
        self.assertDueOf(change, "2025-05-27")
        with self.at("2025-05-28 10:00"):
            overdue = self.env["rights.station.coordinator"].search(
                [("confirmed_at", "=", False), ("due_at", "<", "now")]
            )
            self.assertIn(change, overdue)
            self.sweep()
            self.assertEqual(self.profile.five_haves, 4)
        with self.at("2025-05-29 10:00"):
            change.action_confirm()
            self.assertEqual(change.sudo().clock_ids.outcome, "late")
            liaison = self.profile.five_have_ids.filtered(lambda row: row.item == "liaison")
            self.assertEqual((liaison.result, self.profile.is_up_to_standard), ("fail", False))
            self.assertEqual(self.profile.measure_ids.kind, "rectification")
            self.check(liaison="pass")  # filed now: the next check may say so
            self.assertTrue(self.profile.is_up_to_standard)

    def test_stn_04_filed_late_without_a_sweep(self):
        """STN-04: the filing itself notices that it is late."""
        change = self.change()
        with self.at("2025-05-29 10:00"):
            change.action_confirm()
            self.assertEqual(self.profile.five_haves, 4)

    def test_stn_04_a_change_filed_in_time(self):
        """STN-04, TL-49: on the last day nothing fails; before, the item cannot be checked."""
        change = self.change()
        before = self.profile.coordinator_ids - change
        self.assertEqual((before.date_to, before.is_change), (date(2025, 5, 20), False))
        with self.assertRaisesRegex(ValidationError, "not filed"), self.env.cr.savepoint():
            self.check(liaison="pass")
        with self.at("2025-05-27 23:30"):
            self.sweep()
            change.action_confirm()
            self.assertEqual(change.sudo().clock_ids.outcome, "met")
            self.assertTrue(self.profile.is_up_to_standard)
            with self.refused("confirmed already"):
                change.action_confirm()

    def test_stn_04_the_first_coordinator_is_no_change(self):
        """STN-04: no clock for the first one; nobody is backdated, deleted or rewritten."""
        first = self.appoint(date_from="2025-05-20")
        self.assertFalse(first.sudo().clock_ids)
        with self.assertRaisesRegex(UserError, "cannot be older"), self.env.cr.savepoint():
            self.appoint(date_from="2025-05-19")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.appoint(date_from="2099-01-01")
        with self.assertRaises(AccessError):
            first.name = "钱测试"
        with self.assertRaises(AccessError):
            first.unlink()
        for login in ("station_a2", "dispatcher_b", "clerk"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.appoint(login)

    def assertDueOf(self, record, day):
        clock = record.sudo().clock_ids
        self.assertEqual(str(clock.due_at), f"{day} 16:00:00")

    # -- STN-13, STN-15, STN-17, STN-19, STN-20 ----------------------------------------------------

    def test_stn_13_target_sheets(self):
        """STN-13: a township station gives each point a sheet a year; a missing one is listed."""
        township = self._profile("测试镇服务站", "CSTS2", "township_station")
        point = self._profile("测试村服务点", "CSTS3", "village_point", township.station_id)
        profiles = self.env["rights.station.profile"]
        lacking = [("lacks_target_sheet", "=", True)]
        self.assertIn(point, profiles.search(lacking))
        self.assertNotIn(township, profiles.search(lacking))
        sheet = self.as_user("station_a1", self.env["rights.station.target"]).create(
            {
                "profile_id": point.id,
                "guide_id": township.id,
                "line_ids": [
                    Command.create({"name": "宣传活动", "wanted": 4, "reached": 4}),
                    Command.create({"name": "调解成功率", "wanted": 80, "reached": 79}),
                ],
            }
        )
        self.assertNotIn(point, profiles.search(lacking))
        self.assertFalse(point.lacks_target_sheet)
        self.assertEqual((sheet.target_count, sheet.met_count), (2, 1))
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            sheet.guide_id = self.profile
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            sheet.copy()

    def activity(self, day, kind="lecture", login="station_a1"):
        return self.as_user(login, self.env["rights.station.activity"]).create(
            {
                "profile_id": self.profile.id,
                "kind_id": self.env.ref(f"consumer_rights.station_activity_kind_{kind}").id,
                "date": day,
                "topic": "消费维权讲座",
            }
        )

    def missed(self, kind):
        rows = self.env["rights.missed.period"].search(
            [("kind", "=", kind), ("station_id", "=", self.profile.station_id.id)]
        )
        return {str(day) for day in rows.mapped("date_from")}

    def test_stn_15_a_quarter_without_publicity_is_listed(self):
        """STN-15: one in a quarter; study does not count, and nothing is entered in advance."""
        self.profile.date_from = "2025-01-01"
        with self.at("2025-10-01 00:30"):
            self.assertEqual(
                self.missed("station_publicity"), {"2025-01-01", "2025-04-01", "2025-07-01"}
            )
            self.activity("2025-03-31")
            self.activity("2025-05-01", "study")
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.activity("2025-10-02")
            self.env.flush_all()
            self.assertEqual(self.missed("station_publicity"), {"2025-04-01", "2025-07-01"})

    def test_stn_19_a_half_year_without_study_is_listed(self):
        """STN-19: half-yearly, whole half-years since the station is there."""
        self.profile.date_from = "2025-02-01"
        with self.at("2026-01-01 00:30"):
            self.assertEqual(self.missed("station_study"), {"2025-07-01"})
            self.activity("2025-12-31", "study")
            self.env.flush_all()
            self.assertFalse(self.missed("station_study"))

    def test_stn_17_opinions_go_to_the_department(self):
        """STN-17: passed on with its addressee and day; then it stays, and gets its answer."""
        opinion = self.as_user("station_a1", self.env["rights.station.opinion"]).create(
            {"profile_id": self.profile.id, "subject": "预付卡", "content": "希望加强监管"}
        )
        with self.assertRaisesRegex(UserError, "Choose"):
            opinion.action_pass_on()
        opinion.division_id = self.env["rights.division"].search([], limit=1)
        opinion.action_pass_on()
        self.assertEqual(
            (opinion.state, opinion.passed_by_id), ("passed", self.users["station_a1"])
        )
        with self.assertRaises(AccessError):
            opinion.content = "别的"
        with self.assertRaisesRegex(UserError, "Enter the answer"):
            opinion.action_answered()
        opinion.answer = "已列入专项检查"
        opinion.action_answered()
        self.assertEqual(opinion.state, "answered")

    def test_stn_20_proposals_for_rules_go_up(self):
        """STN-20: a proposal is sent to a superior unit."""
        opinion = self.as_user("station_a1", self.env["rights.station.opinion"]).create(
            {
                "profile_id": self.profile.id,
                "kind": "rule",
                "subject": "修改地方条例",
                "content": "建议明确预付卡冷静期",
                "superior_id": self.stations["district_a"].id,
            }
        )
        opinion.action_pass_on()
        self.assertEqual(opinion.superior_id, self.stations["district_a"])
        waiting = self.env["rights.station.opinion"].search([("state", "=", "open")])
        self.assertNotIn(opinion, waiting)

    # -- accounts ----------------------------------------------------------------------------------

    def test_an_invitation_opens_one_account_of_the_station(self):
        """SEC-11: once, for this station; a foreign unit invites nobody here."""
        wizard = self.as_user("station_a1", self.env["rights.station.invite"]).create(
            {"profile_id": self.profile.id, "note": "服务台"}
        )
        wizard.action_invite()
        secret = wizard.link.rpartition("/")[2]
        invitation = self.env["rights.station.invitation"]._of_secret(secret)
        user = invitation._accept("new_liaison", "李测试", "a long password")
        self.assertEqual(self.own(user), self.profile)
        with self.assertRaisesRegex(UserError, "has been used"):
            invitation._accept("new_liaison_2", "赵测试", "a long password")
        self.profile.member_ids.filtered(lambda row: row.user_id == user).with_user(
            self.users["station_a1"]
        ).action_end()
        self.assertFalse(self.own(user))
        foreign = self.as_user("station_b1", self.env["rights.station.invite"]).create(
            {"profile_id": self.profile.id}
        )
        with self.assertRaises(AccessError):
            foreign.action_invite()

    def test_an_account_reads_no_model(self):
        """SEC-11: the pages show it; the models stay closed."""
        for model in ("profile", "report", "member", "invitation", "measure", "assessment"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f"rights.station.{model}"].with_user(self.liaison).search([])

    def test_a_photo_is_kept(self):
        row = self.as_user("station_a1", self.profile.five_have_ids[:1])
        row.write({"result": "pass", "photo": base64.b64encode(photo())})
        self.assertTrue(row.photo)
