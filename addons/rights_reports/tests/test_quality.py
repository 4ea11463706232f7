"""What is deducted, how often, and what is left of the hundred points."""

import importlib.util
from pathlib import Path

import psycopg2
from odoo.addons.consumer_rights.tests.answer_common import BAD
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.periods import span_of
from .quality_common import QualityCommon, china

MIGRATIONS = Path(__file__).parents[1] / "migrations"


@tagged("post_install", "-at_install")
class TestQualityFeed(QualityCommon):
    def test_qua_16_a_breach_is_one_candidate_in_its_month(self):
        """QUA-16, QUA-03, QUA-14: once however often collected, with case, rule, evidence."""
        with self.at("2026-05-25 09:00"):
            breach = self.missed("TL-12", login="station_a1")
            self.collect()
            self.collect()
        found = self.of(breach)
        self.assertEqual(len(found), 1)
        self.assertEqual((found.state, str(found.month)), ("candidate", "2026-05-01"))
        self.assertEqual(found.item_id, self.item("overdue_completion"))
        self.assertEqual((found.points, found.source), (2.0, "system"))
        self.assertEqual(found.case_number, breach.case_id.name)
        self.assertIn("TL-12", found.evidence)
        self.assertIn("HND-04", found.rule)
        self.assertEqual(str(found.occurred_on), "2026-05-20")

    def test_qua_16_the_database_keeps_it_once(self):
        """QUA-16: whatever code tries, a second deduction of a missed limit is refused."""
        with self.at("2026-05-25 09:00"):
            breach = self.missed()
            self.collect()
        first = self.of(breach)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            first.copy({"breach_id": breach.id, "fact_ref": False})
            self.env.flush_all()

    def test_qua_16_every_limit_has_a_line(self):
        """QUA-16, QUA-12: a limit that no line names goes to the line of all others."""
        with self.at("2026-05-25 09:00"):
            known, other = self.missed("TL-24"), self.missed("TL-66")
            self.collect()
        self.assertEqual(self.of(known).item_id, self.item("missing_entry"))
        self.assertEqual(self.of(known).cause_id.code, "2")
        self.assertEqual(self.of(other).item_id, self.item("other_limit"))
        self.assertEqual(self.of(other).cause_id.code, "8")

    def test_qua_16_month_of_the_breach_in_china(self):
        """QUA-16: 31 May in China belongs to May; before the assessment began nothing does."""
        with self.at("2026-06-02 09:00"):
            may, april = self.missed(due="2026-05-31"), self.missed(due="2026-04-30")
            june = self.missed(due="2026-06-01")
            self.collect()
        self.assertEqual(str(self.of(may).month), "2026-05-01")
        self.assertEqual(str(self.of(june).month), "2026-06-01")
        self.assertFalse(self.of(april))

    def test_qua_16_24_00_of_the_last_day(self):
        """QUA-16: what runs out at 24:00 of the last day is missed in the month that ends."""
        with self.at("2026-06-02 09:00"):
            breach = self.missed(due="2026-05-31")
            self.env.cr.execute(
                "ALTER TABLE rights_deadline_breach DISABLE TRIGGER USER;"
                "UPDATE rights_deadline_breach SET due_at = '2026-05-31 16:00' WHERE id = %s;"
                "ALTER TABLE rights_deadline_breach ENABLE TRIGGER USER",
                [breach.id],
            )
            breach.invalidate_recordset()
            self.collect()
        self.assertEqual(str(self.of(breach).month), "2026-05-01")
        self.assertEqual(str(self.of(breach).occurred_on), "2026-05-31")

    def test_qua_16_after_handing_in_the_next_month_takes_it(self):
        """QUA-16: it is not lost, and it is not slipped into a month that was handed in."""
        with self.at("2026-06-01 09:00"):
            self.hand_in()
            breach = self.missed(due="2026-05-31")
            self.collect()
        self.assertEqual(str(self.of(breach).month), "2026-06-01")

    def test_qua_16_a_limit_of_somebody_else_costs_nothing(self):
        with self.at("2026-05-25 09:00"):
            breach = self.missed("TL-67")
            self.collect()
        self.assertEqual((self.of(breach).state, self.of(breach).points), ("dismissed", 0))

    def test_sec_08_a_matter_about_staff_is_not_named(self):
        """SEC-08, QUA-16: its missed limit is deducted, without number and person."""
        with self.at("2026-05-25 09:00"):
            case = self.matter(kind="discipline")
            breach = self.missed("TL-23", case=case, login="station_a1")
            self.collect()
        found = self.of(breach)
        self.assertTrue(found)
        self.assertFalse(found.case_number or found.case_id or found.person_ids)

    def test_sec_02_a_report_is_named_to_who_may_read_it(self):
        """SEC-02, Annex A2: nobody else finds its number in the list, nor that it is a report."""
        with self.at("2026-05-25 09:00"):
            report, complaint = self.matter(kind="report"), self.matter()
            late = self.missed("TL-09", case=report, login="station_a1")
            other = self.missed("TL-12", case=complaint, login="station_a1")
        self.published()
        found, plain = self.of(late), self.of(other)
        shown = {"station_a1": report.name, "head": report.name, "auditor": False}
        for login, name in (shown | {"statistician": False, "quality": False}).items():
            mine = self.as_user(login, found)
            self.assertEqual(mine.case_number, name, login)
            self.assertEqual(report.name in mine.display_name, bool(name), login)
            for operator in ("=", "ilike"):
                asked = [("case_number", operator, report.name)]
                self.assertEqual(mine.search(asked), found if name else mine.browse(), login)
            number = self.as_user(login, plain).case_number
            self.assertEqual(number, complaint.name, login)
            asked = [("case_number", "=", complaint.name)]
            self.assertEqual(mine.search(asked), plain, login)
            self.assertNotIn(plain, mine.search([("case_number", "=", False)]), login)
        self.assertNotIn("TL-09", found.evidence)
        self.assertIn("2026-05-20", found.evidence)

    def test_sec_02_what_was_collected_before_names_no_limit_of_a_report(self):
        """SEC-02: an update takes the limit out of the evidence of reports, and of nothing else."""
        with self.at("2026-05-25 09:00"):
            late = self.missed("TL-09", case=self.matter(kind="report"))
            other = self.missed("TL-12")
            self.collect()
        told = "TL-09 举报立案决定（承诺时限），应于5月20日24时前完成，已超时。"
        found, plain = self.of(late), self.of(other)
        (found | plain).write({"evidence": told})
        self.env.flush_all()
        spec = importlib.util.spec_from_file_location(
            "numbers", MIGRATIONS / "19.0.1.3.0" / "post-report_numbers.py"
        )
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual(found.evidence, "一项时限，应于5月20日24时前完成，已超时。")
        self.assertEqual(plain.evidence, told)

    def test_qua_06_dissatisfied_in_the_sample(self):
        """QUA-06, QUA-12: the assessment call costs the unit a point of service quality."""
        case = self.matter()
        months = self.env["rights.assessment.month"].sudo()
        month = months.create({"month": "2026-05-01", "seed": "quality"})
        sample = self.env["rights.assessment.sample"].sudo()
        sample = sample.create({"month_id": month.id, "station_id": case.station_id.id})
        followup = self.env["rights.followup"].sudo()
        followup = followup.create(
            {
                "case_id": case.id,
                "purpose": "sample",
                "state": "done",
                "user_id": self.users["followup"].id,
                "at": china("2026-06-02 10:00"),
                **BAD,
            }
        )
        lines = self.env["rights.assessment.line"].sudo()
        lines.create({"sample_id": sample.id, "case_id": case.id, "followup_id": followup.id})
        with self.at("2026-06-02 12:00"):
            self.collect()
            self.collect()
        found = self.deductions.search([("item_id", "=", self.item("dissatisfied").id)])
        self.assertEqual(len(found), 1)
        self.assertEqual((found.station_id, found.part_id.code), (case.station_id, "service"))
        self.assertEqual((str(found.month), found.case_number), ("2026-05-01", case.name))

    def test_qua_07_information_items_against_the_duty(self):
        """QUA-07: each item that is missing of a district's duty is a deduction of that month."""
        self.duty.value = 1
        vals = {"title": "燃气具安装投诉集中", "text": "节前集中安装，返工多。"}
        with self.at("2026-05-12 09:00"):
            item = self.as_user("station_a1", self.env["rights.information.item"]).create(vals)
            self.as_user("head_a", item).action_adopt()
        with self.at("2026-06-01 09:00"):
            self.collect()
        found = self.deductions.search([("item_id", "=", self.item("missing_information").id)])
        self.assertEqual(found.station_id, self.stations["district_b"])
        self.assertEqual((len(found), found.cause_id.code), (1, "6"))

    def test_qua_12_staff_and_secrecy_are_signals(self):
        """QUA-12, ORG-08, SEC-04: causes 1 and 7 come by themselves, once a month."""
        self.stations["station_a2"].post_ids.is_dedicated = False
        leak = self.env["rights.secrecy.breach"].sudo()
        leak.create(
            {
                "station_id": self.stations["station_a2"].id,
                "discovered_at": china("2026-05-12 09:00"),
                "facts": "不应出现的内容",
            }
        )
        with self.at("2026-06-01 09:00"):
            self.collect()
            self.collect()
        of_unit = self.deductions.search([("station_id", "=", self.stations["station_a2"].id)])
        self.assertEqual(sorted(of_unit.mapped("cause_id.code")), ["1", "7"])
        self.assertNotIn("不应出现", "".join(of_unit.mapped("evidence")))

    def test_qua_12_eight_causes_each_in_the_list(self):
        """QUA-12: eight codes, and every line of the list names one of them."""
        causes = self.env["rights.quality.cause"].search([])
        self.assertEqual(sorted(causes.mapped("code")), [str(code) for code in range(1, 9)])
        self.assertEqual(self.env["rights.quality.item"].search([]).cause_id, causes)


