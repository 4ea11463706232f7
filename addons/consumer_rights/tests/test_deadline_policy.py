import csv
from datetime import timedelta
from pathlib import Path

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from ..clock import Terms
from .deadline_common import DeadlineCommon, china

# what cases, dispatches, replies, follow-ups, contacts and the archive start today
ON_CASES = set(
    "TL-03 TL-04 TL-05 TL-06 TL-07 TL-08 TL-09 TL-10 TL-11 TL-12 TL-13 TL-14 TL-15 TL-16 TL-17 "
    "TL-18 TL-19 TL-20 TL-21 TL-22 TL-23 TL-24 TL-34 TL-38 TL-39 TL-40 TL-41 TL-42 TL-52 "
    "TL-53 TL-64".split()
)


@tagged("post_install", "-at_install")
class TestDeadlinePolicy(DeadlineCommon):
    """LIM-01, LIM-12: limits are data."""

    def policy(self, code):
        return self.env["rights.deadline.policy"].search(
            [("code", "=", code), ("valid_to", "=", False)]
        )

    def test_every_limit_of_the_list_is_there(self):
        """LIM-01: 79 limits; amounts, units, directions and extensions as the list has them."""
        expected = Path(__file__).parent / "data" / "limits.csv"
        policies = self.env["rights.deadline.policy"].search([])
        with expected.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 79)
        # what has no row there bears the number of its rule
        numbered = {code for code in policies.mapped("code") if code.startswith("TL-")}
        self.assertEqual({row["id"] for row in rows}, numbered)
        for row in rows:
            policy = self.policy(row["id"])
            with self.subTest(row["id"]):
                self.assertEqual(policy.kind, row["kind"])
                self.assertEqual(policy.direction, row["direction"])
                if row["amount"]:
                    self.assertEqual(
                        (policy.measure, policy.amount), ("amount", int(row["amount"]))
                    )
                    self.assertEqual(policy.unit, row["unit"])
                elif row["times"]:
                    self.assertEqual((policy.measure, policy.times), ("times", int(row["times"])))
                else:
                    self.assertEqual(policy.measure, "given")
                self.assertEqual(policy.extension_amount, int(row["extension"] or 0))
                self.assertEqual(bool(policy.pause_reason_ids), row["paused"] == "1")

    def test_limits_of_present_subjects_are_started_by_steps(self):
        """Each limit whose subject exists has its start and its end on the case line."""
        steps = self.env["rights.case.transition"].search([]).deadline_event_ids
        outcomes = self.env["rights.outcome"].search([]).deadline_event_ids
        by_code = self.env["rights.deadline.event"].search(
            [
                (
                    "code",
                    "in",
                    (
                        "contact_logged",
                        "both_contacted",
                        "dissatisfied",
                        "instruction_registered",
                        "joint_agreed",
                        "archive_due",
                        "result_returned",
                        "identity_proved",
                    ),
                )
            ]
        )
        papers = self.templates.delivery_event_ids
        happening = steps | outcomes | papers | by_code
        for code in ON_CASES - {"TL-52"}:  # see test_a_filed_case
            policy = self.policy(code)
            self.assertIn(policy.start_event_id, happening, code)
            self.assertIn(policy.stop_event_id, happening, code)

    def test_an_edit_does_not_reach_a_running_clock(self):
        """LIM-01: the running clock keeps its date, the next one has the new amount."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
        clock = self.clock(case, "TL-08")
        due = clock.due_at
        self.as_user("business_admin", self.policy("TL-08")).amount = 3
        with self.at("2026-03-09 10:00"):
            other = self.registered_case("clerk")
        self.assertDue(other, TL_08="2026-03-12")
        clock._recount()
        self.assertEqual(clock.due_at, due)
        self.assertEqual(Terms.from_dict(clock.snapshot["terms"]).amount, 7)

    def test_other_events_do_not_reach_a_running_clock(self):
        """LIM-01: what ends a running clock is what ended it when it started."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
        self.policy("TL-08").stop_event_id = self.env.ref("consumer_rights.deadline_event_archived")
        with self.at("2026-03-10 10:00"):
            self.move(case, "accept", "clerk", self.ACCEPT)
        self.assertOutcome(case, TL_08="met")

    def test_mediation_before_july_2024(self):
        """LIM-12: 45 working days until 2024-06-30, 60 calendar days since."""
        book = self.env["rights.deadline.policy"]
        for start, amount, unit in [
            ("2024-06-30 23:30", 45, "working_days"),
            ("2024-07-01 00:30", 60, "calendar_days"),
            ("2026-04-14 10:00", 60, "calendar_days"),
        ]:
            limit = book._limit_on("TL-16", china(start))
            self.assertEqual((limit.terms.amount, limit.terms.unit), (amount, unit), start)

    def test_deleting_a_limit_with_running_clocks_is_refused(self):
        """Issue 3, bad input: a limit deleted while clocks run on it; archiving is possible."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
        policy = self.as_user("business_admin", self.policy("TL-08"))
        with self.refused("clocks run on TL-08"):
            policy.unlink()
        policy.active = False
        with self.at("2026-03-09 11:00"):
            other = self.registered_case("clerk")
            self.assertNoClock(other, "TL-08")
            self.move(case, "accept", "clerk", self.ACCEPT)
        self.assertOutcome(case, TL_08="met")
        with self.refused("Clocks were counted by TL-08"):
            policy.unlink()

    def test_versions_do_not_overlap(self):
        policy = self.policy("TL-16")
        with self.refused("Two versions of TL-16"):
            policy.copy({"code": "TL-16", "valid_from": "2026-01-01"})
        policy.valid_to = "2026-12-31"
        policy.copy({"code": "TL-16", "valid_from": "2027-01-01", "valid_to": False, "amount": 45})
        limit = policy._limit_on("TL-16", china("2027-01-01 00:00"))
        self.assertEqual(limit.terms.amount, 45)

    def test_what_cannot_be_a_limit(self):
        policy = self.policy("TL-08")
        with self.assertRaises(ValidationError):
            policy.write({"amount": 0, "unit": "hours"})
        with self.assertRaises(ValidationError):
            policy.domain = "[('no_such_field', '=', 1)]"
        with self.assertRaises(ValidationError):
            policy.write({"measure": "times", "times": 5})
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            policy.amount = -1
            self.env.flush_all()

    def test_only_the_business_administrator_edits(self):
        for login in ("clerk", "head", "handler_a"):
            with self.assertRaises(AccessError):
                self.as_user(login, self.policy("TL-08")).amount = 3

    def test_every_change_is_logged(self):
        """Annex A: a change of a limit stands in the audit log with the old and new value."""
        self.as_user("business_admin", self.policy("TL-08")).amount = 5
        entry = self.env["rights.audit.log"].search([("model", "=", "rights.deadline.policy")])
        self.assertIn("7 → 5", entry[-1:].detail)

    def test_a_new_step_starts_and_stops_without_code(self):
        """D13: an event, a limit and a step of a business administrator make a clock."""
        admin = self.users["business_admin"]
        events = self.env["rights.deadline.event"].with_user(admin)
        begin, end = events.create(
            [{"name": "检测开始", "code": "own_begin"}, {"name": "检测结束", "code": "own_end"}]
        )
        self.env["rights.deadline.policy"].with_user(admin).create(
            {
                "code": "TL-90",
                "name": "自设时限",
                "amount": 2,
                "start_event_id": begin.id,
                "stop_event_id": end.id,
                "domain": "[('kind', '=', 'complaint')]",
            }
        )
        step = self.env.ref("consumer_rights.transition_complaint_accepted_take")
        step.with_user(admin).deadline_event_ids += begin
        last = self.env.ref("consumer_rights.transition_complaint_handling_conclude")
        last.with_user(admin).deadline_event_ids += end
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            self.move(case, "accept", "clerk", self.ACCEPT)
            self.move(case, "take", "clerk")
            self.assertDue(case, TL_90="2026-03-11")
            self.conclude(case)
        self.assertOutcome(case, TL_90="met")

    def test_limits_travel_in_the_configuration_file(self):
        """D13: limits and the events of steps are part of the configuration file."""
        configuration = self.env["rights.configuration"]
        data = configuration._export()
        settings = {
            entry["key"]: entry["values"] for entry in data["settings"]["rights.deadline.policy"]
        }
        self.assertEqual(settings["TL-16/2024-07-01"]["amount"], 60)
        self.assertFalse(configuration._plan(data).changes)
        settings["TL-08/False"]["amount"] = 6
        [change] = configuration._plan(data).changes
        self.assertEqual(change.values, {"amount": 6})

    def test_promised_date_is_a_working_day(self):
        """HND-04: the date proposed at registration is the due day of TL-12, holidays known."""
        with self.at("2025-09-24 10:00"):
            case = self.registered_case("clerk")
            self.assertEqual(str(case.promised_date), "2025-10-10")

    def test_domain_on_the_case(self):
        """TL-11 or TL-12 by mode (HND-02), TL-06 and TL-13 by channel, TL-24 by direct receipt."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk", channel_id=self.channel_of("letter").id)
            self.assertNoClock(case, "TL-06", "TL-13", "TL-24")
            direct = self.registered_case("station_a1")
            self.assertOutcome(direct, TL_24="met")

    def test_immediate_that_was_not_finished(self):
        """HND-03: the mode changes with a reason, TL-12 counts from acceptance and must be told."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            accept = {**self.ACCEPT, "handling_mode": "immediate"}
            self.move(case, "accept", "clerk", accept)
            self.move(case, "take", "clerk")
        with self.at("2026-03-09 17:00"):
            with self.refused("Say why it was not"):
                self.as_user("clerk", case).handling_mode = "agency"
            reason = {"handling_mode": "agency", "mode_change_reason": "商家负责人外出"}
            self.as_user("clerk", case).write(reason)
            self.assertIn("mode_change_reason", case.event_ids.mapped("changes")[-1])
            self.assertOutcome(case, TL_11="exempt", TL_12="running", TL_16="running")
            self.assertDue(case, TL_12="2026-03-18")
            clock = self.clock(case, "TL-12")
            self.assertTrue(clock.is_untold)
            self.as_user("clerk", clock).action_date_told()
            self.assertFalse(clock.is_untold)
        self.assertEqual(clock.start_at, china("2026-03-09 10:00"))

    def test_platform_matter_has_two_promises(self):
        """HND-05, LIM-18: TL-13 from receipt, TL-12 from acceptance; the earlier one rules."""
        with self.at("2026-03-09 10:00"):
            platform = self.channel_of("national_platform").id
            case = self.registered_case("clerk", channel_id=platform)
        with self.at("2026-03-12 10:00"):
            self.move(case, "accept", "clerk", self.ACCEPT)
            self.move(case, "take", "clerk")
            self.env["rights.contact.log"].create({"case_id": case.id})
            self.assertDue(case, TL_13="2026-03-18", TL_12="2026-03-23", TL_16="2026-05-11")
            self.assertEqual(case.deadline_next_id.code, "TL-13")
        with self.at("2026-03-19 00:00"):
            self.sweep()
            self.assertIn("TL-13", self.clocks(case).breach_ids.mapped("code"))
            self.assertNotIn("TL-12", self.clocks(case).breach_ids.mapped("code"))
        with self.at("2026-03-23 10:00"):
            self.conclude(case)
        self.assertOutcome(case, TL_13="late", TL_12="met", TL_16="met")

    def test_proof_of_identity(self):
        """REG-12, TL-64: five working days from the delivery of the notice; the proof ends it."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            case._deadline_event("identity_asked")
            self.assertDue(case, TL_64="2026-03-16")
        with self.at("2026-03-12 10:00"):
            proof = {"case_id": case.id, "name": "身份证复印件", "type": "identity"}
            self.as_user("clerk", self.env["rights.case.evidence"]).create(proof)
        self.assertOutcome(case, TL_64="met")

    def test_a_filed_case(self):
        """ENF-16, TL-52: a head may end it with a reason; the archive waits for the decision."""
        self.users["enforcement"] = self._create_person("enforcement", "enforcement", "city")
        filed = {"outcome_id": self.outcome("filed").id, "result_text": "立案"}
        report = {"kind": "report", "party_ids": False, "is_anonymous": True, "request": False}
        with self.at("2026-06-15 10:00"):
            decided, archived = (self.registered_case("clerk", **report) for _number in range(2))
            for case in (decided, archived):
                self.move(case, "take", "enforcement")
                self.move(case, "conclude", "enforcement", filed)
                self.assertDue(case, TL_52="2026-09-14")
        with self.at("2026-08-03 10:00"):
            clock = self.as_user("head", self.clock(decided, "TL-52"))
            clock.action_cancel("移送管辖函〔2026〕12号")
            with self.refused("not decided yet", ValidationError):
                self.move(archived, "archive", "archivist", {"move_basis": "匿名举报"})
        self.assertEqual((clock.outcome, clock.outcome_reason[:4]), ("cancelled", "移送管辖"))

    def test_discipline_and_joint_and_service_station(self):
        """TL-53, TL-20, TL-03."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("discipline", kind="discipline", request=False)
            self.assertDue(case, TL_53="2026-03-16")
            case = self.registered_case("clerk")
            joint = {
                "joint_station_ids": [self.stations["district_b"].id],
                "joint_deadline": "2026-04-01",
            }
            self.as_user("clerk", case).write(joint)
            self.assertDue(case, TL_20="2026-04-01")
            self.as_user("clerk", case).joint_deadline = "2026-04-08"
            clocks = self.clocks(case).filtered(lambda clock: clock.code == "TL-20")
            self.assertEqual(set(clocks.mapped("outcome")), {False, "replaced"})
        point = self.env["rights.station"].create(
            {
                "name": "商场站",
                "code": "CSTA9",
                "level": "service_station",
                "parent_id": self.stations["station_a1"].id,
            }
        )
        self.stations["point"] = point
        self._create_person("point", "station", "point")
        with self.at("2025-04-30 19:40"):
            case = (
                self.env["rights.case"]
                .with_user(self.env["res.users"].search([("login", "=", "t_point")]))
                .create(self.case_vals(station_id=point.id))
            )
            self.move(case, "register")
            self.assertDue(case, TL_03="2025-05-01 19:40")
        with self.at("2025-05-01 11:00"):
            self.env["rights.contact.log"].create({"case_id": case.id, "reached": True})
            self.assertOutcome(case, TL_03="running")  # MED-06: both sides
            self.env["rights.contact.log"].create({"case_id": case.id, "whom": "merchant"})
        self.assertOutcome(case, TL_03="met")

    def test_takeover_counts_from_the_original_dates(self):
        """REG-24: an open case of a former system runs from its own dates."""
        with self.at("2026-03-16 10:00"):
            case = self.env["rights.case"]._import_takeover(
                [
                    {
                        **self.case_vals(),
                        "station_id": self.stations["city"].id,
                        "stage_code": "handling",
                        "received_at": china("2026-03-02 09:00"),
                        "accepted_at": china("2026-03-04 10:00"),
                        "handling_mode": "agency",
                    }
                ]
            )
        self.assertDue(case, TL_08="2026-03-11", TL_12="2026-03-13", TL_16="2026-05-06")
        self.assertOutcome(case, TL_08="met", TL_12="running", TL_04="running")
        history = self.env["rights.case"]._import_history(
            [{**self.case_vals(), "station_id": self.stations["city"].id}]
        )
        self.assertFalse(self.clocks(history))

    def test_two_clocks_never_run_for_one_step(self):
        """A limit starts once a cycle, however often its event is told."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            before = self.clocks(case)
            case._deadline_event(["case_received", "materials_complete"])
            self.assertEqual(self.clocks(case), before)

    def test_the_database_refuses_a_doubled_clock(self):
        """Issue 3, faults: of two requests that start a limit at once, one is refused."""
        with self.at("2026-03-09 10:00"):
            case = self.registered_case("clerk")
            limit = self.env["rights.deadline.policy"]._limit_on("TL-08", case.received_at)
            with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
                self.env["rights.deadline"].create(case._deadline_vals(limit, case.received_at))

    def test_registration_costs_few_queries(self):
        """Figure of issue 3: at most 12 queries more than without clocks."""
        batch = self.create_case("clerk") + self.create_case("clerk")
        self.move(batch[0], "register", "clerk")
        self.env.flush_all()
        self.env.invalidate_all()
        codes = ["case_received", "direct_received", "registered", "materials_complete"]
        with self.assertQueryCount(12):
            batch[1].sudo()._deadline_event(codes)
        self.assertEqual(len(self.clocks(batch[1])), 3)
        self.assertLess(batch[1].deadline_next_at - batch[1].received_at, timedelta(days=15))
