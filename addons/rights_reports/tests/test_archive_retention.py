"""Retention, legal hold, appraisal by two people and destruction with its paper (ARC-11)."""

from datetime import date, timedelta

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.pdf_check import pdfa_faults, text_of
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .archive_common import ArchiveCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-01 02:00:00")
class TestArchiveRetention(ArchiveCommon):
    def test_arc_11_merchant_ledgers_two_years_to_the_day(self):
        """TL-30, SC-20: expired from the day after; a leap day ends on the 28th."""
        volume = self.volume(day=date(2024, 2, 29))
        self.assertEqual(volume.keep_until, date(2026, 2, 28))
        for moment, expired in (("2026-02-28 15:59:00", False), ("2026-02-28 16:00:00", True)):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(volume.is_expired, expired)
                found = volume.search([("is_expired", "=", True), ("id", "=", volume.id)])
                self.assertEqual(bool(found), expired)
                appraisal = self.appraisal(volume, approve=False)
                if expired:
                    appraisal.action_ask_approval()
                else:
                    with self.assertRaisesRegex(UserError, "2026-02-28"):
                        appraisal.action_ask_approval()
                    appraisal.line_ids.unlink()

    def test_arc_11_the_youngest_item_keeps_the_volume(self):
        volume = self.volume(day=date(2023, 5, 8), close=False)
        volume.item_ids.copy({"date": "2025-06-01", "title": "后补"})
        self.assertEqual(volume.keep_until, date(2027, 6, 1))

    def test_arc_11_dossiers_are_kept_without_limit(self):
        volume = self.volume("dossier", day=date(1990, 1, 1))
        self.assertFalse(volume.keep_until)
        with self.assertRaisesRegex(UserError, "without limit"):
            self.appraisal(volume)

    def test_arc_11_a_limit_that_is_not_known_keeps(self):
        volume = self.volume()
        policies = self.env["rights.deadline.policy"].search([("code", "=", "TL-30")])
        policies.active = False
        self.env.registry.clear_cache()
        self.assertFalse(volume.class_id.sudo()._keep_until(date(2023, 5, 8)))

    def test_arc_11_nothing_is_deleted(self):
        """Nobody deletes, expired or not, and no job of ours does."""
        volume = self.volume()
        for record in (volume, volume.item_ids, volume.entry_ids):
            with self.assertRaises(UserError):
                record.sudo().unlink()
        crons = self.env["ir.cron"].search([("code", "ilike", "archive")])
        self.assertFalse(crons.filtered(lambda one: "destroy" in one.code))
        self.assertEqual(volume.state, "closed")

    def test_arc_11_two_people_appraise(self):
        volume = self.volume()
        appraisal = self.appraisal(volume, approve=False)
        with self.assertRaises(UserError):
            appraisal.action_destroy()
        appraisal.action_ask_approval()
        with self.assertRaises(AccessError):
            appraisal.action_approve()
        both = self.users["archivist"]
        both.group_ids |= self.env.ref("consumer_rights.consumer_rights_group_division_head")
        with self.assertRaises(UserError):
            appraisal.action_approve()
        with self.assertRaises(UserError):
            appraisal.line_ids.verdict = "keep"
        self.as_user("head", appraisal).action_approve()
        self.assertEqual(appraisal.approved_by_id, self.users["head"])
        self.assertTrue(appraisal.name.startswith("档鉴〔2026〕"))
        with self.assertRaises(ValidationError):
            self.appraisal(volume, approve=False)

    def test_arc_11_destroyed_with_certificate_and_trace(self):
        volume = self.volume()
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "rights.archive.item"),
                ("res_id", "=", volume.item_ids.id),
                ("res_field", "=", "file"),
            ]
        )
        self.assertTrue(attachment)
        appraisal = self.appraisal(volume)
        with self.assertRaises(UserError):  # by whom, how, before whom
            appraisal.action_destroy()
        appraisal.write({"method": "粉碎", "witness_id": self.users["archivist"].id})
        with self.assertRaises(UserError):
            appraisal.action_destroy()
        self.destroy(appraisal)
        self.assertEqual((volume.state, volume.box_id.ids), ("destroyed", []))
        self.assertFalse(attachment.exists())
        self.assertTrue(volume.item_ids.title)
        entry = volume.entry_ids[0]
        self.assertEqual(
            (entry.kind, entry.number, entry.title, entry.page_count),
            ("destroyed", appraisal.certificate_number, "经营者台账", 12),
        )
        self.assertTrue(self.as_user("auditor", entry).has_access("read"))
        report = self.env.ref("rights_reports.rights_archive_certificate_report").sudo()
        content = self.env["ir.actions.report"]._render_weasyprint(report, appraisal.ids).content
        self.assertFalse(pdfa_faults(content))
        text = text_of(content)
        for said in (
            appraisal.certificate_number,
            "档案销毁证明",
            volume.name,
            "测试archivist",
            "测试head",
            "测试clerk",
            "2026年6月1日",
            "2025年5月8日",
        ):
            self.assertIn(said, text)

    def test_arc_11_a_hold_keeps_what_has_expired(self):
        """Who, why, until: also one that comes after the approval."""
        volume = self.volume()
        appraisal = self.appraisal(volume)
        hold = self.as_user("head", self.env["rights.archive.hold"]).create(
            {"volume_id": volume.id, "reason": "涉诉", "user_id": self.users["clerk"].id}
        )
        self.assertEqual(hold.user_id, self.users["head"])
        self.assertTrue(volume.is_held)
        self.assertIn(volume, volume.search([("is_held", "=", True)]))
        with self.assertRaisesRegex(UserError, "on hold"):
            self.destroy(appraisal)
        with self.assertRaises(AccessError):
            hold.until = "2020-01-01"
        with self.assertRaises(UserError):
            hold.action_release()
        hold.release_reason = "诉讼终结"
        hold.action_release()
        self.assertFalse(volume.is_held)
        self.destroy(appraisal)
        self.assertEqual(
            volume.entry_ids.mapped("kind"), ["destroyed", "released", "held", "closed"]
        )
        with self.assertRaises(UserError):
            hold.copy({"volume_id": volume.id})

    def test_arc_11_a_hold_ends_after_its_last_day(self):
        volume = self.volume()
        holds = self.as_user("archivist", self.env["rights.archive.hold"])
        holds.create({"volume_id": volume.id, "reason": "审计", "until": "2026-06-10"})
        for day, held in ((date(2026, 6, 10), True), (date(2026, 6, 11), False)):
            with freeze_time(f"{day - timedelta(days=1)} 16:00:00"):
                self.env.invalidate_all()
                self.assertEqual(volume.is_held, held)
        with self.assertRaises(AccessError):
            self.as_user("clerk", holds).create({"volume_id": volume.id, "reason": "无权"})
        with self.assertRaises(AccessError):
            self.as_user("keeper", holds).create({"volume_id": volume.id, "reason": "他处"})

    def test_arc_11_kept_longer_by_the_appraisal(self):
        volume = self.volume()
        appraisal = self.appraisal(volume, verdict="keep", keep_until="2030-12-31")
        self.assertEqual(volume.keep_until, date(2030, 12, 31))
        self.assertEqual(volume.entry_ids[0].kind, "kept")
        appraisal.action_destroy()
        self.assertEqual((appraisal.state, volume.state), ("done", "closed"))
        self.assertFalse(appraisal.certificate_number)

    def test_arc_11_expired_volumes_are_gathered_and_wait_on_the_todo_page(self):
        volume, held = self.volume(), self.volume()
        self.as_user("archivist", self.env["rights.archive.hold"]).create(
            {"volume_id": held.id, "reason": "涉诉"}
        )
        appraisal = self.appraisal(approve=False)
        appraisal.action_add_expired()
        self.assertIn(volume, appraisal.line_ids.volume_id)
        self.assertNotIn(held, appraisal.line_ids.volume_id)
        appraisal.action_ask_approval()
        pages = dict(self.as_user("head", self.env["rights.case"])._get_todo_pages())
        self.assertEqual(pages["rights_reports.rights_archive_appraisal_action_approve"], 1)
        self.as_user("head", appraisal).action_approve()
        pages = dict(self.as_user("archivist", self.env["rights.case"])._get_todo_pages())
        self.assertEqual(pages["rights_reports.rights_archive_appraisal_action_destroy"], 1)
