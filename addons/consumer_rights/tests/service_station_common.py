"""A mall with its service station, a township station with a village point, and a liaison."""

from datetime import date

from odoo.fields import Command

from .common import GROUP
from .deadline_common import DeadlineCommon
from .portal_common import PortalCommon

SYSTEMS = {
    "has_settlement_system": True,
    "has_quality_system": True,
    "has_withdrawal_system": True,
}


class ServiceStationCommon(DeadlineCommon, PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mall = cls.env["rights.merchant"].create(
            {
                "name": "测试甲商城",
                "phone": "025-84001234",
                "business_address": "江州市东湖区试验路1号",
                "station_id": cls.stations["station_a1"].id,
            }
        )
        cls.profile = cls._profile(
            "测试商城服务站", "CSTS1", "merchant_station", merchant_id=cls.mall.id, **SYSTEMS
        )
        cls.stations["mall"] = cls.profile.station_id
        cls.liaison = cls._liaison("mall_liaison", cls.profile)
        cls.degree = cls.env.ref("consumer_rights.education_level_bachelor")

    @classmethod
    def _profile(cls, name, code, kind, parent="station_a1", **values):
        level = "service_point" if kind == "village_point" else "service_station"
        unit = cls.env["rights.station"].create(
            {
                "name": name,
                "code": code,
                "level": level,
                "parent_id": getattr(parent, "id", None) or cls.stations[parent].id,
            }
        )
        values = {"date_from": date(2024, 1, 1), **values}
        return cls.env["rights.station.profile"].create(
            {"station_id": unit.id, "kind": kind, **values}
        )

    @classmethod
    def _liaison(cls, login, profile):
        user = cls.env["res.users"]._open_portal_account(
            login, f"测试{login}", login.ljust(10, "x"), GROUP + "liaison"
        )
        user.lang = "en_US"
        cls.env["rights.station.member"].create({"profile_id": profile.id, "user_id": user.id})
        return user

    @classmethod
    def appoint(cls, login="station_a1", profile=None, **values):
        return cls.as_user(login, cls.env["rights.station.coordinator"]).create(
            {
                "profile_id": (profile or cls.profile).id,
                "name": "梁测试",
                "education_id": cls.degree.id,
                "has_law_knowledge": True,
                "can_communicate": True,
                **values,
            }
        )

    def check(self, profile=None, **results):
        """An officer checks items of the five; all are met when none is named."""
        rows = (profile or self.profile).five_have_ids
        results = results or dict.fromkeys(rows.mapped("item"), "pass")
        for row in self.as_user("station_a1", rows):
            if row.item in results:
                row.write({"result": results[row.item], "note": "现场查看"})

    def up_to_standard(self):
        self.appoint().action_confirm()
        self.check()

    def own(self, user=None):
        """The station as its liaison's pages have it."""
        return self.env["rights.station.profile"].with_user(user or self.liaison)._own()

    @classmethod
    def mall_case(cls, received_at, **values):
        """A case of the past at the service station."""
        return cls.env["rights.case"]._import_history(
            [
                {
                    **cls.case_vals(),
                    "station_id": cls.stations["mall"].id,
                    "received_at": received_at,
                    "handled_station_ids": [Command.set(cls.stations["mall"].ids)],
                    **values,
                }
            ]
        )
