"""Problem products: register, test, delisting, the notice to the area, receipts, lifting (PRD)."""

import importlib.util
from datetime import date, datetime
from pathlib import Path

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.china_time import china_naive
from .ledger_common import ENTRY
from .merchant_common import PHOTO
from .product_common import QUALITY, ProductCommon

THURSDAY = "2026-06-18"  # 19 to 21 June 2026 is the Dragon Boat holiday
CONFIRM = {"quantity_found": "3", "quantity_removed": "3"}


@tagged("post_install", "-at_install")
class TestProductNotice(ProductCommon):
    # -- register and test ------------------------------------------------------------------------

    def test_prd_01_a_quality_return_is_registered(self):
        """PRD-01: not confirmed without what identifies it; then it stands in the register."""
        for name in ("brand", "batch", "supplier", "quality_problem"):
            with self.subTest(name=name):
                entry = self.enter(**{**QUALITY, name: ""})
                self.assertEqual(entry.state, "open")
                self.assertFalse(entry.quality_return_ids)
        row = self.register()
        self.assertEqual(
            (row.product, row.brand, row.batch, row.supplier, row.problem),
            ("电吹风", "测试牌", "SL-2026-05", "测试电器厂", "使用时起火"),
        )
        self.assertFalse(self.enter().quality_return_ids)

    def test_prd_01_by_workbook_and_by_correction(self):
        """PRD-01: however the entry came."""
        batches = self.env["rights.ledger.batch"].with_user(self.desk).sudo()
        batches._take(self.mall, self.new_entry_key(), [{**ENTRY, **QUALITY}], "workbook")
        self.assertEqual(len(self.mall.quality_return_ids), 1)
        entry = self.enter()
        with self.assertRaisesRegex(UserError, "Missing"):
            entry._amend({"is_quality_return": "1"}, "原因有误")
        entry._amend(QUALITY, "原因有误")
        self.assertEqual(entry.quality_return_ids.batch, "SL-2026-05")

    def test_prd_02_a_test_is_demanded_in_time(self):
        """PRD-02, TL-74: five working days; then it is listed for the officer."""
        with freeze_time("2026-03-09 02:00:00"):
            row = self.register()
            self.assertEqual(row.demand_due_on, date(2026, 3, 16))
        late = self.env["rights.quality.return"].with_user(self.officer)
        with freeze_time("2026-03-16 15:59:00"):
            self.assertNotIn(row, late.search([("is_late", "=", True)]))
        with freeze_time("2026-03-16 16:00:00"):
            self.assertIn(row, late.search([("is_late", "=", True)]))
            row._demand_test("测试电器厂")
            self.assertEqual((row.state, row.is_late), ("demanded", False))
            with self.assertRaises(UserError):
                row._demand_test("测试电器厂")

    def test_prd_03_a_failed_test_not_reported_is_a_breach(self):
        """PRD-03, TL-45: 24 hours, on holidays too; it stands on the card of the merchant."""
        with freeze_time(f"{THURSDAY} 06:00:00"):
            row = self.register()
        with freeze_time(f"{THURSDAY} 07:30:00"):
            with self.assertRaises(UserError):
                row._log_result("failed", "2026-06-18 16:00")
            row._log_result("failed", "2026-06-18T15:00", "检1")
            self.assertEqual(row.report_due_at, datetime(2026, 6, 19, 7))
        merchant = self.mall.with_user(self.officer)
        with freeze_time("2026-06-19 06:59:00"):
            self.assertFalse(row.is_breach)
        with freeze_time("2026-06-19 07:00:00"):
            row.invalidate_recordset()
            merchant.invalidate_recordset()
            self.assertTrue(row.is_breach)
            self.assertEqual(merchant.product_breach_count, 1)
            action = row.with_user(self.officer).action_open_notice()
            notice = self.env["rights.product.notice"].browse(action["res_id"])
            self.assertEqual((notice.source, notice.state), ("own", "draft"))
            row._report_delisting("5")
            self.assertTrue(row.is_breach)
            self.assertEqual(row.notice_ids, notice)

    def test_prd_03_a_passed_test_ends_it(self):
        row = self.register()
        row._log_result("passed", str(self.now_in_china()))
        self.assertFalse(row.report_due_at)
        with self.assertRaises(UserError):
            row._report_delisting("1")
        with self.assertRaisesRegex(UserError, "failed"):
            row.with_user(self.officer).action_open_notice()

    @staticmethod
    def now_in_china():
        return china_naive(fields.Datetime.now())

    # -- SC-22 ------------------------------------------------------------------------------------

    def test_sc_22_from_the_test_to_the_inspection(self):
        """SC-22: PRD-02 to PRD-05, LIM-04, LIM-05, DOC-20."""
        with freeze_time("2026-06-17 02:00:00"):
            row = self.register()
        with freeze_time(f"{THURSDAY} 07:05:00"):
            row._log_result("failed", "2026-06-18 15:00")
        with freeze_time(f"{THURSDAY} 08:10:00"):
            notice = row._report_delisting("6")
        self.assertEqual(row.report_due_at, datetime(2026, 6, 19, 7))
        self.assertFalse(row.is_breach)
        self.assertEqual((notice.source, notice.station_id), ("merchant", self.officer_unit))
        self.assertEqual(notice.due_at, datetime(2026, 6, 18, 9, 30))
        notice = notice.sudo(False).with_user(self.officer)
        notice.class_ids = self.dryers
        with freeze_time(f"{THURSDAY} 09:05:00"):
            notice.action_send()
        self.assertFalse(notice.is_late)
        recipients = self.neighbour | self.kiosk | self.corner
        self.assertEqual(notice.receipt_ids.merchant_id, recipients)
        self.assertEqual(set(notice.receipt_ids.mapped("due_on")), {date(2026, 6, 22)})
        report = notice.sudo().report_id
        self.assertEqual((report.kind, report.is_anonymous), ("report", True))
        self.assertEqual((report.respondent_id, report.stage_code), (self.mall, "registered"))
        self.assertEqual(notice.sudo().document_id.template_id.code, "DOC-20")
        with freeze_time("2026-06-22 15:59:00"):
            for merchant in (self.neighbour, self.kiosk):
                self.receipt(notice, merchant)._confirm_receipt(CONFIRM, PHOTO)
            self.run_job("cron_product_follow_up")
            third = self.receipt(notice, self.corner)
            self.assertEqual((third.state, third.breached_on), ("waiting", False))
        with freeze_time("2026-06-22 16:00:00"):
            self.run_job("cron_product_follow_up")
        self.assertEqual((third.state, third.breached_on), ("inspect", date(2026, 6, 23)))
        self.assertEqual((notice.answered_count, notice.inspect_count), (2, 1))
        self.assertEqual((notice.found_quantity, notice.removed_quantity), (6, 6))
        self.assertAlmostEqual(notice.coverage, 66.67, places=1)

    @property
    def officer_unit(self):
        return self.stations["station_a1"]

    # -- the notice -------------------------------------------------------------------------------

    def test_tl_46_the_limit_of_sending_is_a_clock(self):
        """PRD-04, TL-46, LIM-15: starts with the finding, stops with the sending; what is missed
        is a breach of the unit that was to send it, explained like every date."""
        breaches = self.env["rights.deadline.breach"]
        with freeze_time(f"{THURSDAY} 08:10:00"):
            notice = self.notice()
            other, dropped = self.notice(), self.notice(station_id=self.officer_unit.id)
            [clock] = notice.sudo().clock_ids
            self.assertEqual(
                (clock.code, clock.start_at, clock.due_at),
                ("TL-46", datetime(2026, 6, 18, 8, 10), datetime(2026, 6, 18, 9, 30)),
            )
            self.assertTrue(clock.explanation)
            notice.action_send()
            self.assertEqual((clock.outcome, notice.due_at, notice.is_late), ("met", False, False))
            dropped.unlink()
            district = self.stations["district_a"]
            other.sudo().station_id = district
            self.assertEqual(other.sudo().clock_ids.station_id, district)
        with freeze_time(f"{THURSDAY} 09:30:00"):
            self.env.flush_all()
            breaches._sweep()
            other.invalidate_recordset()
            self.assertTrue(other.is_late)
            with self.assertRaisesRegex(UserError, "missed"):
                other.with_user(self.users["dispatcher_a"]).unlink()
            self.assertFalse(breaches.search([("deadline_id", "=", clock.id)]))
            late = breaches.search([("deadline_id", "=", other.sudo().clock_ids.id)])
            self.assertEqual((late.code, late.station_id), ("TL-46", district))

    def test_prd_04_without_a_class_everybody_is_told(self):
        """PRD-04, SC-22: all merchants of the area, when the class is not known."""
        notice = self.notice(class_ids=False)
        abroad = self._merchant("测试外区店", station_id=self.stations["station_b1"].id)
        closed = self._merchant("测试歇业店", active=False)
        notice.action_send()
        told = notice.sudo().receipt_ids.merchant_id
        self.assertEqual(
            told & (self.bakery | self.tenant | self.kiosk),
            self.bakery | self.tenant | self.kiosk,
        )
        self.assertFalse(told & (abroad | closed | self.mall))

    def test_prd_04_whose_classes_are_unknown_may_carry_it(self):
        """PRD-04: only who is known to sell other things gets no notice."""
        unknown = self._merchant("测试新店")
        notice = self.notice()
        notice.action_send()
        told = notice.sudo().receipt_ids.merchant_id
        self.assertIn(unknown, told)
        self.assertFalse(told & (self.bakery | self.tenant))

    def test_prd_04_sent_it_stays(self):
        """PRD-04: neither text nor state is changed afterwards, and it goes out once."""
        notice = self.notice()
        with self.assertRaises(AccessError):
            notice.state = "sent"
        with self.assertRaises(AccessError):
            notice.create({"product": "x", "problem": "x", "state": "sent"})
        notice.action_send()
        with self.assertRaises(UserError):
            notice.product = "吸尘器"
        with self.assertRaises(UserError):
            notice.action_send()
        with self.assertRaises(UserError):
            notice.unlink()

    def test_prd_04_written_in_one_statement(self):
        """PRD-04: as many statements for forty merchants as for three."""
        few, many = self.notice(), self.notice()
        before = self.env.cr.sql_log_count
        few.sudo()._write_receipts()
        for_few = self.env.cr.sql_log_count - before
        for place in range(40):
            self._merchant(f"测试店{place:02d}")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        many.sudo()._write_receipts()
        self.assertLessEqual(self.env.cr.sql_log_count - before, for_few + 2)
        self.assertGreaterEqual(many.sudo().receipt_count, 40)

    def test_prd_04_rights(self):
        """PRD-04: a sibling sees nothing, the unit above sends, a unit below reads and cannot."""
        notice = self.notice()
        for login in ("station_b1", "station_a2"):
            with self.assertRaises(AccessError):
                notice.with_user(self.users[login]).read(["product"])
        above = self.as_user("dispatcher_a", self.env["rights.product.notice"]).create(
            {"product": "电吹风", "problem": "起火", "class_ids": [Command.set(self.dryers.ids)]}
        )
        with self.assertRaises(AccessError):
            above.with_user(self.officer).action_send()
        above.action_send()
        mine = above.with_user(self.officer)
        self.assertEqual(mine.read(["product"])[0]["product"], "电吹风")
        with self.assertRaises(AccessError):
            self.as_user("operator", notice).read(["product"])
        with self.assertRaises(AccessError):
            notice.with_user(self.manager).read(["product"])

    def test_prd_04_mails_go_to_who_acts_for_the_merchant(self):
        """PRD-04: by the job, once; who has no address is counted."""
        self.stranger.email = "other@example.com"
        notice = self.notice()
        notice.action_send()
        self.run_job("cron_product_tell")
        self.run_job("cron_product_tell")
        mails = self.env["mail.mail"].search([("email_to", "=", "other@example.com")])
        self.assertEqual(len(mails), 1)
        self.assertIn("电吹风", mails.subject)
        self.assertTrue(self.receipt(notice, self.neighbour).is_mailed)
        self.assertEqual(notice.unreached_count, 2)

    # -- receipts ---------------------------------------------------------------------------------

    def test_prd_05_a_receipt_has_quantities_and_a_photo(self):
        """PRD-05: both quantities; a photo when something was found."""
        notice = self.notice()
        notice.action_send()
        row = self.receipt(notice, self.neighbour).with_user(self.stranger).sudo()
        for given, photo in (
            ({}, PHOTO),
            ({"quantity_found": "3"}, PHOTO),
            ({"quantity_found": "3", "quantity_removed": "4"}, PHOTO),
            ({"quantity_found": "x", "quantity_removed": "0"}, PHOTO),
            (CONFIRM, None),
        ):
            with self.subTest(given=given), self.assertRaises(UserError):
                row._confirm_receipt(given, photo)
        row._confirm_receipt(CONFIRM, PHOTO)
        self.assertEqual((row.state, row.confirmed_by_id), ("confirmed", self.stranger))
        with self.assertRaises(UserError):
            row._confirm_receipt(CONFIRM, PHOTO)
        none = self.receipt(notice, self.kiosk)
        none._confirm_receipt({"quantity_found": "0", "quantity_removed": "0"})
        self.assertEqual(none.state, "confirmed")

    def test_prd_05_what_is_still_on_the_shelf_is_inspected(self):
        """PRD-05: less taken off than found is looked at, until the rest is gone."""
        notice = self.notice()
        notice.action_send()
        row = self.receipt(notice, self.neighbour)
        row._confirm_receipt({"quantity_found": "3", "quantity_removed": "1"}, PHOTO)
        self.assertEqual(row.state, "inspect")
        self.assertTrue(row.inspection_id)
        row._confirm_receipt(CONFIRM)
        self.assertEqual((row.state, row.quantity_removed), ("confirmed", 3))

    def test_prd_05_who_does_not_answer_is_urged_and_inspected(self):
        """PRD-05: urged weekly; the officer's inspection stands as it was recorded."""
        self.stranger.email = "other@example.com"
        with freeze_time("2026-03-09 02:00:00"):
            notice = self.notice()
            notice.action_send()
        row = self.receipt(notice, self.neighbour)
        for day, urged in (("2026-03-11", 1), ("2026-03-12", 1), ("2026-03-18", 2)):
            with freeze_time(f"{day} 02:00:00"):
                self.run_job("cron_product_follow_up")
                self.assertEqual(row.urge_count, urged)
        mine = row.with_user(self.officer)
        visit = mine.inspection_id
        self.assertEqual((visit.merchant_id, visit.state), (self.neighbour, "planned"))
        self.assertIn("电吹风", " ".join(visit._get_missing()))
        with self.assertRaises(UserError):
            mine.action_inspected()
        with self.assertRaises(AccessError):
            mine.state = "confirmed"
        mine.write({"finding": "货架已清空", "quantity_found": 2, "quantity_removed": 2})
        mine.action_inspected()
        self.assertEqual((row.state, row.inspected_by_id), ("inspected", self.officer))
        self.assertNotIn("电吹风", " ".join(visit._get_missing()))
        with self.assertRaises(UserError):
            mine.finding = "改写"
        self.assertTrue(row.breached_on)
        with self.assertRaises(AccessError):
            row.with_user(self.users["station_a2"]).read(["state"])

    # -- lifting and quick response ---------------------------------------------------------------

    def test_prd_09_the_issuing_unit_lifts_it_with_its_reason(self):
        """PRD-09: nobody else, not without a reason, and every recipient is told."""
        self.stranger.email = "other@example.com"
        notice = self.notice()
        notice.action_send()
        self.run_job("cron_product_tell")
        with self.assertRaisesRegex(UserError, "reason"):
            notice.action_lift()
        notice.lift_reason = "复检合格"
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_a", notice).action_lift()
        notice.action_lift()
        self.assertEqual((notice.state, notice.lifted_by_id), ("lifted", self.officer))
        self.run_job("cron_product_tell")
        mails = self.env["mail.mail"].search([("email_to", "=", "other@example.com")])
        self.assertEqual(len(mails), 2)
        self.assertIn("复检合格", "".join(mails.mapped("body_html")))
        self.assertTrue(all(notice.sudo().receipt_ids.mapped("lift_told_at")))
        with self.assertRaises(UserError):
            self.receipt(notice, self.kiosk)._confirm_receipt(CONFIRM, PHOTO)

    def test_prd_10_a_quick_response_and_a_notice_stand_side_by_side(self):
        """PRD-10: what the scene found becomes a notice of its own; there is one."""
        case = self.create_case()
        response = self.env["rights.quick.response"].create(
            {
                "case_id": case.id,
                "reason": "食品安全",
                "premises": "测试超市",
                "product": "散装熟食",
                "station_id": self.officer_unit.id,
            }
        )
        mine = response.with_user(self.officer)
        with self.assertRaises(UserError):
            mine.action_notify_area()
        self.env["rights.quick.response.proof"].create(
            {
                "response_id": response.id,
                "kind": "test",
                "name": "亚硝酸盐速测",
                "result": "suspect",
            }
        )
        first = mine.action_notify_area()
        self.assertEqual(mine.action_notify_area()["res_id"], first["res_id"])
        notice = self.env["rights.product.notice"].browse(first["res_id"])
        self.assertEqual((notice.product, notice.source), ("散装熟食", "own"))
        self.assertFalse(response.closed_at)

    def test_todo_names_what_waits(self):
        """PRD-04, PRD-05: the unsent notice and the silent merchant stand on the to-do page."""
        cases = self.env["rights.case"].with_user(self.officer)
        notices = "consumer_rights.rights_product_notice_action_unsent"
        receipts = "consumer_rights.rights_product_receipt_action_inspect"
        with freeze_time("2026-03-09 02:00:00"):
            notice = self.notice()
            self.assertEqual(dict(cases._get_todo_pages())[notices], 1)
            notice.action_send()
        with freeze_time("2026-03-11 02:00:00"):
            self.run_job("cron_product_follow_up")
            pages = dict(cases._get_todo_pages())
        self.assertEqual((pages[notices], pages[receipts]), (0, 3))

    def test_tl_46_notices_of_before_get_their_clock(self):
        """D14: the script of the upgrade, on a draft and on a notice that was sent late."""
        notices = self.notice() | self.notice()
        self.env.cr.execute(
            "UPDATE rights_deadline SET res_id = 0 WHERE res_model = 'rights.product.notice'"
        )
        self.env.cr.execute(
            "UPDATE rights_product_notice SET reported_at = '2026-06-18 08:00',"
            " sent_at = '2026-06-22 02:00', state = 'sent' WHERE id = %s",
            [notices[1].id],
        )
        self.env.invalidate_all()
        path = Path(__file__).parents[1] / "migrations/19.0.1.11.0/post-product-clocks.py"
        spec = importlib.util.spec_from_file_location("post_product_clocks", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _run in range(2):
            script.migrate(self.env.cr, "19.0.1.10.0")
        draft, sent = notices.sudo()
        self.assertEqual((draft.clock_ids.code, bool(draft.due_at)), ("TL-46", True))
        self.assertEqual((len(sent.clock_ids), sent.is_late, sent.due_at), (1, True, False))
