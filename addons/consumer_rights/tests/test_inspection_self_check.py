"""Service stations look at their host every month (INS-11)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.inspection.rights_self_check import SELF_ITEMS
from .service_station_common import ServiceStationCommon
from .test_portal_pages import PortalPages

SOUND = {item: "sound" for item, _label in SELF_ITEMS}


@tagged("post_install", "-at_install")
class TestSelfCheck(ServiceStationCommon, PortalPages):
    def enter(self, login="station_a1", **values):
        lines = [Command.create({"item": item, "result": "sound"}) for item in SOUND]
        return self.as_user(login, self.env["rights.self.check"]).create(
            {"profile_id": self.profile.id, "line_ids": lines, **values}
        )

    def missed(self, login="dispatcher_a", station=None):
        self.env.flush_all()
        self.env.invalidate_all()
        unit = station or self.profile.station_id
        rows = self.as_user(login, self.env["rights.missed.period"]).search(
            [("kind", "=", "self_check"), ("station_id", "=", unit.id)],
            order="date_from",
        )
        return [str(row.date_from)[:7] for row in rows]

    def test_ins_11_a_missing_month_is_listed(self):
        """INS-11: each whole month since the station is there; how often is data."""
        self.profile.date_from = "2026-01-01"
        with self.at("2026-03-31 23:30"):
            self.assertEqual(self.missed(), ["2026-01", "2026-02"])
            self.enter(month="2026-02-01", checked_on="2026-02-10")
            self.assertEqual(self.missed(), ["2026-01"])
        with self.at("2026-04-01 00:30"):
            self.assertEqual(self.missed(), ["2026-01", "2026-03"])
            self.assertFalse(self.missed("dispatcher_b"))
            self.env["rights.network.parameter"].search(
                [("code", "=", "self_check_months")]
            ).value = 3
            self.env.invalidate_all()
            self.assertFalse(self.missed())

    def test_ins_11_a_station_without_a_host_owes_none(self):
        point = self._profile("测试村点", "CSTP2", "village_point", date_from="2026-01-01")
        with self.at("2026-03-31 23:30"):
            self.assertFalse(self.missed(station=point.station_id))
            with self.assertRaises(ValidationError):
                self.enter(profile_id=point.id)

    def test_ins_11_all_five_items_and_then_it_stays(self):
        """INS-11: goods quality, packaging, labels, publicity and advertising of the host."""
        self.assertEqual(list(SOUND), ["quality", "packaging", "label", "publicity", "advertising"])
        with self.at("2026-03-10 10:00"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.enter(line_ids=[Command.create({"item": "quality", "result": "sound"})])
            check = self.enter()
            self.assertEqual((str(check.month), check.merchant_id), ("2026-03-01", self.mall))
            for write in (
                lambda: check.write({"month": "2026-02-01"}),
                lambda: check.line_ids[0].write({"result": "none"}),
            ):
                with self.assertRaises(UserError):
                    write()
            with self.assertRaises(AccessError):
                check.unlink()
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.enter(month="2026-02-01", checked_on="2026-03-02")
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.enter(month="2026-04-01", checked_on="2026-04-02")
            for login in ("station_b1", "dispatcher_b", "clerk"):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.enter(login, month="2026-02-01", checked_on="2026-02-02")

    def test_ins_11_the_liaison_enters_it_on_a_phone(self):
        """INS-11, SEC-11: once a month, for the own station only."""
        self.authenticate(self.liaison.login, "mall_liaison")
        place = f"/my/station/{self.profile.id}"
        self.assertIn(f"{place}/check", self.url_open(place).text)
        half = {**SOUND, "label": "fault"}
        refused = self.post(f"{place}/check", **half)
        self.assertIn('role="alert"', refused.text)
        del half["quality"]
        self.assertIn('role="alert"', self.post(f"{place}/check", **half).text)
        given = {**SOUND, "label": "fault", "label_note": "两种糕点没有生产日期"}
        self.assertEqual(self.post(f"{place}/check", **given).status_code, 303)
        check = self.env["rights.self.check"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual((check.fault_count, check.entered_by_id), (1, self.liaison))
        self.post(f"{place}/check", **given)
        self.assertEqual(self.env["rights.self.check"].search([]), check)
        other = self._profile("测试别站", "CSTS9", "merchant_station", merchant_id=self.merchant.id)
        foreign = f"/my/station/{other.id}/check"
        self.assertEqual(self.url_open(foreign).status_code, 404)
        self.assertEqual(self.post(foreign, **given).status_code, 404)
