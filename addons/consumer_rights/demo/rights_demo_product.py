from datetime import timedelta

from odoo import fields, models

from .rights_demo_ledger import HOST
from .rights_demo_network import MERCHANT_ACCOUNT

ENTRY = {
    "consumer_name": "周示南",
    "consumer_phone": "16900008888",
    "content": "使用时冒火花，要求退货",
    "price": "129",
    "returned": "returned",
    "disposal": "kept",
    "outcome": "settled",
    "amount_paid": "129",
    "goods_class": "daily_goods",
    "is_quality_return": "1",
    "brand": "示例牌",
    "batch": "SL-01",
    "supplier": "示例电器厂",
    "quality_problem": "使用时冒火花",
}


class RightsDemo(models.AbstractModel):
    """A hair dryer failed its test and the area was told; a kettle waits for its test (PRD)."""

    _inherit = "rights.demo"

    def _load_products(self):
        if self.env["rights.product.notice"].search_count([], limit=1):
            return
        host = self._merchant(HOST).with_user(self._user("merchant")).sudo()
        now = fields.Datetime.now()
        for key, goods in (("demo:quality:1", "电吹风"), ("demo:quality:2", "电热水壶")):
            host._enter_in_ledger(key, {**ENTRY, "goods_name": goods}, False)
        kettle, dryer = self.env["rights.quality.return"].search(
            [("merchant_id", "=", host.id)], limit=2
        )
        kettle._demand_test(ENTRY["supplier"])
        dryer.write(
            {
                "registered_at": now - timedelta(days=9),
                "demand_due_on": (now - timedelta(days=2)).date(),
                "state": "failed",
                "demanded_of": ENTRY["supplier"],
                "demanded_at": now - timedelta(days=8),
                "result_at": now - timedelta(hours=6),
                "report_number": "检示0618",
                "report_due_at": now + timedelta(hours=18),
            }
        )
        notice = dryer._report_delisting("12").sudo(False).with_user(self._user("dispatcher"))
        notice.station_id = self.env["rights.station"].search([("level", "=", "city_center")])
        notice.action_send()
        notice = notice.sudo()
        told = notice.receipt_ids.filtered(
            lambda row: row.merchant_id == self._merchant(MERCHANT_ACCOUNT)
        )
        for row in (notice.receipt_ids - told)[:5].with_env(self.env):
            row._confirm_receipt({"quantity_found": "0", "quantity_removed": "0"})
