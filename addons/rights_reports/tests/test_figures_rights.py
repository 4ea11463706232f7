"""Who sees which figure, and what a number may not tell (Annex A2, SEC-02)."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.statistics.report_sheet import HIDDEN
from ..tools.periods import span_of, year_before
from .figures_common import MAY, FiguresCommon

SPAN = {"kind": "month", "first": "2025-05-01"}


@tagged("post_install", "-at_install")
class TestFiguresRights(FiguresCommon):
    def test_a_unit_sees_itself_and_below(self):
        tables = self.as_user("dispatcher_a", self.tables)
        for unit in ("district_a", "station_a1"):
            self.assertTrue(tables.get_sheet("core", self.stations[unit].id, SPAN))
        for unit in ("city", "district_b", "station_b1"):
            with self.assertRaises(AccessError):
                tables.get_sheet("core", self.stations[unit].id, SPAN)
            with self.assertRaises(AccessError):
                tables.get_sheet(self.table("T1").id, self.stations[unit].id, SPAN)
            with self.assertRaises(AccessError):
                tables.open_cell("core", self.stations[unit].id, SPAN, {}, "received_complaint")

    def test_figures_are_for_those_who_lead_or_report(self):
        for login in ("operator", "handler_a", "mediator_a", "archivist"):
            with self.assertRaises(AccessError):
                self.as_user(login, self.tables).get_choices()

    def test_sta_05_a_number_opens_its_cases(self):
        """STA-05: the list has as many as the number says, for each row, column and sum."""
        for values in (
            {},
            {"category_id": False},
            {"item_class_id": False},
            {"unit": "station_b1"},
        ):
            self.matter(**values)
        self.matter(concluded="2025-05-12 10:00")
        tables = self.as_user("head", self.tables)
        city = self.stations["city"].id
        opened = 0
        for code in ("T1", "T2", "T3", "T6-merchants", "T6-goods"):
            sheet = tables.get_sheet(self.table(code).id, city, SPAN)
            for row in sheet["rows"]:
                for column, value in zip(sheet["columns"], row["values"], strict=True):
                    if column["kind"] == "value" and column["unit"] == "number" and value:
                        action = tables.open_cell(
                            self.table(code).id, city, SPAN, column, row["key"]
                        )
                        model = tables.env[action["res_model"]]
                        self.assertEqual(model.search_count(action["domain"]), value, action)
                        opened += 1
        self.assertGreater(opened, 20)

    def test_who_sees_figures_only_opens_no_list(self):
        """Annex A2: the statistician sees that there are cases, and none of them."""
        self.matter()
        tables = self.as_user("statistician", self.tables)
        city = self.stations["city"].id
        self.assertFalse(tables.get_sheet("core", city, SPAN)["may_open"])
        with self.assertRaises(UserError):
            tables.open_cell("core", city, SPAN, {}, "received_complaint")

    def test_no_small_number_points_at_an_informant(self):
        """SEC-02: few reports of a class are not shown, nor the one other row that tells them."""
        many, few, none = self.classes[:3]
        for _number in range(7):
            self.matter(kind="report", item_class_id=many.id)
        self.matter(kind="report", item_class_id=few.id)
        sheet = self.sheet("T5", login="head")
        self.assertEqual(self.cell(sheet, few.display_name, "received_report"), HIDDEN)
        self.assertEqual(self.cell(sheet, many.display_name, "received_report"), HIDDEN)
        self.assertEqual(self.cell(sheet, none.display_name, "received_report"), 0)
        self.assertEqual(self.cell(sheet, "Total", "received_report"), 8)
        self.env.ref("rights_reports.network_parameter_least_shown_number").value = 1
        sheet = self.sheet("T5", login="head")
        self.assertEqual(self.cell(sheet, few.display_name, "received_report"), 1)

    def test_no_difference_of_two_columns_points_at_an_informant(self):
        """SEC-02: six of eight reports began as complaints: two people reported this class."""
        few, many, more = self.classes[:3]
        complaint = self.matter()
        for item, count, converted in ((few, 8, 6), (many, 20, 6), (more, 30, 6)):
            for number in range(count):
                report = self.matter(kind="report", item_class_id=item.id)
                if number < converted:
                    self.env["rights.case.link"].create(
                        {"case_id": report.id, "other_case_id": complaint.id, "kind": "converted"}
                    )
        sheet = self.sheet("T5", login="head")
        for key in ("received_report", "converted_report"):
            self.assertEqual(self.cell(sheet, few.display_name, key), HIDDEN)
            self.assertEqual(self.cell(sheet, many.display_name, key), HIDDEN)
        self.assertEqual(self.cell(sheet, more.display_name, "received_report"), 30)
        self.assertEqual(self.cell(sheet, "Total", "received_report"), 58)

    def test_a_sum_is_hidden_that_would_tell_its_only_part(self):
        """SEC-02: one report of a station in a month is few in its row and in the sums."""
        self.matter(kind="report", unit="station_b1", item_class_id=self.classes[0].id)
        sheet = self.sheet("T5", "station_b1", login="head")
        self.assertEqual(self.cell(sheet, "Total", "received_report"), HIDDEN)
        self.assertEqual(self.cell(sheet, self.classes[0].display_name, "received_report"), HIDDEN)
        self.assertEqual(self.cell(sheet, "Total", "concluded_report"), 0)
        core = self.as_user("head", self.tables).get_sheet(
            "core", self.stations["station_b1"].id, SPAN
        )
        values = {row["key"]: row["values"][0] for row in core["rows"]}
        self.assertEqual(values["received_report"], HIDDEN)

    def test_a_hidden_number_is_hidden_in_its_comparisons(self):
        day_table = self.env["rights.calendar.day"]._day_table()
        last_year = year_before(MAY, day_table)
        self.matter(f"{last_year.first} 10:00", kind="report", channel_id=self.phone.id)
        sheet = self.sheet("T1")
        for kind, value in (
            *((":last_year", HIDDEN), (":yoy", HIDDEN)),
            *(("", 0), (":previous", 0), (":mom", None)),  # nothing there tells what was hidden
        ):
            self.assertEqual(
                self.cell(sheet, self.phone.display_name, f"received_report{kind}"), value
            )

    def test_what_was_published_as_few_is_compared_as_few(self):
        """STA-05, SEC-02: a dash would say that there was nothing to compare with."""
        self.matter(kind="report", channel_id=self.phone.id)
        closed = self.env["rights.closed.period"].sudo()
        closed._freeze(self.stations["city"], MAY)
        june = span_of("month", date(2025, 6, 1))
        sheet = self.sheet("T1", span=june)
        for kind in (":previous", ":mom"):
            value = self.cell(sheet, self.phone.display_name, f"received_report{kind}")
            self.assertEqual(value, HIDDEN)
        core = self.as_user("head", self.tables)._fill_core(self.stations["city"], june)
        values = {row["key"]: row["values"] for row in core["rows"]}
        self.assertEqual(values["received_report"][:3], [0, HIDDEN, None])

    def test_sta_13_no_definition_asks_for_a_person(self):
        """STA-13: a condition over texts or parties would be a way to look for somebody."""
        indicator = self.as_user("statistician", self.indicator("received_complaint"))
        for domain in (
            "[('party_ids.name_masked', 'ilike', '张')]",
            "[('subject', 'ilike', '手机')]",
            "[('respondent_phone', '=', '025')]",
            "[('name', '=', 'X')]",
            "__import__('os')",
            "[('kind',)]",
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                indicator.domain = domain
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.as_user("statistician", self.table("T7")).matters = "[('facts', 'ilike', 'x')]"

    def test_a_definition_is_whole(self):
        received = self.indicator("received_complaint")
        rate = self.indicator("success_rate")
        for values in (
            {"moment": "due_at"},
            {"measure": "sum"},
            {"measure": "sum", "value_field": "partner_id"},
            {"measure": "average", "value_field": "concluded_at", "since_fields": "create_date"},
            {"measure": "stock"},
            {"measure": "ratio", "numerator_id": rate.id, "denominator_id": rate.id},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                received.write(values)

    def test_a_secret_indicator_is_not_spread_over_columns(self):
        column = self.table("T2").column_ids
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            column.indicator_id = self.indicator("received_report")

    def test_changes_of_a_definition_stand_in_the_audit_log(self):
        before = self.env["rights.audit.log"].search_count([("model", "=", "rights.indicator")])
        self.as_user("statistician", self.indicator("received_complaint")).definition = "改过"
        after = self.env["rights.audit.log"].search_count([("model", "=", "rights.indicator")])
        self.assertEqual(after, before + 1)

    def test_an_impossible_period_is_refused_with_a_sentence(self):
        tables = self.as_user("head", self.tables)
        city = self.stations["city"].id
        for span in (
            {},
            {"kind": "month"},
            {"kind": "month", "first": "2025-13-01"},
            {"kind": "week", "first": "2025-05-01", "last": "2025-05-07"},
            {"kind": "special", "first": "2025-05-02", "last": "2025-05-01"},
        ):
            with self.assertRaises(UserError):
                tables.get_sheet("core", city, span)
        for year in (1900, "2026", 99999):
            with self.assertRaises(UserError):
                tables.get_holidays(year)
