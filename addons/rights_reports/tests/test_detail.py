"""Detail lists: who gets which matters, and what happens when things go wrong (SEC-05, SEC-12)."""

import base64
import io
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import HttpCase, tagged
from openpyxl import load_workbook

from ..models.detail.detail_columns import LISTED
from ..models.detail.rights_detail_export import LOCK
from ..tools.detail_file import DetailFiles
from ..tools.periods import span_of
from .figures_common import FiguresCommon

LOGGER = "odoo.addons.rights_reports.models.detail.rights_detail_export"
PACK_LOGGER = "odoo.addons.rights_reports.models.pack.rights_pack_run"
JANUARY = span_of("month", date(2026, 1, 1))


class DetailCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exports = cls.env["rights.detail.export"]
        for day, unit in ((3, "district_a"), (4, "station_a1"), (5, "district_b")):
            cls.matter(f"2026-01-0{day} 10:00", unit=unit)
        cls.city = cls.stations["city"]
        cls.list = cls.make_list()

    @classmethod
    def make_list(cls, names="name received_at station_id subject amount_dispute", **values):
        columns = [Command.create({"field": name}) for name in names.split()]
        return cls.env["rights.detail.list"].create(
            {"name": "一月清单", "station_id": False, "column_ids": columns, **values}
        )

    def ask(self, login="dispatcher", unit="city", wanted=None, span=JANUARY):
        exports = self.as_user(login, self.exports)
        wanted = self.as_user(login, wanted or self.list)
        return exports._ask(wanted, self.stations[unit], span).sudo()

    def run_job(self, xml_id="rights_detail_export_cron"):
        with self.enter_registry_test_mode():
            self.env.ref(f"rights_reports.{xml_id}").method_direct_trigger()
        self.env.invalidate_all()

    def made(self, *args, **kwargs):
        export = self.ask(*args, **kwargs)
        self.run_job()
        return export

    def book(self, export):
        return load_workbook(io.BytesIO(export.xlsx_id.raw))

    def rows(self, export):
        return list(self.book(export).worksheets[1].iter_rows(min_row=2, values_only=True))

    def logged(self):
        return self.env["rights.audit.log"].search([("type", "=", "export")])

    @contextmanager
    def at(self, moment):
        with freeze_time(china(moment)):
            yield


