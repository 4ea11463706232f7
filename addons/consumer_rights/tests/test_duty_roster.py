"""Who is on duty: rosters, badges, swaps, standby (DUT-01, DUT-03 to DUT-10, INT-12)."""

import base64

from freezegun import freeze_time
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import china
from .duty_common import DutyCommon


@tagged("post_install", "-at_install")
class TestRoster(DutyCommon):
    # -- coverage ---------------------------------------------------------------------------------

    def test_an_uncovered_place_is_red_and_blocks_publication(self):
        """DUT-01, INT-12: every service slot of every working day has its person."""
        roster = self.roster("service", "2025-10-09", "2025-10-13", "clerk", publish=False)
        # Thursday, Friday, the make-up Saturday, Monday: two slots each
        self.assertEqual((len(roster.shift_ids), roster.gap_count), (8, 0))
        roster.shift_ids[3].user_id = False
        self.assertEqual(roster.gap_count, 1)
        self.assertIn(str(roster.shift_ids[3].date), roster.gap_text)
        lead = self.as_user("dispatcher", roster)
        with self.refused("1 places are not covered"):
            lead.action_publish()
        lead.shift_ids[3].unlink()
        with self.refused("not covered"):
            lead.action_publish()
        lead.action_lay_out()
        lead.action_propose()
        lead.action_publish()
        self.assertEqual((roster.state, roster.gap_count), ("published", 0))

    def test_a_roster_without_places_is_not_published(self):
        """DUT-01, DUT-05: a standby roster over plain working days would cover nothing."""
        roster = self.roster("standby", "2025-10-09", "2025-10-10", publish=False)
        self.assertFalse(roster.shift_ids)
        with self.refused("no place to fill"):
            self.as_user("dispatcher", roster).action_publish()
        self.assertEqual(roster.state, "draft")

    def test_the_reception_desk_has_a_least_number_of_its_own(self):
        """INT-12: min_reception is data."""
        least = self.env["rights.network.parameter"].search([("code", "=", "min_reception")])
        self.assertEqual(least.value, 1)
        least.value = 2
        roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk", "operator")
        self.assertEqual(len(roster.shift_ids), 4)
        legal = self.roster("service", "2025-10-09", "2025-10-09", publish=False, studio="legal")
        self.assertEqual(len(legal.shift_ids), 2)

    def test_a_published_roster_changes_by_leave_and_swap_only(self):
        """DUT-03: nobody writes a shift over."""
        roster = self.as_user(
            "dispatcher", self.roster("service", "2025-10-09", "2025-10-09", "clerk")
        )
        with self.refused("published"):
            roster.shift_ids[0].user_id = self.users["operator"]
        with self.refused("published"):
            roster.shift_ids.unlink()
        with self.refused("published"):
            roster.date_to = "2025-10-10"
        with self.refused(error=AccessError):
            self.as_user("clerk", roster).action_publish()

    def test_who_plans_and_who_reads(self):
        """DUT-01: the studio's head and the command centre plan, staff read."""
        roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk", publish=False)
        self.assertTrue(self.as_user("station_b1", roster).shift_ids.mapped("date"))
        for login in ("clerk", "dispatcher_a", "business_admin"):
            with self.refused(error=AccessError):
                self.as_user(login, roster).shift_ids[0].write({"user_id": False})
        self.as_user("head", roster).shift_ids[0].user_id = False

    def test_a_roster_from_a_file(self):
        """DUT-01: planned elsewhere and imported; nothing is written while a row is wrong."""
        roster = self.roster("service", "2025-10-09", "2025-10-10", publish=False)
        name = self.users["clerk"].name

        def load(*rows):
            text = "\n".join(("日期,班次,姓名", *rows)).encode()
            wizard = self.as_user("dispatcher", self.env["rights.duty.import"]).create(
                {"roster_id": roster.id, "file": base64.b64encode(text)}
            )
            wizard.action_import()

        good = [f"2025-10-09,morning,{name}", f"2025/10/9,afternoon,{self.users['operator'].login}"]
        with self.refused("Row 4"):
            load(*good, "2025-10-10,morning,查无此人")
        self.assertFalse(roster.shift_ids.user_id)
        with self.refused("Row 2"):
            load("2025-10-12,morning,B-clerk")
        load(*good, "2025-10-10,morning,B-clerk")
        load(*good, "2025-10-10,morning,B-clerk")
        self.assertEqual(len(roster.shift_ids.filtered("user_id")), 3)
        self.assertEqual(roster.gap_count, 1)

    # -- the person -------------------------------------------------------------------------------

    def test_nobody_stands_at_the_desk_without_badge_and_photo(self):
        """DUT-10: badge number, photo, name and post are on record, at this unit."""
        roster = self.roster("service", "2025-10-09", "2025-10-09", publish=False)
        for login in ("followup", "handler_a"):
            with self.refused("DUT-10", error=ValidationError):
                roster.shift_ids[0].user_id = self.users[login]
        self.give_badge("followup")
        roster.shift_ids[0].user_id = self.users["followup"]

    def test_nobody_is_in_two_places(self):
        """DUT-05: not twice at one time, not on standby and administrative duty on one day."""
        self.roster("standby", "2025-10-01", "2025-10-02", "clerk", "operator")
        admin = self.roster("admin", "2025-10-01", "2025-10-01", publish=False)
        with self.refused("standby and on administrative", error=ValidationError):
            admin.shift_ids[0].user_id = self.users["clerk"]
        admin.shift_ids[0].user_id = self.users["office"]
        phone = self.roster("phone", "2025-10-01", "2025-10-01", publish=False)
        with self.refused("registers calls", error=ValidationError):
            phone.shift_ids[0].user_id = self.users["quality"]
        with self.refused("elsewhere", error=ValidationError):
            phone.shift_ids[0].user_id = self.users["clerk"]

    # -- holidays (DUT-05) ------------------------------------------------------------------------

    def gaps(self, kind):
        gaps = self.env["rights.duty.gap"]
        gaps.invalidate_model()
        return gaps.search([("kind", "=", kind), ("station_id", "=", self.city.id)])

    def test_a_holiday_without_its_team_is_a_red_alert_after_tl_73(self):
        """DUT-05, TL-73: published three working days before the holiday begins."""
        with self.at("2025-09-25T10:00"):
            days = self.gaps("standby")
            self.assertEqual(len(days), 8)
            self.assertEqual({str(day.due_on) for day in days}, {"2025-09-28"}, "a make-up Sunday")
            self.assertFalse(any(days.mapped("is_red")))
        with self.at("2025-09-29T10:00"):
            self.assertTrue(all(self.gaps("standby").mapped("is_red")))
            self.roster("standby", "2025-10-01", "2025-10-07", "clerk", "operator")
            left = self.gaps("standby")
            self.assertEqual([str(day.date) for day in left], ["2025-10-08"])

    def test_a_working_day_without_a_desk_is_listed(self):
        """INT-12: today's is red."""
        self.studio("reception")
        with self.at("2025-10-09T08:00"):
            self.assertTrue(self.gaps("reception")[0].is_red)
            self.roster("service", "2025-10-09", "2025-10-16", "clerk")
            self.assertFalse(self.gaps("reception"))

    # -- the duty phone (DUT-08) ------------------------------------------------------------------

    def test_the_duty_phone_needs_a_roster(self):
        """DUT-08: no mode without a named person; the person is shown."""
        with self.at("2025-10-09T12:30"):
            with self.refused("DUT-08", error=ValidationError):
                self.city.off_hours_mode = "duty_phone"
            self.roster("phone", "2025-10-09", "2025-10-09", "operator")
            self.city.off_hours_mode = "duty_phone"
            self.assertEqual(self.city.duty_phone_user_id, self.users["operator"])

    # -- who gets what ----------------------------------------------------------------------------

    def test_the_roster_decides_who_calls_back(self):
        """INT-03, DUT-08: who holds the phone; else who comes next; else the whole unit."""
        with self.at("2025-10-09T18:00"):
            self.assertFalse(self.missed("2025-10-09T17:40", "a", "13900000001").user_id)
            self.roster("phone", "2025-10-09", "2025-10-09", "operator")
            self.roster("service", "2025-10-10", "2025-10-10", "clerk")
            task = self.missed("2025-10-09T18:00", "b", "13900000002")
            self.assertEqual(task.user_id, self.users["operator"])
            self.assertEqual(task.clock_ids.user_id, self.users["operator"])
        with self.at("2025-10-10T08:40"):
            task = self.missed("2025-10-10T08:40", "c", "13900000003")
            self.assertEqual(task.user_id, self.users["clerk"])
        with self.at("2025-10-11T18:40"):
            self.roster("phone", "2025-10-12", "2025-10-12", "clerk")
            self.roster("standby", "2025-10-01", "2025-10-01", "enforcement_a", "clerk")
            task = self.missed("2025-10-11T18:40", "d", "13900000004")
            self.assertEqual(task.user_id, self.users["clerk"], "the next on duty")

    def test_arrivals_go_to_who_is_on_duty(self):
        """INT-02: what comes in at night has its person."""
        self.env["ir.config_parameter"].set_param("consumer_rights.arrival_unit", self.city.code)
        with self.at("2025-10-09T22:00"):
            self.roster("phone", "2025-10-09", "2025-10-09", "operator")
            arrival = self.env["rights.arrival"]._store("wechat", b"<xml/>", state="triage")
            self.assertEqual(arrival.user_id, self.users["operator"])
            self.assertEqual(self.waiting("operator", "rights_duty_shift_action_my"), 2)

    # -- leave and swap (DUT-03) ------------------------------------------------------------------

    def swap(self, login, shift, **values):
        return self.as_user(login, self.env["rights.duty.swap"]).create(
            {"shift_id": shift.id, "reason": "家中有事", **values}
        )

    def test_a_swap_needs_the_other_and_the_head(self):
        """DUT-03: consent of the other, approval by the head, both before the shift."""
        with self.at("2025-10-08T10:00"):
            roster = self.roster("service", "2025-10-09", "2025-10-10", "clerk", "operator")
            own, other = roster.shift_ids.sorted("start_at")[:2]
            swap = self.swap(
                "clerk",
                own,
                substitute_id=self.users["operator"].id,
                other_shift_id=other.id,
            )
            with self.refused("consented"):
                self.as_user("dispatcher", swap).action_approve()
            for login in ("clerk", "dispatcher"):
                with self.refused(error=AccessError):
                    self.as_user(login, swap).action_consent()
            self.as_user("operator", swap).action_consent()
            for login in ("clerk", "operator"):
                with self.refused(error=AccessError):
                    self.as_user(login, swap).action_approve()
            with self.refused(error=AccessError):
                self.as_user("dispatcher_a", swap).action_approve()
            self.as_user("dispatcher", swap).action_approve()
            self.assertEqual(own.user_id, self.users["operator"])
            self.assertEqual(other.user_id, self.users["clerk"])
            with self.refused("decided"):
                self.as_user("dispatcher", swap).action_refuse()

    def test_leave_that_empties_the_slot_is_refused(self):
        """DUT-03: with a second person in the slot it goes."""
        with self.at("2025-10-08T10:00"):
            roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk")
            shift = roster.shift_ids.sorted("start_at")[0]
            leave = self.swap("clerk", shift, kind="leave")
            with self.refused("would be empty"):
                self.as_user("dispatcher", leave).action_approve()
            self.assertFalse(shift.is_leave)
            shift.sudo().copy({"user_id": self.users["operator"].id})
            self.as_user("dispatcher", leave).action_approve()
            self.assertTrue(shift.is_leave)
            self.assertEqual(roster.gap_count, 0)

    def test_nothing_is_approved_once_the_shift_began(self):
        """DUT-03: before the shift, and for the own shift only."""
        with self.at("2025-10-08T10:00"):
            roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk")
            shift = roster.shift_ids.sorted("start_at")[0]
            leave = self.swap("clerk", shift, kind="leave", substitute_id=self.users["operator"].id)
            self.as_user("operator", leave).action_consent()
            with self.refused(error=AccessError):
                self.swap("operator", roster.shift_ids.sorted("start_at")[1], kind="leave")
        with self.at("2025-10-09T08:30"):
            with self.refused("before the shift"):
                self.as_user("dispatcher", leave).action_approve()

    # -- attendance -------------------------------------------------------------------------------

    def test_late_and_early_against_the_roster(self):
        """DUT-07: tolerance 0 minutes; everybody for oneself, nobody by writing."""
        roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk")
        shift = self.as_user("clerk", roster.shift_ids.sorted("start_at")[0])
        with self.at("2025-10-09T08:33"):
            with self.refused(error=AccessError):
                self.as_user("operator", shift).action_come()
            shift.action_come()
        with self.at("2025-10-09T11:50"):
            shift.action_go()
        self.assertEqual((shift.late_minutes, shift.early_minutes), (3, 10))
        with self.refused(error=AccessError):
            self.as_user("dispatcher", shift).write({"came_at": "2025-10-09 00:30:00"})

    def test_leaving_the_post_is_recorded(self):
        """DUT-04: cause B3 when matters were delayed."""
        roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk")
        shift = roster.shift_ids.sorted("start_at")[0]
        absences = self.as_user("dispatcher", self.env["rights.duty.absence"])
        values = {"shift_id": shift.id, "note": "离岗未报", "date_from": china("2025-10-09T09:00")}
        absence = absences.create(values)
        self.assertFalse(absence.is_cause)
        absence.case_ids = [Command.link(self.registered_case().id)]
        self.assertTrue(absence.is_cause)
        self.assertEqual(absence.user_id, self.users["clerk"])
        with self.refused(error=ValidationError):
            absences.create(values | {"date_from": china("2025-10-09T13:00")})
        self.assertTrue(self.as_user("clerk", absence).note)
        with self.refused(error=AccessError):
            self.as_user("operator", absence).read(["note"])

    def test_an_appointment_stands_on_the_roster(self):
        """DUT-09, HND-14: of its staff, and moves with it."""
        case = self.registered_case()
        booking = self.as_user("clerk", self.env["rights.appointment"]).create(
            {
                "case_id": case.id,
                "date_start": china("2025-10-11T19:00"),
                "date_end": china("2025-10-11T20:00"),
                "user_ids": [Command.set([self.users["clerk"].id, self.users["legal"].id])],
            }
        )
        shifts = self.shifts.search([("appointment_id", "=", booking.id)])
        self.assertEqual(shifts.user_id, self.users["clerk"] | self.users["legal"])
        self.assertEqual(set(shifts.mapped("kind")), {"booked"})
        booking.user_ids = self.users["clerk"]
        booking.date_start = china("2025-10-11T19:30")
        shifts = self.shifts.search([("appointment_id", "=", booking.id)])
        self.assertEqual(shifts.user_id, self.users["clerk"])
        self.assertChina(shifts.start_at, "2025-10-11T19:30")


