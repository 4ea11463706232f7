"""The analysis report goes with its pack, or after it, once (STA-01, STA-05, STA-06, DOC-23)."""

import base64
import runpy
import tempfile
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from psycopg2.errors import UniqueViolation
from pypdf import PdfReader

from .figures_common import FiguresCommon

LOGGER = "odoo.addons.rights_reports.models.analysis.rights_pack"
RUN_LOGGER = "odoo.addons.rights_reports.models.pack.rights_pack_run"
PAPER = "odoo.addons.rights_reports.models.analysis.rights_pack.RightsAnalysisReport._get_paper"
MIGRATION = Path(__file__).parents[1] / "migrations/19.0.1.2.0/post-pack_analysis.py"
JANUARY = {"kind": "month", "date_from": "2026-01-01", "date_to": "2026-01-31"}
ON_TIME = "2026-02-04 08:00"


class PackAnalysisCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matter("2026-01-05 10:00", concluded="2026-01-20 10:00")
        cls.city = cls.stations["city"]
        cls.head, cls.dispatcher = cls.users["head"], cls.users["dispatcher"]
        cls.pack = cls.env["rights.pack"].create(
            {
                "name": "月报",
                "kind": "month",
                "station_id": cls.city.id,
                "user_id": cls.users["statistician"].id,
                "recipient_ids": [Command.set((cls.head | cls.dispatcher).ids)],
                "with_analysis": True,
                "since": "2026-01-01",
            }
        )

    def run_job(self, moment):
        with freeze_time(china(moment)), self.enter_registry_test_mode():
            self.env.ref("rights_reports.rights_pack_cron").method_direct_trigger()
        self.env.invalidate_all()
        return self.pack.run_ids

    def approve(self, moment, unit="city", **values):
        """The report of the period, finalised; a short paper, so that the tests stay fast."""
        reports = self.env["rights.analysis.report"]
        with freeze_time(china(moment)):
            report = reports.create(
                {**JANUARY, "station_id": self.stations[unit].id, **values}
            ).with_user(self.users["statistician"])
            report.sudo().action_take_figures()
            report.sudo().write({"trend_text": "回落。", "cause_text": "停业。"})
            report.sudo().action_ask_approval()
            self.as_user("head", report).action_approve()
        return report.sudo()

    def parts(self, run, user=None):
        rows = run.delivery_ids.filtered(lambda one: not user or one.user_id == user)
        return sorted((one.user_id.login, one.part, one.state) for one in rows)


