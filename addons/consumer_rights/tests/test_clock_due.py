from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase, tagged

from ..clock import DayTable, Terms, choose, due_moment, earliest, in_force, reckon, shipped_days
from ..clock.due import last_day

TABLE = DayTable(shipped_days())


def china(text):
    """A China wall time as the naive UTC moment the engine takes."""
    return datetime.fromisoformat(text) - timedelta(hours=8)


def terms(amount, unit="working_days", **more):
    return Terms("TL-00", amount=amount, unit=unit, **more)


def days(text):
    """'2026-04-24/2026-05-14 ...' as pauses; without an end the pause lasts."""
    pauses = []
    for part in text.split():
        first, _slash, resumed = part.partition("/")
        pauses.append((date.fromisoformat(first), date.fromisoformat(resumed) if resumed else None))
    return pauses


# rule or scenario, amount, unit, start in China, due day
WHOLE_DAYS = [
    ("LIM-02", 7, "working_days", "2025-09-24 10:00", "2025-10-10"),
    ("LIM-02 after hours", 7, "working_days", "2025-09-24 23:59:59", "2025-10-10"),
    ("LIM-02 rest day start", 1, "working_days", "2025-10-04 10:00", "2025-10-09"),
    ("LIM-03", 5, "calendar_days", "2025-10-04 10:00", "2025-10-09"),
    ("LIM-06", 2, "years", "2024-02-29 09:00", "2026-02-28"),
    ("LIM-07 make-up day counts", 1, "working_days", "2026-05-08 09:00", "2026-05-09"),
    ("LIM-16 31 December 23:30", 1, "working_days", "2025-12-31 23:30", "2026-01-04"),
    ("LIM-16 31 December 23:30", 5, "calendar_days", "2025-12-31 23:30", "2026-01-05"),
    ("LIM-16 1 January 00:30", 1, "working_days", "2026-01-01 00:30", "2026-01-04"),
    ("SC-01 TL-04", 2, "working_days", "2025-03-10 09:20", "2025-03-12"),
    ("SC-01 TL-05", 5, "calendar_days", "2025-03-10 09:30", "2025-03-17"),
    ("SC-01 TL-08", 7, "working_days", "2025-03-10 09:20", "2025-03-19"),
    ("SC-01 TL-16", 60, "calendar_days", "2025-03-10 09:40", "2025-05-09"),
    ("SC-01 TL-38", 5, "working_days", "2025-03-10 11:00", "2025-03-17"),
    ("SC-01 TL-41", 10, "working_days", "2025-03-13 10:00", "2025-03-27"),
    ("SC-02 TL-04", 2, "working_days", "2025-10-03 20:15", "2025-10-10"),
    ("SC-02 TL-05", 5, "calendar_days", "2025-10-04 10:30", "2025-10-09"),
    ("SC-02 TL-08", 7, "working_days", "2025-10-03 20:15", "2025-10-16"),
    ("SC-04 TL-40", 5, "working_days", "2026-04-30 15:20", "2026-05-11"),
    ("SC-04 TL-08", 7, "working_days", "2026-04-30 15:00", "2026-05-13"),
    ("SC-04 TL-05", 5, "calendar_days", "2026-05-08 10:00", "2026-05-13"),
    ("SC-04 TL-12", 7, "working_days", "2026-05-12 10:00", "2026-05-21"),
    ("SC-04 TL-16", 60, "calendar_days", "2026-05-12 10:00", "2026-07-13"),
    ("SC-05 TL-04", 2, "working_days", "2025-12-30 16:00", "2026-01-04"),
    ("SC-05 TL-05", 5, "calendar_days", "2025-12-30 16:00", "2026-01-04"),
    ("SC-05 TL-07", 3, "working_days", "2025-12-30 16:00", "2026-01-05"),
    ("SC-05 TL-08", 7, "working_days", "2025-12-30 16:00", "2026-01-09"),
    ("SC-06 TL-05", 5, "calendar_days", "2026-03-16 10:00", "2026-03-23"),
    ("SC-06 TL-08", 7, "working_days", "2026-03-16 10:00", "2026-03-25"),
    ("SC-07 TL-09, TL-14", 7, "working_days", "2026-06-15 10:00", "2026-06-25"),
    ("SC-07 TL-10, TL-15", 15, "working_days", "2026-06-15 10:00", "2026-07-07"),
    ("SC-07 TL-52", 90, "calendar_days", "2026-06-24 10:00", "2026-09-22"),
    ("SC-08 TL-08", 7, "working_days", "2026-05-20 10:00", "2026-05-29"),
    ("SC-08 TL-12", 7, "working_days", "2026-05-21 10:00", "2026-06-01"),
    ("SC-08 TL-16", 60, "calendar_days", "2026-05-21 10:00", "2026-07-20"),
    ("SC-08 TL-10", 15, "working_days", "2026-05-20 10:00", "2026-06-10"),
    ("SC-08 TL-18", 5, "working_days", "2026-06-08 10:00", "2026-06-15"),
    ("SC-09 TL-04", 2, "working_days", "2025-01-26 09:30", "2025-02-05"),
    ("SC-09 TL-12", 7, "working_days", "2025-01-26 11:00", "2025-02-11"),
    ("SC-11 TL-33", 1, "working_days", "2025-05-02 10:00", "2025-05-06"),
    ("SC-11 TL-49", 5, "working_days", "2025-05-20 10:00", "2025-05-27"),
    ("SC-11 TL-58", 5, "working_days", "2025-06-30 23:59", "2025-07-07"),
    ("SC-12 TL-12", 7, "working_days", "2025-11-10 10:00", "2025-11-19"),
    ("SC-12 TL-32", 1, "working_days", "2025-11-18 10:00", "2025-11-19"),
    ("SC-12 TL-16", 60, "calendar_days", "2025-11-10 10:00", "2026-01-09"),
    ("SC-12 TL-17", 7, "working_days", "2025-12-31 10:00", "2026-01-12"),
    ("SC-13 TL-12", 7, "working_days", "2026-04-20 10:00", "2026-04-29"),
    ("SC-13 TL-16", 60, "calendar_days", "2026-04-20 10:00", "2026-06-22"),
    ("SC-14 TL-04", 2, "working_days", "2026-02-17 10:05", "2026-02-25"),
    ("SC-16 TL-12", 7, "working_days", "2026-09-18 10:00", "2026-09-29"),
    ("SC-16 TL-16", 60, "calendar_days", "2026-09-18 10:00", "2026-11-17"),
    ("SC-18 TL-04", 2, "working_days", "2025-04-25 10:00", "2025-04-28"),
    ("SC-18 TL-50", 2, "working_days", "2025-04-29 00:00", "2025-05-06"),
    ("SC-19 TL-38", 5, "working_days", "2026-05-06 10:00", "2026-05-12"),
    ("SC-19 TL-04", 2, "working_days", "2026-05-09 10:00", "2026-05-12"),
    ("SC-19 TL-05", 5, "calendar_days", "2026-05-09 10:00", "2026-05-14"),
    ("SC-19 TL-08", 7, "working_days", "2026-05-09 10:00", "2026-05-19"),
    ("SC-20 TL-30", 2, "years", "2025-06-01 10:00", "2027-06-01"),
    ("SC-22 TL-67", 1, "working_days", "2026-06-18 17:05", "2026-06-22"),
    ("SC-23 TL-66", 2, "working_days", "2025-09-26 10:00", "2025-09-29"),
    ("SC-23 TL-35 first round", 10, "working_days", "2025-09-29 10:00", "2025-10-20"),
    ("SC-23 TL-35 second round", 10, "working_days", "2025-10-21 10:00", "2025-11-04"),
    ("SC-23 TL-68", 10, "working_days", "2025-11-25 10:00", "2025-12-09"),
    ("SC-23 TL-61", 3, "working_days", "2025-10-31 10:00", "2025-11-05"),
    ("SC-23 TL-69", 20, "working_days", "2025-11-12 10:00", "2025-12-10"),
    ("SC-25 TL-61", 3, "working_days", "2026-02-28 10:00", "2026-03-04"),
    ("SC-25 TL-60", 5, "working_days", "2026-02-28 10:00", "2026-03-06"),
    ("SC-25 TL-59", 5, "working_days", "2026-03-06 10:00", "2026-03-13"),
    ("SC-25 TL-72", 3, "working_days", "2026-02-23 10:00", "2026-02-26"),
]

