"""A shift is handed over, and all work of a person (DUT-02, DUT-11)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .duty_common import DutyCommon


@tagged("post_install", "-at_install")
class TestShiftHandover(DutyCommon):
    def setUp(self):
        super().setUp()
        with self.at("2025-10-08T10:00"):
            # 12:00 operator, 17:30 clerk
            self.phone = self.roster("phone", "2025-10-09", "2025-10-09", "operator", "clerk")
        self.noon, self.night = self.phone.shift_ids.sorted("start_at")

    def hand_over(self):
        action = self.as_user("operator", self.noon).action_hand_over()
        return self.env["rights.duty.handover"].browse(action["res_id"])

    def test_the_record_lists_what_is_open_and_both_sign(self):
        """DUT-02: open calls, pending call-backs, urgent cases; then the next shift has them."""
        with self.at("2025-10-09T12:30"):
            task = self.missed("2025-10-09T12:30", "a")
            call = self.tell("answered", "2025-10-09T12:35", "b", "13900004321")
            urgent = self.registered_case("operator", priority="1")
            self.assertEqual(task.user_id, self.users["operator"])
        with self.at("2025-10-09T14:00"):
            record = self.hand_over()
            self.assertEqual(record.out_user_id, self.users["operator"])
            self.assertEqual((record.callback_ids, record.call_ids), (task, call))
            self.assertIn(urgent, record.case_ids)
            self.assertEqual(self.hand_over(), record, "one record a shift")
            self.assertEqual(task.user_id, self.users["operator"], "until the other signs")
            for login in ("operator", "office"):
                with self.refused(error=AccessError):
                    self.as_user(login, record).action_sign()
        with self.at("2025-10-09T17:40"):
            self.as_user("clerk", record).action_sign()
            self.assertEqual(record.in_user_id, self.users["clerk"])
            self.assertEqual(task.user_id, self.users["clerk"])
            self.assertEqual(task.clock_ids.user_id, self.users["clerk"])
            with self.refused("Both"):
                self.as_user("clerk", record).write({"note": "补记"})
            with self.refused(error=AccessError):
                self.as_user("clerk", record).write({"in_user_id": self.users["office"].id})

    def lacking(self):
        self.env["rights.duty.gap"].invalidate_model()
        gaps = self.env["rights.duty.gap"].search(
            [("kind", "=", "handover"), ("station_id", "=", self.city.id)]
        )
        shifts = self.shifts.search(
            [("lacks_handover", "=", True), ("station_id", "=", self.city.id)]
        )
        self.assertEqual(gaps.shift_id, shifts)
        return shifts

    def test_a_missing_handover_is_listed(self):
        """DUT-02: from the end of the shift until both have signed."""
        with self.at("2025-10-09T13:59"):
            self.assertFalse(self.lacking())
        with self.at("2025-10-09T14:00"):
            self.assertEqual(self.lacking(), self.noon)
            self.assertEqual(self.waiting("operator", "rights_duty_shift_action_my"), 1)
            record = self.hand_over()
            self.assertEqual(self.lacking(), self.noon)
        with self.at("2025-10-09T17:30"):
            self.as_user("clerk", record).action_sign()
            self.assertFalse(self.lacking())

    def test_where_the_same_person_goes_on_none_is_due(self):
        """DUT-02: it is no change of shift."""
        with self.at("2025-10-09T15:00"):
            self.roster("service", "2025-10-10", "2025-10-10", "clerk")
        with self.at("2025-10-10T13:00"):
            self.assertNotIn("service", self.lacking().mapped("kind"))
        with self.at("2025-10-10T17:30"):
            self.assertIn("service", self.lacking().mapped("kind"))

    def test_only_the_shift_itself_hands_over(self):
        with self.at("2025-10-09T14:00"):
            for login in ("clerk", "head"):
                with self.refused(error=AccessError):
                    self.as_user(login, self.noon).action_hand_over()
            with self.refused("not begun"):
                self.as_user("clerk", self.night).action_hand_over()


@tagged("post_install", "-at_install")
class TestWorkHandover(DutyCommon):
    def setUp(self):
        super().setUp()
        self.leaver = self.users["clerk"]
        self.next = self._create_person("clerk2", "clerk", "city")

    @property
    def case(self):
        return self.env["rights.case"].browse(self.case_id)

    def work(self):
        """A case in hand with its clocks, a call-back and a shift of the leaver."""
        with self.at("2025-10-08T10:00"):
            self.roster("phone", "2025-10-09", "2025-10-09", "clerk")
        with self.at("2025-10-09T12:30"):
            self.case_id = self.case_at("handling").id
            return self.missed("2025-10-09T12:30")

    def handover(self, login="head", **values):
        return self.as_user(login, self.env["rights.work.handover"]).create(
            {
                "from_user_id": self.leaver.id,
                "to_user_id": self.next.id,
                "station_id": self.city.id,
                **values,
            }
        )

    def follow(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.work_handover_cron").method_direct_trigger()

    def test_everything_open_passes_in_one_step(self):
        """DUT-11: card, clocks, call-back, shift and task; the list names each."""
        task = self.work()
        with self.at("2025-10-09T13:00"):
            activity = self.case.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.leaver.id, summary="复核"
            )
            clocks = self.case.deadline_ids.filtered(lambda clock: not clock.stopped_at)
            self.assertEqual(clocks.user_id, self.leaver)
            handover = self.handover()
            self.assertTrue(handover.open_count)
            handover.action_pass()
            self.assertEqual(self.case.user_id, self.next)
            for record in (clocks, task, task.clock_ids, activity):
                self.assertEqual(record.user_id, self.next, record)
            coming = self.shifts.search(
                [("station_id", "=", self.city.id), ("end_at", ">", "2025-10-09 05:00:00")]
            )
            self.assertEqual(coming.user_id, self.next)
            kinds = set(handover.line_ids.mapped("kind"))
            self.assertEqual(kinds, {"card", "clock", "callback", "shift", "task"})
            handover.invalidate_recordset(["open_count"])
            self.assertEqual(handover.open_count, 0)
            moved = self.case.event_ids.filtered("changes")[-1:]
            self.assertIn("user_id", moved.changes)

    def test_a_shift_that_the_successor_cannot_take_is_open(self):
        """DUT-11, DUT-01: on duty elsewhere at that time; the rest passes, the place is red."""
        self.work()
        with self.at("2025-10-09T10:00"):
            shifts = self.roster("service", "2025-10-10", "2025-10-10", "clerk").shift_ids
            kept, given = shifts.sorted("start_at")
            other = self.roster(
                "service", "2025-10-10", "2025-10-10", studio="legal", publish=False
            )
            other.shift_ids.sorted("start_at")[0].user_id = self.users["operator"]
        with self.at("2025-10-09T13:00"):
            self.handover(to_user_id=self.users["operator"].id).action_pass()
        self.assertFalse(kept.user_id)
        self.assertEqual(given.user_id, self.users["operator"])
        self.assertEqual(self.case.user_id, self.users["operator"])

    def test_a_clock_is_missed_by_whom_it_is_then(self):
        """DUT-11: responsibility follows the post at each moment."""
        self.work()
        with self.at("2025-10-09T13:00"):
            clock = self.tasks.search([("user_id", "=", self.leaver.id)]).clock_ids
            self.handover().action_pass()
        with self.at("2025-10-10T09:00"):
            self.env["rights.deadline.breach"]._sweep()
            self.assertEqual(clock.breach_ids.user_id, self.next)

    def test_both_confirm_the_list(self):
        """DUT-11: a head only in place of a person who is locked."""
        self.work()
        with self.at("2025-10-09T13:00"):
            handover = self.handover()
            handover.action_pass()
            with self.refused(error=AccessError):
                handover.action_confirm()
            self.assertEqual(self.waiting("clerk", "rights_work_handover_action"), 1)
            self.as_user("clerk", handover).action_confirm()
            self.assertEqual(handover.state, "passed")
            handover.with_user(self.next).action_confirm()
            self.assertEqual(handover.state, "confirmed")

    def test_a_head_confirms_for_a_locked_person(self):
        """DUT-11: and a locked person's cases are listed until they are passed on."""
        self.work()
        with self.at("2025-10-09T13:00"):
            self.leaver.active = False
            gaps = self.as_user("head", self.env["rights.duty.gap"])
            self.assertIn(self.leaver, gaps.search([("kind", "=", "work")]).user_id)
            handover = self.handover(reason="locked")
            handover.action_pass()
            gaps.invalidate_model()
            self.assertFalse(gaps.search([("kind", "=", "work"), ("user_id", "=", self.leaver.id)]))
            handover.action_confirm()
            self.assertEqual(handover.out_confirmed_by_id, self.users["head"])

    def test_a_deputy_gives_back_after_the_period(self):
        """DUT-11: deputies have a period; what was finished meanwhile stays."""
        task = self.work()
        with self.at("2025-10-09T13:00"):
            with self.refused("period", error=ValidationError):
                self.handover(reason="leave")
            handover = self.handover(reason="leave", date_from="2025-10-10", date_to="2025-10-13")
            self.follow()
            self.assertEqual(handover.state, "planned")
        with self.at("2025-10-10T00:30"):
            self.follow()
            self.assertEqual((handover.state, self.case.user_id), ("passed", self.next))
            task.with_user(self.next).action_reached_no_request()
        with self.at("2025-10-13T23:30"):
            self.follow()
            self.assertEqual(self.case.user_id, self.next)
        with self.at("2025-10-14T00:30"):
            self.follow()
            self.assertEqual((handover.state, self.case.user_id), ("returned", self.leaver))
            self.assertEqual(task.user_id, self.next)

    def test_a_post_with_open_work_does_not_end(self):
        """DUT-11: at once or on a day to come; with a successor named it does."""
        self.work()
        post = self.as_user("head", self.leaver.rights_post_ids)
        with self.at("2025-10-09T13:00"):
            with self.refused("DUT-11"):
                post.action_end()
            with self.refused("DUT-11"):
                post.date_to = "2025-10-31"
            handover = self.handover(date_from="2025-11-01")
            post.date_to = "2025-10-31"
            handover.unlink()
            self.handover().action_pass()
            post.action_end()
            self.assertFalse(post.active)

    def test_who_passes_work_on(self):
        """DUT-11: the unit's head, to a person with a post there."""
        self.work()
        with self.at("2025-10-09T13:00"):
            for login in ("clerk", "dispatcher", "head"):
                if login != "head":
                    with self.refused(error=AccessError):
                        self.handover(login)
            with self.refused("no post", error=ValidationError):
                self.handover(to_user_id=self.users["handler_a"].id)
            handover = self.handover()
            with self.refused(error=AccessError):
                handover.write({"state": "confirmed"})
            handover.action_pass()
            with self.refused("passed on already"):
                handover.action_pass()
            with self.refused("record"):
                handover.unlink()
