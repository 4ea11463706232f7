"""Missed and off-hours calls are called back (INT-02 to INT-06, TL-01, TL-02, SC-02)."""

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import html2plaintext

from .deadline_common import china
from .duty_common import CALLER, DutyCommon

REPORT = "consumer_rights.report_rights_callback_list"


@tagged("post_install", "-at_install")
class TestCallback(DutyCommon):
    def clock_of(self, task):
        clock = task.clock_ids.sorted("id")[-1:]
        self.assertTrue(clock)
        return clock

    # -- the clocks -------------------------------------------------------------------------------

    def test_sc_02_an_off_hours_message_is_returned_within_24_hours(self):
        """SC-02, INT-03, TL-01: through the holiday; the first attempt meets it."""
        with self.at("2025-10-03T20:15"):
            task = self.message("2025-10-03T20:15")
            self.assertEqual(task.kind, "recorded")
            self.assertEqual(self.clock_of(task).code, "TL-01")
            self.assertChina(task.due_at, "2025-10-04T20:15")
        with self.at("2025-10-04T10:30"):
            form = self.as_user("operator", task).action_reached_registered()
            clock = self.clock_of(task)
            self.assertEqual(clock.outcome, "met")
            self.assertEqual((clock.due_at - clock.stopped_at).total_seconds(), 9.75 * 3600)
            self.assertEqual(form["context"]["default_received_at"], "2025-10-03 12:15:00")
            self.assertFalse(clock.breach_ids)

    def test_sc_02_variant_one_minute_late_leaves_its_breach(self):
        """SC-02, INT-03, LIM-15: called back at 20:16, a permanent record of one minute."""
        with self.at("2025-10-03T20:15"):
            task = self.message("2025-10-03T20:15")
        with self.at("2025-10-04T20:16"):
            self.as_user("operator", task).action_not_reached()
            breach = self.clock_of(task).breach_ids
            self.assertEqual((breach.code, breach.overdue_minutes), ("TL-01", 1))
            self.assertEqual(breach.station_id, self.city)

    def test_a_missed_call_is_due_at_service_close(self):
        """INT-04, TL-02: the same working day; after close or on a day off, the next one."""
        for number, (at, due) in enumerate(
            (
                ("2025-10-11T09:00", "2025-10-11T17:30"),  # a make-up Saturday
                ("2025-10-09T17:29", "2025-10-09T17:30"),
                ("2025-10-09T18:00", "2025-10-10T17:30"),
                ("2025-10-02T10:00", "2025-10-09T17:30"),
                ("2025-12-31T23:30", "2026-01-04T17:30"),
            )
        ):
            with self.at(at):
                task = self.missed(at, call_id=at, caller=f"1390000777{number}")
                self.assertEqual(self.clock_of(task).code, "TL-02")
                self.assertChina(task.due_at, due)

    def test_an_unanswered_entry_turns_red_is_carried_and_counts(self):
        """INT-04: red after close, on the next day's list, with its breach."""
        with self.at("2025-10-09T16:00"):
            task = self.missed("2025-10-09T16:00")
            self.assertEqual(task.light, "today")
        with self.at("2025-10-10T09:00"):
            self.env["rights.deadline.breach"]._sweep()
            task.invalidate_recordset(["light"])
            self.assertEqual(task.light, "missed")
            red = self.tasks.search([("light", "=", "missed"), ("station_id", "=", self.city.id)])
            self.assertIn(task, red)
            self.assertEqual(self.clock_of(task).breach_ids.code, "TL-02")
            newer = self.missed("2025-10-10T08:59", "c2", "13900002222")
            listed = self.tasks.search([("id", "in", (task | newer).ids)])
            self.assertEqual(listed[0], task)

    def test_a_message_in_service_hours_is_a_missed_call(self):
        """INT-04: the lines were busy; it is returned the same day, not within 24 hours."""
        with self.at("2025-10-09T10:00"):
            task = self.message("2025-10-09T10:00")
            self.assertEqual((task.kind, self.clock_of(task).code), ("missed", "TL-02"))

    # -- merging ----------------------------------------------------------------------------------

    def test_calls_of_one_number_and_day_are_one_task(self):
        """INT-06: all times are listed, the limit is that of the first call."""
        with self.at("2025-10-09T15:00"):
            first = self.missed("2025-10-09T09:05", "a")
            again = self.missed("2025-10-09T10:30", "b")
            third = self.missed("2025-10-09T14:10", "c", "+86 139-0000-1111")
            self.assertEqual(first, again | third)
            self.assertEqual(first.call_times, "09:05, 10:30, 14:10")
            self.assertEqual((first.call_count, len(first.clock_ids)), (3, 1))
            self.assertChina(first.clock_ids.start_at, "2025-10-09T09:05")

    def test_another_day_or_number_is_another_task(self):
        """INT-06: the key is number and date, the date in China."""
        with self.at("2025-10-10T09:00"):
            first = self.missed("2025-10-09T23:50", "a")
            self.assertNotEqual(first, self.missed("2025-10-10T00:10", "b"))
            self.assertNotEqual(first, self.missed("2025-10-09T23:55", "c", "13900003333"))

    def test_a_call_after_the_task_was_closed_opens_it_again(self):
        """INT-04, INT-06: still one task, and the new call has a limit of its own."""
        with self.at("2025-10-09T09:00"):
            task = self.missed("2025-10-09T09:00", "a")
            self.as_user("operator", task).action_reached_no_request()
        with self.at("2025-10-09T11:00"):
            self.assertEqual(self.missed("2025-10-09T11:00", "b"), task)
            self.assertEqual((task.state, task.outcome, task.call_count), ("open", False, 2))
            self.assertEqual(len(task.clock_ids), 2)
            self.assertTrue(task.due_at)

    def test_hidden_numbers_are_not_merged(self):
        """INT-06: without a number nobody knows whether it was the same person."""
        with self.at("2025-10-09T09:30"):
            first = self.missed("2025-10-09T09:00", "a", "anonymous")
            self.assertNotEqual(first, self.missed("2025-10-09T09:10", "b", ""))
            with self.refused("hidden"):
                self.as_user("operator", first).action_unreachable()
            first.note = "录音中无联系方式"
            self.as_user("operator", first).action_unreachable()
            self.assertEqual(first.outcome, "unreachable")

    # -- outcomes ---------------------------------------------------------------------------------

    def test_unreachable_needs_three_attempts_two_hours_apart(self):
        """INT-05: and the first attempt decides whether the limit is met."""
        with self.at("2025-10-09T09:00"):
            task = self.as_user("operator", self.missed("2025-10-09T09:00"))
        for minute, refused in (("09:30", 1), ("10:00", 1), ("11:30", 2)):
            with self.at(f"2025-10-09T{minute}"):
                task.action_not_reached()
                with self.refused(f"{refused} count"):
                    task.action_unreachable()
        self.assertEqual(self.clock_of(task.sudo()).outcome, "met")
        with self.at("2025-10-09T13:30"):
            task.action_not_reached()
            task.action_unreachable()
        self.assertEqual((task.state, task.outcome), ("closed", "unreachable"))
        self.assertEqual(task.attempt_count, 4)

    def test_nothing_closes_without_a_result(self):
        """INT-05: the six results only, after an attempt; no write passes beside the buttons."""
        with self.at("2025-10-09T09:00"):
            task = self.as_user("operator", self.missed("2025-10-09T09:00"))
            with self.refused("attempt"):
                task.sudo()._close("answered")
            with self.refused(error=AccessError):
                task.write({"state": "closed", "outcome": "answered"})
            with self.refused(error=AccessError):
                task.clock_ids.write({"stopped_at": "2025-10-09 02:00:00"})
            with self.refused("repeats"):
                task.action_duplicate()
            with self.refused("never deleted"):
                task.sudo().unlink()
            task.action_wrong_number()
            with self.refused("closed"):
                task.action_not_reached()
            self.assertEqual(task.outcome, "wrong_number")

    def test_reached_and_registered_closes_with_the_matter(self):
        """INT-05: the form has the number; saving the matter closes the task."""
        with self.at("2025-10-09T09:00"):
            task = self.as_user("operator", self.missed("2025-10-09T09:00"))
            form = task.action_reached_registered()
            self.assertEqual(task.state, "open")
            draft = self.as_user("operator", self.env["rights.case"]).with_context(
                **form["context"]
            )
            self.assertEqual(self.phone_in_form(draft), CALLER)
            case = draft.create(self.case_vals(channel_id=form["context"]["default_channel_id"]))
            self.assertEqual((task.state, task.outcome), ("closed", "registered"))
            self.assertEqual(task.case_ids, case)
            self.assertEqual(case.call_id, task.sudo().call_ids)

    def test_a_later_answered_call_shows_as_duplicate(self):
        """INT-05: the caller got through by himself."""
        with self.at("2025-10-09T11:00"):
            task = self.missed("2025-10-09T09:00", "a")
            self.assertFalse(task.later_call_text)
            self.tell("answered", "2025-10-09T10:20", "b")
            task.invalidate_recordset(["later_call_text"])
            self.assertEqual(task.later_call_text, "10:20")
            self.as_user("operator", task).action_duplicate()
            self.assertEqual(task.outcome, "duplicate")

    def test_answered_after_all_takes_the_call_out(self):
        """Events may come in any order: what was answered is nobody's call-back."""
        with self.at("2025-10-09T09:10"):
            task = self.missed("2025-10-09T09:00", "a")
            call = self.tell("answered", "2025-10-09T09:00", "a")
            self.assertEqual((call.status, call.task_id.id), ("answered", False))
            self.assertEqual((task.state, task.clock_ids.outcome), ("closed", "exempt"))
            self.assertFalse(task.clock_ids.breach_ids)

    # -- the night --------------------------------------------------------------------------------

    def test_the_night_batch_loses_no_call(self):
        """INT-02, INT-04: what only rang is missed."""
        with self.at("2025-10-09T16:00"):
            call = self.tell("ring", "2025-10-09T16:00")
            self.assertFalse(call.task_id)
        with self.at("2025-10-10T02:00"):
            self.calls._cron_night_batch()
            self.assertEqual((call.status, call.task_id.state), ("missed", "open"))

    def test_a_recording_without_a_call_record_is_a_fault_of_the_system(self):
        """INT-02: reported as an outage, once, and the caller is called back nevertheless."""
        url = "https://pbx.example/lost.wav"
        with self.at("2025-10-03T20:15"):
            self.tell("recording", "2025-10-03T20:15", "lost", recording_url=url)
            known = self.message("2025-10-03T20:00", "known", "13900004444")
        with self.at("2025-10-04T02:00"):
            self.calls._cron_night_batch()
            self.calls._cron_night_batch()
            outage = self.env["rights.outage"].search([("station_id", "=", self.city.id)])
            self.assertEqual((outage.kind, outage.state), ("software", "open"))
            self.assertIn("lost", outage.description)
            self.assertNotIn(known.call_ids.call_ref, outage.description)
            self.assertTrue(self.tasks.search([("number", "=", CALLER), ("state", "=", "open")]))

    # -- who sees what ----------------------------------------------------------------------------

    @users("t_operator")
    def test_the_number_is_clear_for_who_calls_and_the_look_is_noted(self):
        """SEC-02: reception of the own unit sees the number; each look stands in the log."""
        with freeze_time(china("2025-10-09T09:00")):
            task = self.missed("2025-10-09T09:00").with_env(self.env)
            looks = self.env["rights.audit.log"].sudo().search_count([("type", "=", "look")])
            self.assertEqual(task.read(["caller"])[0]["caller"], CALLER)
            self.assertEqual(task.read(["caller_masked"])[0]["caller_masked"], "139****1111")
            now = self.env["rights.audit.log"].sudo().search_count([("type", "=", "look")])
            self.assertEqual(now, looks + 1)

    def test_who_supervises_sees_masked_numbers_only(self):
        """SEC-02, SEC-09: figures need no number; other units see nothing at all."""
        task = self.missed("2025-10-09T09:00")
        call = task.call_ids
        for login in ("dispatcher", "head", "quality", "statistician"):
            self.assertFalse(self.as_user(login, task).caller, login)
            self.assertFalse(self.as_user(login, call).caller, login)
            self.assertEqual(self.as_user(login, call).caller_masked, "139****1111")
            with self.refused(error=AccessError):
                self.as_user(login, task).action_not_reached()
            with self.refused(error=AccessError):
                self.as_user(login, call).read(["number"])
        for login in ("station_a1", "dispatcher_a", "archivist", "handler_a"):
            self.assertFalse(
                self.as_user(login, self.tasks).has_access("read")
                and self.as_user(login, self.tasks).search([("id", "=", task.id)]),
                login,
            )

    def test_clocks_of_call_backs_are_read_with_them(self):
        """A clock and its breach are seen by whoever sees the call-back."""
        with self.at("2025-10-09T09:00"):
            task = self.missed("2025-10-09T09:00")
        with self.at("2025-10-10T09:00"):
            self.env["rights.deadline.breach"]._sweep()
            clock = task.clock_ids
            for login in ("operator", "dispatcher"):
                self.assertIn(clock, self.as_user(login, clock).search([("id", "=", clock.id)]))
                self.assertEqual(self.as_user(login, clock.breach_ids).code, "TL-02")
            for login in ("dispatcher_a", "station_a1"):
                self.assertFalse(self.as_user(login, clock).search([("id", "=", clock.id)]))
                with self.refused(error=AccessError):
                    self.as_user(login, clock).read(["code"])
                with self.refused(error=AccessError):
                    self.as_user(login, clock.breach_ids).read(["code"])

    def test_the_to_do_page_shows_my_call_backs(self):
        """Design D14: mine and nobody's."""
        with self.at("2025-10-09T09:00"):
            self.missed("2025-10-09T09:00", "a")
        with self.at("2025-10-10T09:00"):
            self.missed("2025-10-10T09:00", "b", "13900005555")
            self.assertEqual(self.waiting("operator", "rights_callback_task_action_my"), 2)
            self.assertEqual(self.waiting("archivist", "rights_callback_task_action_my"), 0)

    def test_call_logs_are_written_by_the_system_alone(self):
        """INT-04: nobody tidies a missed call away."""
        call = self.missed("2025-10-09T09:00").call_ids
        own = self.as_user("operator", call)
        for values in ({"missed_at": False}, {"answered_at": "2025-10-09 01:00:00"}):
            with self.refused(error=AccessError):
                own.write(values)
        with self.refused(error=UserError):
            call.unlink()

    # -- on paper ---------------------------------------------------------------------------------

    def test_doc_24_the_list_on_paper(self):
        """DOC-24, INT-04, INT-06: every caller of the days once, masked, with what became of it."""
        with self.at("2025-10-09T10:00"):
            returned = self.missed("2025-10-09T09:00", "c1", "13900001111")
            self.missed("2025-10-09T09:20", "c2", "13900001111")
            self.missed("2025-10-09T10:00", "c3", "13900002222")
        with self.at("2025-10-09T11:05"):
            self.as_user("operator", returned).action_reached_answered()
        with self.at("2025-10-10T09:00"):
            self.missed("2025-10-10T09:00", "c4", "13900003333")
            lists = self.as_user("operator", self.env["rights.callback.list"])
            paper = lists.create({"date_from": "2025-10-09", "date_to": "2025-10-09", "name": "1"})
        text = html2plaintext(paper.body)
        for words in ("共3次", "应回拨2人", "已办结1人", "未办结1人", "逾期1人"):
            self.assertIn(words, text)
        for words in ("139****1111", "09:00, 09:20", "10-09 11:05", "139****2222", "未回拨"):
            self.assertIn(words, text)
        for words in ("13900001111", "3333"):
            self.assertNotIn(words, text)
        self.assertRegex(paper.name, "回清〔2025〕[0-9]+号")
        self.assertIn(paper.action_print()["params"]["url"].split("/")[3], REPORT)
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        self.assertTrue(reports._render_qweb_pdf(REPORT, paper.ids)[0].startswith(b"%PDF"))

    def test_doc_24_stays_as_it_was_made(self):
        """DOC-24, DAT-05: made for the own unit, of days that were, and never changed."""
        lists = self.as_user("operator", self.env["rights.callback.list"])
        with self.at("2025-10-09T09:00"):
            with self.refused("today at the latest"):
                lists.create({"date_from": "2025-10-09", "date_to": "2025-10-10"})
            with self.refused(error=AccessError):
                lists.create({"station_id": self.stations["district_a"].id})
            paper = lists.create({})
            self.assertIn("没有未接来电", paper.body)
            following = lists.create({})
        self.assertNotEqual(paper.name, following.name)
        with self.refused("stays as it was made", AccessError):
            paper.date_from = "2025-10-01"
        with self.refused("never deleted"):
            paper.sudo().unlink()
        self.assertTrue(self.as_user("head", paper).has_access("read"))
        for login in ("followup", "dispatcher_a", "business_admin"):
            self.assertFalse(self.as_user(login, paper).has_access("read"), login)
        self.env.flush_all()
        series, number = paper.name.removesuffix("号").split("〕")
        counter = self.env["rights.document.number"].search([("prefix", "=", f"{series}〕")])
        self.assertNotIn(number, (counter.void_numbers or "").split(", "), "it was not lost")