# rule or scenario, amount, unit, start, due moment in China
MOMENTS = [
    ("LIM-04", 24, "hours", "2025-12-31 23:30", "2026-01-01 23:30"),
    ("LIM-05 in time", 0, "working_days", "2025-03-10 17:30", "2025-03-10 17:30"),
    ("LIM-05 a minute late", 0, "working_days", "2025-03-10 17:31", "2025-03-11 17:30"),
    ("LIM-05 before a holiday", 0, "working_days", "2025-12-31 17:45", "2026-01-04 17:30"),
    ("LIM-05 31 December 23:30", 0, "working_days", "2025-12-31 23:30", "2026-01-04 17:30"),
    ("LIM-05 on a rest day", 0, "working_days", "2025-10-04 09:00", "2025-10-09 17:30"),
    ("LIM-05 make-up Sunday", 0, "working_days", "2025-01-26 09:30", "2025-01-26 17:30"),
    ("SC-01 TL-11", 0, "working_days", "2025-03-10 09:40", "2025-03-10 17:30"),
    ("SC-02 TL-01", 24, "hours", "2025-10-03 20:15", "2025-10-04 20:15"),
    ("SC-05 TL-06", 24, "hours", "2025-12-30 16:00", "2025-12-31 16:00"),
    ("SC-11 TL-03", 24, "hours", "2025-04-30 19:40", "2025-05-01 19:40"),
    ("SC-14 TL-27", 2, "hours", "2026-02-17 10:20", "2026-02-17 12:20"),
    ("SC-14 TL-28", 24, "hours", "2026-02-17 10:20", "2026-02-18 10:20"),
    ("SC-14 TL-51", 0, "working_days", "2026-02-17 10:20", "2026-02-24 17:30"),
    ("SC-15 TL-36", 1, "hours", "2025-05-30 16:45", "2025-05-30 17:45"),
    ("SUP-05", 30, "minutes", "2026-02-16 23:50", "2026-02-17 00:20"),
    ("SC-15 TL-51", 0, "working_days", "2025-05-30 16:45", "2025-05-30 17:30"),
    ("SC-15 TL-51 variant", 0, "working_days", "2025-05-30 17:40", "2025-06-03 17:30"),
    ("SC-19 TL-39", 0, "working_days", "2026-05-09 10:00", "2026-05-09 17:30"),
    ("SC-22 TL-45", 24, "hours", "2026-06-18 15:00", "2026-06-19 15:00"),
    ("SC-22 TL-46", 0, "working_days", "2026-06-18 16:10", "2026-06-18 17:30"),
]

