"""Figures of the reports: periods, sums, comparisons, rankings (STA-02, STA-03, STA-12, STA-13)."""

from datetime import date

from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.tests import tagged

from ..tools.periods import Span, before, span_of
from .figures_common import MAY, FiguresCommon

SQL_T1 = """
    SELECT coalesce(channel.id::text, ''), one.kind, count(*)
      FROM rights_case one
      LEFT JOIN rights_channel channel ON channel.id = one.channel_id
     WHERE one.registered_at IS NOT NULL
       AND (one.received_at AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')::date
           BETWEEN %s AND %s
       AND one.station_id IN (
           SELECT id FROM rights_station WHERE parent_path LIKE %s)
     GROUP BY 1, 2
"""


@tagged("post_install", "-at_install")
class TestFigures(FiguresCommon):
    def test_sta_12_a_matter_belongs_to_the_month_of_its_receipt_in_china(self):
        """STA-12: 23:30 on the 31st is May, half past midnight June; conclusions by themselves."""
        self.matter("2025-05-31 23:30", concluded="2025-06-01 00:30")
        self.matter("2025-06-01 00:30")
        june = span_of("month", date(2025, 6, 1))
        self.assertEqual(self.count("received_complaint"), 1)
        self.assertEqual(self.count("received_complaint", span=june), 1)
        self.assertEqual(self.count("concluded_complaint"), 0)
        self.assertEqual(self.count("concluded_complaint", span=june), 1)

    def test_sta_12_consultations_are_counted_separately(self):
        self.matter(kind="consultation")
        self.matter()
        self.assertEqual(self.count("received_consultation"), 1)
        self.assertEqual(self.count("received_complaint"), 1)

    def test_sta_13_uncoded_is_a_row_and_parts_are_the_whole(self):
        """STA-13: what no class was given to stands in a row of its own."""
        for values in ({}, {}, {"item_class_id": False}, {"category_id": False}):
            self.matter(**values)
        sheet = self.sheet("T2")
        for key in [column["key"] for column in sheet["columns"] if column["kind"] == "value"]:
            parts, total = self.parts(sheet, key)
            self.assertEqual(sum(parts), total, key)
        self.assertEqual(self.cell(sheet, "Uncoded", "received_complaint"), 1)
        self.assertEqual(self.cell(sheet, "Total", "received_complaint@"), 1)
        spread = [
            self.cell(sheet, "Total", column["key"])
            for column in sheet["columns"]
            if "column" in column
        ]
        self.assertEqual(sum(spread), self.cell(sheet, "Total", "received_complaint"))

    def test_sta_13_a_removed_or_archived_channel_keeps_its_row(self):
        self.matter(channel_id=self.web.id, external_number="X1")
        self.web.active = False
        self.assertEqual(self.cell(self.sheet("T1"), self.web.name, "received_complaint"), 1)

    def test_sta_13_every_table_equals_an_independent_count(self):
        """T1 against SQL that shares nothing with the engine, over several units and months."""
        for number in range(40):
            self.matter(
                f"2025-0{4 + number % 3}-{1 + number % 28:02} 1{number % 10}:00",
                unit=("city", "district_a", "station_a1", "district_b", "station_b1")[number % 5],
                kind=("complaint", "consultation", "suggestion", "complaint")[number % 4],
                channel_id=(self.phone, self.web)[number % 2].id,
                external_number=f"N{number}",
            )
        self.env.flush_all()
        for unit in ("city", "district_a", "station_b1"):
            self.env.cr.execute(
                SQL_T1, [MAY.first, MAY.last, self.stations[unit].parent_path + "%"]
            )
            expected = {(row, kind): count for row, kind, count in self.env.cr.fetchall()}
            login = self._create_person(f"stat_{unit}", "statistician", unit)
            sheet = self.table("T1").with_user(login)._fill(self.stations[unit], MAY)
            found = {}
            for row in sheet["rows"][:-1]:
                for column, value in zip(sheet["columns"], row["values"], strict=True):
                    if column["kind"] == "value" and value:
                        kind = column["indicator"].removeprefix("received_")
                        found[row["key"], kind] = value
            self.assertEqual(found, expected, unit)

    def test_unit_rows_add_up_to_the_unit(self):
        """T3: the unit itself and every unit below it, once."""
        for unit in ("city", "district_a", "station_a1", "station_a2", "station_b1"):
            self.matter(unit=unit, concluded="2025-05-20 10:00", amount_recovered=100)
        sheet = self.sheet("T3")
        for key, whole in (("received_complaint", 5), ("recovered", 500)):
            parts, total = self.parts(sheet, key)
            self.assertEqual((sum(parts), total), (whole, whole))
        self.assertEqual(self.cell(sheet, "测试district_a", "received_complaint"), 3)
        self.assertEqual(self.cell(sheet, "测试city itself", "received_complaint"), 1)

    def test_sta_03_changes_against_both_periods(self):
        """STA-03: percent with two decimals; nothing to compare with is a dash, never zero."""
        self.matter("2024-05-10 10:00")
        for _number in range(3):
            self.matter("2025-04-10 10:00")
        for _number in range(4):
            self.matter("2025-05-10 10:00")
        sheet = self.sheet("T1")
        values = {
            column["key"].partition(":")[2]: sheet["rows"][-1]["values"][place]
            for place, column in enumerate(sheet["columns"])
            if column["indicator"] == "received_complaint"
        }
        self.assertEqual(values, {"": 4, "last_year": 1, "yoy": 300.0, "previous": 3, "mom": 33.33})
        self.assertIsNone(self.cell(sheet, "Total", "received_suggestion:yoy"))
        self.assertEqual(self.cell(sheet, "Total", "received_suggestion"), 0)

    def test_sta_03_a_period_without_a_row_is_full_of_zeros(self):
        empty = Span("special", date(1999, 1, 1), date(1999, 1, 3))
        sheet = self.sheet("T3", span=empty)
        self.assertEqual(self.parts(sheet, "received_complaint")[1], 0)
        self.assertIsNone(self.parts(sheet, "success_rate")[1])

    def test_sta_02_ranking_ties_and_the_rest(self):
        """STA-02: ten at most; ties by the earlier first case, then name; the rest is a row."""
        merchants = self.env["rights.merchant"].create(
            [{"name": f"排行{letter}店"} for letter in "甲乙丙"]
        )
        for merchant, days in zip(merchants, ((8, 9), (3, 4), (1,)), strict=True):
            for day in days:
                self.matter(f"2025-05-{day:02} 10:00", respondent_id=merchant.id)
        self.matter("2025-04-02 10:00", respondent_id=merchants[2].id)
        table = self.table("T6-merchants")
        table.top = 2
        sheet = self.sheet("T6-merchants")
        self.assertEqual(
            [row["label"] for row in sheet["rows"]], ["排行乙店", "排行甲店", "Others", "Total"]
        )
        self.assertEqual(self.parts(sheet, "received_complaint"), ([2, 2, 1], 5))
        self.assertEqual(self.parts(sheet, "received_complaint:share")[0], [40.0, 40.0, 20.0])
        self.assertIsNone(self.cell(sheet, "排行乙店", "received_complaint:last_rank"))
        # against nobody known: in a row of its own
        self.matter("2025-05-02 10:00", respondent_id=False)
        header = next(one for one in sheet["columns"] if one["key"] == "received_complaint")
        rest = self.as_user("head", table)._open(self.stations["city"], MAY, header, "others")
        found = self.as_user("head", self.env[rest["res_model"]]).search(rest["domain"])
        self.assertEqual(found.respondent_id, merchants[2])
        self.assertEqual(len(found), 1)
        table.top = 3
        sheet = self.sheet("T6-merchants")
        self.assertEqual(self.cell(sheet, "排行丙店", "received_complaint:last_rank"), 1)

    def test_median_and_percentile_are_those_of_all_rows(self):
        """The median of a whole is counted from its matters, not from those of its parts."""
        for unit, days in (("station_a1", (1, 2, 9)), ("station_b1", (3, 30))):
            for number in days:
                case = self.matter(unit=unit, concluded="2025-05-31 10:00")
                case._gate_write({"is_history": False})
                began = date(2025, 5, 31).toordinal() - number
                case._gate_write({"registered_at": china(f"{date.fromordinal(began)} 10:00")})
        self.assertEqual(self.count("median_days"), 3)
        self.assertEqual(self.count("average_days"), 9)
        self.assertEqual(self.count("p90_days"), 21.6)
        self.assertEqual(self.count("median_days", "district_a"), 2)

    def test_what_is_in_hand_at_the_end_of_a_period(self):
        """A matter ends with its conclusion, or unconcluded with the archive; history never was
        in hand (REG-23); the number opens what it counted (STA-05)."""
        ends = (
            ("2025-04-01 10:00", "2025-05-15 10:00", None),
            ("2025-05-02 10:00", "2025-06-02 10:00", "2025-06-09 10:00"),
            ("2025-05-03 10:00", None, None),
            ("2025-04-04 10:00", None, "2025-05-20 10:00"),
        )
        cases = []
        for received, concluded, archived in ends:
            cases.append(self.matter(received, concluded=concluded))
            cases[-1]._gate_write(
                {
                    "registered_at": china(received),
                    "archived_at": archived and china(archived),
                    "is_history": False,
                }
            )
        history = self.matter("2025-05-05 10:00")
        history._gate_write({"registered_at": china("2025-05-05 10:00")})
        self.assertEqual(self.count("open_complaint"), 2)
        self.assertEqual(self.count("open_complaint", span=before(MAY)), 2)
        units = self.tables._units_of(self.stations["city"])
        for span, open_then in ((MAY, cases[1:3]), (before(MAY), [cases[0], cases[3]])):
            behind = self.figures._domain_behind(
                self.indicator("open_complaint"), span, units, {}, None
            )
            found = self.env["rights.case"].search(behind)
            self.assertEqual(set(found), set(open_then))

    def test_a_rate_without_a_denominator_is_none(self):
        self.assertIsNone(self.count("success_rate"))
        self.assertEqual(self.count("received_complaint"), 0)
