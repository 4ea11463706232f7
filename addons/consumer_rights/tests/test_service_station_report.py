"""Quarterly reports with their paper, and half-yearly assessments."""

import re
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.case.rights_append_only import Pass
from ..models.service_station.rights_station_assessment import RightsStationAssessment
from .service_station_common import ServiceStationCommon

TEXTS = {
    "hot_spots": "家用电器维修拖延",
    "measures": "增设维修专柜",
    "suggestions": "约谈维修企业",
}


@tagged("post_install", "-at_install")
class TestServiceStationReport(ServiceStationCommon):
    def quarter(self, year=2025, quarter=2):
        return self.env["rights.station.report"]._open_quarter(self.profile, year, quarter)

    def settled_case(self, received, concluded, amount=100, code="self_settled", **values):
        case = self.mall_case(received, **values)
        case.sudo().with_context(rights_gate=Pass()).write(
            {
                "concluded_at": concluded,
                "outcome_id": self.outcome(code).id,
                "amount_recovered": amount,
            }
        )
        return case

    # -- STN-09, STN-10 ----------------------------------------------------------------------------

    def test_stn_09_opened_for_each_station_with_its_limit(self):
        """STN-09, TL-58, SC-11: second quarter of 2025, due on 2025-07-07, once."""
        reports = self.env["rights.station.report"]
        young = self._profile("测试新服务站", "CSTS5", "township_station", date_from="2025-07-01")
        with self.at("2025-07-01 00:30"), self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_station_report").method_direct_trigger()
            self.env.ref("consumer_rights.cron_station_report").method_direct_trigger()
        report = reports.search([("profile_id", "=", self.profile.id)])
        self.assertEqual((report.year, report.quarter), (2025, "2"))
        self.assertEqual((report.day_from, report.day_to), (date(2025, 4, 1), date(2025, 6, 30)))
        self.assertEqual(str(report.clock_ids.due_at), "2025-07-07 16:00:00")
        self.assertFalse(reports.search([("profile_id", "=", young.id)]))
        with self.at("2025-07-07 23:59"):
            self.assertFalse(report.is_late)
        with self.at("2025-07-08 00:00"):
            report.invalidate_recordset(["is_late"])
            self.assertIn(report, reports.search([("is_late", "=", True)]))

    def test_stn_09_refused_without_a_part(self):
        """STN-09, STN-10, SC-11: hot spots, measures and suggestions; then it is met on 07-04."""
        report = self.quarter()
        own = self.own()
        with self.at("2025-07-04 10:00"):
            self.assertEqual(own._due_report(), report)
            for name in TEXTS:
                with self.subTest(name=name), self.refused("lacks a part"):
                    own._due_report()._submit({**TEXTS, name: "  "})
            self.assertTrue(own._due_report()._submit(TEXTS))
            self.assertEqual((report.state, report.clock_ids.outcome), ("submitted", "met"))
            self.assertEqual(report.submitted_by_id, self.liaison)
            self.assertFalse(own._due_report())
            self.assertFalse(report._submit(TEXTS))  # pressed twice

    def test_stn_09_not_before_the_quarter_is_over(self):
        with self.at("2025-06-30 23:30"):
            report = self.quarter()
            with self.refused("not over"):
                report._submit(TEXTS)
        with self.at("2025-07-01 00:00"):
            self.assertTrue(report._submit(TEXTS))

    def test_stn_10_filled_from_the_cases(self):
        """STN-10, T8: received, settled, handed over, recovered, by class, against the quarter
        before; what lies outside does not count, and what was handed in keeps its figures."""
        other = self.env["rights.category"].search(
            [("kind", "=", "goods"), ("id", "!=", self.goods.id)], limit=1
        )
        self.settled_case("2025-03-31 15:59", "2025-04-02 02:00", 50)  # March in China
        self.settled_case("2025-03-31 16:00", "2025-06-30 15:59", 100)  # 1 April, 30 June
        self.settled_case("2025-05-01 02:00", "2025-06-30 16:00", 70)  # 1 July in China
        self.mall_case("2025-05-02 02:00", item_class_id=other.id)
        self.mall_case("2025-06-30 16:00")
        report = self.quarter()
        by_class = {line.category_id: line for line in report.line_ids}
        goods = by_class[self.goods]
        self.assertEqual((goods.received, goods.settled, goods.amount), (2, 2, 150))
        self.assertEqual((by_class[other].received, by_class[other].settled), (1, 0))
        self.assertEqual((report.received, report.settled, report.amount), (3, 2, 150))
        self.assertEqual((report.received_before, report._trend()), (1, 2))
        with self.at("2025-07-04 10:00"):
            report._submit(TEXTS)
            self.mall_case("2025-05-03 02:00")
            report._fill()
            self.assertEqual(report.received, 3)

    def test_stn_09_staff_write_it_for_a_station_without_an_account(self):
        """STN-09: figures are nobody's to write; other units keep out."""
        report = self.as_user("station_a1", self.quarter())
        report.write(TEXTS)
        with self.assertRaises(AccessError):
            report.received = 99
        with self.assertRaises(AccessError):
            self.as_user("station_a2", report).write({"hot_spots": "别的"})
        with self.at("2025-07-04 10:00"):
            report.action_submit()
        with self.assertRaises(AccessError):
            report.hot_spots = "别的"

    def test_doc_31_on_paper(self):
        """DOC-31: a dated page with classes, total, hot spots, measures and suggestions."""
        self.settled_case("2025-05-01 02:00", "2025-05-03 02:00", 1280)
        report = self.quarter()
        with self.at("2025-07-04 10:00"):
            report._submit(TEXTS)
            page = report._get_print_values()
        text = re.sub(r"<[^>]+>", "", page["body"])
        for words in (
            *("2025年第二季度", "2025年4月1日至2025年6月30日", "合计", "1,280.00元"),
            *(*TEXTS.values(), "报送日期：2025年7月4日", "增加1件"),
        ):
            self.assertIn(words, text)
        name, content = report._print()
        self.assertEqual((name, content[:5]), ("CSTS1-2025-2.pdf", b"%PDF-"))
        self.assertNotIn("张测试", text)

    # -- STN-12, STN-15, STN-18 --------------------------------------------------------------------

    def assess(self, login="dispatcher_a", **values):
        return self.as_user(login, self.env["rights.station.assessment"]).create(
            {"profile_id": self.profile.id, "year": 2025, "half": "1", **values}
        )

    def activities(self, *days):
        kind = self.env.ref("consumer_rights.station_activity_kind_lecture")
        self.env["rights.station.activity"].create(
            [
                {
                    "profile_id": self.profile.id,
                    "kind_id": kind.id,
                    "date": day,
                    "topic": "消费维权讲座",
                }
                for day in days
            ]
        )

    def test_stn_12_weights_40_40_20(self):
        """STN-12, STN-15: one of two activities is half of 20; none is 0; a quiet station loses
        nothing by that."""
        row = self.assess()
        self.assertEqual((row.efficiency, row.mediation, row.publicity), (40, 40, 0))
        self.assertEqual((row.total, row.is_passed), (80, True))
        self.activities("2025-02-01")
        row.action_fill()
        self.assertEqual(row.publicity, 10)
        self.activities("2025-06-30", "2025-04-01", "2025-07-01")
        row.action_fill()
        self.assertEqual((row.publicity, row.activities, row.total), (20, 3, 100))

    def test_stn_12_mediation_and_efficiency(self):
        """STN-12: settled of settled and handed over; limits kept of those due."""
        self.settled_case("2025-05-01 02:00", "2025-05-03 02:00")
        case = self.mall_case("2025-05-02 02:00", stage_code="mediating")
        case.mediation_ids.sudo().write({"handed_over_at": "2025-05-06 02:00"})
        if not case.mediation_ids:
            self.env["rights.mediation"]._open_for(case).sudo().write(
                {"handed_over_at": "2025-05-06 02:00"}
            )
        row = self.assess()
        self.assertEqual((row.settled, row.unsettled, row.mediation), (1, 1, 20))

    def test_stn_12_a_fail_opens_a_rectification_and_a_staffing_action(self):
        """STN-12: 59 points fail, 60 pass; what is decided stays; the district decides on staff."""
        value = self.env["rights.network.parameter"].search([("code", "=", "station_pass_mark")])
        value.value = 81
        row = self.assess()
        self.assertFalse(row.is_passed)
        with self.at("2025-06-30 23:30"), self.refused("not over"):
            row.action_decide()
        row.action_decide()
        measures = self.profile.measure_ids
        self.assertEqual(set(measures.mapped("kind")), {"rectification", "staffing"})
        staffing = measures.filtered(lambda one: one.kind == "staffing")
        with self.assertRaises(AccessError):
            self.as_user("station_a1", staffing).action_close()
        district = self.as_user("dispatcher_a", staffing)
        with self.assertRaisesRegex(UserError, "what was decided"):
            district.action_close()
        district.write({"staff_action": "replacement", "staff_note": "连续两次不合格"})
        district.action_close()
        self.assertEqual(staffing.state, "closed")
        with self.assertRaises(UserError):
            row.action_decide()
        with self.assertRaises(AccessError):
            row.note = "别的"

    def test_stn_12_sixty_points_pass(self):
        """STN-12: the mark itself passes, and no measure opens."""
        value = self.env["rights.network.parameter"].search([("code", "=", "station_pass_mark")])
        value.value = 80
        row = self.assess()
        row.action_decide()
        self.assertEqual((row.total, row.is_passed), (80, True))
        self.assertFalse(self.profile.measure_ids)
        self.assertEqual(
            self.env.ref("consumer_rights.network_parameter_station_pass_mark").value, 80
        )

    def test_stn_12_late_reports_and_absences_deduct(self):
        """STN-09, STN-18: 5 points for a late report, 5 for each absence from training."""
        self.patch(RightsStationAssessment, "_training_absences", lambda self, period: 2)
        self.quarter(2024, 4)  # due on 2025-01-08, never handed in
        row = self.assess()
        lines = {line.name: (line.count, line.points) for line in row.line_ids}
        self.assertEqual(lines["Quarterly report late"], (1, 5))
        self.assertEqual(lines["Absent from training"], (2, 10))
        self.assertEqual((row.deducted, row.total), (15, 65))

    def test_stn_18_absence_from_training_deducts(self):
        """STN-18: a course for heads of points, of a unit above, without the liaison; a course of
        another district, of another half-year or for others asks nobody."""

        def course(day, unit="district_a", audience="point", point=None):
            courses = self.env["rights.training.course"].sudo()
            row = courses.create(
                {
                    "name": "站点负责人培训",
                    "trainer": "张老师",
                    "audience": audience,
                    "station_id": self.stations[unit].id,
                    "topic_ids": [Command.set(self.topic.ids)],
                    "date_from": day,
                    "date_to": day,
                }
            )
            values = {"course_id": row.id, "date": day, "name": "梁测试", "employer": "测试站"}
            if point:
                values["point_id"] = point.id
            row.attendance_ids.create(values)
            row.write({"state": "held"})
            return row

        self.topic = self.env["rights.training.topic"].search([], limit=1)
        station = self.profile.station_id
        course("2025-03-03", point=station)
        course("2025-03-04", "district_b")
        course("2025-07-01")
        course("2025-03-05", audience="merchant")
        self.assertFalse(self.assess().line_ids)
        course("2025-06-30")
        row = self.profile.assessment_ids
        row.action_fill()
        self.assertEqual((row.line_ids.name, row.deducted), ("Absent from training", 5))

    def test_stn_12_opened_after_each_half_year(self):
        """STN-12: half-yearly, for each station, once; a station decides nothing itself."""
        with self.at("2025-07-01 00:30"), self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_station_assessment").method_direct_trigger()
            self.env.ref("consumer_rights.cron_station_assessment").method_direct_trigger()
        rows = self.profile.assessment_ids
        self.assertEqual((len(rows), rows.year, rows.half), (1, 2025, "1"))
        for login in ("station_a1", "dispatcher_b"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, rows).action_decide()
        self.assertEqual(self.as_user("head", rows).total, rows.total)
