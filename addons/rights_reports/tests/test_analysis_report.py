"""Analysis reports: listed when a period is over, frozen figures, texts, approval, receipt."""

from datetime import date
from io import BytesIO

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from psycopg2.errors import UniqueViolation
from pypdf import PdfReader

from ..models.statistics.report_sheet import HIDDEN
from ..tools.charts import Chart
from ..tools.svg_charts import draw
from .figures_common import FiguresCommon

FEBRUARY = {"kind": "month", "date_from": "2026-02-01", "date_to": "2026-02-28"}
TEXTS = {"trend_text": "投诉较上月回落。", "cause_text": "春节停业，维修延误。"}


@tagged("post_install", "-at_install")
class TestAnalysisReport(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["statistician_a"] = cls._create_person(
            "statistician_a", "statistician", "district_a"
        )
        cls.users["division_a"] = cls._create_person("division_a", "division_head", "district_a")
        cls.reports = cls.env["rights.analysis.report"]
        for day in (3, 4, 5):
            cls.matter(f"2026-02-0{day} 10:00", concluded="2026-02-20 10:00")
        cls.matter("2026-01-09 10:00")

    def draft(self, login="statistician_a", at="2026-03-01 10:00", **values):
        with freeze_time(china(at)):
            return self.as_user(login, self.reports).create({**FEBRUARY, **values})

    def finalise(self, report, at="2026-03-03 10:00", approver="division_a"):
        with freeze_time(china(at)):
            report.action_take_figures()
            report.write(TEXTS)
            report.action_ask_approval()
            self.as_user(approver, report).action_approve()
        return report

    def test_sta_01_tl_61_tl_72_due_days(self):
        """SC-25: TL-61 due 2026-03-04, TL-72 due 2026-02-26; TL-71 ten working days (STA-01)."""
        days = {
            ("month", "2026-02-01", "2026-02-28"): ("TL-61", date(2026, 3, 4)),
            ("holiday", "2026-02-15", "2026-02-23"): ("TL-72", date(2026, 2, 26)),
            ("quarter", "2025-10-01", "2025-12-31"): ("TL-71", date(2026, 1, 15)),
        }
        for (kind, first, last), expected in days.items():
            report = self.draft(kind=kind, date_from=first, date_to=last, holiday="春节")
            # the quality bulletin counts from the end of a month as well, on a clock of its own
            [clock] = report.sudo().clock_ids
            self.assertEqual((clock.code, clock.due_day), expected)

    def test_sta_01_listed_when_the_period_is_over(self):
        """STA-01, STA-08: each unit's month once, the city's other periods; none is left out."""
        self.env.cr.execute(
            "UPDATE rights_station SET create_date = '2025-12-20' WHERE id = ANY(%s)",
            [[station.id for station in self.stations.values()]],
        )
        self.env.invalidate_all()

        def listed(day):
            with freeze_time(china(f"{day} 01:20")):
                self.reports.create(self.reports._get_owed(date.fromisoformat(day)))
            found = self.reports.search([("station_id", "in", self.station_ids())])
            return {(one.station_id.code, one.kind, str(one.date_from)) for one in found}

        first = listed("2026-01-31")
        self.assertIn(("CSTA1", "month", "2025-12-01"), first)
        self.assertIn(("CSTC", "quarter", "2025-10-01"), first)
        self.assertIn(("CSTC", "year", "2025-01-01"), first)
        self.assertNotIn(("CSTA", "quarter", "2025-10-01"), first)
        self.assertNotIn(("CSTC", "month", "2026-01-01"), first)  # not over
        after = listed("2026-03-10") - first
        self.assertIn(("CSTB1", "month", "2026-01-01"), after)
        self.assertIn(("CSTB1", "month", "2026-02-01"), after)
        self.assertIn(("CSTC", "holiday", "2026-02-15"), after)
        self.assertEqual(listed("2026-03-10"), first | after)

    def station_ids(self):
        return [station.id for station in self.stations.values()]

    def test_sta_01_overdue_list(self):
        """STA-01, TL-61: overdue from the day after the due day until it is finalised."""
        report = self.draft()
        late = [("is_overdue", "=", True), ("id", "=", report.id)]
        with freeze_time(china("2026-03-04 23:30")):
            self.assertFalse(report.is_overdue)
            self.assertFalse(self.reports.search(late))
        report.invalidate_recordset()
        with freeze_time(china("2026-03-05 00:00")):
            self.assertTrue(report.is_overdue)
            self.assertEqual(self.reports.search(late), report)
        self.finalise(report, at="2026-03-05 10:00")
        with freeze_time(china("2026-03-06 00:00")):
            self.assertFalse(self.reports.search(late))

    def test_sta_06_texts_on_trend_and_causes(self):
        """STA-06, SC-25: neither approval nor the request for it without both texts."""
        report = self.draft()
        with freeze_time(china("2026-03-02 10:00")):
            report.write(TEXTS)
            with self.assertRaisesRegex(UserError, "Figures"):
                report.action_ask_approval()
            report.action_take_figures()
            for name in TEXTS:
                report.write({**TEXTS, name: " "})
                with self.assertRaises(UserError):
                    report.action_ask_approval()
            report.write(TEXTS)
            report.action_ask_approval()
            report.sudo().cause_text = False
            with self.assertRaises(UserError):
                self.as_user("division_a", report).action_approve()

    def test_sta_06_another_person_approves(self):
        report = self.draft("division_a")
        with freeze_time(china("2026-03-02 10:00")):
            report.action_take_figures()
            report.write(TEXTS)
            report.action_ask_approval()
            with self.assertRaises(UserError):
                report.action_approve()
            with self.assertRaises(AccessError):
                self.as_user("statistician_a", report).action_approve()
            self.as_user("head", report).action_approve()
        self.assertEqual(report.state, "approved")
        self.assertIn("消维析〔2026〕", report.name)
        with self.assertRaises(UserError):
            report.trend_text = "改"
        with self.assertRaises(AccessError):
            report.write({"state": "draft"})

    def test_tl_61_finalising_stops_the_clock(self):
        """SC-25: finalised 2026-03-03, before TL-61 is due."""
        report = self.finalise(self.draft())
        self.assertEqual(report.sudo().clock_ids.outcome, "met")
        self.assertFalse(report.due_at)

    def test_sta_05_figures_stay_as_they_were_frozen(self):
        """STA-05: a case of the period that comes later changes neither table, chart nor text."""
        report = self.finalise(self.draft())
        before = (report.figures_html, report._get_trend_words(), report.trend)
        self.matter("2026-02-11 10:00")
        report.invalidate_recordset()
        self.assertEqual((report.figures_html, report._get_trend_words(), report.trend), before)
        self.assertEqual(report.closed_at, china("2026-03-03 10:00"))

    def test_sta_04_every_chart_stands_there(self):
        """STA-04: the same eight charts in the same order, whatever was counted."""
        report = self.finalise(self.draft())
        charts = report.sudo()._get_charts()
        self.assertEqual(len(charts), 8)
        self.assertEqual(
            [title for title, _drawn in charts],
            [
                "Share of kinds",
                "Share of channels",
                "Share of natures",
                "Top goods",
                "Top services",
                "Top merchants",
                "Complaints of 13 months",
                "Complaints by unit",
            ],
        )
        self.assertTrue(charts[0][1].startswith("<svg"))

    def test_sta_03_words_of_the_figures(self):
        """STA-03, STA-07: three complaints after one: 200.00 % on the period before; no base, a
        dash."""
        report = self.draft()
        with freeze_time(china("2026-03-02 10:00")):
            report.action_take_figures()
            report.action_propose_trend()
        line = [
            line
            for line in report.trend_text.splitlines()
            if "3 (200.00%" in line and "— on the year" in line
        ]
        self.assertTrue(line, report.trend_text)

    def test_sta_08_the_superior_confirms_receipt(self):
        """STA-08: finalised is submitted; who sits above receives it, once, and nobody else."""
        report = self.finalise(self.draft())
        self.assertEqual(report.superior_id, self.stations["city"])
        for login in ("statistician_a", "division_a", "quality"):
            with self.assertRaises(AccessError):
                self.as_user(login, report).action_receive()
        upper = self.as_user("statistician", report)
        self.assertTrue(upper.may_receive)
        upper.action_receive()
        self.assertEqual((report.state, report.received_by_id), ("received", upper.env.user))
        with self.assertRaises(UserError):
            upper.action_receive()

    def test_sta_08_each_unit_writes_its_own(self):
        report = self.draft()
        self.assertEqual(report.station_id, self.stations["district_a"])
        self.as_user("statistician", report).read(["trend_text"])
        with self.assertRaises(AccessError):
            self.as_user("statistician", report).trend_text = "市里改"
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_b", report).read(["trend_text"])
        with self.assertRaises(AccessError):
            self.draft("statistician_a", station_id=self.stations["city"].id)
        station = self.draft("station_a1")
        with freeze_time(china("2026-03-02 10:00")):
            station.action_take_figures()  # its officer needs no right to the page of figures
        self.assertTrue(station.sudo().period_id.is_intact)

    def test_sta_01_a_report_is_about_a_whole_period_once(self):
        with self.assertRaises(ValidationError):
            self.draft(date_to="2026-02-27")
        self.draft()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.draft()
        report = self.draft(date_from="2026-03-01", date_to="2026-03-31")
        with freeze_time(china("2026-03-31 23:30")), self.assertRaises(UserError):
            report.action_take_figures()  # the period is not over

    def test_small_numbers_point_at_no_informant(self):
        """STA-13, D7: a single report of an offence is no number in a report that is passed on."""
        self.matter("2026-02-12 10:00", kind="report")
        report = self.finalise(self.draft())
        core = report.sudo()._get_tables()["core"]
        row = next(row for row in core["rows"] if row["key"] == "received_report")
        self.assertEqual(set(row["values"]), {HIDDEN})
        others = next(row for row in core["rows"] if row["key"] == "received_complaint")
        self.assertEqual(others["values"][0], 3)
        self.assertNotIn("Reports received", report._get_trend_words())

    def test_doc_23_paper(self):
        """DOC-23: a real PDF with number, unit, day of the figures, charts as vectors, and both
        texts."""
        report = self.finalise(self.draft())
        action = self.env["ir.actions.report"]
        rendered = action._render_weasyprint(
            action._get_report("rights_reports.report_rights_analysis_report"), report.ids
        )
        self.assertFalse(rendered.unprintable)
        reader = PdfReader(BytesIO(rendered.content))
        text = "".join("".join(page.extract_text() for page in reader.pages).split())
        for words in ("统计分析报告", "2026年3月3日10时00分", *TEXTS.values()):
            self.assertIn("".join(words.split()), text)
        self.assertIn("".join(report.name.split()), text)
        self.assertFalse([image for page in reader.pages for image in page.images])

    def test_charts_escape_what_people_typed(self):
        """A merchant may be called anything: nothing of it becomes markup."""
        for form in ("pie", "bar", "column", "line"):
            drawn = draw(Chart("x", form, ["<script>&", "乙"], [3, 1]))
            self.assertNotIn("<script", drawn)
            self.assertIn("&lt;", drawn)
            self.assertEqual(draw(Chart("x", form, [], [])), "")
