"""A mall with a tenant, a neighbour, and the accounts of their people."""

import base64
import secrets

from ..tools.china_time import china_date
from .common import GROUP
from .portal_common import PortalCommon, photo

PHOTO = base64.b64encode(photo())


class MerchantPortalCommon(PortalCommon):
    """mall (with manager and desk), its tenant, and a shop that has nothing to do with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city_unit = cls.stations["city"]
        cls.mall = cls._merchant("测试甲商城", merchant_type="mall", area_sqm=6000)
        cls.tenant = cls._merchant("测试甲商城乙柜", merchant_type="shop", host_id=cls.mall.id)
        cls.neighbour = cls._merchant("测试丙超市", merchant_type="supermarket", area_sqm=5999.99)
        cls.manager = cls._member("mall_manager", cls.mall, "manager")
        cls.desk = cls._member("mall_service_desk", cls.mall, "desk")
        cls.tenant_user = cls._member("mall_tenant", cls.tenant, "tenant")
        cls.stranger = cls._member("other_manager", cls.neighbour, "manager")

    @classmethod
    def _merchant(cls, name, **values):
        return cls.env["rights.merchant"].create(
            {
                "name": name,
                "phone": "025-8400" + str(secrets.randbelow(9000) + 1000),
                "business_address": "江州市东湖区试验路1号",
                "principal": "王测试",
                "station_id": cls.stations["station_a1"].id,
                **values,
            }
        )

    @classmethod
    def _member(cls, login, merchant, role):
        user = cls.env["res.users"]._open_portal_account(
            login, f"测试{login}", login, GROUP + "merchant_user"
        )
        cls.env["rights.merchant.member"].create(
            {"merchant_id": merchant.id, "user_id": user.id, "role": role}
        )
        return user

    def merchants_of(self, user):
        return self.env["rights.merchant"].with_user(user)

    @property
    def today(self):
        return china_date()