@tagged("post_install", "-at_install")
class TestDetailList(DetailCommon):
    def test_it_holds_what_was_asked_for(self):
        """Chosen columns and period; names, China's time, numbers; both files say the same."""
        export = self.made()
        self.assertEqual((export.state, export.done_count, export.message), ("done", 3, False))
        rows = self.rows(export)
        self.assertEqual(
            {row[2] for row in rows}, {"测试district_a", "测试station_a1", "测试district_b"}
        )
        self.assertEqual(min(row[1] for row in rows).strftime("%m-%d %H:%M"), "01-03 10:00")
        self.assertEqual({row[4] for row in rows}, {680})
        text = export.csv_id.raw.decode("utf-8-sig").splitlines()
        self.assertEqual(len(text), 4)
        self.assertIn("2026-01-03 10:00,测试district_a,手机屏幕碎裂,680", "\n".join(text))
        cover = [cell.value for cell in self.book(export).worksheets[0]["A"]]
        self.assertIn("Asked for by: 测试dispatcher", cover)

    def test_the_cover_says_its_condition_in_words(self):
        """D9: a reader of the cover knows no names of fields."""
        channel = self.phone
        asked = [
            ("kind", "=", "complaint"),
            *("|", ("channel_id", "in", [channel.id]), "!", ("brand", "=", False)),
            ("amount_dispute", ">=", 100),
            ("registered_at", "!=", False),
            ("is_simple", "=", True),
            ("item_class_id.kind", "=", "goods"),
        ]
        said = self.make_list(domain=str(asked))._say_condition()
        first, *others = said.split("; ")
        labels = [part.partition(" ")[0] for part in others]
        self.assertRegex(first, r"^\S+ = Complaint$")
        self.assertRegex(said, rf"\(.* = {channel.display_name} / .*\(empty\)")
        self.assertRegex(said, r" ≥ 100; .* ≠ \(empty\); .* = Yes; .* › .* = Goods class$")
        self.assertFalse({"brand", "channel_id", "amount_dispute"} & set(labels), said)
        self.assertEqual(self.list._say_condition(), "—")
        wanted = self.make_list(domain="[('kind', '=', 'complaint')]")
        cover = [cell.value for cell in self.book(self.made(wanted=wanted)).worksheets[0]["A"]]
        self.assertIn(f"Condition: {first}", cover)

    def test_the_files_are_named_in_the_language_of_who_asked(self):
        """D9: the job that makes them speaks none by itself."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.list.with_context(lang="en_US").name = "January"
        self.list.with_context(lang="zh_CN").name = "一月清单"
        self.users["dispatcher"].lang = "zh_CN"
        export = self.made()
        for attachment in (export.xlsx_id, export.csv_id):
            self.assertTrue(attachment.name.startswith("一月清单 2026"), attachment.name)

    def test_every_column_that_may_be_chosen_can_be_written(self):
        wanted = self.make_list(" ".join(LISTED))
        export = self.made(wanted=wanted)
        self.assertEqual((export.state, export.message), ("done", False))
        heads = [cell.value for cell in self.book(export).worksheets[1][1]]
        self.assertEqual(len(heads), len(LISTED))
        row = dict(zip(LISTED, self.rows(export)[0], strict=True))
        self.assertEqual(row["kind"], "Complaint")
        self.assertEqual(row["respondent_id"], "测试百货")

    def test_no_column_and_no_condition_asks_for_a_person(self):
        """SEC-02, D7: nobody's name, phone or text can be listed or asked for."""
        for name in ("party_ids", "party_masked", "facts", "external_number", "search_tokens"):
            self.assertNotIn(name, LISTED)
            with self.assertRaises(ValidationError):
                self.make_list(name)
        for asked in ("party_ids.name", "subject", "party_masked"):
            with self.assertRaises(ValidationError):
                self.list.domain = str([(asked, "ilike", "张")])

    def test_sec_01_it_reads_with_the_rights_of_who_asks(self):
        """A district's dispatcher gets the district, whatever the list is about."""
        export = self.made("dispatcher_a", unit="district_a")
        self.assertEqual(
            {row[2] for row in self.rows(export)}, {"测试district_a", "测试station_a1"}
        )
        with self.assertRaises(AccessError):
            self.ask("dispatcher_a", unit="city")

    def test_sec_01_reports_and_discipline_matters_stay_where_they_are(self):
        self.matter("2026-01-06 10:00", kind="discipline")
        export = self.made(wanted=self.make_list("kind"))
        self.assertNotIn(("Staff-discipline report",), self.rows(export))
        self.assertEqual(export.done_count, 3)

    def test_who_sees_figures_only_or_may_not_export_is_told_so(self):
        for login, sentence in (("statistician", "figures"), ("handler_a", "units|export")):
            with self.assertRaisesRegex(AccessError, sentence):
                self.as_user(login, self.exports)._ask(
                    self.list.sudo(), self.stations["district_a"], JANUARY
                )
        head = self._create_person("division", "division_head", "city")
        with self.assertRaisesRegex(AccessError, "may not export"):
            self.exports.with_user(head)._ask(self.list.with_user(head), self.city, JANUARY)

    def test_sec_05_the_export_is_logged(self):
        """SEC-05: who, how many, which columns, which condition; again when a file is opened."""
        self.list.domain = "[('kind', '=', 'complaint')]"
        export = self.made()
        entry = self.logged()[0]
        self.assertEqual((entry.user_id, entry.count), (self.users["dispatcher"], 3))
        self.assertEqual((entry.model, entry.detail[:17]), ("rights.case", "name, received_at"))
        self.assertIn("'kind', '=', 'complaint'", entry.reason)
        count = len(self.logged())
        self.as_user("dispatcher", export)._take_file("csv")
        self.assertEqual(len(self.logged()), count + 1)

    def test_sec_12_secrets_stay_inside_and_the_cover_says_how_many(self):
        self.env["rights.case"].search(
            [("name", "=", self.rows(self.made())[0][0])]
        ).has_secrets = True
        export = self.made()
        self.assertEqual(export.done_count, 2)
        cover = [cell.value for cell in self.book(export).worksheets[0]["A"]]
        self.assertIn("Left out, as they hold state or trade secrets: 1", cover)

    def test_nobody_else_opens_it(self):
        export = self.made()
        for login in ("head", "dispatcher_a", "statistician", "clerk"):
            with self.assertRaises(AccessError):
                self.as_user(login, export)._take_file("xlsx")
        self.assertTrue(self.as_user("dispatcher", export)._take_file("xlsx"))

    def test_whoever_lost_the_right_opens_it_no_more(self):
        export = self.made()
        posts = self.env["rights.post"].search([("user_id", "=", self.users["dispatcher"].id)])
        posts.write({"date_to": "2026-01-31"})
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", export)._take_file("xlsx")

    def test_the_right_is_that_of_the_moment_of_the_run(self):
        """Asked for while in post, run afterwards: refused with a sentence, not tried for ever."""
        export = self.ask()
        posts = self.env["rights.post"].search([("user_id", "=", self.users["dispatcher"].id)])
        posts.write({"date_to": "2026-01-31"})
        self.run_job()
        self.assertEqual((export.state, bool(export.xlsx_id)), ("failed", False))
        self.assertIn("own units", export.message)

    def test_the_files_do_not_stay_for_ever(self):
        export = self.made()
        days = self.env["rights.network.parameter"]._value("detail_export_days")
        export.finished_at = f"{2000 + days // 10000}-01-01"
        files = export.xlsx_id | export.csv_id
        self.exports._gc_files()
        self.assertFalse(files.exists())
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", export)._take_file("xlsx")


