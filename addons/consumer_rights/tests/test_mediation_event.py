from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import RightsCommon


@tagged("post_install", "-at_install")
class TestMediationEvent(RightsCommon):
    """HND-11: several cases of one merchant or topic, one meeting, an outcome for each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.in_handling("district_a", "handler_a") + cls.in_handling(
            "district_a", "handler_a"
        )

    @classmethod
    def in_handling(cls, unit, login, **values):
        """A complaint that this unit received from the city and handles."""
        case = cls.case_at("accepted", "clerk", **values)
        target = {"dispatch_to_id": cls.stations[unit].id, "complexity": "ordinary"}
        cls.move(case, "dispatch", "dispatcher", target)
        return cls.move(case, "receive", login).with_env(cls.env)

    def event(self, cases=None, login="mediator_a", **values):
        cases = self.cases if cases is None else cases
        return self.as_user(login, self.env["rights.mediation.event"]).create(
            {
                "name": "同一商户退费",
                "station_id": self.stations["district_a"].id,
                "date_start": "2026-03-10 01:00",
                "date_end": "2026-03-10 04:00",
                "place": "一楼调解室",
                "line_ids": [Command.create({"case_id": case.id}) for case in cases],
                **values,
            }
        )

    def test_two_cases_or_more(self):
        with self.assertRaisesRegex(ValidationError, "two cases"):
            self.event(self.cases[0])
        with self.assertRaisesRegex(ValidationError, "two cases"):
            self.event(line_ids=False)
        self.assertEqual(self.event().case_count, 2)

    def test_one_merchant_or_a_topic(self):
        other = self.env["rights.merchant"].create({"name": "另一商户", "phone": "025-84000002"})
        strange = self.in_handling("district_a", "handler_a", respondent_id=other.id)
        with self.assertRaisesRegex(ValidationError, "not against"):
            self.event(self.cases + strange, merchant_id=self.merchant.id)
        self.assertEqual(self.event(merchant_id=self.merchant.id).case_count, 2)
        self.assertEqual(self.event(self.cases + strange).case_count, 3)

    def test_closes_when_every_case_has_an_outcome(self):
        event = self.event()
        first, second = event.line_ids
        first.outcome = "settled"
        with self.assertRaisesRegex(UserError, f"1 cases .*{second.case_id.name}"):
            event.action_close()
        second.write({"outcome": "failed", "note": "金额差距大"})
        self.assertEqual(event.open_count, 0)
        event.action_close()
        self.assertEqual((event.state, event.closed_by_id), ("closed", self.users["mediator_a"]))
        for change in (
            lambda: event.write({"place": "别处"}),
            lambda: first.write({"outcome": "absent"}),
            lambda: event.write({"line_ids": [Command.create({"case_id": first.case_id.id})]}),
            lambda: first.unlink(),
            event.action_close,
        ):
            with self.assertRaisesRegex(UserError, "closed"):
                change()

    def test_the_outcome_stands_on_the_case_and_leaves_its_stage(self):
        """The handler concludes the case by its own steps, with what they ask for."""
        event = self.event()
        event.line_ids[0].outcome = "settled"
        case = self.cases[0]
        self.assertEqual(case.stage_code, "handling")
        self.assertIn("Agreement reached", case.event_ids[-1].basis)
        self.assertEqual(case.event_ids[-1].user_id, self.users["mediator_a"])
        self.assertEqual(event.line_ids[0].outcome_by_id, self.users["mediator_a"])
        self.assertFalse(case._verify_events())
        with self.assertRaises(ValidationError):
            self.move(case, "conclude", "handler_a", {"outcome_id": self.settled.id})

    def test_which_cases(self):
        """Complaints in handling or mediation, once each; they are not exchanged afterwards."""
        registered = self.registered_case("clerk")
        with self.assertRaises(AccessError):
            self.event(self.cases + registered)  # it lies with the city
        with self.assertRaisesRegex(ValidationError, "not being handled"):
            self.event(self.cases + registered, "dispatcher")
        event = self.event()
        with self.assertRaises(AccessError):
            event.line_ids[0].case_id = self.cases[1]
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            event.line_ids = [Command.create({"case_id": self.cases[0].id})]

    def test_nobody_closes_it_by_a_value(self):
        event = self.event(state="closed")
        self.assertEqual(event.state, "planned")
        with self.assertRaises(AccessError):
            event.state = "closed"

    def test_a_member_sees_the_lines_of_readable_cases(self):
        """Annex A2: the meeting is the unit's, a line belongs to who reads its case."""
        below = self.in_handling("station_a1", "station_a1")
        event = self.event(self.cases[0] + below, "dispatcher_a")
        self.env.invalidate_all()
        seen = self.as_user("mediator_a", event)
        self.assertEqual(seen.line_ids.case_id, self.as_user("mediator_a", self.cases[0]))
        self.assertEqual(seen.case_count, 2)
        lines = self.env["rights.mediation.event.line"]
        hidden = self.as_user("mediator_a", lines.search([("case_id", "=", below.id)]))
        for change in (lambda: hidden.read(["note"]), lambda: hidden.write({"outcome": "failed"})):
            with self.assertRaises(AccessError):
                change()
        self.env.invalidate_all()
        seen.line_ids.outcome = "settled"
        with self.assertRaises(UserError) as caught:
            seen.action_close()
        self.assertNotIn(below.name, str(caught.exception))

    def test_who_may(self):
        """HND-11: handler, mediator, dispatcher and head of the unit; nobody beside or without."""
        event = self.event()
        for login in ("handler_a", "mediator_a", "dispatcher_a", "dispatcher", "head"):
            self.as_user(login, event).place = f"调解室 {login}"
        for login in ("dispatcher_b", "station_a1", "clerk", "legal", "business_admin", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(login, event).read(["place"])
            with self.assertRaises(AccessError):
                self.as_user(login, event).place = "别处"
        with self.assertRaises(AccessError):
            self.as_user("mediator_a", event).station_id = self.stations["district_b"]
        with self.assertRaises(AccessError):
            self.as_user("handler_a", event).unlink()
