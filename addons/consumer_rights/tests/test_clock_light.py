from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..clock import DayTable, Terms, due_moment, explain, light, shipped_days, warn_moment

TABLE = DayTable(shipped_days())


def china(text):
    return datetime.fromisoformat(text) - timedelta(hours=8)


# terms, start, moment, light
LIGHTS = [
    # SC-18: due Monday 28 April, the working Sunday before it reminds
    (Terms("TL-04", amount=2), "2025-04-25 10:00", "2025-04-26 23:59:59", "green"),
    (Terms("TL-04", amount=2), "2025-04-25 10:00", "2025-04-27 00:00", "yellow"),
    (Terms("TL-04", amount=2), "2025-04-25 10:00", "2025-04-28 00:00", "today"),
    (Terms("TL-04", amount=2), "2025-04-25 10:00", "2025-04-28 23:59:59", "today"),
    (Terms("TL-04", amount=2), "2025-04-25 10:00", "2025-04-29 00:00", "red"),
    # a limit of one working day is yellow as soon as it starts
    (Terms("TL-42", amount=1), "2026-03-09 10:00", "2026-03-09 10:00", "yellow"),
    # before a holiday the last working day may lie a week ahead
    (
        Terms("TL-05", amount=5, unit="calendar_days"),
        "2025-10-04 10:00",
        "2025-09-30 00:00",
        "yellow",
    ),
    # hours: the last quarter
    (Terms("TL-01", amount=24, unit="hours"), "2025-10-03 20:15", "2025-10-04 14:14:59", "green"),
    (Terms("TL-01", amount=24, unit="hours"), "2025-10-03 20:15", "2025-10-04 14:15", "yellow"),
    (Terms("TL-01", amount=24, unit="hours"), "2025-10-03 20:15", "2025-10-04 20:15", "red"),
    (Terms("SUP-05", amount=40, unit="minutes"), "2026-02-17 23:50", "2026-02-18 00:19", "green"),
    (Terms("SUP-05", amount=40, unit="minutes"), "2026-02-17 23:50", "2026-02-18 00:20", "yellow"),
    (Terms("TL-27", amount=2, unit="hours"), "2026-02-17 10:20", "2026-02-17 10:30", "green"),
    # same day
    (Terms("TL-11", amount=0), "2025-03-10 09:40", "2025-03-10 09:40", "today"),
    (Terms("TL-11", amount=0), "2025-03-10 09:40", "2025-03-10 17:30", "red"),
    (Terms("TL-11", amount=0), "2025-12-31 23:30", "2025-12-31 23:30", "yellow"),
]


@tagged("post_install", "-at_install")
class TestClockLight(BaseCase):
    def test_lights(self):
        """LIM-13: green, yellow from the last working day before, today, red from the moment."""
        for terms, start, now, expected in LIGHTS:
            with self.subTest(terms.code, now=now):
                due = due_moment(terms, china(start), TABLE)
                self.assertEqual(light(terms, due, TABLE, china(now)), expected)

    def test_paused(self):
        self.assertEqual(
            light(Terms("TL-16", amount=60), None, TABLE, china("2026-01-01")), "paused"
        )
        self.assertIsNone(warn_moment(Terms("TL-16", amount=60), None, TABLE))


@tagged("post_install", "-at_install")
class TestClockExplain(BaseCase):
    def lines(self, terms, start, **more):
        return {line.code: line.values for line in explain(terms, china(start), TABLE, **more)}

    def test_working_days_with_make_up(self):
        """SC-02 TL-08: what was skipped, by which notice, and which days were counted."""
        terms = Terms("TL-08", amount=7, law="ACC-09")
        lines = explain(terms, china("2025-10-03 20:15"), TABLE)
        skipped = [line.values for line in lines if line.code == "skipped"]
        self.assertEqual(skipped[0]["first"], date(2025, 10, 4))
        self.assertEqual(skipped[0]["name"], "国庆节")
        self.assertEqual(skipped[0]["document"], "国办发明电〔2024〕12号")
        made_up = [line.values["day"] for line in lines if line.code == "make_up"]
        self.assertEqual(made_up, [date(2025, 10, 11)])
        [counted] = [line.values["days"] for line in lines if line.code == "counted"]
        self.assertEqual([day.day for day in counted], [9, 10, 11, 13, 14, 15, 16])
        self.assertEqual(lines[-1].values["day"], date(2025, 10, 16))

    def test_rolled(self):
        """SC-04 TL-16: day 60 is a Saturday."""
        terms = Terms("TL-16", amount=60, unit="calendar_days")
        lines = self.lines(terms, "2026-05-12 10:00")
        self.assertEqual(lines["rolled"], {"from": date(2026, 7, 11), "to": date(2026, 7, 13)})

    def test_pause_and_extension(self):
        """SC-13: the pause has its line, the extension its own."""
        pauses = [(date(2026, 4, 24), date(2026, 5, 14))]
        lines = self.lines(
            Terms("TL-12", amount=7),
            "2026-04-20 10:00",
            pauses=pauses,
            reasons=["testing"],
            extended=7,
        )
        self.assertEqual(lines["paused"]["reason"], "testing")
        self.assertEqual(lines["extended"]["total"], 14)
        self.assertNotIn(date(2026, 5, 13), lines["counted"]["days"])
        self.assertEqual(len(lines["counted"]["days"]), 14)

    def test_open_pause(self):
        lines = self.lines(
            Terms("TL-12", amount=7), "2026-04-20 10:00", pauses=[(date(2026, 4, 24), None)]
        )
        self.assertIsNone(lines["due"]["at"])
        self.assertNotIn("counted", lines)

    def test_provisional(self):
        """LIM-07: the years without a notice are named."""
        lines = self.lines(Terms("TL-16", amount=60, unit="calendar_days"), "2026-11-22 10:00")
        self.assertEqual(lines["provisional"]["years"], [2027])
        self.assertNotIn("provisional", self.lines(Terms("TL-12", amount=7), "2026-11-22 10:00"))

    def test_same_day_and_given(self):
        lines = self.lines(Terms("TL-21", amount=0), "2025-01-25 09:30")
        self.assertEqual(lines["closed"]["day"], date(2025, 1, 26))
        self.assertEqual(lines["due"]["end"], "close")
        lines = self.lines(Terms("TL-19"), "2026-09-18 10:00", given=date(2026, 9, 22))
        self.assertEqual(lines["given"]["day"], date(2026, 9, 22))
        self.assertEqual(lines["due"]["day"], date(2026, 9, 22))

    def test_every_unit_explains_itself(self):
        for terms in (
            Terms("TL-01", amount=24, unit="hours"),
            Terms("TL-30", amount=2, unit="years"),
            Terms("TL-54", times=4),
            Terms("TL-73", amount=3, direction="backward"),
        ):
            lines = explain(terms, china("2025-12-31 23:30"), TABLE)
            self.assertEqual(lines[0].code, "rule")
            self.assertEqual(
                lines[-1].values["at"], due_moment(terms, china("2025-12-31 23:30"), TABLE)
            )