@tagged("post_install", "-at_install")
class TestDetailFaults(DetailCommon):
    def test_a_period_without_data(self):
        export = self.made(span=span_of("month", date(1999, 1, 1)))
        self.assertEqual((export.state, export.done_count), ("done", 0))
        self.assertEqual(export.message, "No matter lies in this period.")
        self.assertEqual(self.rows(export), [])

    def test_a_removed_category_is_told_and_not_counted_as_nothing(self):
        category = self.env["rights.category"].create(
            {"name": "将删类别", "code": "GONE", "kind": "nature"}
        )
        self.list.domain = str([("category_id", "child_of", category.id)])
        export = self.ask()
        category.unlink()
        self.run_job()
        self.assertEqual(export.state, "failed")
        self.assertIn("was removed", export.message)
        with self.assertRaisesRegex(UserError, "was removed"):
            self.ask()

    def test_a_list_changed_in_mid_period_says_so(self):
        self.env.cr.execute("UPDATE rights_detail_list SET create_date = '2025-12-01'")
        self.list.invalidate_recordset()
        with self.at("2026-01-15 10:00"):
            self.list.domain = "[('kind', '=', 'complaint')]"
        with self.at("2026-02-04 10:00"):
            export = self.made()
        cover = [cell.value for cell in self.book(export).worksheets[0]["A"]]
        self.assertTrue([line for line in cover if line and "changed on 2026-01-15" in line])

    def test_rows_past_the_limit_go_on_on_the_next_sheet(self):
        with patch.object(type(self.exports), "_rows_a_sheet", lambda self: 2):
            export = self.made()
        self.assertEqual(len(self.book(export).sheetnames), 3)
        self.assertEqual(export.done_count, 3)

    def test_a_full_disk_leaves_nothing_and_is_tried_again(self):
        export = self.ask()
        failing = patch.object(
            DetailFiles, "append", side_effect=OSError("No space left on device")
        )
        with self.at("2026-02-04 10:00"):
            export.try_at = "2026-02-01"
            with failing, self.assertLogs(LOGGER, "WARNING"):
                self.run_job()
            self.assertEqual((export.state, export.attempts), ("waiting", 1))
            self.assertFalse(export._folder().exists())
            self.run_job()
            self.assertEqual(export.state, "waiting")  # not at once
        with self.at("2026-02-04 10:11"):
            self.run_job()
        self.assertEqual((export.state, export.done_count), ("done", 3))

    def test_a_disk_that_stays_full_is_given_up_after_five_tries(self):
        export = self.ask()
        failing = patch.object(DetailFiles, "close", side_effect=OSError("No space left on device"))
        for _attempt in range(5):
            export.try_at = "2026-02-01"
            with failing, self.assertLogs(LOGGER, "WARNING"):
                self.run_job()
        self.assertEqual((export.state, export.attempts), ("failed", 5))
        self.assertIn("OSError", export.message)
        self.as_user("dispatcher", export).action_try_again()
        self.run_job()
        self.assertEqual(export.state, "done")

    def test_a_killed_worker_begins_again_from_the_start(self):
        """What it left is removed: no half file, no row twice."""
        export = self.ask()
        export.write({"state": "running", "attempts": 1, "done_count": 2})
        export._folder().mkdir(parents=True, exist_ok=True)
        (export._folder() / "list.csv").write_text("half")
        self.run_job()
        self.assertEqual((export.state, export.done_count, export.attempts), ("done", 3, 2))
        self.assertEqual(len(self.rows(export)), 3)
        self.assertFalse(export._folder().exists())

    def test_a_worker_that_dies_each_time_is_not_started_for_ever(self):
        export = self.ask()
        export.write({"state": "running", "attempts": 5})
        self.run_job()
        self.assertEqual(export.state, "failed")
        self.assertIn("5 times", export.message)

    def test_two_workers_do_not_make_one_export_twice(self):
        export = self.ask()
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, export.id])
            self.run_job()
            self.assertEqual((export.state, export.attempts), ("waiting", 0))
            other.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, export.id])
        self.run_job()
        self.assertEqual(export.state, "done")

    def test_two_exports_at_once_do_not_meet(self):
        exports = self.ask() | self.ask("head") | self.ask("dispatcher_a", unit="district_a")
        self.run_job()
        self.assertEqual(exports.mapped("state"), ["done"] * 3)
        self.assertEqual(exports.mapped("done_count"), [3, 3, 2])

    def test_cancelled_while_it_runs(self):
        """The job looks between two batches; nothing of the file stays."""
        export = self.ask()
        append = DetailFiles.append

        def cancel(files, rows):
            append(files, rows)
            with self.env.registry.cursor() as cr:  # another request
                cr.execute(
                    "UPDATE rights_detail_export SET state = 'cancelled' WHERE id = %s", [export.id]
                )

        with patch.object(DetailFiles, "append", cancel):
            self.run_job()
        # the other request is part of the test's own transaction: what it wrote is undone with it
        self.assertEqual((export.attempts, bool(export.xlsx_id)), (1, False))
        self.assertFalse(export._folder().exists())

    def test_cancelled_by_who_asked_for_it_alone(self):
        export = self.ask()
        with self.assertRaises(AccessError):
            self.as_user("head", export).action_cancel()
        self.as_user("dispatcher", export).action_cancel()
        self.run_job()
        self.assertEqual(export.state, "cancelled")
        with self.assertRaises(UserError):
            self.as_user("dispatcher", export).action_cancel()
        self.as_user("dispatcher", export).action_try_again()
        self.run_job()
        self.assertEqual(export.state, "done")

    def test_an_error_of_the_system_tells_no_data(self):
        export = self.ask()
        failing = patch.object(DetailFiles, "append", side_effect=ValueError("张测试 13800001234"))
        with failing, self.assertLogs(LOGGER, "WARNING") as logs:
            self.run_job()
        self.assertEqual(export.state, "waiting")
        self.assertNotIn("张测试", export.message + "".join(logs.output))


