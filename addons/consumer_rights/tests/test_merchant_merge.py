"""Two entries of one business: put together, and brought apart again exactly."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .merchant_common import MerchantPortalCommon
from .test_merchant import CODE, OTHER_CODE


@tagged("post_install", "-at_install")
class TestMerchantMerge(MerchantPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._merchant("测试丁记面馆", business_address=False, phone=False)
        cls.twin = cls._merchant(
            "测试丁記麵館",
            uscc=CODE,
            area_sqm=80,
            alias_ids=[Command.create({"name": "丁记老面", "kind": "sign"})],
        )
        cls.counter = cls._merchant("测试丁记外卖窗口", host_id=cls.twin.id)
        cls.case = cls.registered_case(respondent_id=cls.twin.id)

    def wizard(self, *merchants, login="station_a1", **values):
        wizards = self.as_user(login, self.env["rights.merchant.merge"]).with_context(
            active_model="rights.merchant", active_ids=[one.id for one in merchants]
        )
        return wizards.create({"reason": "现场核实为同一家", **values})

    def merge(self, kept=None, merged=None, **values):
        kept, merged = kept or self.kept, merged or self.twin
        self.wizard(kept, kept_id=kept.id, merged_id=merged.id, **values).action_merge()
        return self.env["rights.merchant.merger"].search([("merged_id", "=", merged.id)], limit=1)

    def test_mer_01_everything_counts_for_the_entry_that_stays(self):
        """MER-01, REG-05: cases, tenants, names and code; the case says what it said."""
        merger = self.merge()
        self.assertEqual((self.twin.active, self.twin.merged_into_id), (False, self.kept))
        self.assertEqual(self.case.respondent_id, self.kept)
        self.assertEqual(self.case.respondent_name, "测试丁記麵館")
        event = self.case.event_ids.sorted("sequence")[-1]
        self.assertEqual(event.type, "changed")
        self.assertEqual(event.changes["respondent_id"]["old"], "测试丁記麵館")
        self.case._verify_events()
        self.assertEqual(self.counter.host_id, self.kept)
        self.assertIn(
            self.counter, self.env["rights.merchant"].search([("id", "child_of", self.kept.id)])
        )
        self.assertEqual((self.kept.uscc, self.kept.area_sqm), (CODE, 80))
        self.assertEqual(self.kept.business_address, "江州市东湖区试验路1号")
        self.assertEqual(merger.case_count, 1)
        for name in ("测试丁記麵館", "丁记老面"):
            self.assertEqual(self.env["rights.merchant"]._match(name=name)[0], self.kept)

    def test_mer_01_undone_each_has_what_it_had(self):
        """MER-01: what came after the merger, and what was changed since, stays."""
        later = self.merge() and self.registered_case(respondent_id=self.kept.id)
        self.kept.area_sqm = 95
        merger = self.kept.merger_ids
        self.as_user("station_a1", merger).action_undo()
        self.assertEqual((self.twin.active, self.twin.merged_into_id.id), (True, False))
        self.assertEqual((self.twin.uscc, self.kept.uscc), (CODE, False))
        self.assertEqual((self.kept.phone, self.kept.business_address), (False, False))
        self.assertEqual(self.kept.area_sqm, 95)
        self.assertFalse(self.kept.alias_ids)
        self.assertEqual(self.case.respondent_id, self.twin)
        self.assertEqual(later.respondent_id, self.kept)
        self.assertEqual(self.counter.host_id, self.twin)
        self.assertEqual((merger.state, merger.undone_by_id), ("undone", self.users["station_a1"]))
        with self.assertRaisesRegex(UserError, "already"):
            self.as_user("station_a1", merger).action_undo()

    def test_mer_01_a_chain_of_mergers_is_undone_from_its_end(self):
        """MER-01: the later one first."""
        first = self.merge()
        self.kept.uscc = False
        second = self.merge(self.neighbour, self.kept)
        with self.assertRaisesRegex(UserError, "Undo that first"):
            self.as_user("station_a1", first).action_undo()
        for merger in (second, first):
            self.as_user("station_a1", merger).action_undo()
        self.assertEqual(self.case.respondent_id, self.twin)

    def test_mer_01_what_is_not_one_business_is_refused(self):
        """MER-01, MER-11: two codes, venue and tenant, a ledger of its own, something open."""
        coded = self._merchant("测试另一码", uscc=OTHER_CODE)
        open_row = self._merchant("测试待整改")
        self.as_user("station_a1", open_row).action_open_check_list()
        open_row.check_ids[:1].write({"result": "fail", "note": "无人"})
        for kept, merged, why in (
            (self.twin, coded, "different credit codes"),
            (self.twin, self.counter, "venue and its tenant"),
            (self.kept, self.mall, "keeps a ledger or has accounts"),
            (self.kept, open_row, "something to put right"),
            (self.kept, self.kept, "two entries"),
        ):
            with self.subTest(why=why):
                wizard = self.wizard(kept, kept_id=kept.id, merged_id=merged.id)
                self.assertIn(why, wizard.refusal)
                with self.assertRaisesRegex(UserError, why):
                    wizard.action_merge()
                self.assertTrue(merged.active)

    def test_mer_01_who_may_merge(self):
        """MER-01: the supervising unit and those above; nobody writes the record of it."""
        wizard = self.wizard(
            self.kept, login="station_b1", kept_id=self.kept.id, merged_id=self.twin.id
        )
        with self.assertRaisesRegex(UserError, "another unit"):
            wizard.action_merge()
        with self.assertRaises(AccessError):
            self.wizard(self.kept, login="operator")
        merger = self.merge(login="dispatcher_a")
        for login in ("station_b1", "operator"):
            with self.assertRaises(AccessError):
                self.as_user(login, merger).action_undo()
        mine = self.as_user("station_a1", merger)
        with self.assertRaises(AccessError):
            mine.state = "undone"
        with self.assertRaises(AccessError):
            mine.create({"kept_id": self.kept.id, "merged_id": self.counter.id, "reason": "x"})
        with self.assertRaises(AccessError):
            self.as_user("station_a1", self.kept).merged_into_id = self.counter
        with self.assertRaisesRegex(UserError, "Undo that instead"):
            self.as_user("station_a1", self.twin).active = True

    def test_mer_01_two_entries_of_one_business_are_found(self):
        """MER-01, REG-17: by name or phone, and the other one is proposed; two codes are two."""
        search = self.as_user("station_a1", self.env["rights.merchant"]).search
        mine = ("id", "in", (self.kept | self.twin | self.counter).ids)
        self.counter.phone = self.twin.phone
        self.assertEqual(search([mine, ("has_twin", "=", True)]), self.twin | self.counter)
        self.assertEqual(search([mine, ("has_twin", "=", False)]), self.kept)
        self.counter.uscc = OTHER_CODE
        self.assertFalse(search([mine, ("has_twin", "=", True)]))
        self.assertFalse(self.twin.has_twin)
        branch = self._merchant("测试丁记面馆有限公司")
        self.assertTrue(branch.has_twin)
        wizard = self.wizard(branch)
        self.assertEqual(wizard.kept_id | wizard.merged_id, branch | self.kept)
        stays = wizard.kept_id
        wizard.action_swap()
        self.assertEqual(wizard.merged_id, stays)
        self.assertIn("江州市东湖区试验路1号", wizard.comparison)
