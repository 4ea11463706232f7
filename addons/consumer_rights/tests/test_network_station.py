from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from psycopg2 import IntegrityError

from .network_common import NetworkCase


@tagged("post_install", "-at_install")
class TestNetworkStation(NetworkCase):
    def test_org_01_parent_must_be_higher(self):
        with self.refused(ValidationError, "Local station"):
            self._station("TX1", "district_center", self.station_a1)
        with self.refused(ValidationError, "level"):
            self._station("TX2", "local_station", self.station_a2)
        with self.refused(ValidationError):
            self.district_a.parent_id = self.station_b1

    def test_org_01_every_level_below_every_higher_one(self):
        service = self._station("TS1", "service_station", self.station_a1)
        point = self._station("TP1", "service_point", service)
        village = self._station("TP2", "service_point", self.district_b)
        self.assertEqual(
            point._with_above(), self.city | self.district_a | self.station_a1 | service | point
        )
        self.assertIn(village, self.city._with_below())
        self.assertNotIn(village, self.district_a._with_below())

    def test_org_01_city_on_top_others_below_something(self):
        with self.refused(ValidationError):
            self._station("TX3", "city_center", self.city)
        with self.refused(ValidationError):
            self._station("TX4", "local_station", None)

    def test_org_01_raising_a_parent_checks_the_children(self):
        """ORG-01: a change of level looks down as well as up."""
        service = self._station("TS2", "service_station", self.station_a1)
        with self.refused(ValidationError, service.name):
            self.station_a1.level = "service_point"

    def test_org_01_only_business_administrators_build_the_tree(self):
        values = {
            "name": "New",
            "code": "TN1",
            "level": "local_station",
            "parent_id": self.district_a.id,
        }
        created = self.env["rights.station"].with_user(self.admin_user).create(values)
        self.assertEqual(created.parent_id, self.district_a)
        for user in (self.clerk, self.officer_a1, self.head_a, self.dispatcher_a):
            with self.refused(AccessError):
                self.env["rights.station"].with_user(user).create(dict(values, code="TN2"))
            self.assertEqual(self.city.with_user(user).name, "Unit TCITY")

    def test_org_01_head_keeps_the_address_of_units_below_only(self):
        self.station_a1.with_user(self.head_a).phone = "010-12315"
        with self.refused(AccessError):
            self.station_b1.with_user(self.head_a).phone = "010-12315"
        with self.refused(AccessError):
            self.station_a1.with_user(self.head_a).parent_id = self.district_b

    def test_org_01_unit_codes_are_short_and_unique(self):
        """ORG-01, REG-04: a code starts every case number of the unit."""
        for code in ("ta9", "1AB", "A B", "A"):
            with self.refused(IntegrityError):
                self._station(code, "local_station", self.district_a)
        with self.refused(IntegrityError):
            self._station("TA1", "local_station", self.district_b)

    def test_org_01_a_unit_closes_when_it_is_empty(self):
        with self.refused(ValidationError, "subordinate"):
            self.district_b.active = False
        with self.refused(ValidationError, "posts"):
            self.station_a1.active = False
        self.station_b1.active = False
        self.assertFalse(self.station_b1.active)

    def test_org_02_functions_of_the_city_only(self):
        self.assertTrue(self.city.fn_command and self.city.fn_suggest and self.city.fn_direct)
        self.assertFalse(self.district_a.fn_accept_assign or self.station_a1.fn_review)
        with self.refused(ValidationError, "Dispatch command"):
            self.district_a.fn_command = True

    def test_org_02_calls_are_refused_without_the_function(self):
        check = self.env["rights.station"].with_user(self.clerk)._check_user_function
        check("fn_command")
        with self.refused(AccessError, "Dispatch command"):
            self.env["rights.station"].with_user(self.head_a)._check_user_function("fn_command")
        self.city.with_user(self.admin_user).fn_command = False
        with self.refused(AccessError):
            check("fn_command")

    def test_org_02_menus_follow_the_function(self):
        """ORG-02: the group that shows a function's menus comes and goes with it."""
        group = "consumer_rights.consumer_rights_group_fn_circulate"
        self.assertTrue(self.clerk.has_group(group))
        self.assertFalse(self.dispatcher_a.has_group(group))
        self.city.with_user(self.admin_user).fn_circulate = False
        self.assertFalse(self.clerk.has_group(group))

    def test_org_03_district_without_dispatcher_is_a_gap(self):
        self.assertFalse(self._gaps("no_dispatcher", station_id=self.district_a))
        self.assertTrue(self._gaps("no_dispatcher", station_id=self.district_b))
        self.dispatcher_a.active = False
        self.assertTrue(self._gaps("no_dispatcher", station_id=self.district_a))

    def test_org_04_station_officers_carry_the_station_duties(self):
        """ORG-04: receive, contact, mediate and investigate need the handler's and the own role."""
        groups = self._role("station").group_ids.all_implied_ids
        self.assertIn(self._group("station"), groups)
        self.assertIn(self._group("handler"), groups)
        self.assertTrue(self.officer_a1.has_group("consumer_rights.consumer_rights_group_handler"))
        under_city = self._station("TA3", "local_station", self.city)
        self.assertEqual(under_city.parent_id, self.city, "a station may serve either upper level")

    def test_org_08_every_official_unit_needs_dedicated_staff(self):
        point = self._station("TP3", "service_point", self.station_a1)
        for unit in (self.city, self.district_a, self.station_a1):
            self.assertTrue(self._gaps("no_dedicated", station_id=unit))
        self.assertFalse(self._gaps("no_dedicated", station_id=point))
        post = self.officer_a1.rights_post_ids
        post.is_dedicated = True
        self.assertFalse(self._gaps("no_dedicated", station_id=self.station_a1))
        self.assertEqual(self.station_a1.dedicated_count, 1)
        post.with_user(self.admin_user).action_end()
        self.assertTrue(self._gaps("no_dedicated", station_id=self.station_a1))

    def test_org_08_monthly_list_looks_back(self):
        """ORG-08: the list of a past month counts the posts of that month."""
        user = self._user("net_past")
        self._post(
            user,
            "station",
            self.station_b1,
            is_dedicated=True,
            date_from=date(2026, 1, 5),
            date_to=date(2026, 2, 10),
        )
        units = self.env["rights.network.gap"]._units_without_dedicated
        self.assertNotIn(self.station_b1, units(date(2026, 1, 31)))
        self.assertIn(self.station_b1, units(date(2026, 2, 28)))

    def test_org_03_gaps_are_read_by_those_in_charge(self):
        """ORG-03: the gap report shows a head the own units, a clerk nothing."""
        gaps = self.env["rights.network.gap"].with_user(self.head_a).search([])
        self.assertTrue(gaps)
        self.assertLessEqual(gaps.station_id, self.head_a.rights_supervised_station_ids)
        with self.refused(AccessError):
            self.env["rights.network.gap"].with_user(self.clerk).search([])