# rule or scenario, amount, unit, start, pauses, due day (None while paused)
PAUSED = [
    ("SC-13 TL-12", 7, "working_days", "2026-04-20", "2026-04-24/2026-05-14", "2026-05-19"),
    ("SC-13 TL-16", 60, "calendar_days", "2026-04-20", "2026-04-24/2026-05-14", "2026-07-09"),
    ("LIM-08 open", 7, "working_days", "2026-04-20", "2026-04-24", None),
    ("LIM-08 open after the due day", 1, "working_days", "2026-04-20", "2026-04-24", "2026-04-21"),
    (
        "LIM-08 on the last day",
        1,
        "working_days",
        "2026-04-20",
        "2026-04-21/2026-04-23",
        "2026-04-23",
    ),
    ("LIM-08 no day long", 1, "working_days", "2026-04-20", "2026-04-21/2026-04-21", "2026-04-21"),
    (
        "LIM-08 twice",
        3,
        "working_days",
        "2026-03-09",
        "2026-03-10/2026-03-11 2026-03-12/2026-03-13",
        "2026-03-16",
    ),
    (
        "LIM-08 before the start",
        3,
        "working_days",
        "2026-03-09",
        "2026-03-02/2026-03-09",
        "2026-03-12",
    ),
    (
        "LIM-08 over the start",
        3,
        "working_days",
        "2026-03-09",
        "2026-03-02/2026-03-12",
        "2026-03-16",
    ),
    (
        "LIM-08 rolled into a pause",
        5,
        "calendar_days",
        "2026-03-09",
        "2026-03-16/2026-03-18",
        "2026-03-18",
    ),
    ("LIM-08 hours", 24, "hours", "2026-03-09 10:00", "2026-03-10/2026-03-12", "2026-03-12"),
    (
        "LIM-08 same day",
        0,
        "working_days",
        "2026-03-09 10:00",
        "2026-03-09/2026-03-11",
        "2026-03-11",
    ),
    ("LIM-08 years", 1, "years", "2026-03-09", "2026-04-01/2026-04-11", "2027-03-19"),
]


