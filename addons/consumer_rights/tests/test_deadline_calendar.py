import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..clock.days import Day, shipped_days
from .deadline_common import DeadlineCommon, china
from .test_clock_days import SHORT_2027


@tagged("post_install", "-at_install")
class TestDeadlineCalendar(DeadlineCommon):
    """The day table and its notices (LIM-07)."""

    def notice(self, text=SHORT_2027, login="business_admin", **values):
        return self.as_user(login, self.env["rights.calendar.notice"]).create(
            {
                "year": 2027,
                "document": "国办发明电〔2026〕9号",
                "file": base64.b64encode(text.encode()),
                **values,
            }
        )

    def test_shipped_table(self):
        """LIM-07: installed with every date of the shipped file, its rank counts working days."""
        days = self.env["rights.calendar.day"]
        self.assertEqual(days._days(), [Day(*day) for day in shipped_days()])
        first, last = days.search([("date", "in", ("2026-05-08", "2026-05-11"))])
        self.assertEqual(last.working_rank - first.working_rank, 2)
        self.assertEqual(self.env["rights.calendar.notice"]._missing_year(), 2027)

    def test_publishing_moves_the_running_clocks(self):
        """LIM-07: old and new date and the notice stand in the ledger, the person is told once."""
        with self.at("2026-12-22 10:00"):
            cases = self.env["rights.case"].browse()
            for _number in range(3):
                cases += self.registered_case("clerk", user_id=self.users["clerk"].id)
            for case in cases:
                self.move(case, "accept", "clerk", self.ACCEPT)
            clock = self.clock(cases[0], "TL-16")
            self.assertTrue(clock.is_provisional)
            # 20 February 2027, a Saturday: rolled to Monday
            self.assertDue(cases[0], TL_16="2027-02-22")
        text = SHORT_2027 + "2027-02-20,make_up,春节\n"
        with self.at("2026-12-23 10:00"):
            notice = self.notice(text)
            self.assertFalse(notice.problems)
            changed = {str(line.date): (line.kind_before, line.kind) for line in notice.line_ids}
            self.assertEqual(changed["2027-02-20"], ("rest", "make_up"))
            notice.action_publish()
            self.assertDue(cases[0], TL_16="2027-02-20")
        self.assertFalse(clock.is_provisional)
        self.assertEqual(clock.rebase_ids.old_due_at, china("2027-02-23 00:00"))
        self.assertEqual(clock.rebase_ids.new_due_at, china("2027-02-21 00:00"))
        self.assertEqual(clock.rebase_ids.notice_id, notice)
        told = self.env["mail.activity"].search(
            [("res_model", "=", "rights.calendar.notice"), ("res_id", "=", notice.id)]
        )
        self.assertEqual(told.user_id, self.users["clerk"])
        self.assertEqual(len(told), 1)
        lines = dict((code, text) for code, _label, text in clock._explained())
        self.assertIn("国办发明电〔2026〕9号", lines["rebased"])
        with self.assertRaises(AccessError):
            clock.rebase_ids.unlink()

    def test_a_clock_that_began_while_a_notice_was_published(self):
        """LIM-07: counted by the old days, written down after them: the sweep moves it."""
        with self.at("2026-12-22 10:00"):
            case = self.registered_case("clerk")
            self.move(case, "accept", "clerk", self.ACCEPT)
        clock = self.clock(case, "TL-16")
        old = {name: clock[name] for name in ("due_at", "warn_at", "is_provisional")}
        with self.at("2026-12-23 10:00"):
            notice = self.notice(SHORT_2027 + "2027-02-20,make_up,春节\n")
            notice.action_publish()
            right = clock.due_at
            self.assertNotEqual(right, old["due_at"])
        self.env.cr.execute(
            "UPDATE rights_deadline SET due_at = %(due_at)s, warn_at = %(warn_at)s, "
            "is_provisional = %(is_provisional)s, create_date = '2026-12-23 02:00' "
            "WHERE id = %(id)s",
            {**old, "id": clock.id},
        )
        self.env.invalidate_all()
        with self.at("2026-12-23 10:05"):
            self.sweep()
        self.assertEqual((clock.due_at, clock.is_provisional), (right, False))
        self.assertEqual(case.deadline_next_id.due_at, case.deadline_next_at)
        self.assertEqual(len(clock.rebase_ids), 2)

    def test_stopped_and_missed_clocks_keep_their_date(self):
        with self.at("2026-12-31 23:30"):
            case = self.registered_case("clerk")
            self.move(case, "accept", "clerk", self.ACCEPT)
        met = self.clock(case, "TL-08")
        due = met.due_at
        with self.at("2027-01-05 10:00"):
            self.notice(SHORT_2027 + "2027-01-04,holiday,元旦\n").action_publish()
        self.assertEqual(met.due_at, due)
        self.assertFalse(met.rebase_ids)

    def test_bad_files(self):
        """Issue 3, bad input: a missing or doubled day, told with its line, and not published."""
        notice = self.notice(SHORT_2027.replace("2027-10-01,holiday,国庆节\n", ""))
        self.assertIn("2027-10-01 国庆节 is missing", notice.problems)
        with self.refused("2027-10-01"):
            notice.action_publish()
        notice.file = base64.b64encode((SHORT_2027 + "2027-01-01,holiday,元旦\n").encode())
        self.assertIn("Line 17: 2027-01-01 stands in the file twice", notice.problems)
        notice.file = base64.b64encode((SHORT_2027 + "2029-01-01,holiday,元旦\n").encode())
        self.assertIn("does not belong to the notice of 2027", notice.problems)
        self.assertEqual(notice.state, "draft")
        self.assertTrue(
            self.env["rights.calendar.day"].search([("date", "=", "2027-10-01")]).is_provisional
        )

    def test_from_the_library(self):
        """LIM-07: what chinesecalendar knows; it does not know 2027 yet."""
        notice = self.notice(file=False)
        with self.refused("does not know 2027"):
            notice.action_from_library()
        known = self.notice(file=False, year=2026)
        known.action_from_library()
        self.assertFalse(known.problems)
        self.assertFalse(known.line_ids, "the shipped table is the library's")

    def test_a_published_notice_stays(self):
        notice = self.notice()
        with self.at("2026-12-23 10:00"):
            notice.action_publish()
        with self.assertRaises(UserError):
            notice.year = 2028
        with self.assertRaises(UserError):
            notice.unlink()
        with self.assertRaises(UserError):
            notice.action_publish()

    def test_who_publishes(self):
        notice = self.notice()
        for login in ("clerk", "head"):
            with self.assertRaises(AccessError):
                self.as_user(login, notice).action_publish()
        with self.assertRaises(AccessError):
            self.as_user("business_admin", self.env["rights.calendar.day"]).search(
                [], limit=1
            ).kind = "rest"

    def test_health_knows_the_calendar_year(self):
        """LIM-07: a year without a notice is a warning in December, a failure when it has begun."""
        health = self.env["rights.health"]
        for moment, state in [
            ("2026-11-20 10:00", "ok"),
            ("2026-12-01 10:00", "warning"),
            ("2027-01-01 00:30", "fail"),
        ]:
            with self.at(moment):
                self.assertEqual(health._check_calendar()["state"], state, moment)

    def test_dates_far_ahead(self):
        """LIM-07: no date to 2035 crashes, and none after it."""
        table = self.env["rights.calendar.day"]._day_table()
        for year in (2027, 2035, 2044, 2060):
            self.assertTrue(table.after(date(year, 12, 31).toordinal(), 10))


