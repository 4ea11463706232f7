"""Goods that came back: what may be sold again, its label, and where it went in the end."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .ledger_common import ENTRY
from .product_common import QUALITY, ProductCommon

RESOLD = {
    "disposal": "labelled",
    "goods_class": "clothing",
    "is_fit_for_resale": "1",
    "resale_label": "T001",
}


@tagged("post_install", "-at_install")
class TestReturnedGoods(ProductCommon):
    def errors(self, **values):
        from_desk = self.mall.with_user(self.desk).sudo()
        given = {**ENTRY, **values}
        return from_desk._enter_in_ledger(self.new_entry_key(), given, False).get("errors", {})

    def test_prd_06_what_may_be_sold_again(self):
        """PRD-06: packaged food, daily goods and clothing that are fit for it; nothing else."""
        for place, goods_class in enumerate(("packaged_food", "daily_goods", "clothing")):
            entry = self.enter(
                **{**RESOLD, "goods_class": goods_class, "resale_label": f"OK{place}"}
            )
            self.assertEqual((entry.state, entry.resale_label), ("confirmed", f"OK{place}"))
        for goods_class in ("bulk_food", "fresh_food", "other", ""):
            with self.subTest(goods_class=goods_class):
                wrong = self.errors(**{**RESOLD, "goods_class": goods_class})
                self.assertIn("Only packaged food", wrong["disposal"])
        self.assertIn("intact", self.errors(**{**RESOLD, "is_fit_for_resale": ""})["disposal"])
        self.assertIn("for their quality", self.errors(**{**QUALITY, **RESOLD})["disposal"])
        back = self.enter(goods_class="fresh_food", disposal="producer")
        self.assertEqual(back.state, "confirmed")

    def test_prd_08_a_disposal_taken_back_takes_its_label_along(self):
        """PRD-06, PRD-08: what the page hides again says nothing, and uses up no label."""
        entry = self.enter(**{**RESOLD, "disposal": "producer"})
        self.assertEqual((entry.is_fit_for_resale, entry.resale_label), (False, False))
        kept = self.enter(**{**RESOLD, "returned": "none"})
        self.assertEqual((kept.disposal, kept.resale_label), (False, False))
        self.assertFalse(self.errors(**RESOLD))

    def test_prd_08_a_label_is_given_and_used_once(self):
        """PRD-08: unique for a merchant, by the entry or by its correction."""
        self.assertIn("label", self.errors(**{**RESOLD, "resale_label": ""})["disposal"])
        self.enter(**RESOLD)
        self.assertIn("resale_label", self.errors(**RESOLD))
        other = self.enter(self.neighbour, **RESOLD)
        self.assertEqual(other.resale_label, "T001")
        corrected = self.enter(disposal="destroyed", goods_class="clothing")
        with self.assertRaisesRegex(UserError, "stands on other goods"):
            corrected._amend(RESOLD, "抄写错误")
        corrected._amend({**RESOLD, "resale_label": "T002"}, "抄写错误")
        self.assertIn("resale_label", self.errors(**{**RESOLD, "resale_label": "T002"}))

    def test_prd_08_a_workbook_uses_a_label_once(self):
        """PRD-08, MER-17: the second row with the label is named, and nothing is entered."""
        rows = [{**ENTRY, **RESOLD, "number": f"N{place}"} for place in (1, 2)]
        batches = self.env["rights.ledger.batch"].with_user(self.desk).sudo()
        answer = batches._take(self.mall, self.new_entry_key(), rows, "workbook")
        self.assertEqual((answer["result"], list(answer["errors"])), ("refused", [2]))
        rows[1]["resale_label"] = "T009"
        answer = batches._take(self.mall, self.new_entry_key(), rows, "workbook")
        self.assertEqual((answer["result"], answer["created"]), ("taken", 2))
        again = batches._take(self.mall, self.new_entry_key(), rows, "workbook")
        self.assertEqual((again["result"], again["known_before"]), ("taken", 2))

    def test_prd_06_a_correction_sells_nothing_that_an_entry_could_not(self):
        """PRD-06: the correction is refused, and the entry says what it said."""
        entry = self.enter(goods_class="bulk_food", disposal="producer")
        with self.assertRaisesRegex(UserError, "Only packaged food"):
            entry._amend({"disposal": "labelled", "resale_label": "T5"}, "改变处置")
        self.assertEqual(entry._current()["disposal"], "producer")

    def test_prd_06_goods_are_followed_to_their_end(self):
        """PRD-06: who received them and when, once."""
        entry = self.enter(goods_class="fresh_food", disposal="producer")
        self.assertTrue(entry.is_goods_open)
        today = str(self.today)
        for day, proof in ((today, ""), ("2999-01-01", "供货商"), ("2001-01-01", "供货商")):
            with self.assertRaises(UserError):
                entry._finish_disposal(day, proof)
        entry._finish_disposal(today, "测试供货商签收")
        self.assertFalse(entry.is_goods_open)
        self.assertNotIn(entry, self.entries.search([("is_goods_open", "=", True)]))
        with self.assertRaisesRegex(UserError, "already"):
            entry._finish_disposal(today, "再次")

    def test_prd_07_an_inspection_looks_at_returns(self):
        """PRD-07: without the check of returned goods the visit is incomplete."""
        self.enter()
        inspections = self.env["rights.ledger.inspection"].with_user(self.officer)
        bare = inspections.create({"merchant_id": self.mall.id})
        self.assertEqual((bare.returned_count, bare.is_incomplete), (1, True))
        whole = inspections.create({"merchant_id": self.mall.id, "is_returns_checked": True})
        self.assertFalse(whole.is_incomplete)
        found = inspections.search([("is_incomplete", "=", True)])
        self.assertIn(bare, found)
        self.assertNotIn(whole, found)

    def test_prd_07_a_patrol_looks_at_returns(self):
        """PRD-07, INS-04: nothing came back is no answer when the ledger says otherwise."""
        self.enter()
        patrol = (
            self.env["rights.inspection"]
            .with_user(self.officer)
            .create({"merchant_id": self.mall.id, "returned_goods": "none"})
        )
        check = (
            self.env["rights.ledger.inspection"]
            .with_user(self.officer)
            .create({"merchant_id": self.mall.id, "inspection_id": patrol.id})
        )
        self.assertTrue(check.is_incomplete)
        self.assertIn("1 returns", " ".join(patrol._get_missing()))
        patrol.returned_goods = "sound"
        self.assertNotIn("returns", " ".join(patrol._get_missing()))
        self.assertFalse(check.is_incomplete)
        self.assertNotIn(check, check.search([("is_incomplete", "=", True)]))
