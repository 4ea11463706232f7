from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import DeadlineCommon, china


@tagged("post_install", "-at_install")
class TestDeadlineScenarios(DeadlineCommon):
    """The dates of scenarios.md, on cases that go through the line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["enforcement"] = cls._create_person("enforcement", "enforcement", "city")

    def test_sc01_settled_the_same_day(self):
        """SC-01: HND-03, TL-04, TL-05, TL-08, TL-11, TL-16, TL-34, TL-38, TL-41, TL-42."""
        phone = self.channel_of("phone")
        with self.at("2025-03-10 09:20"):
            case = self.create_case("clerk", channel_id=phone.id)
        with self.at("2025-03-10 09:30"):
            self.move(case, "register")
            self.assertDue(case, TL_04="2025-03-12", TL_05="2025-03-17", TL_08="2025-03-19")
            self.assertEqual(case.deadline_next_id.code, "TL-04")
        with self.at("2025-03-10 09:40"):
            accept = {**self.ACCEPT, "handling_mode": "immediate"}
            self.move(case, "accept", "clerk", accept)
            self.assertDue(case, TL_11="2025-03-10 17:30", TL_16="2025-05-09")
            self.assertNoClock(case, "TL-12", "TL-21")
            self.move(case, "take", "clerk")
            self.assertOutcome(case, TL_04="met", TL_05="met", TL_08="met")
        with self.at("2025-03-10 10:15"):
            self.conclude(case)
            self.assertOutcome(case, TL_11="met", TL_16="met", TL_42="running")
            self.as_user("clerk", case).action_return_result()
            self.assertOutcome(case, TL_42="met", TL_34="running")
            self.move(case, "reply", "clerk", {"reply_text": "已退款", "reply_way": "phone"})
            self.assertOutcome(case, TL_34="met")
            self.assertDue(case, TL_38="2025-03-17")
        with self.at("2025-03-13 10:00"):
            grades = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "satisfied")
            self.move(case, "follow_up", "followup", {"followup_ids": [Command.create(grades)]})
            self.assertDue(case, TL_41="2025-03-27")
            self.assertOutcome(case, TL_38="met", TL_41="running")
            self.move(case, "archive", "archivist")
            self.assertOutcome(case, TL_41="met")
            self.assertFalse(case.deadline_next_id)
            self.sweep()
        self.assertFalse(self.clocks(case).breach_ids)

    def test_sc02_receipt_in_the_holiday(self):
        """SC-02: LIM-02, LIM-03; the promise starts with the material, the law with receipt."""
        with self.at("2025-10-04 10:30"):
            case = self.move(self.received("2025-10-03 20:15"), "register")
            self.assertDue(case, TL_04="2025-10-10", TL_05="2025-10-09", TL_08="2025-10-16")

    def test_sc04_missing_material(self):
        """SC-04: REG-08, TL-40; the effective date is the earlier one (LIM-10)."""
        with self.at("2026-04-30 15:20"):
            case = self.received("2026-04-30 15:00")
            self.move(case, "ask_material", values={"move_basis": "购物凭证"})
            self.assertDue(case, TL_40="2026-05-11", TL_08="2026-05-13")
            self.assertNoClock(case, "TL-05")
        with self.at("2026-05-08 10:00"):
            self.move(case, "register", "clerk")
            self.assertDue(case, TL_05="2026-05-13", TL_08="2026-05-13")
            self.assertOutcome(case, TL_40="met")
        with self.at("2026-05-12 10:00"):
            self.move(case, "accept", "clerk", {**self.ACCEPT, "handling_mode": "assist"})
            self.assertDue(case, TL_12="2026-05-21", TL_16="2026-07-13")
            self.assertOutcome(case, TL_05="met", TL_08="met")

    def test_sc05_platform_matter_not_accepted(self):
        """SC-05: TL-06, TL-07 over New Year, for a platform matter that is not accepted."""
        reason = self.env["rights.reject.reason"]._in_force_on(china("2025-12-31").date())[1]
        with self.at("2025-12-30 16:00"):
            case = self.move(
                self.create_case("clerk", channel_id=self.channel_of("national_platform").id),
                "register",
            )
            self.assertDue(
                case,
                TL_04="2026-01-04",
                TL_06="2025-12-31 16:00",
                TL_05="2026-01-04",
                TL_08="2026-01-09",
                TL_13="2026-01-09",
            )
            self.assertNoClock(case, "TL-07")
        with self.at("2025-12-31 10:00"):
            step = case._transitions().filtered(lambda step: step.code == "reject")
            values = {"reject_reason_id": reason.id}
            asked = case._get_asked_fields(step)
            values |= {name: "不属于本部门职责" for name in asked if name == "result_text"}
            self.move(case, "reject", values=values | {"move_basis": "不予受理"})
            self.assertDue(case, TL_07="2026-01-05")
            self.assertOutcome(
                case,
                TL_04="met",
                TL_05="met",
                TL_06="met",
                TL_07="met",
                TL_08="met",
                TL_13="exempt",
                TL_41="running",
            )
            self.assertNoClock(case, "TL-16", "TL-38")

    def report(self, **values):
        """A report registered by a clerk of the city, where an enforcement officer takes it."""
        vals = {"kind": "report", "party_ids": False, "is_anonymous": True, "request": False}
        return self.move(self.create_case("clerk", **{**vals, **values}), "register")

    def test_sc07_anonymous_report_filed(self):
        """SC-07: TL-09, TL-10, TL-14, TL-15, TL-52; ENF-05, anonymous reports have no contact."""
        with self.at("2026-06-15 10:00"):
            case = self.report()
            self.assertDue(
                case,
                TL_09="2026-06-25",
                TL_10="2026-07-07",
                TL_14="2026-06-25",
                TL_15="2026-07-07",
            )
        with self.at("2026-06-24 10:00"):
            self.move(case, "take", "enforcement")
            filed = {"outcome_id": self.outcome("filed").id, "result_text": "立案"}
            self.move(case, "conclude", "enforcement", filed)
            self.assertOutcome(case, TL_09="met", TL_10="met", TL_14="exempt", TL_15="exempt")
            self.assertDue(case, TL_52="2026-09-22")
        self.assertNoClock(case, "TL-04", "TL-18", "TL-34", "TL-38", "TL-42")

    def test_sc07_variant_extension(self):
        """SC-07, ENF-04, LIM-09: thirty working days from the start; refused after the due date."""
        with self.at("2026-06-15 10:00"):
            case, other = self.report(), self.report()
            self.move(case, "take", "enforcement")
            self.move(other, "take", "enforcement")
        clock = self.clock(case, "TL-10")
        requests = self.as_user("enforcement", self.env["rights.deadline.extension"])
        with self.at("2026-07-03 10:00"):
            request = requests.create({"deadline_id": clock.id, "reason": "需要协查"})
            self.as_user("head", request).action_approve()
            self.assertDue(case, TL_10="2026-07-28")
        with self.at("2026-07-08 10:00"), self.assertRaises(UserError):
            requests.create({"deadline_id": self.clock(other, "TL-10").id, "reason": "需要协查"})

    def test_sc08_unfiled_report_late_and_told(self):
        """SC-08: the promise is breached, the statute met; TL-14 only warns; TL-18."""
        with self.at("2026-05-20 10:00"):
            letter = self.channel_of("letter").id
            person = self.person(role="reporter")
            case = self.report(is_anonymous=False, party_ids=person, channel_id=letter)
            self.assertDue(
                case,
                TL_09="2026-05-29",
                TL_10="2026-06-10",
                TL_14="2026-05-29",
                TL_15="2026-06-10",
            )
            self.move(case, "take", "enforcement")
        with self.at("2026-05-21 10:00"):
            self.contact(case, "enforcement")
        with self.at("2026-05-30 00:00"):
            self.sweep()
            self.assertEqual(self.clocks(case).breach_ids.mapped("code"), ["TL-09"])
            self.env.invalidate_all()
            self.assertEqual(self.clock(case, "TL-14").state, "soon")
            self.assertEqual(self.clock(case, "TL-09").state, "missed")
        with self.at("2026-06-08 10:00"):
            result = {"outcome_id": self.outcome("not_filed").id, "result_text": "不予立案"}
            self.move(case, "conclude", "enforcement", result)
            self.assertDue(case, TL_18="2026-06-15")
            self.assertOutcome(case, TL_09="late", TL_10="met", TL_15="met")
        with self.at("2026-06-12 10:00"):
            self.review("head", case)
            self.reply(case, "enforcement")
            self.assertOutcome(case, TL_18="met")

    def reply(self, case, login="clerk"):
        self.move(case, "reply", login, {"reply_text": "已告知", "reply_way": "letter"})

    def test_sc09_dispatch_on_a_make_up_sunday(self):
        """SC-09: TRI-01 to TRI-03; each hop has its clock of the same day."""
        with self.at("2025-01-26 09:30"):
            case = self.registered_case("clerk")
        with self.at("2025-01-26 11:00"):
            accept = {**self.ACCEPT, "planned_route": "down"}
            self.move(case, "accept", "clerk", accept)
            self.assertDue(case, TL_04="2025-02-05", TL_12="2025-02-11", TL_21="2025-01-26 17:30")
            self.send(case, "dispatcher", "district_a")
            self.assertOutcome(case, TL_21="met", TL_23="running")
        with self.at("2025-01-26 11:20"):
            self.move(case, "receive", "dispatcher_a")
            self.assertOutcome(case, TL_23="met")
            self.assertDue(case, TL_22="2025-01-26 17:30")
        with self.at("2025-01-26 15:00"):
            self.send(case, "dispatcher_a", "station_a1")
            self.assertOutcome(case, TL_22="met")
            receipt = self.clocks(case).filtered(
                lambda clock: clock.code == "TL-23" and not clock.stopped_at
            )
            self.assertEqual(receipt.due_at, china("2025-01-26 17:30"))
            self.assertEqual(receipt.station_id, self.stations["station_a1"])
        with self.at("2025-01-26 17:30"):
            self.sweep()
        with self.at("2025-01-27 09:00"):
            self.move(case, "receive", "station_a1")
            self.sweep()
        self.assertEqual(receipt.outcome, "late")
        self.assertEqual(len(receipt.breach_ids), 1)
        self.assertEqual(receipt.breach_ids.station_id, self.stations["station_a1"])

    def send(self, case, login, unit):
        values = {"dispatch_to_id": self.stations[unit].id, "complexity": "ordinary"}
        step = case._transitions().filtered(lambda step: step.code == "dispatch")
        names = set(self.as_user(login, case)._get_asked_fields(step.sudo()))
        return self.move(case, "dispatch", login, {k: v for k, v in values.items() if k in names})

    def accepted(self, received, accepted, **values):
        with self.at(received):
            case = self.registered_case("clerk", **values)
        with self.at(accepted):
            self.move(case, "accept", "clerk", self.ACCEPT)
            self.move(case, "take", "clerk")
        return case

    def test_sc12_one_extension_then_breach(self):
        """SC-12: HND-04, LIM-09; TL-12 is extended once and then breached, TL-16 is met."""
        case = self.accepted("2025-11-07 10:00", "2025-11-10 10:00")
        self.assertDue(case, TL_12="2025-11-19", TL_16="2026-01-09")
        clock = self.clock(case, "TL-12")
        with self.at("2025-11-18 10:00"):
            request = self.ask(clock)
            self.as_user("head", request).action_approve()
            self.assertDue(case, TL_12="2025-11-28")
            with self.refused("at most"):
                self.ask(clock)
        with self.at("2025-11-28 23:59"):
            self.sweep()
            self.assertFalse(clock.breach_ids)
        with self.at("2025-11-29 00:00"):
            self.sweep()
            self.assertEqual(len(clock.breach_ids), 1)
        with self.at("2025-12-31 23:30"):
            self.terminate(case)
            self.conclude(case, outcome=self.outcome("terminated"), amount_recovered=0)
            self.assertOutcome(case, TL_12="late", TL_16="met", TL_17="met")
            self.assertDue(case, TL_17="2026-01-12")
        with self.at("2026-01-08 10:00"):
            self.review("head", case)
            self.reply(case)

    def ask(self, clock, login="clerk"):
        return self.as_user(login, self.env["rights.deadline.extension"]).create(
            {"deadline_id": clock.id, "reason": "案情复杂"}
        )

    def pause(
        self, case, day, resumed=None, login="clerk", reason="testing", document="检委2026-1"
    ):
        return self.as_user(login, self.env["rights.deadline.pause"]).create(
            {
                "case_id": case.id,
                "reason_id": self.env.ref(f"consumer_rights.pause_reason_{reason}").id,
                "date_from": day,
                "date_to": resumed,
                "document": document,
            }
        )

    def test_sc13_testing_pauses(self):
        """SC-13: LIM-08, MED-15; twenty days are not counted, TL-08 is never paused."""
        case = self.accepted("2026-04-20 09:00", "2026-04-20 10:00")
        self.assertDue(case, TL_12="2026-04-29", TL_16="2026-06-22")
        with self.at("2026-04-24 10:00"):
            with self.assertRaises(ValidationError):
                self.pause(case, "2026-04-24", document="")
            pause = self.pause(case, "2026-04-24")
            self.assertEqual(self.clock(case, "TL-12").state, "paused")
            self.assertFalse(self.clock(case, "TL-12").due_at)
        with self.at("2026-05-14 10:00"):
            self.as_user("clerk", pause).action_resume()
            self.assertDue(case, TL_12="2026-05-19", TL_16="2026-07-09")

    def test_sc16_instruction_replaces_the_promise(self):
        """SC-16: LIM-11, SUP-07; the statutory clock stays, the breach is the instruction's."""
        case = self.accepted("2026-09-18 09:00", "2026-09-18 10:00")
        self.assertDue(case, TL_12="2026-09-29", TL_16="2026-11-17")
        with self.at("2026-09-18 11:00"):
            self.as_user("dispatcher", self.env["rights.deadline.instruction"]).create(
                {
                    "case_id": case.id,
                    "source": "市局领导",
                    "text": "限期报告",
                    "due_day": "2026-09-22",
                }
            )
            self.assertDue(case, TL_19="2026-09-22", TL_16="2026-11-17")
            self.assertOutcome(case, TL_12="replaced", TL_16="running", TL_19="running")
            self.env.invalidate_all()
            self.assertEqual(case.deadline_next_id.code, "TL-19")
        with self.at("2026-09-23 00:00"):
            self.sweep()
        with self.at("2026-09-23 10:00"):
            self.conclude(case)
        self.assertOutcome(case, TL_19="late")
        self.assertEqual(self.clocks(case).breach_ids.mapped("code"), ["TL-19"])

    def contact(self, case, login="clerk", at=None, whom="person"):
        vals = {"case_id": case.id, "whom": whom, "reached": True}
        if at:
            vals["at"] = at
        return self.as_user(login, self.env["rights.contact.log"]).create(vals)

    def test_sc18_no_contact(self):
        """SC-18: INT-15, LIM-15; a late contact does not take the breach away."""
        with self.at("2025-04-25 10:00"):
            case = self.registered_case("clerk")
            self.assertDue(case, TL_04="2025-04-28")
        clock = self.clock(case, "TL-04")
        with self.at("2025-04-27 09:00"):
            self.env.invalidate_all()
            self.assertEqual(clock.state, "soon")
        with self.at("2025-04-29 00:00"):
            self.env.invalidate_all()
            self.assertEqual(clock.state, "missed")
            self.sweep()
            self.sweep()
        with self.at("2025-04-29 09:00"):
            self.contact(case)
            self.sweep()
        self.assertEqual(clock.outcome, "late")
        self.assertEqual(clock.breach_ids.overdue_minutes, 9 * 60)

    def test_sc19_new_cycle(self):
        """SC-19: LIM-17, RPL-08; every clock starts anew from the follow-up, the old ones stay."""
        case = self.accepted("2026-04-20 09:00", "2026-04-21 10:00")
        with self.at("2026-05-06 10:00"):
            self.conclude(case)
            self.move(case, "reply", "clerk", {"reply_text": "已退款", "reply_way": "phone"})
            self.assertDue(case, TL_38="2026-05-12")
        old = self.clocks(case)
        with self.at("2026-05-09 10:00"):
            grades = {
                "sat_attitude": "satisfied",
                "sat_result": "dissatisfied",
                "sat_overall": "dissatisfied",
            }
            self.move(case, "follow_up", "followup", {"followup_ids": [Command.create(grades)]})
            self.assertDue(case, TL_39="2026-05-09 17:30")
        before = {clock: (clock.start_at, clock.due_at) for clock in old}
        with self.at("2026-05-09 11:00"):
            step = case._transitions().filtered(lambda step: step.code == "reopen")
            who = self.users["clerk"]
            case.with_user(who).action_move(step.id, case.stage_id.id, {"move_basis": "不满意"})
            self.assertEqual(case.cycle_no, 2)
            self.assertDue(
                case, cycle=2, TL_04="2026-05-12", TL_05="2026-05-14", TL_08="2026-05-19"
            )
            self.assertOutcome(case, cycle=2, TL_04="running", TL_05="running", TL_08="running")
        self.env.invalidate_all()
        self.assertEqual({clock: (clock.start_at, clock.due_at) for clock in old}, before)
        self.assertOutcome(case, cycle=1, TL_39="met", TL_38="met")

    def test_new_years_eve(self):
        """LIM-16: 31 December 23:30 in China belongs to the old year, whatever the server says."""
        with self.at("2025-12-31 23:30"):
            case = self.registered_case("clerk")
            self.assertDue(case, TL_04="2026-01-05", TL_05="2026-01-05", TL_08="2026-01-12")
        self.assertEqual(
            self.clock(case, "TL-04").start_at + timedelta(hours=8), china("2026-01-01 07:30")
        )
