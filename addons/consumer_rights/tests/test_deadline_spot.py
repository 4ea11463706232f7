from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .deadline_common import DeadlineCommon


@tagged("post_install", "-at_install")
class TestDeadlineSpot(DeadlineCommon):
    """HND-09: a clear and simple offence is dealt with on the day, or the unit is alerted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["enforcement"] = cls._create_person("enforcement", "enforcement", "city")

    def report(self, login="station_a1", **values):
        vals = {"kind": "report", "party_ids": False, "is_anonymous": True, "request": False}
        return self.registered_case(login, **vals, **values)

    def missed(self, login):
        """What this person's morning list shows in red."""
        clocks = self.as_user(login, self.env["rights.deadline"])
        return clocks.search([("state", "=", "missed")]).mapped("code")

    def test_unassigned_at_service_close(self):
        """HND-09: marked at intake, with nobody on it at 17:30: missed, in the morning list."""
        with self.at("2026-03-09 10:00"):
            case = self.report(is_on_the_spot=True)
            self.assertDue(case, HND_09="2026-03-09 17:30")
            self.assertEqual(case.on_the_spot_by_id, self.users["station_a1"])
            self.assertNotIn("HND-09", self.missed("dispatcher_a"))
        with self.at("2026-03-09 17:30"):
            self.sweep()
            self.env.invalidate_all()
            self.assertIn("HND-09", self.missed("dispatcher_a"))
            self.assertNotIn("HND-09", self.missed("dispatcher_b"))
        self.assertEqual(self.clock(case, "HND-09").breach_ids.station_id, case.station_id)

    def test_dealt_with_on_the_day(self):
        """HND-09: the accepting body takes it in hand, the clock is met."""
        with self.at("2026-03-09 10:00"):
            case = self.report("clerk", is_on_the_spot=True)
        with self.at("2026-03-09 11:00"):
            self.move(case, "take", "enforcement")
        self.assertOutcome(case, HND_09="met")

    def test_marked_later_and_taken_back(self):
        """HND-09: the mark counts from the moment it is set and stands in the process record."""
        with self.at("2026-03-09 10:00"):
            case = self.report()
            self.assertNoClock(case, "HND-09")
        with self.at("2026-03-10 18:00"):
            self.as_user("dispatcher_a", case).is_on_the_spot = True
            self.assertDue(case, HND_09="2026-03-11 17:30")
            self.assertEqual(case.on_the_spot_by_id, self.users["dispatcher_a"])
            self.assertIn("is_on_the_spot", case.event_ids[-1].changes)
            self.as_user("dispatcher_a", case).is_on_the_spot = False
        self.assertOutcome(case, HND_09="exempt")
        self.assertFalse(case.on_the_spot_by_id)

    def test_marked_when_somebody_has_it(self):
        """HND-09: a report that has its handler leaves a met clock, no alert."""
        with self.at("2026-03-09 10:00"):
            case = self.report("clerk")
            self.move(case, "take", "enforcement")
            self.as_user("enforcement", case).is_on_the_spot = True
        self.assertOutcome(case, HND_09="met")

    def test_reports_only(self):
        with self.at("2026-03-09 10:00"), self.assertRaises(ValidationError):
            self.registered_case("clerk", is_on_the_spot=True)
