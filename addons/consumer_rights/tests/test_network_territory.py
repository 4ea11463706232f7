from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..tools.address import carriageway, longest_matches, normalise, split_names
from .network_common import NetworkCase


@tagged("post_install", "-at_install")
class TestNetworkAddress(BaseCase):
    def test_org_10_one_spelling_of_a_name(self):
        for written in ("解放街道12号", "解放 街道 12号", "解放街道12号。", "(解放街道)12号"):
            self.assertEqual(normalise(written), "解放街道12号", written)
        self.assertEqual(normalise(None), "")
        self.assertEqual(split_names("南湖村、南湖,南湖社区 ;"), ["南湖村", "南湖", "南湖社区"])

    def test_org_10_longer_names_hide_shorter_ones(self):
        keys = ["中山", "中山路", "中山路社区", "南湖村"]
        for address, found in (
            ("城东中山路社区3号", {"中山路社区"}),
            ("中山路5号近中山路社区", {"中山路", "中山路社区"}),
            ("南湖村中山纪念堂", {"南湖村", "中山"}),
            ("北湖村", set()),
        ):
            self.assertEqual(longest_matches(address, keys), found, address)

    def test_tri_05_side_of_the_road(self):
        for address, side in (
            ("外环路内侧88号", "inner"),
            ("外环路88号外侧", "outer"),
            ("外环路88号(内侧)", "inner"),
            ("外环路88号", None),
            ("外环路88号百货内侧门", None),
            ("外环路内侧外环路外侧", None),
            ("内侧路88号", None),
        ):
            self.assertEqual(carriageway(normalise(address), "外环路"), side, address)