@tagged("post_install", "-at_install")
class TestQualityList(QualityCommon):
    def test_qua_03_a_deduction_without_evidence_is_refused(self):
        with self.at("2026-05-25 09:00"):
            with self.refused("without evidence"):
                self.enter(evidence="  ")
            with self.refused("names the matter"):
                self.enter(item_id=self.item("wrong_coding").id)
            with self.refused("no matter"):
                self.enter(case_number="没有此件")
            case = self.matter()
            found = self.enter(item_id=self.item("wrong_coding").id, case_number=case.name)
        self.assertEqual((found.points, found.rule), (0.5, "REG-21, QUA-04"))
        self.assertEqual(found.sudo().case_id, case)

    def test_qua_14_an_on_site_check_is_recorded_as_such(self):
        """QUA-14: nobody enters a system finding; the flag is not the client's."""
        with self.at("2026-05-25 09:00"):
            found = self.enter(source="system", points=50)
        self.assertEqual((found.source, found.points), ("on_site", 2.0))
        with self.assertRaises(AccessError):
            self.as_user("quality", found).points = 50

    def test_qua_03_only_the_officer_enters(self):
        for login in ("head", "station_a1", "statistician"):
            with self.assertRaises(AccessError):
                self.enter(login)

    def test_qua_03_the_list_is_data_and_each_limit_stands_once(self):
        """QUA-03, QUA-16: a limit in two lines, or no line for the rest, is refused."""
        item = self.as_user("business_admin", self.item("late_contact"))
        with self.assertRaises(ValidationError):
            item.limit_codes = "TL-12"
        with self.assertRaises(ValidationError):
            item.limit_codes = "TL-999"
        with self.assertRaises(ValidationError):
            self.as_user("business_admin", self.item("other_limit")).active = False
        item.points = 1.5
        self.assertEqual(self.item("late_contact").points, 1.5)

    def test_qua_03_points_stay_as_they_were_when_it_was_found(self):
        with self.at("2026-05-25 09:00"):
            breach = self.missed()
            self.collect()
            self.item("overdue_completion").points = 9
        self.assertEqual(self.of(breach).points, 2.0)

    def test_qua_04_the_officer_confirms_or_dismisses_with_a_reason(self):
        with self.at("2026-05-25 09:00"):
            breach = self.missed()
            self.collect()
            found = self.as_user("quality", self.of(breach))
            with self.refused("Say why"):
                found.action_dismiss()
            found.dismiss_reason = "系统故障"
            found.action_dismiss()
            self.assertEqual(found.state, "dismissed")
            found.action_confirm()
            with self.assertRaises(UserError):
                found.unlink()


