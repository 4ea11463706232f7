from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .deadline_common import DeadlineCommon, china


@tagged("post_install", "-at_install")
class TestDeadlineRequests(DeadlineCommon):
    """Pauses, extensions and what a head may end (LIM-08, LIM-09, LIM-14, LIM-15)."""

    def handled(self, moment="2026-03-09 10:00"):
        with self.at(moment):
            case = self.registered_case("clerk")
            self.move(case, "accept", "clerk", self.ACCEPT)
            self.move(case, "take", "clerk")
        return case

    def ask(self, clock, login="clerk", reason="案情复杂"):
        return self.as_user(login, self.env["rights.deadline.extension"]).create(
            {"deadline_id": clock.id, "reason": reason}
        )

    def pause(self, case, first, resumed=False, reason="testing", login="clerk", document="检委1"):
        return self.as_user(login, self.env["rights.deadline.pause"]).create(
            {
                "case_id": case.id,
                "reason_id": self.env.ref(f"consumer_rights.pause_reason_{reason}").id,
                "date_from": first,
                "date_to": resumed,
                "document": document,
            }
        )

    # -- extensions --------------------------------------------------------------------------------

    def test_asked_at_the_last_minute_and_approved_after(self):
        """Issue 3, bad input; LIM-09: the clock waits for the decision and was not missed."""
        case = self.handled()
        clock = self.clock(case, "TL-12")
        self.assertDue(case, TL_12="2026-03-18")
        with self.at("2026-03-18 23:59"):
            request = self.ask(clock)
        with self.at("2026-03-19 09:00"):
            self.sweep()
            self.assertFalse(clock.breach_ids)
            self.as_user("head", request).action_approve()
            self.assertDue(case, TL_12="2026-03-27")
            self.sweep()
        self.assertFalse(clock.breach_ids)

    def test_asked_in_time_and_refused_after(self):
        """LIM-09, LIM-15: the refusal leaves the breach that had waited."""
        case = self.handled()
        clock = self.clock(case, "TL-12")
        with self.at("2026-03-18 23:59"):
            request = self.ask(clock)
        with self.at("2026-03-20 09:00"):
            self.sweep()
            self.as_user("head", request).action_refuse()
        self.assertEqual(len(clock.breach_ids), 1)
        self.assertDue(case, TL_12="2026-03-18")

    def test_stopped_late_while_the_request_waits(self):
        """LIM-09: approved afterwards, the stop counts against the new date."""
        case = self.handled()
        clock = self.clock(case, "TL-12")
        with self.at("2026-03-18 17:00"):
            request = self.ask(clock)
        with self.at("2026-03-20 10:00"):
            self.conclude(case)
            self.assertOutcome(case, TL_12="late")
            self.assertFalse(clock.breach_ids)
            self.as_user("head", request).action_approve()
        self.assertOutcome(case, TL_12="met")
        self.assertFalse(clock.breach_ids)

    def test_asked_too_late(self):
        clock = self.clock(self.handled(), "TL-12")
        with self.at("2026-03-19 00:00"), self.refused("before that"):
            self.ask(clock)

    def test_limit_that_cannot_be_extended(self):
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            with self.refused("cannot be extended"):
                self.ask(self.clock(case, "TL-16"))
            with self.assertRaises(UserError):
                self.ask(self.clock(case, "TL-12"), reason=" ")

    def test_who_decides(self):
        """LIM-09: the named role of the unit or above it, never the one who asked."""
        clock = self.clock(self.handled(), "TL-12")
        with self.at("2026-03-10 10:00"):
            request = self.ask(clock)
            for login in ("clerk", "dispatcher", "business_admin"):
                with self.assertRaises(AccessError):
                    self.as_user(login, request).action_approve()
            own = self.ask(self.clock(self.handled("2026-03-10 09:00"), "TL-12"), "head")
            with self.refused("own request", AccessError):
                self.as_user("head", own).action_approve()
            with self.assertRaises(AccessError):
                self.as_user("head", request).state = "approved"
            self.as_user("head", request).action_approve("同意")
            with self.refused("decided already"):
                self.as_user("head", request).action_approve()
        self.assertEqual(request.decided_by_id, self.users["head"])

    def test_a_request_cannot_be_made_up(self):
        """The vals of a request are its deadline and its reason, nothing else."""
        clock = self.clock(self.handled(), "TL-12")
        with self.at("2026-03-10 10:00"):
            requests = self.as_user("clerk", self.env["rights.deadline.extension"])
            request = requests.with_context(default_state="approved").create(
                {"deadline_id": clock.id, "reason": "案情复杂", "state": "approved"}
            )
        self.assertEqual(request.state, "asked")

    def test_never_beyond_the_statute(self):
        """HND-04: TL-12 is not extended beyond TL-16."""
        case = self.handled()
        self.clock(case, "TL-16").sudo().due_at = china("2026-03-21 00:00")
        with self.at("2026-03-10 10:00"):
            request = self.ask(self.clock(case, "TL-12"))
            with self.refused("beyond TL-16"):
                self.as_user("head", request).action_approve()

    def test_the_approver_is_told(self):
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            self.ask(self.clock(case, "TL-12"))
            activity = case.activity_ids
            self.assertEqual(activity.user_id, self.users["head"])

    # -- pauses ------------------------------------------------------------------------------------

    def test_overlapping_pauses(self):
        """Issue 3, bad input: overlapping pauses are refused, touching ones are not."""
        case = self.handled()
        with self.at("2026-03-20 10:00"):
            self.pause(case, "2026-03-10", "2026-03-12")
            with self.refused("paused already"):
                self.pause(case, "2026-03-11", "2026-03-13")
            self.pause(case, "2026-03-12", "2026-03-13")
            self.assertDue(case, TL_12="2026-03-23")

    def test_pause_in_the_future(self):
        """Issue 3, bad input: a start in the future."""
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            with self.refused("ahead of time"):
                self.pause(case, "2026-03-11")
            with self.assertRaises(ValidationError):
                self.create_case("clerk", received_at=china("2026-03-11 10:00"))
            with self.assertRaises(UserError):
                self.as_user("clerk", self.env["rights.contact.log"]).create(
                    {"case_id": case.id, "at": china("2026-03-11 10:00")}
                )
            with self.refused("future"):
                self.env["rights.followup"].create(
                    {"case_id": case.id, "state": "open", "at": china("2026-03-11 10:00")}
                )
            with self.refused("lies in the past"):
                self.as_user("dispatcher", self.env["rights.deadline.instruction"]).create(
                    {"case_id": case.id, "source": "x", "text": "x", "due_day": "2026-03-09"}
                )

    def test_pause_without_document_or_limit(self):
        """LIM-08: no document, or no limit with that reason: refused."""
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            with self.refused("needs its document"):
                self.pause(case, "2026-03-10", document=" ")
            with self.refused("No running deadline"):
                self.pause(case, "2026-03-10", reason="third_parties")
            registered = self.registered_case("clerk")
            with self.refused("No running deadline"):
                self.pause(registered, "2026-03-10")

    def test_pause_holds_only_what_allows_it(self):
        """LIM-08: inspection holds TL-16, not TL-12; a paused clock has no due moment."""
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            self.pause(case, "2026-03-10", reason="inspection")
            self.assertFalse(self.clock(case, "TL-16").due_at)
            self.assertDue(case, TL_12="2026-03-18")
            self.env.invalidate_all()
            self.assertTrue(case.deadline_is_paused)
        with self.at("2026-04-30 10:00"):
            self.sweep()
        self.assertFalse(self.clock(case, "TL-16").breach_ids)

    def test_pause_stays(self):
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            pause = self.pause(case, "2026-03-10")
            with self.refused():
                pause.date_from = "2026-03-09"
            with self.refused():
                pause.unlink()
            pause.action_resume()
            with self.refused("ended already"):
                pause.action_resume()
            self.assertDue(case, TL_12="2026-03-18")

    def test_another_unit_neither_asks_nor_pauses(self):
        """LIM-08, LIM-09: a sibling unit writes nothing."""
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            for login in ("station_b1", "dispatcher_b"):
                with self.assertRaises(AccessError):
                    self.pause(case, "2026-03-10", login=login)
                with self.assertRaises(AccessError):
                    self.ask(self.clock(case, "TL-12"), login)

    # -- permanence and access ---------------------------------------------------------------------

    def test_breach_is_permanent_and_once(self):
        """LIM-15: deletion refused, two sweeps write one record."""
        case = self.handled()
        with self.at("2026-03-30 10:00"):
            self.sweep()
            self.sweep()
        breaches = self.clocks(case).breach_ids
        codes = breaches.mapped("code")
        self.assertEqual(len(codes), len(set(codes)))
        self.assertIn("TL-12", codes)
        for login in ("head", "clerk"):
            with self.assertRaises(AccessError):
                self.as_user(login, breaches).unlink()
        with self.assertRaises(AccessError):
            breaches.sudo().write({"code": "TL-99"})
        with self.assertRaises(UserError):
            self.clocks(case).sudo().unlink()

    def test_clocks_are_not_entered(self):
        """LIM-15: nobody writes a clock or the nearest date of a case."""
        case = self.handled()
        clock = self.clock(case, "TL-12")
        for login in ("clerk", "head", "business_admin"):
            with self.assertRaises(AccessError):
                self.as_user(login, clock).due_at = china("2030-01-01")
        with self.assertRaises(AccessError):
            self.as_user("clerk", case).deadline_next_at = china("2030-01-01")
        with self.assertRaises(AccessError):
            self.create_case("clerk", deadline_next_at=china("2030-01-01"))

    def test_clocks_follow_the_case(self):
        """SEC-01: whoever reads the case reads its clocks, nobody else."""
        clocks = self.clocks(self.handled())
        self.assertEqual(
            self.as_user("head", self.env["rights.deadline"]).search([("id", "in", clocks.ids)]),
            clocks,
        )
        for login in ("station_b1", "dispatcher_b", "handler_a"):
            seen = self.as_user(login, self.env["rights.deadline"]).search(
                [("id", "in", clocks.ids)]
            )
            self.assertFalse(seen, login)
            with self.assertRaises(AccessError):
                self.as_user(login, clocks[0]).read(["due_at"])
        with self.assertRaises(AccessError):
            self.as_user("business_admin", self.env["rights.deadline"]).search([])

    def test_a_head_ends_a_clock_with_a_reason(self):
        clock = self.clock(self.handled(), "TL-16")
        with self.at("2026-03-10 10:00"):
            with self.assertRaises(AccessError):
                self.as_user("clerk", clock).action_cancel("误启动")
            with self.assertRaises(UserError):
                self.as_user("head", clock).action_cancel(" ")
            wizard = self.as_user("head", self.env["rights.deadline.cancel"])
            wizard.create({"deadline_id": clock.id, "reason": "误启动"}).action_confirm()
        self.assertEqual((clock.outcome, clock.outcome_reason), ("cancelled", "误启动"))

    def test_new_date_must_be_told_again(self):
        """LIM-14: told once, and again at each change."""
        case = self.handled()
        clock = self.clock(case, "TL-12")
        with self.at("2026-03-10 10:00"):
            self.as_user("clerk", clock).action_date_told()
            self.assertFalse(clock.is_untold)
            self.as_user("head", self.ask(clock)).action_approve()
            self.assertTrue(clock.is_untold)
            found = self.env["rights.deadline"].search([("is_untold", "=", True)])
            self.assertIn(clock, found)

    # -- HND-12 ------------------------------------------------------------------------------------

    def test_result_returned_to_reception(self):
        """HND-12: a mark of its own ends TL-42 and starts TL-34."""
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            with self.refused("not concluded"):
                self.as_user("clerk", case).action_return_result()
            self.conclude(case)
            self.assertDue(case, TL_42="2026-03-11")
            self.assertNoClock(case, "TL-34")
            self.as_user("clerk", case).action_return_result()
            self.assertDue(case, TL_34="2026-03-12")
            with self.refused("returned already"):
                self.as_user("clerk", case).action_return_result()
        self.assertOutcome(case, TL_42="met", TL_34="running")

    def test_redo_ends_the_reply_clocks(self):
        case = self.handled()
        with self.at("2026-03-10 10:00"):
            self.conclude(case)
            step = case._transitions().filtered(lambda step: step.code == "redo")
            case.sudo().action_move(step.id, case.stage_id.id, {"move_basis": "重办"})
            self.assertOutcome(case, TL_42="exempt")
            self.conclude(case)
        found = self.clocks(case).filtered(lambda clock: clock.code == "TL-42")
        self.assertEqual(set(found.mapped("outcome")), {"exempt", False})