@tagged("post_install", "-at_install")
class TestPackAnalysis(PackAnalysisCommon):
    def test_sta_01_the_approved_report_goes_with_the_workbook(self):
        """STA-01, DOC-23: inbox, one mail with both files, folder; the paper is sealed."""
        with tempfile.TemporaryDirectory() as folder:
            self.head.email = "head@example.invalid"
            self.pack.write(
                {
                    "by_mail": True,
                    "folder_id": self.env["rights.pack.folder"]
                    .create({"name": "市局", "path": folder})
                    .id,
                }
            )
            report = self.approve("2026-02-03 10:00")
            run = self.run_job(ON_TIME)
            self.assertEqual((run.state, run.message, run.analysis_id), ("done", False, report))
            self.assertEqual(
                self.parts(run),
                sorted(
                    (user.login, part, "unread")
                    for user in self.head | self.dispatcher
                    for part in ("analysis", "workbook")
                ),
            )
            paper = run.delivery_ids.filtered(lambda one: one.part == "analysis")
            name, content, media = self.as_user("head", paper.filtered(self.mine))._take_file()
            self.assertTrue(name.endswith("Analysis report.pdf"), name)
            self.assertEqual(media, "application/pdf")
            stored = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
            self.assertEqual(len(stored), 2)
            self.assertIn(content, stored.values())
            self.assertEqual(set(run.folder_file.split(", ")), set(stored))
        mails = run.delivery_ids.filtered(self.mine).mail_id
        self.assertEqual(len(mails), 1)
        self.assertEqual(
            set(mails.attachment_ids.mapped("raw")), {base64.b64decode(run.file), content}
        )
        reader = PdfReader(BytesIO(content))
        self.assertTrue(reader.get_fields(), "sealed")
        text = "".join("".join(page.extract_text() for page in reader.pages).split())
        self.assertIn("".join(report.name.split()), text)
        # what is printed later is the same paper
        self.assertEqual(report._get_paper(self.head), content)

    def mine(self, delivery):
        return delivery.user_id == self.head

    def test_tl_61_the_workbook_goes_on_time_and_the_report_follows_once(self):
        """TL-61, STA-01: the run shows that it waits; approval alone sends it, and once."""
        self.head.email = "head@example.invalid"
        self.pack.by_mail = True
        run = self.run_job(ON_TIME)
        self.assertEqual(run.state, "partly")
        self.assertEqual({one.part for one in run.delivery_ids}, {"workbook"})
        self.run_job("2026-02-04 08:10")  # nothing yet
        self.assertEqual((run.state, len(run.delivery_ids)), ("partly", 2))
        self.assertIn(run, run.search([("state", "=", "partly")]))
        self.as_user("head", run.delivery_ids.filtered(self.mine)).action_open()
        book = run.file
        triggers = self.env["ir.cron.trigger"].search_count
        job = [("cron_id", "=", self.env.ref("rights_reports.rights_pack_cron").id)]
        before = triggers(job)
        self.approve("2026-02-06 10:00")
        self.assertEqual(triggers(job), before + 1)  # it does not wait for the job's next turn
        for moment in ("2026-02-06 10:10", "2026-02-06 10:20"):
            self.run_job(moment)
            self.assertEqual((run.state, len(run.delivery_ids)), ("done", 4))
        self.assertEqual(run.file, book)  # the workbook is not made again
        mails = run.delivery_ids.filtered(self.mine).mail_id
        self.assertEqual([len(mail.attachment_ids) for mail in mails], [1, 1])
        self.assertEqual(
            self.parts(run, self.head),
            [(self.head.login, "analysis", "unread"), (self.head.login, "workbook", "read")],
        )

    def test_sta_01_a_report_of_another_unit_or_period_does_not_go(self):
        """STA-01: neither that of a district nor that of another month."""
        self.approve("2026-02-03 10:00", unit="district_a")
        self.approve("2026-02-03 10:00", date_from="2025-12-01", date_to="2025-12-31")
        run = self.run_job(ON_TIME)
        self.assertEqual((run.state, run.analysis_id.id), ("partly", False))

    def test_sta_06_what_nobody_approved_does_not_go(self):
        """STA-06: a report that waits for approval stays where it is."""
        report = self.approve("2026-02-03 10:00")
        report._go("to_approve")
        run = self.run_job(ON_TIME)
        self.assertEqual(run.state, "partly")
        report._go("received")
        self.assertEqual(self.run_job("2026-02-04 08:10").state, "done")

    def test_a_recipient_who_lost_the_right_meanwhile(self):
        """The rights are those of the day on which it follows; the workbook is theirs already."""
        run = self.run_job(ON_TIME)
        self.env["rights.post"].search([("user_id", "=", self.dispatcher.id)]).write(
            {"date_to": "2026-02-05"}
        )
        self.approve("2026-02-06 10:00")
        self.run_job("2026-02-06 10:10")
        refused = run.delivery_ids.filtered(lambda one: one.state == "refused")
        self.assertEqual((refused.user_id, refused.part), (self.dispatcher, "analysis"))
        self.assertTrue(refused.reason)
        with self.assertRaises(AccessError):
            refused.with_user(self.dispatcher)._take_file()

    def test_it_follows_to_the_same_recipients(self):
        """Neither to who came later nor to who was taken off the list."""
        run = self.run_job(ON_TIME)
        self.pack.recipient_ids = self.head | self.users["quality"]
        self.approve("2026-02-06 10:00")
        self.run_job("2026-02-06 10:10")
        papers = run.delivery_ids.filtered(lambda one: one.part == "analysis")
        self.assertEqual(papers.user_id, self.head)

    def test_who_answers_for_it_lost_the_right_meanwhile(self):
        """It is refused with a sentence, tried again, and given up; the workbook stays."""
        run = self.run_job(ON_TIME)
        self.approve("2026-02-06 10:00")
        posts = self.env["rights.post"].search([("user_id", "=", self.pack.user_id.id)])
        posts.write({"date_to": "2026-02-05"})
        for hour in range(10, 16):
            with self.assertLogs(RUN_LOGGER, "WARNING") if hour < 15 else self.assertNoLogs():
                self.run_job(f"2026-02-{hour} 10:10")
        self.assertEqual((run.state, run.attempts, run.analysis_name), ("failed", 5, False))
        self.assertTrue(run.message)
        self.assertEqual({one.part for one in run.delivery_ids}, {"workbook"})
        posts.copy({"date_from": "2026-02-20", "date_to": False})
        with freeze_time(china("2026-02-20 10:00")), self.assertRaisesRegex(UserError, "already"):
            self.as_user("head", self.pack).action_run_last()  # the workbook is not sent twice
        with freeze_time(china("2026-02-20 10:00")):
            self.as_user("head", run).action_try_again()
        self.run_job("2026-02-20 10:10")
        self.assertEqual((run.state, len(run.delivery_ids)), ("done", 4))

    def test_a_full_disk_holds_back_the_paper_alone(self):
        """The workbook is not held up; the paper is tried again with the next job."""
        self.approve("2026-02-03 10:00")
        full = patch(PAPER, side_effect=OSError("No space left on device"))
        with full, self.assertLogs(LOGGER, "WARNING"):
            run = self.run_job(ON_TIME)
        self.assertEqual((run.state, len(run.delivery_ids)), ("partly", 2))
        with full, self.assertLogs(RUN_LOGGER, "WARNING"):
            self.run_job("2026-02-04 08:10")
        self.assertEqual((run.state, run.attempts), ("partly", 1))
        self.assertTrue(run.message)
        self.run_job("2026-02-04 08:15")  # not at once
        self.assertEqual((run.state, run.attempts), ("partly", 1))
        self.run_job("2026-02-04 08:40")
        self.assertEqual((run.state, run.message, len(run.delivery_ids)), ("done", False, 4))

    def test_two_jobs_cannot_deliver_it_twice(self):
        """The table itself refuses a second row, whatever the jobs do."""
        self.approve("2026-02-03 10:00")
        run = self.run_job(ON_TIME)
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            run.delivery_ids._deliver(run, ["analysis"])

    def test_a_pack_without_it_waits_for_nothing(self):
        run = self.run_job(ON_TIME)
        self.assertEqual(run.state, "partly")
        self.as_user("statistician", self.pack).with_analysis = False
        self.assertEqual(run.state, "done")
        self.approve("2026-02-06 10:00")
        self.run_job("2026-02-06 10:10")
        self.assertEqual(len(run.delivery_ids), 2)

    def test_sta_05_a_correction_later_changes_nothing_that_was_delivered(self):
        """STA-05: the delivered paper is the published one, whatever is registered afterwards."""
        report = self.approve("2026-02-03 10:00")
        run = self.run_job(ON_TIME)
        before = run.analysis_file
        self.matter("2026-01-09 10:00")
        self.run_job("2026-02-10 08:00")
        self.assertEqual(run.analysis_file, before)
        self.assertEqual(base64.b64decode(before), report._get_paper(self.head))

    def test_the_job_speaks_the_language_of_who_answers_for_it(self):
        """D9: names in the inbox, subjects and sentences, not only the workbook."""
        self.pack.user_id.lang = "zh_CN"
        self.pack.recipient_ids |= self.users["operator"]
        self.approve("2026-02-03 10:00")
        run = self.run_job(ON_TIME)
        period = self.tables.with_context(lang="zh_CN")._span_name(run._span())
        for name in run.delivery_ids.mapped("name"):
            self.assertIn(period, name)
        self.assertTrue(run.analysis_name.endswith("分析报告.pdf"), run.analysis_name)
        refused = run.delivery_ids.filtered(lambda one: one.state == "refused")
        self.assertNotRegex("".join(refused.mapped("reason")), "[a-zA-Z]")

    def test_annex_c_the_shipped_packs_take_it_along(self):
        """STA-01, TL-61, TL-71: month, quarter, half and year; a holiday report if one wants."""
        for kind in ("month", "quarter", "half", "year", "holiday"):
            pack = self.env.ref(f"rights_reports.pack_{kind}")
            self.assertEqual(pack.with_analysis, kind != "holiday", kind)

    def test_sta_01_an_upgrade_switches_it_on_for_the_shipped_packs(self):
        """STA-01: those of month, quarter, half and year; what a centre made stays as it is."""
        packs = self.env["rights.pack"].with_context(active_test=False).search([])
        packs.with_analysis = False
        self.env.flush_all()
        runpy.run_path(str(MIGRATION))["migrate"](self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        kinds = ("month", "quarter", "half", "year")
        wanted = [self.env.ref(f"rights_reports.pack_{kind}") for kind in kinds]
        self.assertEqual(packs.filtered("with_analysis"), packs.browse().union(*wanted))


@tagged("post_install", "-at_install")
class TestPackAnalysisRoute(PackAnalysisCommon, HttpCase):
    def test_the_route_sends_the_paper_to_its_recipient(self):
        self.approve("2026-02-03 10:00")
        run = self.run_job(ON_TIME)
        paper = run.delivery_ids.filtered(
            lambda one: (one.user_id, one.part) == (self.dispatcher, "analysis")
        )
        url = f"/rights/reports/delivery/{paper.id}"
        self.authenticate("t_dispatcher", "t_dispatcher")
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.content[:5]), (200, b"%PDF-"))
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.authenticate("t_head", "t_head" + "x" * 2)
        self.assertEqual(self.url_open(url).status_code, 403)
