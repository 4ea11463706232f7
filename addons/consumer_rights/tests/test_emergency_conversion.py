"""Conversion to enforcement and major matters (ENF-07 to ENF-10, EMG-07 to EMG-11, SC-15)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import china
from .emergency_common import EmergencyCommon


@tagged("post_install", "-at_install")
class TestEmergencyConversion(EmergencyCommon):
    def group_case(self, at):
        """A joint case of a fitness club that its fifth complainant joins at this moment."""
        with self.at("2025-05-30 09:00"):
            case = self.registered_case(party_ids=self.joint(4), subject="健身房停业")
        with self.at(at):
            self.as_user("clerk", case).write({"party_ids": self.joint(5)[4:]})
        return case

    def flag(self, login, case, kind="influence", reason="社会影响恶劣"):
        return self.as_user(login, self.env["rights.conversion.flag"]).create(
            {"case_id": case.id, "kind": kind, "reason": reason}
        )

    def report(self, login, incident, **values):
        return self.as_user(login, self.env["rights.incident.report"]).create(
            {"incident_id": incident.id, "content": "五人以上投诉", **values}
        )

    def test_group_becomes_major_and_is_converted(self):
        """SC-15: EMG-07, ENF-07, ENF-08, MED-18, REG-15."""
        case = self.group_case("2025-05-30 16:45")
        self.assertEqual(case.conversion_flag_ids.kind, "group")
        self.assertDue(case, TL_36="2025-05-30 17:45", TL_51="2025-05-30 17:30")
        incident = case.incident_id
        with self.at("2025-05-30 17:20"):
            self.report("clerk", incident)
        with self.at("2025-05-30 17:25"):
            self.as_user("clerk", case).action_convert()
        self.assertOutcome(case, TL_36="met", TL_51="met")
        self.assertEqual(incident.report_ids.user_id, self.users["clerk"])

    def test_flagged_after_service_close(self):
        """SC-15, ENF-08: flagged at 17:40, the record is due on the next working day."""
        case = self.group_case("2025-05-30 17:40")
        self.assertDue(case, TL_51="2025-06-03 17:30")

    def test_five_linked_cases_are_a_group(self):
        """ENF-07: five linked cases against one merchant within 30 days."""
        with self.at("2026-03-04 09:00"):
            cases = [self.registered_case() for _number in range(5)]
            for other in cases[1:]:
                self.as_user("clerk", self.env["rights.case.link"]).create(
                    {"case_id": cases[0].id, "other_case_id": other.id, "kind": "related"}
                )
        self.assertEqual(cases[0].conversion_flag_ids.kind, "group")
        self.assertFalse(cases[1].conversion_flag_ids)

    def test_fake_farm_supplies(self):
        """ENF-07: counterfeit farm supplies, by class and nature."""
        category = self.env["rights.category"]._of_code
        with self.at("2026-03-04 09:00"):
            case = self.registered_case(
                item_class_id=category("agricultural", "goods").id,
                category_id=category("counterfeit", "nature").id,
            )
        self.assertEqual(case.conversion_flag_ids.kind, "agri")
        self.assertDue(case, TL_51="2026-03-04 17:30")

    def test_neither_mediation_nor_withdrawal_closes_it(self):
        """ENF-09, MED-18: concluding is refused until the enforcement case is linked."""
        with self.at("2026-03-04 09:00"):
            case = self.case_at("handling")
            self.flag("dispatcher", case)
            with self.refused("enforcement case first", ValidationError):
                self.conclude(case)
            self.as_user("clerk", case).action_convert()
            report = case.converted_case_id
            self.assertEqual((report.stage_code, report.is_anonymous), ("registered", True))
            self.assertFalse(report.sudo().party_ids, "the complainant is no reporter")
            with self.refused("open already"):
                self.as_user("clerk", case).action_convert()
            self.conclude(case)
        self.assertEqual(case.stage_code, "concluded")

    def test_a_linked_report_is_the_enforcement_case(self):
        """ENF-08: a report that exists already is linked as converted."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case()
            self.flag("dispatcher", case)
            report = self.registered_case(kind="report", party_ids=[], is_anonymous=True)
            self.env["rights.case.link"].create(
                {"case_id": report.id, "other_case_id": case.id, "kind": "converted"}
            )
        self.assertEqual(case.converted_case_id, report)
        self.assertOutcome(case, TL_51="met")

    def test_who_flags(self):
        """ENF-07: bad social influence is found by a supervisor; only complaints are flagged."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case()
            with self.refused("supervisor", AccessError):
                self.flag("clerk", case)
            with self.refused(error=AccessError):
                self.flag("station_b1", case, kind="group")
            self.flag("dispatcher", case)
            self.flag("clerk", case, kind="agri")
            report = self.registered_case(kind="report", party_ids=[], is_anonymous=True)
            with self.refused("Only a complaint"):
                self.flag("dispatcher", report)

    def test_only_a_division_head_takes_a_flag_back(self):
        """ENF-10: with the reason, and the system does not set it again."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case()
            flag = self.flag("dispatcher", case)
            for login in ("clerk", "dispatcher", "head_a"):
                with self.refused(error=AccessError):
                    self.as_user(login, flag).action_remove()
            lead = self.as_user("head", flag)
            with self.refused("Say why"):
                lead.action_remove()
            lead.removal_reason = "经核实不属实"
            lead.action_remove()
            self.assertFalse(case.must_convert)
            case._flag_conversion("influence", "再次")
            self.assertFalse(case.must_convert)
            with self.refused("never deleted"):
                flag.sudo().unlink()
        self.assertOutcome(case, TL_51="exempt")
        self.assertIn("conversion_removed", case.sudo().event_ids.mapped("type"))

    def test_late_conversion_alerts_the_division_head(self):
        """ENF-08: TL-51 missed: the head is told; the conclusion stays blocked."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case()
            self.flag("dispatcher", case)
        with self.at("2026-03-04 17:30"):
            self.sweep()
        self.assertIn(self.users["head"], case.sudo().activity_ids.user_id)

    def test_what_is_major(self):
        """EMG-07: five complainants, 100,000 yuan, injury or death, media, several victims."""
        nobody = {
            "respondent_id": False,
            "respondent_name": "某公司",
            "respondent_phone": "025-84000002",
        }
        for values in (
            {"amount_dispute": 100000},
            {"facts": "老人使用后住院"},
            {"facts": "已有记者采访"},
        ):
            with self.at("2026-03-04 09:00"):
                self.assertTrue(self.registered_case(**nobody, **values).incident_id)
        with self.at("2026-03-04 09:00"):
            small = self.registered_case(amount_dispute=99999)
            self.assertFalse(small.incident_id)
            victims = self.food_case(party_ids=self.joint(2))
            self.assertTrue(victims.incident_id)

    def test_cases_of_one_matter_share_the_register(self):
        """EMG-10: a second case about the merchant joins the open matter."""
        with self.at("2026-03-04 09:00"):
            first = self.registered_case(amount_dispute=200000)
            second = self.registered_case(amount_dispute=300000)
        self.assertEqual(first.incident_id, second.incident_id)
        self.assertEqual(first.incident_id.case_count, 2)

    def test_upward_report(self):
        """EMG-07, EMG-08: time, reporter, receiver and content; the unit above receives it."""
        with self.at("2026-03-04 09:00"):
            case = self.create_case("station_a1", station_id=self.stations["station_a1"].id)
            self.move(case, "register", "station_a1")
            self.as_user("station_a1", case).action_report_major()
        incident = case.incident_id
        self.assertDue(case, TL_36="2026-03-04 10:00")
        self.assertEqual(self.waiting("station_a1", "rights_incident_action_mine"), 1)
        with self.at("2026-03-04 09:30"):
            with self.refused(error=AccessError):
                self.report("station_b1", incident)
            report = self.report("station_a1", incident)
            self.assertEqual(report.at, china("2026-03-04 09:30"))
            self.assertIn(report.receiver_id, self.users["dispatcher_a"] | self.users["head_a"])
            with self.refused("as it was given", AccessError):
                self.as_user("station_a1", report).content = "改"
            with self.refused("who receives", ValidationError):
                self.report("station_a1", incident, receiver_id=False)
        self.assertOutcome(case, TL_36="met")
        receiver = report.with_user(report.receiver_id)
        receiver.action_confirm()
        self.assertTrue(report.received_at)

    def test_missing_report_is_told_to_the_head(self):
        """EMG-07: an hour passed without a report; it is a breach and the head hears of it."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case(amount_dispute=200000)
        with self.at("2026-03-04 10:00"):
            self.sweep()
        self.assertIn(self.users["head"], case.sudo().activity_ids.user_id)
        self.assertTrue(
            self.env["rights.deadline.breach"].search(
                [("case_id", "=", case.id), ("code", "=", "TL-36")]
            )
        )

    def test_closing_needs_the_review(self):
        """EMG-10: severity, orders, situation reports, and the review before closing."""
        with self.at("2026-03-04 09:00"):
            incident = self.registered_case(amount_dispute=200000).incident_id
            lead = self.as_user("dispatcher", incident)
            with self.refused("Report it upward"):
                lead.action_close()
            self.report("clerk", incident)
            self.report("clerk", incident, kind="situation", content="已控制")
            with self.refused("closing review"):
                lead.action_close()
            lead.write({"severity": "larger", "review": "处置得当"})
            with self.refused(error=AccessError):
                self.as_user("clerk", incident).action_close()
            lead.action_close()
            self.assertEqual(incident.state, "closed")
            with self.refused("stays as it is"):
                lead.review = "改"

    def test_publicity_is_blocked(self):
        """EMG-11: nothing about a major matter is published without the principal leader."""
        article = self.env["rights.public.article"]
        with self.at("2026-03-04 09:00"):
            incident = self.registered_case(amount_dispute=200000).incident_id
            draft = article.search([("state", "=", "draft")], limit=1)
            draft.name = "测试百货停业的处理"
            with self.refused("principal leader"):
                self.as_user("business_admin", draft).action_submit()
            with self.refused("principal leader", AccessError):
                self.as_user("dispatcher", incident).action_allow_publicity()
            self.as_user("head", incident).action_allow_publicity()
            self.as_user("business_admin", draft).action_submit()
        self.assertEqual(draft.state, "submitted")

    def test_serious_reports_wait_for_instructions(self):
        """EMG-09: dispatch of a serious report is refused until instructions were asked for."""
        requests = self.env["rights.instruction.request"]
        with self.at("2026-03-04 09:00"):
            case = self.registered_case(
                kind="report", party_ids=[], is_anonymous=True, is_serious=True
            )
            to = {
                "dispatch_to_id": self.stations["district_a"].id,
                "user_id": self.users["enforcement_a"].id,
            }
            with self.refused("ask for instructions", ValidationError):
                self.move(case, "dispatch", "dispatcher", to)
            vals = {"case_id": case.id, "question": "如何处置"}
            with self.refused("Nobody instructs"):
                self.as_user("clerk", requests).create(
                    {**vals, "asked_of_id": self.users["clerk"].id}
                )
            asked = self.as_user("clerk", requests).create(
                {**vals, "asked_of_id": self.users["head"].id}
            )
            with self.refused(error=AccessError):
                asked.answer = "自行处理"
            self.as_user("head", asked).answer = "立即移交属地"
            self.assertEqual(asked.answered_by_id, self.users["head"])
            self.move(case, "dispatch", "dispatcher", to)
        self.assertEqual(case.instruction_request_id, asked)

    def test_reports_name_no_reporter(self):
        """EMG-07: the register of a report holds none of its words."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case(
                kind="report",
                subject="张测试举报黑作坊",
                amount_dispute=200000,
                party_ids=[Command.create({"role": "reporter", "name": "张测试", "phone": "1"})],
            )
        self.assertTrue(case.incident_id)
        self.assertNotIn("张测试", case.incident_id.subject)
