"""The compliance card: which duties a merchant has, checked with evidence and dates."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .merchant_common import PHOTO, MerchantPortalCommon


@tagged("post_install", "-at_install")
class TestMerchantDuties(MerchantPortalCommon):
    def card(self, merchant, login="station_a1"):
        self.as_user(login, merchant).action_open_check_list()
        rows = self.env["rights.merchant.check"].search([("merchant_id", "=", merchant.id)])
        return self.as_user(login, rows)

    def row(self, merchant, code, login="station_a1"):
        return self.card(merchant, login).filtered(lambda row: row.item_id.code == code)

    def test_mer_02_the_threshold_is_inclusive(self):
        """MER-02, SC-20: 6,000.00 m² is large, 5,999.99 m² is not; a large shop is no venue."""
        self.assertTrue(self.mall.is_large_venue)
        self.assertFalse(self.neighbour.is_large_venue)
        shop = self._merchant("测试丁店", merchant_type="shop", area_sqm=9000)
        self.assertEqual(shop.size_class, "small")
        merchants = self.mall | self.neighbour | shop
        search = self.env["rights.merchant"].search
        mine = ("id", "in", merchants.ids)
        self.assertEqual(search([mine, ("is_large_venue", "=", True)]), self.mall)
        self.assertEqual(search([mine, ("is_large_venue", "=", False)]), shop | self.neighbour)

    def test_mer_18_one_card_with_the_duties_of_the_size_class(self):
        """MER-02 to MER-07, MER-18, SC-20: eleven duties of a large venue, one of a smaller one."""
        rules = self.card(self.mall).mapped("rule")
        self.assertEqual(
            {rule: rules.count(rule) for rule in rules},
            {"MER-02": 1, "MER-03": 1, "MER-04": 2, "MER-05": 1, "MER-07": 6},
        )
        self.assertEqual(self.card(self.neighbour).mapped("rule"), ["MER-06"])

    def test_mer_18_the_card_follows_the_size(self):
        """MER-18: what was checked stays, what was never checked goes with the duty."""
        self.row(self.mall, "service_organisation").result = "pass"
        self.mall.area_sqm = 100
        codes = self.card(self.mall).mapped("item_id.code")
        self.assertEqual(codes, ["service_organisation", "one_staff"])

    def staff(self, merchant, *hours, **values):
        return self.as_user("station_a1", self.env["rights.merchant.person"]).create(
            [
                {
                    "merchant_id": merchant.id,
                    "name": f"客服{number}",
                    "works_from": begin,
                    "works_to": end,
                    **values,
                }
                for number, (begin, end) in enumerate(hours)
            ]
        )

    def test_mer_03_two_people_cover_the_opening_hours(self):
        """MER-03: two or more, full- or part-time, at all opening hours; else it is not met."""
        row = self.row(self.mall, "two_staff")

        def refused(words):
            with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                row.result = "pass"

        refused("0 of 2 people")
        first, second = self.staff(self.mall, (10, 16), (17, 22))
        refused("opening hours are not entered")
        self.mall.write({"opens_at": 10, "closes_at": 22})
        refused("nobody at the desk 16:00–17:00")
        second.works_from = 15.5
        self.assertFalse(self.mall.staffing_gap)
        row.result = "pass"
        row.result = "open"
        second.duty = "department"
        refused("1 of 2 people")
        second.write({"duty": "service_head", "active": False})
        refused("1 of 2 people")
        second.active = True
        first.works_to = 15
        refused("15:00–15:30")
        self.mall.closes_at = 2  # after midnight
        first.works_to = 22
        second.write({"works_from": 22, "works_to": 1})
        refused("nobody at the desk 01:00–02:00")

    def test_mer_03_what_is_missing_opens_a_rectification(self):
        """MER-03: as MER-02; how many it takes is data."""
        row = self.row(self.mall, "two_staff")
        self.assertEqual(row.staffing_gap, self.mall.staffing_gap)
        row.result = "fail"
        self.assertEqual(row.rectification_ids.kind, "rectification")
        self.mall.write({"opens_at": 9, "closes_at": 21})
        self.staff(self.mall, (9, 15), (15, 21), is_full_time=False)
        self.assertFalse(self.mall.staffing_gap)
        self.env["rights.network.parameter"].search(
            [("code", "=", "service_staff_large")]
        ).value = 3
        self.env.invalidate_all()
        self.assertIn("2 of 3", self.mall.staffing_gap)

    def test_mer_06_a_smaller_merchant_has_one(self):
        """MER-06: at least one, full- or part-time; hours are not asked for."""
        row = self.row(self.neighbour, "one_staff")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            row.result = "pass"
        self.staff(self.neighbour, (0, 0))
        row.result = "pass"

    def test_mer_04_a_duty_with_evidence_needs_its_photo(self):
        """MER-04, MER-07: desk, scale and posted rules are met with a photo only."""
        desk = self.row(self.mall, "desk")
        with self.assertRaises(ValidationError):
            desk.result = "pass"
        desk.write({"result": "pass", "photo": PHOTO})
        self.assertEqual((desk.checked_on, desk.checked_by_id), (self.today, desk.env.user))

    def test_mer_02_what_is_not_met_opens_one_rectification(self):
        """MER-02: a rectification with its day; failing again while it is open adds none."""
        staff = self.row(self.mall, "two_staff")
        staff.write({"result": "fail", "note": "只有一人"})
        staff.result = "fail"
        row = staff.rectification_ids
        self.assertEqual((len(row), row.kind, row.state), (1, "rectification", "open"))
        self.assertGreater(row.due_on, self.today)
        self.assertIn("只有一人", row.finding)

    def test_mer_06_a_smaller_merchant_is_advised_first(self):
        """MER-06: advice, then rectification."""
        staff = self.row(self.neighbour, "one_staff")
        staff.result = "fail"
        first = staff.rectification_ids
        self.assertEqual(first.kind, "advice")
        first.sudo()._answer("已安排")
        first.action_close()
        staff.result = "fail"
        self.assertEqual((staff.rectification_ids - first).kind, "rectification")

    def test_mer_17_the_merchant_answers_and_the_station_closes(self):
        """MER-17: an answer, sent back, answered again, closed by the station alone."""
        row = self._failed()
        with self.assertRaises(UserError):
            row.action_close()
        with self.assertRaises(UserError):
            row.sudo()._answer("  ")
        row.with_user(self.desk).sudo()._answer("增加一名客服")
        pages = dict(self.as_user("station_a1", self.env["rights.case"])._get_todo_pages())
        self.assertEqual(pages["consumer_rights.rights_merchant_rectification_action_answered"], 1)
        row.action_send_back()
        self.assertEqual(row.state, "open")
        row.with_user(self.desk).sudo()._answer("已培训两名客服")
        row.action_close()
        self.assertEqual((row.state, row.answered_by_id), ("closed", self.desk))
        with self.assertRaises(UserError):
            row.sudo()._answer("再答")

    def _failed(self):
        staff = self.row(self.mall, "two_staff")
        staff.result = "fail"
        return staff.rectification_ids

    def test_mer_18_only_the_supervising_unit_checks(self):
        """MER-18: another station reads the card and does not write it, by RPC neither."""
        row = self._failed()
        check = row.check_id
        for login in ("station_a2", "station_b1", "operator"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, check).result = "pass"
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, row).action_send_back()
        self.assertEqual(self.as_user("station_b1", check).result, "fail")
        for values in ({"checked_on": "2020-01-01"}, {"merchant_id": self.neighbour.id}):
            with self.assertRaises(AccessError):
                check.write(values)
        with self.assertRaises(AccessError):
            row.write({"state": "closed"})
        self.as_user("dispatcher_a", check).result = "open"

    def test_mer_01_missing_facts_are_listed(self):
        """MER-01: without area or territory a merchant is listed as incomplete."""
        territory = self.env["rights.territory"].create(
            {"name": "测试街道", "station_id": self.stations["station_a1"].id}
        )
        self.assertTrue(self.mall.is_incomplete)
        self.mall.territory_id = territory
        self.assertFalse(self.mall.is_incomplete)
        self.assertIn("Territory", self.neighbour.with_context(lang="en_US").missing)
        incomplete = self.env["rights.merchant"].search([("is_incomplete", "=", True)])
        self.assertIn(self.neighbour, incomplete)
        self.assertNotIn(self.mall, incomplete)

    def test_mer_01_the_territory_names_the_station(self):
        """MER-01, TRI-04: unless another station was chosen."""
        territory = self.env["rights.territory"].create(
            {"name": "测试街道", "station_id": self.stations["station_a2"].id}
        )
        merchant = self.env["rights.merchant"].create(
            {"name": "测试戊店", "territory_id": territory.id}
        )
        self.assertEqual(merchant.station_id, self.stations["station_a2"])
        self.mall.territory_id = territory
        self.assertEqual(self.mall.station_id, self.stations["station_a1"])

    def test_mer_19_cases_about_tenants_show_on_the_host(self):
        """MER-19: the host's card counts and lists them."""
        case = self.create_case(respondent_id=self.tenant.id)
        mall = self.as_user("clerk", self.mall)
        self.assertEqual((mall.case_count, mall.tenant_case_count), (0, 1))
        action = mall.action_view_tenant_cases()
        self.assertEqual(mall.env["rights.case"].search(action["domain"]), case)
        self.assertEqual(self.as_user("auditor", self.mall).tenant_case_count, 0)
