"""Quick responses: from the alert to the closed record (EMG-01 to EMG-04, EMG-12, SC-14)."""

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import china
from .emergency_common import EmergencyCommon


@tagged("post_install", "-at_install")
class TestEmergencyResponse(EmergencyCommon):
    def commanded(self, day="2026-03-04"):
        """A food matter of a working day whose command went out at 9:10."""
        with self.at(f"{day} 09:00"):
            case = self.food_case()
        response = self.response(case)
        with self.at(f"{day} 09:10"):
            self.as_user("dispatcher", response).action_issue()
        return case, response

    def test_new_years_day(self):
        """SC-14: EMG-01 to EMG-04, EMG-12, ENF-07 to ENF-11, DUT-05, LIM-04, DOC-25."""
        with self.at("2026-02-10 09:00"):
            self.roster("phone", "2026-02-17", "2026-02-17", "clerk")
            self.roster("standby", "2026-02-17", "2026-02-17", "operator", "dispatcher")
        team = self.users["operator"] | self.users["dispatcher"]
        with self.at("2026-02-17 10:15"):
            case = self.food_case(received_at=china("2026-02-17 10:05"))
        response = self.response(case)
        self.assertEqual((response.state, response.team_ids), ("alert", team))
        self.assertFalse(response.is_red)
        self.assertNoClock(case, "TL-27", "TL-28", "TL-29")
        self.act("operator", response, "2026-02-17 10:20", "issue")
        self.assertDue(
            case,
            TL_27="2026-02-17 12:20",
            TL_28="2026-02-18 10:20",
            TL_29="2026-02-18 10:20",
            TL_76="2026-02-18 10:20",
            TL_04="2026-02-25",
        )
        self.assertNoClock(case, "TL-51")
        flag = case.conversion_flag_ids
        self.assertEqual((flag.kind, flag.set_at), ("food", china("2026-02-17 10:20")))
        self.act("operator", response, "2026-02-17 11:50", "arrive")
        with self.at("2026-02-17 16:30"):
            self.prove("operator", response)
            self.as_user("operator", response).action_delist()
        with self.at("2026-02-17 18:00"):
            self.as_user("operator", response).feedback = "已下架封存"
            self.as_user("operator", response).action_report()
        with self.at("2026-02-17 18:30"):
            with self.refused("enforcement case"):
                self.move(case, "withdraw", "clerk", {"move_basis": "撤回"})
            with self.refused("Not patrolled yet"):
                self.as_user("operator", response).action_close()
        self.assertTrue(case.must_convert)
        with self.at("2026-02-17 19:00"):
            self.as_user("clerk", case).action_convert()
            self.patrol("operator", response)
            self.as_user("operator", response).action_close()
        self.assertOutcome(case, TL_27="met", TL_28="met", TL_29="met", TL_76="met")
        self.assertEqual((case.converted_case_id.kind, case.must_convert), ("report", False))
        self.assertFalse(case.converted_case_id.quick_response_ids, "one team for one scene")
        with self.at("2026-02-17 19:10"):
            response._make_papers()
        self.assertFalse(response.paper_error)
        papers = case.sudo().document_ids.template_id.mapped("code")
        self.assertIn("DOC-25", papers)
        self.assertIn("DOC-28", papers)
        self.assertIn("测试百货", response.record_document_id.body)

    def test_food_starts_a_response_at_once(self):
        """EMG-01: complaints and reports coded food safety, also when the code comes later."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case()
            self.assertFalse(case.quick_response_ids)
            self.as_user("clerk", case).write(
                {"item_class_id": self.food.id, "category_id": self.safety.id}
            )
            report = self.food_case(
                kind="report", party_ids=[Command.clear()], is_anonymous=True, request=False
            )
        response = self.response(case)
        self.assertEqual(response.command_id.state, "draft")
        self.assertEqual(response.command_id.severity, "urgent")
        self.assertTrue(self.response(report))
        self.assertNotIn(report.facts, response.command_id.content)

    def test_signs_are_data(self):
        """EMG-01: class and nature, words, and what an administrator switches off."""
        words = {"facts": "孩子食用后上吐下泻", "item_class_id": self.food.id}
        with self.at("2026-03-04 09:00"):
            self.assertTrue(self.registered_case(**words).quick_response_ids)
            criteria = self.as_user("business_admin", self.env["rights.emergency.criterion"])
            criteria.search([("code", "in", ("food", "food_words"))]).active = False
            self.assertFalse(self.registered_case(**words).quick_response_ids)
            self.assertFalse(self.food_case().quick_response_ids)
            with self.refused("every matter"):
                criteria.create({"name": "空", "code": "t_empty", "effect": "major"})

    def test_flagged_by_hand(self):
        """EMG-01: whoever works on a case starts what no sign recognised, once."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case()
            with self.refused(error=AccessError):
                self.as_user("station_b1", case).action_quick_response()
            self.as_user("clerk", case).action_quick_response()
            self.assertTrue(self.response(case))
            with self.refused("has a quick response"):
                self.as_user("clerk", case).action_quick_response()

    def test_what_nobody_commands_goes_out_by_itself(self):
        """EMG-01: a command to the local unit at once; the minutes of patience are data."""
        with self.at("2026-03-04 09:00"):
            response = self.response(self.food_case())
            self.env.cr.execute(
                "UPDATE rights_quick_response SET create_date = %s WHERE id = %s",
                (china("2026-03-04 09:00"), response.id),
            )
            response.invalidate_recordset()
        with self.at("2026-03-04 09:09"):
            response._cron_issue()
            self.assertFalse(response.commanded_at)
        with self.at("2026-03-04 09:10"):
            response._cron_issue()
        self.assertEqual(response.commanded_at, china("2026-03-04 09:10"))
        self.assertEqual(response.command_id.state, "issued")

    def test_who_issues(self):
        """EMG-01: dispatcher, head or the people on duty; the form of the command does the same."""
        with self.at("2026-03-04 09:00"):
            first, second = self.food_case(), self.food_case()
        for login in ("clerk", "quality", "dispatcher_b"):
            with self.refused(error=AccessError):
                self.as_user(login, self.response(first)).action_issue()
        with self.at("2026-03-04 09:05"):
            command = self.response(second).command_id
            self.as_user("dispatcher", command).action_issue()
        self.assertEqual(self.response(second).state, "commanded")
        self.assertDue(second, TL_27="2026-03-04 11:05")

    def test_limits_begin_with_the_command(self):
        """EMG-02 to EMG-04: also when issuing it takes longer than a second."""
        with self.at("2026-03-04 09:00"):
            response = self.response(self.food_case())
        with freeze_time(china("2026-03-04 09:10"), auto_tick_seconds=1):
            self.as_user("dispatcher", response).action_issue()
        self.assertTrue(response.arrive_until)
        self.assertTrue(response.delist_until)
        self.assertTrue(response.report_until)

    def test_a_holiday_without_standby_is_red(self):
        """EMG-12: the command goes to the head of the centre with a red alert."""
        with self.at("2026-02-17 10:15"):
            response = self.response(self.food_case())
        self.assertTrue(response.is_red)
        self.assertIn(self.users["head"], response.sudo().activity_ids.user_id)

    def test_late_arrival_is_told_to_the_command_centre(self):
        """EMG-02: TL-27 missed: breach of the unit commanded; the command centre hears of it."""
        case, response = self.commanded()
        response.sudo().activity_ids.unlink()
        with self.at("2026-03-04 11:10"):
            self.sweep()
        self.assertIn(self.users["dispatcher"], response.sudo().activity_ids.user_id)
        breach = self.env["rights.deadline.breach"].search(
            [("case_id", "=", case.id), ("code", "=", "TL-27")]
        )
        self.assertEqual(breach.station_id, response.station_id)
        self.act("clerk", response, "2026-03-04 11:30", "arrive")
        self.assertOutcome(case, TL_27="late")
        self.assertTrue(response.is_late)

    def test_late_delisting_is_red(self):
        """EMG-03: TL-28 runs through the night; missed, it turns the response red."""
        case, response = self.commanded()
        self.act("clerk", response, "2026-03-04 10:00", "arrive")
        with self.at("2026-03-05 09:10"):
            self.sweep()
        self.assertTrue(response.is_red)
        self.assertEqual(self.clock(case, "TL-28").due_at, china("2026-03-05 09:10"))

    def test_delisting_needs_its_evidence(self):
        """EMG-03: test record, certificate check and the photo of the empty shelf."""
        case, response = self.commanded()
        with self.at("2026-03-04 09:30"), self.refused("does not follow"):
            self.as_user("clerk", response).action_delist()
        self.act("clerk", response, "2026-03-04 10:00", "arrive")
        with self.at("2026-03-04 11:00"):
            with self.refused("rapid test is missing"):
                self.as_user("clerk", response).action_delist()
            self.prove("clerk", response, shelf=False)
            with self.refused("photo of the empty shelf"):
                self.as_user("clerk", response).action_delist()
            with self.refused("taken off the shelf"):
                self.as_user("clerk", response).action_clear()
            self.as_user("clerk", response).write(
                {"proof_ids": [Command.create({"kind": "shelf", "name": "封条", "file": b"QQ=="})]}
            )
            self.as_user("clerk", response).action_delist()
        self.assertOutcome(case, TL_28="met")
        with self.at("2026-03-04 12:00"), self.refused("feedback"):
            self.as_user("clerk", response).action_report()

    def test_nothing_found_ends_the_limit(self):
        """EMG-03: what is found in order stays on the shelf; EMG-04 is reported all the same."""
        case, response = self.commanded()
        self.act("clerk", response, "2026-03-04 10:00", "arrive")
        with self.at("2026-03-04 11:00"):
            self.prove("clerk", response, result="clear", shelf=False)
            self.as_user("clerk", response).action_clear()
            self.as_user("clerk", response).feedback = "检测合格"
            self.as_user("clerk", response).action_report()
        self.assertOutcome(case, TL_28="exempt", TL_29="met")
        self.assertEqual(response.command_id.state, "closed", "the report completes the command")

    def test_a_violation_on_patrol_is_enforced(self):
        """ENF-12: a violation that was ticked opens an enforcement case before closing."""
        case, response = self.commanded()
        self.act("clerk", response, "2026-03-04 10:00", "arrive")
        with self.at("2026-03-04 11:00"):
            self.prove("clerk", response)
            lead = self.as_user("clerk", response)
            lead.action_delist()
            lead.feedback = "已下架"
            lead.action_report()
            self.patrol("clerk", response, "violation")
            with self.refused("found a violation"):
                lead.action_close()
            lead.action_convert()
            lead.action_close()
            self.assertTrue(case.converted_case_id)
            with self.refused("stays as it is"):
                lead.feedback = "改"
            with self.refused("stays as it is"):
                lead.proof_ids[:1].name = "改"

    def test_a_team_of_another_unit_opens_the_case(self):
        """ENF-12: whoever was commanded opens it for the unit that has the complaint."""
        case, response = self.commanded()
        response.sudo().station_id = self.stations["station_a1"]
        self.assertFalse(self.as_user("station_a1", case).has_access("read"))
        self.act("station_a1", response, "2026-03-04 10:00", "arrive", "convert")
        report = case.converted_case_id
        self.assertEqual((report.stage_code, report.station_id), ("registered", case.station_id))

    def test_who_reads_and_acts(self):
        """Annex A2: the unit commanded and those above; the record names nobody who complained."""
        _case, response = self.commanded()
        responses = self.env["rights.quick.response"]
        for login, sees in (("clerk", True), ("station_b1", False), ("dispatcher_a", False)):
            found = self.as_user(login, responses).search([("id", "=", response.id)])
            self.assertEqual(bool(found), sees, login)
        texts = " ".join(str(value) for value in response.read()[0].values())
        self.assertNotIn("张测试", texts)
        with self.refused("its acts only", AccessError):
            self.as_user("clerk", response).commanded_at = False
        with self.refused("never deleted"):
            response.unlink()

    def test_stands_on_the_todo_page(self):
        """Design D14: a quick response waits in sight of the unit until it is closed."""
        before = self.waiting("clerk", "rights_quick_response_action_mine")
        self.commanded()
        self.assertEqual(self.waiting("clerk", "rights_quick_response_action_mine"), before + 1)

    def test_figures_of_the_month(self):
        """EMG-14: responses, delistings in time and the share of three-way settlements."""
        case, response = self.commanded()
        self.act("clerk", response, "2026-03-04 10:00", "arrive")
        with self.at("2026-03-04 11:00"):
            self.prove("clerk", response)
            self.as_user("clerk", response).action_delist()
            recording = self.env["rights.case.evidence"].create(
                {"case_id": case.id, "name": "录音", "type": "recording"}
            )
            self.env["rights.three.way.call"].create(
                {
                    "case_id": case.id,
                    "is_settled": True,
                    "result": "退款",
                    "recording_id": recording.id,
                }
            )
        row = self.env["rights.quick.response.month"].search(
            [("station_id", "=", self.city.id), ("month", "=", "2026-03-01")]
        )
        self.assertEqual(
            (row.responses, row.arrived_in_time, row.delisted_in_time, row.three_way), (1, 1, 1, 1)
        )
        self.assertEqual(row.three_way_share, 100)
