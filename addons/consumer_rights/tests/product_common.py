"""A hair dryer that came back for its quality, and who sells its class in the area."""

from odoo import fields

from .ledger_common import LedgerCommon

QUALITY = {
    "goods_name": "电吹风",
    "goods_class": "daily_goods",
    "is_quality_return": "1",
    "brand": "测试牌",
    "batch": "SL-2026-05",
    "supplier": "测试电器厂",
    "quality_problem": "使用时起火",
}


class ProductCommon(LedgerCommon):
    """The mall found it; neighbour, kiosk and corner sell the class, the bakery does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["rights.category"]
        cls.appliances = categories.create(
            {"name": "测试家用电器", "code": "T-APPLIANCE", "kind": "goods"}
        )
        cls.dryers = categories.create(
            {
                "name": "测试电吹风",
                "code": "T-DRYER",
                "kind": "goods",
                "parent_id": cls.appliances.id,
            }
        )
        cls.breads = categories.create({"name": "测试面包", "code": "T-BREAD", "kind": "goods"})
        sold = {"class_ids": [fields.Command.set(cls.appliances.ids)]}
        cls.kiosk = cls._merchant("测试便利店", **sold)
        cls.corner = cls._merchant("测试街角店", **sold)
        cls.bakery = cls._merchant("测试面包房", class_ids=[fields.Command.set(cls.breads.ids)])
        (cls.mall | cls.neighbour).write(sold)
        cls.tenant.class_ids = cls.breads
        cls.officer = cls.users["station_a1"]

    def register(self, **values):
        """The row of the quality register that an entry makes."""
        entry = self.enter(**{**QUALITY, **values})
        return entry.quality_return_ids.with_user(self.desk).sudo()

    def notice(self, **values):
        """A draft of the station, about dryers."""
        return (
            self.env["rights.product.notice"]
            .with_user(self.officer)
            .create(
                {
                    "product": "电吹风",
                    "problem": "耐热不合格",
                    "merchant_id": self.mall.id,
                    "class_ids": [fields.Command.set(self.dryers.ids)],
                    **values,
                }
            )
        )

    def receipt(self, notice, merchant):
        return notice.sudo().receipt_ids.filtered(lambda row: row.merchant_id == merchant)

    def run_job(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"consumer_rights.{name}").method_direct_trigger()
        self.env.invalidate_all()
