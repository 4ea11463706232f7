"""The page of problem products on a phone: confirm, test, delist; and nobody else's."""

from odoo import fields
from odoo.tests import tagged

from ..tools.china_time import china_naive
from .portal_common import photo
from .product_common import ProductCommon
from .test_portal_pages import PortalPages


@tagged("post_install", "-at_install")
class TestProductPages(PortalPages, ProductCommon):
    def go_in(self, user, merchant):
        self.authenticate(user.login, user.login)
        return f"/my/merchant/{merchant.id}"

    def test_prd_05_a_merchant_confirms_on_its_page(self):
        """PRD-05: the start page points at it; quantities and photo in one form, once."""
        notice = self.notice()
        notice.action_send()
        row = self.receipt(notice, self.neighbour)
        place = self.go_in(self.stranger, self.neighbour)
        self.assertIn(f"{place}/products", self.url_open(place).text)
        page = self.url_open(f"{place}/products").text
        self.assertIn("电吹风", page)
        confirm = f"{place}/products/{row.id}"
        numbers = {"quantity_found": "2", "quantity_removed": "2"}
        refused = self.post(confirm, **numbers).text
        self.assertIn('role="alert"', refused)
        self.assertEqual(refused.count('value="2"'), 2)  # nobody counts twice
        self.assertEqual(row.state, "waiting")
        self.post(confirm, files={"photo": ("架.jpg", photo())}, **numbers)
        row.invalidate_recordset()
        self.assertEqual((row.state, row.quantity_removed), ("confirmed", 2))
        self.assertTrue(row.photo)
        self.assertEqual(row.confirmed_by_id, self.stranger)

    def test_prd_03_a_failed_test_is_reported_from_the_page(self):
        """PRD-02, PRD-03: demand, result, delisting; the station finds the draft of a notice."""
        row = self.register()
        place = self.go_in(self.desk, self.mall)
        acts = f"{place}/returns/{row.id}"
        self.post(f"{acts}/demand", demanded_of="测试电器厂")
        moment = china_naive(fields.Datetime.now()).isoformat(sep=" ", timespec="seconds")
        self.post(f"{acts}/result", result="failed", known_at=moment, report_number="检1")
        self.post(f"{acts}/report", quantity="4")
        row.invalidate_recordset()
        self.assertEqual((row.state, row.delisted_quantity), ("reported", 4))
        self.assertEqual(row.notice_ids.state, "draft")
        self.assertEqual(self.post(f"{acts}/nonsense").status_code, 404)

    def test_sec_11_foreign_products_do_not_exist(self):
        """SEC-11: by guessing merchants, receipts and returns."""
        notice = self.notice()
        notice.action_send()
        row = self.register()
        receipt = self.receipt(notice, self.neighbour)
        place = self.go_in(self.desk, self.mall)
        foreign = f"/my/merchant/{self.neighbour.id}"
        self.assertEqual(self.url_open(f"{foreign}/products").status_code, 404)
        for path in (f"{place}/products/{receipt.id}", f"{foreign}/products/{receipt.id}"):
            answer = self.post(path, quantity_found="0", quantity_removed="0")
            self.assertEqual(answer.status_code, 404)
        self.go_in(self.stranger, self.neighbour)
        answer = self.post(f"{foreign}/returns/{row.id}/demand", demanded_of="x")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual((receipt.state, row.state), ("waiting", "registered"))

    def test_prd_06_where_returned_goods_went_on_the_page(self):
        """PRD-06: on the page of the entry, by its own merchant."""
        entry = self.enter(goods_class="fresh_food", disposal="producer")
        place = self.go_in(self.desk, self.mall)
        goods = f"{place}/ledger/{entry.id}/goods"
        self.post(goods, day=str(self.today), proof="测试供货商签收")
        entry.invalidate_recordset()
        self.assertEqual(entry.disposal_proof, "测试供货商签收")
        self.go_in(self.stranger, self.neighbour)
        self.assertEqual(self.post(goods, day=str(self.today), proof="x").status_code, 404)
