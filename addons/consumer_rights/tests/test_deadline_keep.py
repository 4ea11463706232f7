from odoo.exceptions import AccessError
from odoo.tests import tagged

from .deadline_common import DeadlineCommon


@tagged("post_install", "-at_install")
class TestDeadlineKeep(DeadlineCommon):
    """TRI-02, TL-22: a district sends on the day of receipt what it does not keep."""

    def received_by_district(self, moment="2026-03-09 10:00"):
        """A complaint of the city whose receipt district A has confirmed."""
        with self.at(moment):
            case = self.registered_case("clerk")
            self.move(case, "accept", "clerk", {**self.ACCEPT, "planned_route": "down"})
            self.send(case, "dispatcher", "district_a")
            self.move(case, "receive", "dispatcher_a")
        return case

    def send(self, case, login, unit):
        values = {"dispatch_to_id": self.stations[unit].id, "complexity": "ordinary"}
        self.move(case, "dispatch", login, values)

    def keep(self, case, login="dispatcher_a", reason="涉及多个所"):
        handler = self.users["handler_a"]
        wizard = self.as_user(login, self.env["rights.case.keep"]).create(
            {"case_id": case.id, "user_id": handler.id, "reason": reason}
        )
        return wizard.action_confirm()

    def test_a_kept_matter_is_not_missed(self):
        """TRI-02: kept with a reason on the day; the clock falls away, nothing is breached."""
        case = self.received_by_district()
        self.assertDue(case, TL_22="2026-03-09 17:30")
        with self.at("2026-03-09 15:00"):
            self.assertTrue(self.as_user("dispatcher_a", case).may_keep)
            self.keep(case)
            self.assertFalse(self.as_user("dispatcher_a", case).may_keep)
        with self.at("2026-03-09 17:31"):
            self.sweep()
        self.assertOutcome(case, TL_22="exempt", TL_12="running")
        self.assertFalse(self.clock(case, "TL-22").breach_ids)
        self.assertEqual(case.user_id, self.users["handler_a"])
        self.assertEqual(self.clock(case, "TL-12").user_id, self.users["handler_a"])
        kept = case.event_ids.filtered(lambda event: "涉及多个所" in (event.basis or ""))
        self.assertEqual(kept.user_id, self.users["dispatcher_a"])

    def test_neither_sent_nor_kept(self):
        """TL-22: a breach at service close, also for a matter that is kept a day later."""
        case = self.received_by_district()
        with self.at("2026-03-09 17:30"):
            self.sweep()
        clock = self.clock(case, "TL-22")
        self.assertEqual(len(clock.breach_ids), 1)
        with self.at("2026-03-10 09:00"):
            self.keep(case)
        self.assertEqual(clock.outcome, "exempt")
        self.assertEqual(len(clock.breach_ids), 1)

    def test_kept_too_late_before_the_sweep(self):
        """LIM-15: what is kept after service close was missed, whether or not the sweep ran."""
        case = self.received_by_district()
        with self.at("2026-03-09 17:32"):
            self.keep(case)
        self.assertEqual(self.clock(case, "TL-22").breach_ids.code, "TL-22")

    def test_a_call_is_no_decision(self):
        """TL-22: a contact with the person does not end the duty to send on or keep."""
        case = self.received_by_district()
        with self.at("2026-03-09 11:00"):
            self.env["rights.contact.log"].create({"case_id": case.id, "reached": True})
        self.assertOutcome(case, TL_22="running", TL_04="met")

    def test_handling_that_begins_here_is_a_decision(self):
        """TL-22: mediation begun, or the matter concluded, by the district itself."""
        mediated, concluded = self.received_by_district(), self.received_by_district()
        with self.at("2026-03-09 15:00"):
            self.move(mediated, "mediate", "mediator_a")
            self.conclude(concluded, "handler_a")
        self.assertOutcome(mediated, TL_22="exempt")
        self.assertOutcome(concluded, TL_22="exempt")

    def test_what_is_sent_on_is_not_kept(self):
        """TL-22: met by the dispatch to a station; then there is nothing to decide."""
        case = self.received_by_district()
        with self.at("2026-03-09 11:00"):
            self.send(case, "dispatcher_a", "station_a1")
            self.assertFalse(self.as_user("dispatcher_a", case).may_keep)
        self.assertOutcome(case, TL_22="met")

    def test_who_keeps(self):
        """TRI-02: dispatcher or head of the unit, with a reason; nobody beside it."""
        case = self.received_by_district()
        with self.at("2026-03-09 11:00"):
            for login in ("handler_a", "mediator_a"):
                with self.refused("decided by a dispatcher or a head"):
                    self.as_user(login, case).action_keep("自办")
                with self.assertRaises(AccessError):
                    self.keep(case, login)
            for login in ("dispatcher_b", "station_a1"):
                with self.assertRaises(AccessError):
                    self.as_user(login, case).action_keep("自办")
            with self.refused("Say why"):
                self.as_user("dispatcher_a", case).action_keep(" ")
            self.keep(case)
            with self.refused("does not wait"):
                self.keep(case)
