"""Meetings and their records; rooms, people, recusal (MED-02, MED-03, MED-05, MED-21)."""

import base64

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .document_common import picture
from .mediation_common import MEETING, MediationCommon


@tagged("post_install", "-at_install")
class TestMediationMeeting(MediationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.in_mediation("phone", "onsite", "video", "written")

    # -- the record -------------------------------------------------------------------------------

    def test_no_outcome_on_an_empty_record(self):
        """MED-03: mediator, participants, time, what was said and proposed come first."""
        meeting = self.plan(self.case, "phone", planned_start=fields.Datetime.now())
        with self.refused("Began, Participants, What the parties said, What was proposed"):
            meeting.outcome = "failed"
        meeting.action_begin()
        meeting.participants = "双方"
        meeting.statements = "各自陈述"
        with self.refused("What was proposed"):
            meeting.outcome = "settled"
        meeting.write({"proposals": "退货退款", "outcome": "settled"})
        self.assertEqual((meeting.state, meeting.outcome_by_id), ("held", self.users["mediator_a"]))
        self.assertIn("Agreement reached", self.case.event_ids[-1].basis)
        for change in (
            lambda: meeting.write({"statements": "别的"}),
            lambda: meeting.write({"outcome": "failed"}),
            lambda: meeting.attendance_ids.create({"meeting_id": meeting.id, "person": "某"}),
            meeting.action_cancel,
        ):
            with self.refused("stays as it is"):
                change()
        with self.assertRaises(AccessError):
            meeting.unlink()

    def test_a_record_is_not_written_ahead(self):
        with self.refused("still to come"):
            self.record_meeting(self.case, "mediator_a", started_at="2099-01-01 01:00")

    def test_whoever_writes_state_or_case_is_refused(self):
        """The state follows the outcome; a meeting stays with its mediation."""
        meeting = self.plan(self.case, "phone", state="held")
        self.assertEqual(meeting.state, "planned")
        other = self.in_mediation("phone")
        with self.assertRaises(AccessError):
            meeting.state = "held"
        for change in ({"case_id": other.id}, {"mediation_id": other.mediation_id.id}):
            with self.assertRaises(AccessError):
                meeting.write(change)

    def test_on_site_there_is_a_place_and_a_signed_record(self):
        """MED-03: no outcome on site without the scan; whatever it is called, it is one."""
        values = {"mode": "onsite", "room_id": self.room.id}
        with self.refused("Signed record"):
            self.record_meeting(self.case, "mediator_a", **values)
        with self.refused("Room or place"):
            self.record_meeting(self.case, "mediator_a", "absent", mode="onsite")
        with self.refused("PDF or a picture"):
            fake = base64.b64encode(b"<html>no scan</html>")
            self.record_meeting(self.case, "mediator_a", signed_record=fake, **values)
        scan = base64.b64encode(picture())
        meeting = self.record_meeting(self.case, "mediator_a", signed_record=scan, **values)
        self.assertEqual(meeting.state, "held")

    def test_a_video_meeting_stores_link_and_times(self):
        """MED-21: no outcome without the link and everybody's times."""
        now = fields.Datetime.now()
        link = "https://centre.example/meet/a"
        with self.refused("Link of the meeting"):
            self.record_meeting(self.case, "mediator_a", mode="video")
        with self.refused("Who took part"):
            self.record_meeting(self.case, "mediator_a", mode="video", link=link)
        with self.refused("times of coming and leaving"):
            self.record_meeting(
                self.case,
                "mediator_a",
                mode="video",
                link=link,
                attendance_ids=self.attended(joined_at=now),
            )
        meeting = self.record_meeting(
            self.case,
            "mediator_a",
            mode="video",
            link=link,
            attendance_ids=self.attended(joined_at=now, left_at=now),
        )
        self.assertEqual(len(meeting.attendance_ids), 3)
        with self.refused("future", ValidationError):
            later = self.plan(self.case, "video")
            later.attendance_ids = self.attended(joined_at="2099-01-01 00:00")

    # -- rooms and people -------------------------------------------------------------------------

    def test_a_party_in_two_meetings_at_once_is_seen(self):
        """MED-04: whoever plans is told which side is asked to another meeting at this time."""
        other = self.in_mediation("onsite")
        consumer = other.sudo().party_ids
        phone, consumer.phone = consumer.phone, "16900009999"
        self.plan(self.case)
        meeting = self.plan(other, mediator_id=self.second_a.id)
        self.assertEqual(meeting.double_booked, "Merchant")
        consumer.phone = phone
        meeting.invalidate_recordset(["double_booked"])
        self.assertEqual(meeting.double_booked, "Consumer, Merchant")
        meeting.write({"planned_start": "2026-03-12 05:00", "planned_end": "2026-03-12 06:00"})
        self.assertFalse(meeting.double_booked)

    def test_no_room_and_no_mediator_twice(self):
        """A room and a mediator hold one meeting at a time; one after the other is fine."""
        other = self.in_mediation("onsite")
        self.plan(self.case, room_id=self.room.id)
        half_past = {"planned_start": "2026-03-12 01:30"}
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ExclusionViolation):
            with self.env.cr.savepoint():
                self.plan(other, mediator_id=self.second_a.id, room_id=self.room.id, **half_past)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ExclusionViolation):
            with self.env.cr.savepoint():
                self.plan(other, **half_past)
        self.plan(other, room_id=self.room.id, planned_start="2026-03-12 02:00")
        busy = self.plan(other, mediator_id=self.second_a.id, **half_past)
        busy.action_cancel()
        self.plan(other, mediator_id=self.second_a.id, **half_past)

    def test_two_bookings_at_the_same_moment(self):
        """Of two connections that book a room at once, one waits and is refused by the database.

        The table is a copy with the same constraints: what other connections write is committed.
        """
        copy = SQL.identifier("test_booking_race")
        columns = SQL("mediation_id, room_id, mediator_id, mode, state, planned_start, planned_end")
        insert = SQL(
            "INSERT INTO %s (%s) VALUES (1, %%s, %%s, 'onsite', 'planned', %%s, %%s)", copy, columns
        )

        def book(cr, room, mediator, hour):
            text = insert.code.replace("%%s", "%s")
            cr.execute(text, [room, mediator, f"2026-03-12 {hour}", "2026-03-12 03:00"])

        cursor = self.env.registry.cursor
        with cursor() as cr:
            cr.execute(SQL("DROP TABLE IF EXISTS %s", copy))
            cr.execute(
                SQL("CREATE TABLE %s (LIKE %s INCLUDING ALL)", copy, SQL.identifier(self.table))
            )
        try:
            for room, mediator in ((7, 2), (8, 1)):  # the same room; the same mediator
                with cursor() as first, cursor() as second:
                    book(first, 7, 1, "01:00")
                    second.execute("SET LOCAL lock_timeout = '200ms'")
                    with mute_logger("odoo.sql_db"):
                        with self.assertRaises(psycopg2.errors.LockNotAvailable):
                            book(second, room, mediator, "02:00")
                        second.rollback()
                        first.commit()
                        with self.assertRaises(psycopg2.errors.ExclusionViolation):
                            book(second, room, mediator, "02:00")
                    second.rollback()
                    first.execute(SQL("DELETE FROM %s", copy))
        finally:
            with cursor() as cr:
                cr.execute(SQL("DROP TABLE %s", copy))

    @property
    def table(self):
        return self.env[MEETING]._table

    def test_rooms_and_people_of_the_unit(self):
        elsewhere = self.env["rights.mediation.room"].create(
            {"name": "外", "station_id": self.stations["district_b"].id}
        )
        with self.refused("room of another unit", ValidationError):
            self.plan(self.case, room_id=elsewhere.id)
        with self.refused("has no post", ValidationError):
            self.plan(self.case, mediator_id=self.users["station_b1"].id)
        with self.refused("has no post", ValidationError):
            self.as_user("mediator_a", self.case.mediation_id).mediator_id = self.users[
                "station_b1"
            ]

    # -- recusal ----------------------------------------------------------------------------------

    def ask(self, login="mediator_a", **values):
        return self.as_user(login, self.env["rights.mediation.recusal"]).create(
            {"mediation_id": self.case.mediation_id.id, "grounds": "系经营者亲属", **values}
        )

    def test_an_open_request_holds_the_outcome(self):
        """MED-05: neither a meeting nor the case comes to an outcome before it is decided."""
        meeting = self.record_meeting(self.case, "mediator_a")
        planned = self.plan(self.case)
        recusal = self.ask()
        self.assertEqual(recusal.mediator_id, self.users["mediator_a"])
        with self.refused("request for recusal is open"):
            planned.action_begin()
        with self.refused("request for recusal is open"):
            self.record_meeting(self.case, "mediator_a")
        with self.refused("request for recusal is open"):
            self.conclude(self.case, mediation_cooperation="active")
        with self.refused("request for recusal is open"):
            self.as_user("mediator_a", self.case.mediation_id).mediator_id = self.second_a
        self.assertEqual(meeting.state, "held")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            with self.env.cr.savepoint():
                self.ask(asked_by="merchant")

    def test_the_head_grants_and_the_mediator_changes(self):
        """MED-05: decided by the head; planned meetings go to the new mediator."""
        meeting = self.plan(self.case, "phone")
        recusal = self.ask()
        for login in ("mediator_a", "handler_a", "dispatcher_a"):
            with self.refused("head of the unit decides", AccessError):
                self.as_user(login, recusal).action_grant()
        decided = self.as_user("head_a", recusal)
        self.assertTrue(decided.may_decide)
        with self.refused("Choose another mediator"):
            decided.action_grant()
        decided.new_mediator_id = self.second_a
        decided.action_grant()
        self.assertEqual((recusal.state, recusal.decided_by_id), ("granted", self.head_a))
        self.assertEqual(self.case.mediation_id.mediator_id, self.second_a)
        self.assertEqual(meeting.mediator_id, self.second_a)
        with self.refused("decided already"):
            decided.action_refuse()
        self.record_meeting(self.case, "second_a")

    def test_the_head_refuses_with_a_reason(self):
        recusal = self.ask(asked_by="merchant")
        decided = self.as_user("head_a", recusal)
        with self.refused("Say why"):
            decided.action_refuse()
        decided.decision_note = "理由不成立"
        decided.action_refuse()
        self.assertEqual(self.case.mediation_id.mediator_id, self.users["mediator_a"])
        self.record_meeting(self.case, "mediator_a")

    def test_nobody_decides_on_the_own_recusal(self):
        """MED-05: of a head who mediates, the head above decides."""
        self.as_user("mediator_a", self.case.mediation_id).mediator_id = self.head_a
        recusal = self.ask()
        self.assertFalse(self.as_user("head_a", recusal).may_decide)
        with self.assertRaises(AccessError):
            self.as_user("head_a", recusal).action_refuse()
        waiting = self.as_user("head", self.env["rights.mediation.recusal"])
        self.assertEqual(waiting.search([("may_decide", "=", True)]), recusal)
        self.as_user("head", recusal).decision_note = "不成立"
        self.as_user("head", recusal).action_refuse()

    def test_the_request_is_not_rewritten(self):
        recusal = self.ask(state="granted", mediator_id=self.second_a.id)
        self.assertEqual((recusal.state, recusal.mediator_id), ("open", self.users["mediator_a"]))
        with self.assertRaises(AccessError):
            recusal.grounds = "别的"
        with self.assertRaises(AccessError):
            recusal.decision_note = "我自己决定"

    # -- what waits -------------------------------------------------------------------------------

    def test_todays_meetings_wait_on_the_todo_page(self):
        self.plan(self.case, "phone", planned_start=fields.Datetime.now())
        self.plan(self.case, "phone", planned_start="2099-01-01 01:00")

        def pages(login):
            rows = self.as_user(login, self.env["rights.case"]).get_todo_pages()
            return {row["action"].split(".")[1]: row["count"] for row in rows}

        self.assertEqual(pages("mediator_a")["rights_mediation_meeting_action_today"], 1)
        self.assertNotIn("rights_mediation_meeting_action_today", pages("handler_a"))
        self.ask()
        self.assertEqual(pages("head_a")["rights_mediation_recusal_action_open"], 1)
        self.assertNotIn("rights_mediation_recusal_action_open", pages("mediator_a"))

    # -- rights -----------------------------------------------------------------------------------

    def test_who_may(self):
        """Annex A2: who reads the case reads its meetings; other units and parties do not."""
        meeting = self.record_meeting(self.case, "mediator_a")
        for login in ("mediator_a", "handler_a", "dispatcher_a", "head_a", "clerk"):
            self.assertTrue(self.as_user(login, meeting).statements)
        for login in ("station_b1", "station_a1", "dispatcher_b", "auditor", "business_admin"):
            with self.assertRaises(AccessError):
                self.as_user(login, meeting).read(["statements"])
        for login in ("clerk", "station_a1", "dispatcher_b"):
            with self.assertRaises(AccessError):
                self.plan(self.case, "phone", login)
        mediation = self.as_user("mediator_a", self.case.mediation_id)
        for vals in ({"state": "settled"}, {"level": "local_station"}, {"round": 3}):
            with self.assertRaises(AccessError):
                mediation.write(vals)
        with self.assertRaises(AccessError):
            mediation.create({"case_id": self.case.id})
        with self.assertRaises(UserError):
            mediation.sudo().meeting_ids.unlink()

    def test_a_party_asks_on_its_own_page(self):
        """MED-05: the party says why, the meeting pauses, somebody else decides, once."""
        case = self.case.sudo()
        self.assertEqual(case._public_view("code")["mediator"], "测试mediator_a")
        self.assertNotIn("mediator", case._public_view("phone"))
        with self.refused("Say why"):
            case._public_recuse(" ")
        case._public_recuse("调解员是经营者的亲属<script>")
        recusal = case.mediation_recusal_ids
        self.assertEqual((recusal.asked_by, recusal.state), ("consumer", "open"))
        with self.refused("request for recusal is open"):
            self.record_meeting(self.case, "mediator_a")
        self.assertNotIn("recuse", case._public_acts())
        with self.refused("moved on"):
            case._public_recuse("再次申请")
        waiting = self.as_user("head_a", recusal)
        self.assertTrue(waiting.may_decide)
        waiting.new_mediator_id = self.second_a
        waiting.action_grant()
        self.assertEqual(case._public_view("code")["mediator"], "测试second_a")

    def test_two_mediators_on_one_file(self):
        """One mediation is open at a time, of one mediator; the other one is told, and left out."""
        mediation = self.case.mediation_id
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            with self.env.cr.savepoint():
                self.env["rights.mediation"]._open_for(self.case, mediator=self.second_a)
        meeting = self.plan(self.case, "video")
        with self.refused("mediator of the meeting", AccessError):
            self.as_user("second_a", meeting).action_start_video()
        self.as_user("mediator_a", mediation).mediator_id = self.second_a
        self.assertEqual(mediation.mediator_id, self.second_a)
        self.record_meeting(self.case, "second_a")
        with self.refused("stays as it is"):
            self.as_user("mediator_a", mediation.meeting_ids[-1]).statements = "另一说法"