@tagged("post_install", "-at_install")
class TestNetworkTerritory(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.squadron = cls._station("TSQ", "local_station", cls.district_a, is_enforcement=True)
        cls.area_a1 = cls._territory(cls.station_a1, "青石街道", "南湖村、南湖社区")
        cls.area_a2 = cls._territory(cls.station_a2, "白塔街道", "北山村")

    @classmethod
    def _territory(cls, station, *names, **values):
        return cls.env["rights.territory"].create(
            {
                "name": f"Area of {station.code}",
                "station_id": station.id,
                "place_ids": [
                    Command.create(
                        {"name": name.split("、")[0], "aliases": "、".join(name.split("、")[1:])}
                    )
                    for name in names
                ],
                **values,
            }
        )

    def _zone(self, station, carriageway, road="外环路", **values):
        return self._territory(
            station,
            kind="zone",
            boundary_ids=[Command.create({"road": road, "carriageway": carriageway, **values})],
        )

    def _resolve(self, address):
        return self.env["rights.territory"].with_user(self.clerk)._resolve(address)

    def test_org_10_siblings_share_no_place(self):
        with self.refused(ValidationError, "青石街道"):
            self._territory(self.station_a2, "青石街道")
        with self.refused(ValidationError, "Area of TA1"):
            self._territory(self.station_a2, "东岭村、南湖 社区")
        with self.refused(ValidationError, "sibling"):
            self.area_a2.place_ids[0].aliases = "南湖村"
        with self.refused(ValidationError, "sibling"):
            self.area_a2.station_id = self._station("TA4", "local_station", self.district_a)
            self._territory(self.station_a2, "白塔街道")
        self._territory(self.station_b1, "青石街道")

    def test_org_10_moving_a_unit_or_reviving_a_territory_checks_again(self):
        other = self._territory(self.station_b1, "青石街道")
        with self.refused(ValidationError, "青石街道"):
            self.station_b1.parent_id = self.district_a
        other.active = False
        self.station_b1.parent_id = self.district_a
        with self.refused(ValidationError, "青石街道"):
            other.active = True

    def test_org_10_names_too_short_to_mean_a_place(self):
        with self.refused(ValidationError, "one character"):
            self._territory(self.station_b1, "街")

    def test_org_10_only_districts_and_stations_have_territories(self):
        service = self._station("TS9", "service_station", self.station_a1)
        with self.refused(ValidationError, "no territory"):
            self._territory(service, "东岭村")

    def test_org_10_a_station_without_territory_is_listed(self):
        self.assertTrue(self._gaps("no_territory", station_id=self.station_b1))
        self.assertFalse(self._gaps("no_territory", station_id=self.station_a1))
        self.area_a1.active = False
        self.assertTrue(self._gaps("no_territory", station_id=self.station_a1))

    def test_org_10_dispatchers_draw_their_own_district(self):
        theirs = self.area_a1.with_user(self.dispatcher_a)
        theirs.write({"place_ids": [Command.create({"name": "东岭村"})]})
        with self.refused(AccessError):
            theirs.station_id = self.station_b1
        foreign = self._territory(self.station_b1, "西塘村")
        with self.refused(AccessError):
            foreign.with_user(self.dispatcher_a).name = "Mine"
        with self.refused(AccessError):
            foreign.place_ids.with_user(self.dispatcher_a).name = "河口村"
        with self.refused(AccessError):
            theirs.place_ids[:1].territory_id = foreign
        for user in (self.clerk, self.officer_a1, self.head_a):
            with self.refused(AccessError):
                self.area_a1.with_user(user).name = "Mine"

    def test_org_10_an_address_finds_its_station(self):
        """ORG-10, TRI-04: one unit, or none and the reason for routing by hand."""
        for address, station in (
            ("某市城东区青石街道12号", self.station_a1),
            ("南湖社区3号楼", self.station_a1),
            ("白塔 街道８号", self.station_a2),
        ):
            self.assertEqual(self._resolve(address), (station, ""), address)
        for address, words in (
            ("西塘村1号", "no territory"),
            ("", "No address"),
            (False, "No address"),
            ("青石街道与北山村交界", "several units"),
        ):
            station, reason = self._resolve(address)
            self.assertFalse(station, address)
            self.assertIn(words, reason)

    def test_org_10_a_district_name_tells_equal_streets_apart(self):
        self._territory(self.station_b1, "青石街道")
        self.assertFalse(self._resolve("青石街道12号")[0])
        self._territory(self.district_a, "城东区")
        self._territory(self.district_b, "城西区")
        self.assertEqual(self._resolve("城东区青石街道12号")[0], self.station_a1)
        self.assertEqual(self._resolve("城西区青石街道12号")[0], self.station_b1)
        self.assertEqual(self._resolve("城西区无名路1号")[0], self.district_b)

    def test_org_10_closed_units_get_nothing(self):
        self.area_a2.station_id.post_ids.unlink()
        self.station_a2.active = False
        self.assertFalse(self._resolve("白塔街道8号")[0])

    def test_tri_05_each_carriageway_belongs_to_one_unit(self):
        """TRI-05: the ring road's inner side to the squadron, its outer side to the station."""
        self._zone(self.squadron, "inner")
        self._zone(self.station_a1, "outer")
        self.assertEqual(self._resolve("外环路内侧88号")[0], self.squadron)
        self.assertEqual(self._resolve("外环路88号外侧")[0], self.station_a1)
        station, reason = self._resolve("外环路88号")
        self.assertFalse(station)
        self.assertIn("外环路", reason)
        self.assertIn("carriageway", reason)

    def test_tri_05_the_road_decides_before_the_street_beside_it(self):
        """TRI-05: an address on the boundary road resolves to one unit only."""
        self._zone(self.squadron, "inner")
        self.assertEqual(self._resolve("青石街道外环路内侧88号")[0], self.squadron)
        self.assertEqual(self._resolve("青石街道12号")[0], self.station_a1)

    def test_tri_05_outside_a_zone_the_street_decides(self):
        """TRI-05: a carriageway that no zone holds leaves the address to the streets beside it."""
        self._zone(self.squadron, "inner")
        self.assertEqual(self._resolve("青石街道外环路外侧88号")[0], self.station_a1)

    def test_tri_05_siblings_share_no_carriageway(self):
        self._zone(self.squadron, "inner")
        for side in ("inner", "whole"):
            with self.refused(ValidationError, "外环路"):
                self._zone(self.station_a1, side)
        self._zone(self.station_b1, "whole")
        with self.refused(ValidationError, "named zone"):
            self._territory(
                self.station_a2,
                boundary_ids=[Command.create({"road": "内环路", "carriageway": "whole"})],
            )

    def test_tri_05_stretches_of_one_road(self):
        """TRI-05: several stations along one side, each with the stretch at its own village."""
        self._zone(self.station_a1, "outer", section="南湖村")
        self._zone(self.station_a2, "outer", section="北山村")
        self.assertEqual(self._resolve("外环路外侧南湖村段5号")[0], self.station_a1)
        self.assertEqual(self._resolve("外环路外侧北山村段5号")[0], self.station_a2)
        with self.refused(ValidationError, "外环路"):
            self._zone(self.squadron, "outer")