@tagged("post_install", "-at_install")
class TestQualityScore(QualityCommon):
    def test_qua_01_02_base_parts_and_floor(self):
        """QUA-01, QUA-02: 40/30/20/10; a part does not fall below 0, nor take from another."""
        with self.at("2026-05-25 09:00"):
            self.may._count_scores()
            score = self.score()
            self.assertEqual(score.total, 100)
            self.assertEqual(
                (score.data_points, score.case_points, score.service_points),
                (40, 30, 20),
            )
            self.assertEqual(score.information_points, 10)
            self.item("missing_entry_found").points = 30
            self.enter(), self.enter()
            self.enter(item_id=self.item("other").id)
            self.confirm()
            self.may._count_scores()
        self.assertEqual((score.data_points, score.case_points, score.total), (0, 29, 59))
        self.assertEqual(score.deduction_count, 3)
        self.assertEqual(self.score("station_a2").total, 100)

    def test_qua_01_every_district_station_and_studio(self):
        """QUA-01: a studio has its score, and what it loses its unit loses too."""
        self.env["rights.studio"].create(
            {"station_id": self.stations["district_a"].id, "kind": "legal"}
        )
        studio = self.stations["district_a"].studio_ids
        with self.at("2026-05-25 09:00"):
            self.enter(unit="district_a", studio_id=studio.id)
            self.confirm()
            self.may._count_scores()
        self.assertEqual(self.score("district_a", studio=True).total, 98)
        self.assertEqual(self.score("district_a").total, 98)
        for unit in ("district_b", "station_a1", "station_b1"):
            self.assertEqual(self.score(unit).total, 100)

    def test_qua_02_points_of_the_parts_make_a_hundred(self):
        part = self.env.ref("rights_reports.quality_part_data")
        self.as_user("business_admin", part).weight = 50
        with self.at("2026-06-01 09:00"), self.refused("add up to 110", ValidationError):
            self.hand_in()

    def test_qua_05_success_rate_stands_with_the_score(self):
        """QUA-05: the mediation success rate of the unit in the month."""
        for outcome in ("settled", "settled", "terminated"):
            case = self.matter()
            found = self.outcome(outcome)
            case._gate_write({"outcome_id": found.id, "concluded_at": china("2026-05-10 10:00")})
        self.env.flush_all()
        self.may._count_scores()
        self.assertEqual(self.score().success_rate, 66.67)

    def test_qua_13_figures_of_mediation(self):
        """QUA-13: terminations, transfers upward and days of each unit, for any period."""
        table = self.env.ref("rights_reports.table_mediation")
        codes = table.column_ids.indicator_id.mapped("code")
        self.assertEqual(
            set(codes),
            {"mediation_ended", "settled", "terminated", "success_rate", "escalated"}
            | {"average_days"},
        )
        case = self.matter()
        case._gate_write(
            {
                "outcome_id": self.outcome("terminated").id,
                "registered_at": china("2026-05-06 10:00"),
                "accepted_at": china("2026-05-06 10:00"),
                "concluded_at": china("2026-05-10 10:00"),
            }
        )
        sheet = self.as_user("dispatcher_a", table)._fill(
            self.stations["district_a"], span_of("month", case.concluded_at.date())
        )
        keys = [column["key"] for column in sheet["columns"]]
        row = next(row for row in sheet["rows"] if row["label"] == "测试station_a1")
        values = dict(zip(keys, row["values"], strict=True))
        self.assertEqual(values["terminated"], 1)
        self.assertEqual(values["average_days"], 4)
