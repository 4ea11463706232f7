"""The five rates of a merchant, and those of its peers."""

from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from ..models.ledger.rights_ledger_figure import month_start
from .ledger_common import LedgerCommon

FEWEST = "odoo.addons.consumer_rights.models.ledger.rights_ledger_figure.FEWEST_PEERS"


@tagged("post_install", "-at_install")
class TestLedgerFigures(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.figures = cls.env["rights.ledger.figure"]

    def rates(self, merchant=None, day=None):
        board = self.figures._dashboard(merchant or self.mall, day)
        return {rate["name"]: rate for rate in board["rates"]}

    def fill(self, merchant, solved, complaints, day="2026-03-02"):
        """So many entries that the merchant solved, and complaints at the centre."""
        for _number in range(solved):
            self.enter(merchant, entry_date=day)
        for _number in range(complaints):
            case = self.create_case(respondent_id=merchant.id, received_at=f"{day} 04:00:00")
            self.move(case, "register", "clerk")

    def test_mer_15_self_resolution_rate(self):
        """MER-15, SC-25: solved by the merchant out of those and the complaints; the goal is met
        at 95 % sharp."""
        self.fill(self.mall, 19, 1)
        row = self.rates(day=date(2026, 3, 31))["self_resolution"]
        self.assertEqual((row["value"], row["counted"], row["of"]), (95.0, 19, 20))
        self.assertEqual((row["goal"], row["is_met"]), (95, True))
        self.fill(self.mall, 0, 1)
        row = self.rates(day=date(2026, 3, 31))["self_resolution"]
        self.assertEqual((row["value"], row["is_met"]), (90.48, False))

    def test_mer_15_corrections_and_drafts(self):
        """MER-15: a correction of the outcome counts, a draft at the centre does not."""
        entry = self.enter(entry_date="2026-03-02")
        self.enter(entry_date="2026-03-02")
        self.create_case(respondent_id=self.mall.id, received_at="2026-03-02 04:00:00")
        entry._amend({"outcome": "refused", "returned": "none"}, "复核")
        row = self.rates(day=date(2026, 3, 31))["self_resolution"]
        self.assertEqual((row["counted"], row["of"]), (1, 1))

    def test_mer_15_the_day_is_that_of_china(self):
        """31 December 23:30 in Shanghai belongs to the old year."""
        case = self.create_case(respondent_id=self.mall.id, received_at="2025-12-31 15:30:00")
        self.move(case, "register", "clerk")
        start, end = date(2025, 12, 1), date(2026, 1, 1)
        self.assertEqual(self.figures._of_merchant(self.mall, start, end)["complaints"], 1)
        self.assertFalse(self.figures._of_merchant(self.mall, end, date(2026, 2, 1)))

    def test_mer_15_nothing_is_no_rate(self):
        for rate in self.rates(self.neighbour).values():
            self.assertEqual((rate["value"], rate["is_met"]), (None, None))

    def count_at_night(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_ledger_figures").method_direct_trigger()

    def test_mer_15_peers_are_of_one_type_and_never_few(self):
        """MER-15: counted at night; below three merchants nothing is compared."""
        malls = self.mall | self._merchant("测试己商城", merchant_type="mall")
        day = self.today.isoformat()
        for merchant in malls | self.neighbour:
            self.fill(merchant, 2, 0, day)
        self.count_at_night()
        months = self.figures.search([("month", "=", month_start(self.today))])
        mall_row = months.filtered(lambda row: row.merchant_type == "mall")
        self.assertGreaterEqual(mall_row.entries, 4)
        with patch(
            "odoo.addons.consumer_rights.models.ledger.rights_ledger_figure.FEWEST_PEERS", 1000
        ):
            self.assertIsNone(self.rates()["self_resolution"]["peers"])
        third = self._merchant("测试庚商城", merchant_type="mall")
        self.fill(third, 2, 0, day)
        self.count_at_night()
        self.assertEqual(self.rates()["settlement"]["peers"], 100.0)

    def test_mer_15_the_page_counts_its_own_rows_alone(self):
        """The same few queries however many merchants there are."""
        self.enter()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.figures._dashboard(self.mall)