@tagged("post_install", "-at_install")
class TestDeadlineLight(DeadlineCommon):
    """The nearest clock of a case with its colour, searched and shown (LIM-10, LIM-13, D12)."""

    def test_colours_are_found_as_they_are_shown(self):
        """LIM-13: for each moment, search and field agree, on clocks and on cases."""
        with self.at("2026-03-09 10:00"):
            cases = self.registered_case("clerk") + self.registered_case(
                "clerk", channel_id=self.channel_of("national_platform").id
            )
        seen = set()
        for moment in (
            "2026-03-09 10:00",
            "2026-03-10 03:00",
            "2026-03-10 04:00",
            "2026-03-10 10:00",
            "2026-03-11 00:00",
            "2026-03-11 23:59",
            "2026-03-12 00:00",
            "2026-03-16 12:00",
        ):
            with self.at(moment):
                self.env.invalidate_all()
                for records, name in (
                    (cases, "deadline_state"),
                    (self.clocks(cases[0]), "state"),
                    (self.clocks(cases[1]), "state"),
                ):
                    for state in ("green", "soon", "today", "missed", "paused"):
                        found = records.search([("id", "in", records.ids), (name, "=", state)])
                        shown = records.filtered(lambda r, n=name, s=state: r[n] == s)
                        self.assertEqual(found, found & shown, (moment, name, state))
                        self.assertEqual(shown, shown & found, (moment, name, state))
                        seen |= {state} if shown else set()
        self.assertEqual(seen, {"green", "soon", "today", "missed"})

    def test_morning_page(self):
        """Due today, tomorrow, missed: by the China date of the due day."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
        clock = self.clock(case, "TL-04")  # due 2026-03-11
        clocks = self.env["rights.deadline"]
        for moment, today, tomorrow, missed in [
            ("2026-03-09 23:59", False, False, False),
            ("2026-03-10 00:01", False, True, False),
            ("2026-03-11 00:01", True, False, False),
            ("2026-03-11 23:59", True, False, False),
            ("2026-03-12 00:01", False, False, True),
        ]:
            with self.at(moment):
                scope = [("id", "=", clock.id)]
                user = clocks.with_user(self.users["clerk"])
                self.assertEqual(bool(user.search([*scope, ("due_day", "=", "today")])), today)
                self.assertEqual(
                    bool(user.search([*scope, ("due_day", "=", "today +1d")])), tomorrow, moment
                )
                self.assertEqual(bool(user.search([*scope, ("state", "=", "missed")])), missed)

    def test_the_nearest_clock_is_stored(self):
        """LIM-18: the earliest due date; it goes on to the next one when that is met."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            self.assertEqual(case.deadline_next_id.code, "TL-04")
            self.as_user("clerk", self.env["rights.contact.log"]).create({"case_id": case.id})
            self.assertEqual(case.deadline_next_id.code, "TL-05")
            self.assertEqual(case.deadline_next_at, self.clock(case, "TL-05").due_at)

    def test_why_this_date(self):
        """The limit, its law, the start, the days off with their notice; printable."""
        with self.at("2025-10-04 10:30"):
            case = self.create_case("clerk", received_at=china("2025-10-03 20:15"))
            self.move(case, "register")
            clock = self.as_user("clerk", self.clock(case, "TL-08"))
            action = clock.action_explain()
            self.assertEqual(action["res_id"], clock.id)
            for word in (
                "article 46",
                "2025-10-03 20:15",
                "国庆节 (国办发明电〔2024〕12号)",
                "2025-10-11 (Sat)",
                "10-09, 10-10, 10-11, 10-13, 10-14, 10-15, 10-16",
                "2025-10-16 (Thu), until 24:00",
            ):
                self.assertIn(word, clock.explanation)
            report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
            html, _type = report._render_qweb_html(
                "consumer_rights.report_rights_deadline", clock.ids
            )
            self.assertIn("国办发明电〔2024〕12号", html.decode())
            self.assertIn(case.name, html.decode())

    def test_responsible_follows_the_case(self):
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            self.as_user("clerk", case).user_id = self.users["clerk"]
            self.assertEqual(self.clock(case, "TL-08").user_id, self.users["clerk"])

    def test_two_movers(self):
        """Issue 3, bad input: a case moved twice in one second starts its clocks once."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            stage = case.stage_id.id
            self.move(case, "accept", "clerk", self.ACCEPT)
            step = self.env.ref("consumer_rights.transition_complaint_registered_accept")
            with self.refused("moved on"):
                self.as_user("clerk", case).action_move(step.id, stage, self.ACCEPT)
        codes = self.clocks(case).mapped("code")
        self.assertEqual(len(codes), len(set(codes)))