@tagged("post_install", "-at_install")
class TestStateBoard(DutyCommon):
    def test_the_hall_shows_where_the_staff_are(self):
        """DUT-06: everybody sets the own state; after a day it is unknown."""
        post = self.users["clerk"].rights_post_ids
        own = self.as_user("clerk", post)
        with freeze_time("2025-10-09 01:00:00"):
            own.with_context(rights_duty_state="out_on_case").action_set_duty_state()
            self.assertEqual(post.duty_state, "out_on_case")
            with self.refused(error=AccessError):
                self.as_user("operator", post).with_context(
                    rights_duty_state="leave"
                ).action_set_duty_state()
        with freeze_time("2025-10-10 01:00:00"):
            post.invalidate_recordset(["duty_state"])
            self.assertEqual(post.duty_state, "unknown")
        own.with_context(rights_duty_state="meeting").action_set_duty_state()
        board = self.env["rights.public.board"].create(
            {
                "station_id": self.city.id,
                "supervision_body": "测试市场监督管理局",
                "supervision_phone": "026-00012315",
            }
        )
        cards = {card["name"]: card for card in board._public_values()["people"]}
        self.assertEqual(cards[self.users["clerk"].name]["state"], "meeting")
        self.assertEqual(cards[self.users["operator"].name]["state"], "unknown")
        view = self.env["ir.qweb"].with_context(lang="en_US")
        values = {"board": board._public_values()}
        hall = view._render("consumer_rights.public_board", values | {"in_hall": True})
        self.assertIn("In a meeting", hall)
        self.assertNotIn("In a meeting", view._render("consumer_rights.public_board", values))

    def test_coming_on_duty_sets_the_state(self):
        """DUT-06, DUT-07."""
        roster = self.roster("service", "2025-10-09", "2025-10-09", "clerk")
        with freeze_time(china("2025-10-09T08:20")):
            self.as_user("clerk", roster.shift_ids.sorted("start_at")[0]).action_come()
            self.assertEqual(self.users["clerk"].rights_post_ids.duty_state, "on_duty")
