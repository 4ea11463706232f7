"""The person is told the date, and again at each change (LIM-14), within a working day (TL-43)."""

import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .deadline_common import DeadlineCommon
from .test_clock_days import SHORT_2027


@tagged("post_install", "-at_install")
class TestDeadlineTold(DeadlineCommon):
    def accepted(self, moment="2026-03-09 10:00"):
        with self.at(moment):
            case = self.registered_case("clerk")
            self.move(case, "accept", "clerk", {**self.ACCEPT, "promised_date": "2026-03-18"})
            self.move(case, "take", "clerk")
        return case

    def told(self, case, code):
        return case.sudo().progress_ids.filtered(lambda entry: entry.kind_id.code == code)

    def extend(self, clock):
        request = self.as_user("clerk", self.env["rights.deadline.extension"]).create(
            {"deadline_id": clock.id, "reason": "需要补充内部核查材料"}
        )
        self.as_user("head", request).action_approve()

    def pause(self, case, reason="testing"):
        return self.as_user("clerk", self.env["rights.deadline.pause"]).create(
            {
                "case_id": case.id,
                "reason_id": self.env.ref(f"consumer_rights.pause_reason_{reason}").id,
                "date_from": "2026-03-10",
                "document": "检委1号",
            }
        )

    def test_lim_14_date_of_acceptance_is_told_with_the_decision(self):
        """LIM-14, HND-06: the notice names the promised date; the delivered decision tells it."""
        case = self.accepted()
        entry = self.told(case, "accepted")
        self.assertEqual(entry.text, "您反映的事项已经受理，承诺办结日期为2026年3月18日。")
        self.assertEqual((entry.way, str(entry.date)), ("phone", "2026-03-18"))
        clock = self.clock(case, "TL-12")
        self.assertEqual(clock.date_told_at, entry.told_at)
        self.assertFalse(clock.is_untold)
        self.assertOutcome(case, TL_43="met")

    def test_lim_14_told_again_at_each_change(self):
        """LIM-14, HND-06: pause, resumption and extension each make a notice with its date."""
        case = self.accepted()
        clock = self.clock(case, "TL-12")
        with self.at("2026-03-10 10:00"):
            pause = self.pause(case)
            paused = self.told(case, "paused")
            self.assertIn("2026年3月10日", paused.text)
            self.assertNotIn("检委1号", paused.text, "what the document is concerns the centre")
            self.assertTrue(clock.is_untold)
            self.as_user("clerk", paused).action_told()
            self.assertFalse(clock.is_untold, "that there is no date for now was told")
        with self.at("2026-03-16 10:00"):
            self.as_user("clerk", pause).action_resume()
            resumed = self.told(case, "resumed")
            self.assertEqual(resumed.date, clock.due_day)
            self.assertTrue(clock.is_untold)
            self.as_user("clerk", resumed).action_told()
            self.assertFalse(clock.is_untold)
            self.extend(clock)
            extended = self.told(case, "extended")
            self.assertEqual(extended.date, clock.due_day)
            self.assertGreater(extended.date, resumed.date)
            self.assertIn(f"{extended.date.month}月{extended.date.day}日", extended.text)
            self.assertNotIn("内部核查", extended.text)
            self.assertTrue(clock.is_untold)
            self.as_user("clerk", clock).action_date_told()
            self.assertEqual(extended.way, "phone", "telling the date tells its notice")

    def test_lim_14_internal_limits_are_not_told(self):
        """HND-06: an extension of a limit inside the centre is not the person's business."""
        case = self.accepted()
        clock = self.clock(case, "TL-12").sudo()
        clock.kind = "internal"
        with self.at("2026-03-10 10:00"):
            self.extend(clock)
        self.assertFalse(self.told(case, "extended"))

    def test_lim_07_published_year_tells_the_new_date(self):
        """LIM-07, LIM-14: whoever was promised a date that moves gets a notice of the new one."""
        with self.at("2026-12-28 10:00"):
            case = self.registered_case("clerk")
            self.move(case, "accept", "clerk", self.ACCEPT)
            clock = self.clock(case, "TL-12")
            before = clock.due_day
            self.assertFalse(clock.is_untold)
        with self.at("2026-12-29 10:00"):
            self.publish_2027("2027-01-04,holiday,元旦\n")
            self.assertGreater(clock.due_day, before)
            entry = self.told(case, "date_moved")
            self.assertEqual(entry.date, clock.due_day)
            self.assertEqual((entry.deadline_id, entry.name), (clock, "办结日期调整"))
            self.assertTrue(clock.is_untold)
            # there is neither a portal account nor a gateway: somebody has to call
            with self.enter_registry_test_mode():
                self.env.ref("consumer_rights.cron_progress_tell").method_direct_trigger()
            self.env.invalidate_all()
            self.assertFalse(entry.told_at or entry.next_try_at)
            self.as_user("clerk", entry).action_told()
        self.assertFalse(clock.is_untold)

    def publish_2027(self, more):
        self.as_user("business_admin", self.env["rights.calendar.notice"]).create(
            {
                "year": 2027,
                "document": "国办发明电〔2026〕9号",
                "file": base64.b64encode((SHORT_2027 + more).encode()),
            }
        ).action_publish()

    def test_tl_43_notice_within_a_working_day(self):
        """TL-43: starts with the change, missed after one working day, met when told."""
        case = self.accepted()
        with self.at("2026-03-13 15:00"):  # a Friday
            self.conclude(case)
            entry = self.told(case, "concluded")
            running = self.clocks(case).filtered(
                lambda clock: clock.code == "TL-43" and not clock.stopped_at
            )
            self.assertEqual(str(running.due_day), "2026-03-16")
            self.assertFalse(entry.is_missing)
        missing = self.as_user("clerk", self.env["rights.case.progress"])
        with self.at("2026-03-16 23:30"):
            self.assertNotIn(entry, missing.search([("is_missing", "=", True)]))
        with self.at("2026-03-17 09:00"):
            self.assertIn(entry, missing.search([("is_missing", "=", True)]))
            self.assertNotIn(entry, missing.search([("is_missing", "=", False)]))
            self.as_user("clerk", entry).action_told()
            self.assertNotIn(entry, missing.search([("is_missing", "=", True)]))
            self.assertEqual(running.outcome, "late")
            with self.assertRaisesRegex(UserError, "told already"):
                self.as_user("clerk", entry).action_told()