@tagged("post_install", "-at_install")
class TestClockDue(BaseCase):
    def test_whole_days(self):
        """LIM-02, LIM-03, LIM-06, LIM-07, LIM-16 and the scenarios: 24:00 of the due day."""
        for rule, amount, unit, start, due in WHOLE_DAYS:
            with self.subTest(rule, start=start):
                moment = due_moment(terms(amount, unit), china(start), TABLE)
                self.assertEqual(moment, china(due) + timedelta(days=1))
                self.assertEqual(last_day(moment), date.fromisoformat(due))

    def test_moments(self):
        """LIM-04, LIM-05 and the scenarios: due at a minute of the day."""
        for rule, amount, unit, start, due in MOMENTS:
            with self.subTest(rule, start=start):
                self.assertEqual(due_moment(terms(amount, unit), china(start), TABLE), china(due))

    def test_pauses(self):
        """LIM-08: from the pause date up to but not including the day of resumption."""
        for rule, amount, unit, start, pauses, due in PAUSED:
            with self.subTest(rule):
                result = reckon(terms(amount, unit), china(start), TABLE, pauses=days(pauses))
                self.assertEqual(result.due_day, due and date.fromisoformat(due))
                self.assertEqual(result.due_at is None, due is None)

    def test_extension_counts_from_the_original_start(self):
        """LIM-09: the summed amount is counted again from the start (SC-07, SC-12)."""
        filing = due_moment(terms(15), china("2026-06-15 10:00"), TABLE, extended=15)
        self.assertEqual(last_day(filing), date(2026, 7, 28))
        completion = due_moment(terms(7), china("2025-11-10 10:00"), TABLE, extended=7)
        self.assertEqual(last_day(completion), date(2025, 11, 28))

    def test_no_roll(self):
        """LIM-03: a limit may be set not to move."""
        fixed = terms(5, "calendar_days", roll_forward=False)
        self.assertEqual(last_day(due_moment(fixed, china("2025-10-04"), TABLE)), date(2025, 10, 9))
        self.assertEqual(last_day(due_moment(fixed, china("2025-09-29"), TABLE)), date(2025, 10, 4))

    def test_backward_and_lead(self):
        """TL-73, TL-75: the last day on which it may still be done, counted back."""
        roster = terms(3, direction="backward")
        self.assertEqual(
            last_day(due_moment(roster, china("2026-10-01 00:00"), TABLE)), date(2026, 9, 28)
        )
        notice = terms(1, direction="lead")
        self.assertEqual(
            last_day(due_moment(notice, china("2025-10-09 09:00"), TABLE)), date(2025, 9, 30)
        )
        hours = terms(24, "hours", direction="lead")
        self.assertEqual(
            due_moment(hours, china("2025-10-09 09:00"), TABLE), china("2025-10-08 09:00")
        )

    def test_frequency(self):
        """TL-54, TL-55, TL-57, TL-62: the end of the part of the year."""
        for times, parts, start, due in [
            (4, True, "2026-05-20", "2026-06-30"),
            (2, True, "2026-05-20", "2026-06-30"),
            (2, True, "2026-07-01", "2026-12-31"),
            (12, True, "2026-02-03", "2026-02-28"),
            (2, False, "2026-01-01", "2026-12-31"),
            (12, True, "2025-12-31 23:30", "2025-12-31"),
        ]:
            with self.subTest(times=times, start=start):
                limit = Terms("TL-00", times=times, parts=parts)
                self.assertEqual(
                    last_day(due_moment(limit, china(start), TABLE)), date.fromisoformat(due)
                )

    def test_given_date(self):
        """LIM-11, TL-19: a date set by hand ends at 24:00 and leans on no calendar (SC-16)."""
        result = reckon(Terms("TL-19"), china("2026-09-18"), TABLE, given=date(2026, 9, 22))
        self.assertEqual(result, (china("2026-09-23"), date(2026, 9, 22), False))

    def test_provisional(self):
        """LIM-07: days of a year without a notice make the date provisional, hours do not."""
        for amount, unit, start, provisional in [
            (7, "working_days", "2026-12-21", False),
            (8, "working_days", "2026-12-21", False),
            (9, "working_days", "2026-12-21", True),
            (60, "calendar_days", "2026-11-22", True),
            (30, "calendar_days", "2026-11-22", False),
            (24, "hours", "2026-12-31 23:30", False),
            (2, "years", "2026-06-01", False),
            (0, "working_days", "2026-12-31 10:00", False),
            (0, "working_days", "2026-12-31 17:31", True),
        ]:
            with self.subTest(amount=amount, unit=unit, start=start):
                result = reckon(terms(amount, unit), china(start), TABLE)
                self.assertEqual(result.provisional, provisional)

    def test_no_date_crashes(self):
        """LIM-07: any year to 2035 and beyond gives a date; the table grows."""
        for year in (1990, 2003, 2004, 2026, 2027, 2034, 2035, 2060, 2150):
            with self.subTest(year=year):
                result = reckon(terms(300), china(f"{year}-12-31 23:30"), TABLE)
                self.assertGreater(result.due_at, china(f"{year}-12-31 23:30"))

    def test_version_by_the_start_date(self):
        """LIM-12: mediation takes 45 working days before 2024-07-01, then 60 calendar days."""
        old = terms(45, valid_from=date(2020, 1, 1), valid_to=date(2024, 6, 30))
        new = terms(60, "calendar_days", valid_from=date(2024, 7, 1))
        self.assertEqual(choose([new, old], date(2024, 6, 30)), old)
        self.assertEqual(choose([new, old], date(2024, 7, 1)), new)
        self.assertEqual(choose([new, old], date(2026, 4, 15)), new)
        self.assertIsNone(choose([new, old], date(2019, 12, 31)))

    def test_superior_deadline_replaces_promises_only(self):
        """LIM-10, LIM-11, LIM-18: the earliest one counts; a statutory limit stands."""

        class Clock:
            def __init__(self, kind, due):
                self.kind, self.due_at = kind, due and china(due)

        promise = Clock("promise", "2026-09-20")
        instruction = Clock("instruction", "2026-09-23")
        statutory = Clock("statutory", "2026-09-22")
        paused = Clock("statutory", None)
        self.assertEqual(earliest([promise, statutory]), promise)
        self.assertEqual(earliest([promise, instruction]), instruction)
        self.assertEqual(earliest([promise, instruction, statutory]), statutory)
        self.assertEqual(in_force([promise, instruction, paused]), [instruction, paused])
        self.assertIsNone(earliest([paused]))

    def test_terms_survive_storage(self):
        """LIM-01: what a clock was started with is read back as it was."""
        limit = terms(60, "calendar_days", pause_reasons=("testing",), valid_from=date(2024, 7, 1))
        self.assertEqual(Terms.from_dict(limit.to_dict()), limit)


