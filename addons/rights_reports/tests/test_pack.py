"""Report packs: when they run, what they hold, who gets them (STA-01, STA-04, STA-05, TL-61)."""

import base64
import hashlib
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from openpyxl import load_workbook
from openpyxl.chart import LineChart
from psycopg2 import IntegrityError
from psycopg2.errors import ForeignKeyViolation

from ..tools.charts import fixed_charts
from ..tools.periods import span_of
from ..tools.workbook import checksum
from .figures_common import FiguresCommon

LOGGER = "odoo.addons.rights_reports.models.pack.rights_pack_run"
JANUARY = span_of("month", date(2026, 1, 1))


@tagged("post_install", "-at_install")
class TestPack(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for day in (3, 4, 5):
            cls.matter(f"2026-01-0{day} 10:00", concluded="2026-01-20 10:00", amount_recovered=9.5)
        cls.city = cls.stations["city"]
        cls.pack = cls.make_pack()

    @classmethod
    def make_pack(cls, **values):
        return cls.env["rights.pack"].create(
            {
                "name": "月报",
                "kind": "month",
                "station_id": cls.city.id,
                "user_id": cls.users["statistician"].id,
                "recipient_ids": [Command.set(cls.users["head"].ids)],
                "table_ids": [Command.set(cls.table("T1").ids)],
                "since": "2026-01-01",
                **values,
            }
        )

    @contextmanager
    def at(self, moment):
        with freeze_time(china(moment)):
            yield

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("rights_reports.rights_pack_cron").method_direct_trigger()
        self.env.invalidate_all()

    def runs(self, pack=None):
        return (pack or self.pack).run_ids.sorted("date_from")

    def book(self, run):
        return load_workbook(BytesIO(base64.b64decode(run.file)))

    def test_sta_01_third_working_day_after_the_month(self):
        """TL-61: January 2026 ends on a Saturday; the third working day is Wednesday at 8."""
        with self.at("2026-02-04 07:59"):
            self.assertFalse(self.pack._plan_runs())
        with self.at("2026-02-04 08:00"):
            run = self.pack._plan_runs()
            self.assertEqual((run.date_from, run.date_to), JANUARY[1:3])
            self.assertFalse(self.pack._plan_runs())

    def test_missed_runs_are_caught_up(self):
        """After a downtime every period that was due is delivered, the oldest first."""
        with self.at("2026-04-20 12:00"):
            self.run_job()
        self.assertEqual(self.runs().mapped("state"), ["done"] * 3)
        self.assertEqual(
            [str(run.date_from) for run in self.runs()], ["2026-01-01", "2026-02-01", "2026-03-01"]
        )

    def test_sta_05_a_filter_narrows_every_figure(self):
        """Tables, core indicators and trend count what meets it, also of a closed period; the
        cover says so in words (STA-05, STA-13)."""
        self.matter("2026-01-06 10:00", brand="测试牌", concluded="2026-01-20 10:00")
        statistician = self.as_user("statistician", self.env["rights.closed.period"])
        statistician._close(self.city, JANUARY)
        whole = self.pack._filled(JANUARY)
        self.pack.matters = "[('brand', '=', '测试牌')]"
        part = self.pack._filled(JANUARY)
        for filled, count in ((whole, 4), (part, 1)):
            self.assertEqual(self.cell(filled["T1"], "Total", "received_complaint"), count)
            core = {row["key"]: row["values"][0] for row in filled["core"]["rows"]}
            self.assertEqual(core["received_complaint"], count)
            trend = filled["trend"]
            self.assertEqual(
                self.cell(trend, trend["rows"][-1]["label"], "received_complaint"), count
            )
        self.assertIn("测试牌", "\n".join(self.pack._cover_lines(part, JANUARY)))

    def test_sec_02_a_filter_asks_for_coded_fields_and_singles_out_no_report(self):
        for matters in (
            "[('facts', 'ilike', '张')]",
            "[('kind', '=', 'report')]",
            "[('kind', 'in', ['report', 'discipline']), ('brand', '=', '测试牌')]",
            "[",
        ):
            with self.subTest(matters=matters), self.assertRaises(ValidationError):
                self.pack.matters = matters

    def test_two_jobs_make_one_run(self):
        with self.at("2026-02-05 08:00"):
            run = self.pack._plan_runs()
            values = run._values_of(self.pack, JANUARY) | {"due_at": run.due_at}
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                run.create([values])

    def test_sta_04_the_workbook_opens_and_says_what_the_page_says(self):
        """Cover, contents with checksums, eight charts in their order, frozen panes, numbers."""
        self.pack.table_ids = self.tables.search([])
        with self.at("2026-02-05 08:00"):
            self.run_job()
            sheet = self.table("T3").with_user(self.users["statistician"])
            filled = sheet._fill(self.city, JANUARY)
        run = self.runs()
        content = base64.b64decode(run.file)
        self.assertEqual(hashlib.sha256(content).hexdigest(), run.checksum)
        book = self.book(run)
        page = book[next(name for name in book.sheetnames if name.startswith("T3"))]
        self.assertEqual(page.freeze_panes, "B5")
        rows = list(page.iter_rows(min_row=5, values_only=True))
        expected = [
            (row["label"], *("—" if value is None else value for value in row["values"]))
            for row in filled["rows"]
        ]
        self.assertEqual(rows, expected)
        self.assertEqual(page.cell(page.max_row, 11).number_format, "#,##0.00")
        contents = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
        self.assertIn((page.title, len(filled["rows"]), checksum(filled)), contents)
        self.assertEqual(len(contents), len(book.sheetnames) - 4)
        self.assertEqual(len(book.worksheets[2]._charts), 8)
        self.assertEqual(book.worksheets[0].cell(2, 1).value, "月报")

    def test_sta_04_sheets_are_printed_as_wide_as_their_paper(self):
        """STA-04: charts stand below their tables, and show no number that is hidden."""
        self.matter("2026-01-09 10:00", kind="report")
        self.pack.table_ids = self.tables.search([])
        with self.at("2026-02-05 08:00"):
            self.run_job()
        pages = {page.title.split()[0]: page for page in self.book(self.runs()).worksheets}
        for page in pages.values():
            self.assertTrue(page.sheet_properties.pageSetUpPr.fitToPage, page.title)
            self.assertEqual(page.page_setup.fitToWidth or 1, 1, page.title)
            for chart in page._charts:
                below = page.title == "Charts" or chart.anchor._from.row >= page.max_row
                self.assertTrue(below, page.title)
        self.assertEqual((len(pages["T1"]._charts), len(pages["T5"]._charts)), (1, 0))
        [trend] = next(
            page for page in pages.values() if "13" in page.title or "Thirteen" in page.title
        )._charts
        self.assertIsInstance(trend, LineChart)

    def test_a_period_without_data_says_so(self):
        """Zeros and dashes, charts without marks, and a sentence on the cover."""
        self.pack.table_ids = self.tables.search([])
        self.pack.since = "2021-01-01"
        with freeze_time(china("2021-02-05 08:00")):
            self.run_job()
            run = self.runs()
            self.assertEqual((run.state, run.message), ("done", False))
        book = self.book(run)
        cover = [cell.value for cell in book.worksheets[0]["A"]]
        self.assertIn("Nothing lies in this period.", cover)
        self.assertEqual(len(book.worksheets[2]._charts), 8)
        for page in book.worksheets[3:-1]:
            figures = {cell.value for row in page.iter_rows(min_row=5, min_col=2) for cell in row}
            self.assertLessEqual(figures, {0, "—", None}, page.title)
        with self.at("2026-02-05 08:00"):
            lines = self.pack._cover_lines(self.pack._filled(JANUARY), JANUARY)
            self.assertNotIn("Nothing lies in this period.", lines)

    def test_a_category_that_was_deleted(self):
        """What matters have cannot go; what a condition alone names is told, not counted as 0."""
        category = self.env["rights.category"].create(
            {"name": "将删类别", "code": "GONE", "kind": "nature"}
        )
        self.table("T1").matters = str([("category_id", "child_of", category.id)])
        with self.assertRaises(ForeignKeyViolation), self.env.cr.savepoint():
            self.nature.unlink()
        category.unlink()
        with self.at("2026-02-05 08:00"), self.assertLogs(LOGGER, "WARNING"):
            self.run_job()
        self.assertEqual(self.runs().state, "waiting")
        self.assertIn("was removed", self.runs().message)
        self.assertFalse(self.runs().delivery_ids or self.runs().file)
        self.table("T1").matters = "[]"
        with self.at("2026-02-05 08:20"):
            self.run_job()
        self.assertEqual(self.runs().state, "done")

    def test_a_definition_changed_in_mid_period_says_so(self):
        """What is counted follows the definition of today; the cover says which one is new."""
        self.env.cr.execute("UPDATE rights_report_table SET create_date = '2025-12-01'")
        self.env.invalidate_all()
        with self.at("2026-01-15 10:00"):
            self.table("T1").name = "Sources"
        with self.at("2026-02-05 08:00"):
            self.run_job()
        cover = [cell.value for cell in self.book(self.runs()).worksheets[0]["A"] if cell.value]
        self.assertEqual(
            [line for line in cover if "was changed" in line],
            ["Sources was changed on 2026-01-15: the figures follow what it is now."],
        )

    def test_sta_04_the_set_of_charts_is_fixed(self):
        """STA-04: a report without a table still has its chart, empty."""
        codes = [chart.code for chart in fixed_charts({})]
        self.assertEqual(
            codes, "kinds channels natures goods services merchants trend units".split()
        )
        filled = {code: self.sheet(code, span=JANUARY) for code in ("T1", "T2", "T3", "T6-goods")}
        filled["trend"] = self.as_user("head", self.tables)._fill_trend(self.city, JANUARY)
        charts = {chart.code: chart for chart in fixed_charts(filled)}
        self.assertEqual(charts["kinds"].values, [3])
        self.assertEqual(sum(charts["natures"].values), 3)
        self.assertEqual(len(charts["trend"].values), 13)
        self.assertEqual(charts["trend"].values[-1], 3)

    def test_delivered_to_the_inbox_and_by_mail(self):
        head = self.users["head"]
        head.email = "head@example.invalid"
        self.pack.by_mail = True
        with self.at("2026-02-05 08:00"):
            self.run_job()
        delivery = self.runs().delivery_ids
        self.assertEqual((delivery.user_id, delivery.state), (head, "unread"))
        mail = delivery.mail_id
        self.assertEqual(mail.attachment_ids.raw, base64.b64decode(self.runs().file))
        self.assertIn("head@example.invalid", mail.email_to)
        pages = dict(self.as_user("head", self.env["rights.case"])._get_todo_pages())
        self.assertEqual(pages["rights_reports.rights_pack_delivery_action"], 1)
        self.as_user("head", delivery).action_open()
        self.assertEqual(delivery.state, "read")
        name, content, _media = self.as_user("head", delivery)._take_file()
        self.assertTrue(name.endswith(".xlsx") and content)

    def test_a_recipient_who_lost_the_right_gets_nothing(self):
        """The pack goes to the others, and the run says who was left out and why."""
        others = self.users["dispatcher"] + self.users["dispatcher_a"] + self.users["operator"]
        self.pack.recipient_ids |= others
        with self.at("2026-02-05 08:00"):
            self.run_job()
        states = {one.user_id: one.state for one in self.runs().delivery_ids}
        self.assertEqual(states[self.users["dispatcher"]], "unread")
        for login in ("dispatcher_a", "operator"):
            self.assertEqual(states[self.users[login]], "refused")
            delivery = self.runs().delivery_ids.filtered(
                lambda one, user=self.users[login]: one.user_id == user
            )
            self.assertTrue(delivery.reason)
            with self.assertRaises(AccessError):
                self.as_user(login, delivery)._take_file()

    def test_nobody_opens_what_others_received(self):
        with self.at("2026-02-05 08:00"):
            self.run_job()
        delivery = self.runs().delivery_ids
        for login in ("statistician", "dispatcher", "clerk"):
            with self.assertRaises(AccessError):
                self.as_user(login, delivery)._take_file()

    def test_who_answers_for_it_lost_the_right(self):
        """The run is refused with a sentence, tried again, and given up after five tries."""
        self.env["rights.post"].search([("user_id", "=", self.users["statistician"].id)]).write(
            {"date_to": "2026-01-31"}
        )
        moment = china("2026-02-05 08:00")
        for _attempt in range(5):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.run_job()
            moment += timedelta(hours=6)
        run = self.runs()
        self.assertEqual((run.state, run.attempts), ("failed", 5))
        self.assertIn("own units", run.message)
        self.assertFalse(run.file or run.delivery_ids)

    def test_a_full_disk_is_tried_again(self):
        failing = patch(
            "odoo.addons.rights_reports.models.pack.rights_pack.Workbook.save",
            side_effect=OSError("No space left on device"),
        )
        with self.at("2026-02-05 08:00"), failing, self.assertLogs(LOGGER, "WARNING"):
            self.run_job()
        self.assertEqual((self.runs().state, self.runs().attempts), ("waiting", 1))
        with self.at("2026-02-05 08:20"):
            self.run_job()
        self.assertEqual((self.runs().state, self.runs().message), ("done", False))

    def test_sta_05_a_closed_period_is_delivered_as_published(self):
        with self.at("2026-02-05 08:00"):
            span = {"kind": "month", "first": "2026-01-01"}
            self.as_user("statistician", self.tables).close_period(self.city.id, span)
            self.matter("2026-01-09 10:00")
            self.run_job()
        book = self.book(self.runs())
        page = book[next(name for name in book.sheetnames if name.startswith("T1"))]
        self.assertEqual(page.cell(page.max_row, 7).value, 3)

    def test_packs_are_for_own_units(self):
        packs = self.as_user("statistician", self.env["rights.pack"])
        with self.assertRaises(ValidationError):
            self.make_pack(user_id=self.users["dispatcher_a"].id)
        foreign = self._create_person("statistician_b", "statistician", "district_b")
        self.assertFalse(self.pack.with_user(foreign).has_access("read"))
        self.assertTrue(packs.browse(self.pack.id).has_access("write"))
        for login in ("clerk", "quality", "auditor", "business_admin"):
            self.assertFalse(self.as_user(login, self.pack).has_access("write"))

    def test_a_pack_that_runs_is_whole(self):
        for values in ({"recipient_ids": [Command.clear()]},
                       {"with_core": False, "table_ids": [Command.clear()]}):  # fmt: skip
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.pack.write(values)

    def test_annex_c_ships_its_packs(self):
        shipped = self.env["rights.pack"].with_context(active_test=False)
        for kind in ("month", "quarter", "half", "year", "holiday"):
            pack = self.env.ref(f"rights_reports.pack_{kind}")
            self.assertIn(pack, shipped.search([("kind", "=", kind)]))
            codes = pack.table_ids.mapped("code")
            self.assertGreaterEqual(set(codes), set("T1 T2 T3 T4 T5 T6-goods T6-brands".split()))
            self.assertEqual("T8" in codes, kind == "quarter")