@tagged("post_install", "-at_install")
class TestDetailPack(DetailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = cls.env["rights.pack"].create(
            {
                "name": "月报",
                "station_id": cls.city.id,
                "user_id": cls.users["dispatcher"].id,
                "recipient_ids": [Command.set((cls.users["head"] | cls.users["statistician"]).ids)],
                "detail_ids": [Command.set(cls.list.ids)],
                "since": "2026-01-01",
            }
        )

    def test_who_answers_for_it_must_be_allowed_to_export(self):
        """Annex A2: the statistician is told when the pack is defined, not when it fails."""
        with self.assertRaisesRegex(ValidationError, "sees figures"), self.env.cr.savepoint():
            self.pack.user_id = self.users["statistician"]

    def run_pack(self, moment="2026-02-05 08:00"):
        with self.at(moment):
            self.run_job("rights_pack_cron")

    def test_the_list_comes_with_the_report_to_who_may_read_its_matters(self):
        self.run_pack()
        run = self.pack.run_ids
        self.assertEqual((run.state, run.message), ("done", False))
        export = run.export_ids
        self.assertEqual((export.state, export.done_count), ("done", 3))
        delivery = {one.user_id: one for one in run.delivery_ids}
        head, statistician = self.users["head"], self.users["statistician"]
        self.assertEqual(delivery[head].export_ids, export)
        self.assertTrue(export.with_user(head)._take_file("xlsx"))
        # the figures go to the statistician as well, the matters do not
        self.assertEqual(delivery[statistician].state, "unread")
        self.assertFalse(delivery[statistician].export_ids)
        self.assertIn("figures", delivery[statistician].reason)
        with self.assertRaises(AccessError):
            export.with_user(statistician)._take_file("xlsx")

    def test_a_reader_keeps_nothing_that_the_asker_lost(self):
        """What was in the file is measured by the asker's rights; without them nobody can tell."""
        self.run_pack()
        export, head = self.pack.run_ids.export_ids, self.users["head"]
        self.assertTrue(export.with_user(head)._take_file("csv"))
        posts = self.env["rights.post"].search([("user_id", "=", self.users["dispatcher"].id)])
        posts.write({"date_to": "2026-01-31"})
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "lost the right"):
            export.with_user(head)._take_file("csv")

    def test_who_answers_for_it_may_not_read_matters(self):
        self.env.cr.execute(  # the right was lost after it was defined
            "UPDATE rights_pack SET user_id = %s WHERE id = %s",
            [self.users["statistician"].id, self.pack.id],
        )
        self.pack.invalidate_recordset()
        self.run_pack()
        self.assertEqual(self.pack.run_ids.state, "waiting")
        self.assertIn("figures", self.pack.run_ids.message)
        self.assertFalse(self.pack.run_ids.delivery_ids)

    def test_a_list_that_fails_holds_its_report_until_it_is_made(self):
        failing = patch.object(
            DetailFiles, "append", side_effect=OSError("No space left on device")
        )
        with failing, self.assertLogs(LOGGER, "WARNING"), self.assertLogs(PACK_LOGGER, "WARNING"):
            self.run_pack()
        run = self.pack.run_ids
        self.assertEqual((run.state, run.attempts), ("waiting", 1))
        self.assertIn("OSError", run.message)
        self.run_pack("2026-02-05 08:20")
        self.assertEqual((run.state, run.export_ids.done_count), ("done", 3))
        self.assertEqual(len(run.export_ids), 1)

    def test_delivered_by_hand_it_runs_in_the_background(self):
        with self.at("2026-02-03 09:00"):
            self.as_user("head", self.pack).action_run_last()
            self.assertEqual(self.pack.run_ids.state, "waiting")
            self.run_job("rights_pack_cron")
        self.assertEqual(self.pack.run_ids.state, "done")

    def test_the_mail_holds_the_workbook_and_no_list(self):
        self.users["head"].email = "head@example.invalid"
        self.pack.by_mail = True
        self.run_pack()
        mail = self.pack.run_ids.delivery_ids.mail_id
        self.assertEqual(len(mail.attachment_ids), 1)
        self.assertEqual(mail.attachment_ids.raw, base64.b64decode(self.pack.run_ids.file))


@tagged("post_install", "-at_install")
class TestDetailRoute(DetailCommon, HttpCase):
    def test_the_route_sends_both_files_to_their_reader(self):
        export = self.made()
        url = f"/rights/reports/list/{export.id}"
        self.authenticate("t_dispatcher", "t_dispatcher")
        for ending, begin in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
            answer = self.url_open(f"{url}/{ending}")
            self.assertEqual((answer.status_code, answer.content[: len(begin)]), (200, begin))
            self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"{url}/exe").status_code, 404)
        self.authenticate("t_head", "t_head" + "x" * 2)
        self.assertEqual(self.url_open(f"{url}/xlsx").status_code, 403)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"{url}/xlsx").url)