moments = st.datetimes(datetime(2004, 1, 1), datetime(2035, 12, 31))
units = st.sampled_from(["working_days", "calendar_days", "hours", "minutes", "years"])
dates = st.dates(date(2004, 1, 1), date(2035, 12, 31))


@tagged("post_install", "-at_install")
class TestClockProperties(BaseCase):
    @settings(max_examples=300, deadline=None)
    @given(moments, units, st.integers(1, 20))
    def test_due_lies_after_the_start_and_grows_with_the_amount(self, start, unit, amount):
        one = due_moment(terms(amount, unit), start, TABLE)
        more = due_moment(terms(amount + 1, unit), start, TABLE)
        self.assertLess(start, one)
        self.assertLessEqual(one, more)

    @settings(max_examples=300, deadline=None)
    @given(moments, moments, units, st.integers(0, 90))
    def test_a_later_start_is_never_due_earlier(self, first, second, unit, amount):
        first, second = sorted((first, second))
        limit = terms(amount if unit != "years" else amount % 5 + 1, unit)
        self.assertLessEqual(due_moment(limit, first, TABLE), due_moment(limit, second, TABLE))

    @settings(max_examples=300, deadline=None)
    @given(moments, st.integers(1, 200))
    def test_working_days_between_start_and_due_are_the_amount(self, start, amount):
        """LIM-02: counting forward and counting between agree, and the due day is worked."""
        due = last_day(due_moment(terms(amount), start, TABLE)).toordinal()
        begin = (start + timedelta(hours=8)).toordinal()
        self.assertEqual(TABLE.between(begin, due), amount)
        self.assertTrue(TABLE.is_working(due))

    @settings(max_examples=300, deadline=None)
    @given(
        moments,
        st.sampled_from(["working_days", "calendar_days"]),
        st.integers(1, 90),
        st.lists(st.tuples(dates, st.integers(0, 60)), max_size=4),
    )
    def test_a_pause_never_shortens_and_order_does_not_matter(self, start, unit, amount, spans):
        """LIM-08"""
        pauses = [(first, first + timedelta(days=length)) for first, length in spans]
        plain = due_moment(terms(amount, unit), start, TABLE)
        paused = due_moment(terms(amount, unit), start, TABLE, pauses=pauses)
        self.assertGreaterEqual(paused, plain)
        self.assertEqual(paused, due_moment(terms(amount, unit), start, TABLE, pauses=pauses[::-1]))
        self.assertFalse(
            any(first <= last_day(paused) < resumed for first, resumed in pauses),
            "a limit ended inside a pause",
        )

    @settings(max_examples=200, deadline=None)
    @given(moments, units, st.integers(1, 30), st.integers(0, 30))
    def test_extension_equals_a_longer_limit(self, start, unit, amount, extended):
        """LIM-09"""
        self.assertEqual(
            due_moment(terms(amount, unit), start, TABLE, extended=extended),
            due_moment(terms(amount + extended, unit), start, TABLE),
        )

    @settings(max_examples=200, deadline=None)
    @given(moments, st.integers(1, 60))
    def test_back_and_forth(self, start, amount):
        """LIM-02: n working days before the n-th working day lies not after the start."""
        number = (start + timedelta(hours=8)).toordinal()
        self.assertLessEqual(TABLE.before(TABLE.after(number, amount), amount), number)
