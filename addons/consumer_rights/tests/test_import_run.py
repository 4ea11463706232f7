from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import OperationalError

from .import_common import ImportCommon

NAMES = ["编号", "登记时间", "商家", "内容", "争议金额", "状态"]
CRON = "odoo.addons.base.models.ir_cron"
RUN = "odoo.addons.consumer_rights.models.intake.rights_import_run"


def rows(count, start=1):
    return [
        [str(n), "2024-05-06", f"测试商户{n % 3}", f"内容{n}", "100", "已办结"]
        for n in range(start, start + count)
    ]


@tagged("post_install", "-at_install")
class TestImportRun(ImportCommon):
    def workbook(self, record):
        return self.as_user("business_admin", record)._take_error_file()

    def test_int_14_errors_come_back_and_valid_rows_enter(self):
        """INT-14: a list of errors by row; valid rows are imported."""
        content = [
            *rows(2),
            ["3", "昨天", "测试商户", "甲", "很多", "已办结"],
            ["", "2024-05-06", "测试商户", "乙", "-5", "已办结"],
            ["5", "2024-05-06", "测试商户", "丙", "1", "天书"],
        ]
        record = self.run_import((NAMES, content))
        self.assertEqual((record.state, *self.figures(record)), ("done", 2, 0, 3))
        issues = [(i.row_number, i.column_name, i.message) for i in record.issue_ids]
        self.assertEqual(
            issues,
            [
                (4, "登记时间", "This is not a date: 昨天. Write it as 2020-06-08."),
                (4, "争议金额", "This is not an amount: 很多. Write 1234.50."),
                (5, "编号", "The number at the source is missing."),
                (5, "争议金额", "The amount cannot be negative."),
                (
                    6,
                    "状态",
                    "“天书” has no meaning here yet. Say in the mapping what it means.",
                ),
            ],
        )

    def test_int_14_corrected_workbook_is_sent_again(self):
        """INT-14: the failed rows come back as a workbook that is a file for the next import."""
        long_number = "320106199001011234"
        content = [*rows(2), [long_number, "昨天", "测试商户", "=1+1", "1", "已办结"]]
        record = self.run_import((NAMES, content))
        names, found = self.read_workbook(self.workbook(record))
        self.assertTrue(names[0].startswith("⚠"))
        self.assertEqual(names[1:], NAMES)
        self.assertEqual(found[0][1:], content[2])
        self.assertIn("登记时间: This is not a date", found[0][0])
        corrected = [[cell.replace("昨天", "2024-05-07") for cell in found[0]]]
        action = self.as_user("business_admin", record).action_send_corrected()
        self.assertEqual(action["context"]["default_source_name"], self.SOURCE)
        second = self.run_import((names, corrected))
        self.assertEqual(second.mapping_id, record.mapping_id)
        self.assertEqual(self.figures(second), (1, 0, 0))
        self.assertEqual(self.cases_of(second).external_number, long_number)
        self.assertEqual(self.cases_of(second).facts, "=1+1")

    def test_rows_out_of_shape_are_told(self):
        text = "编号,日期,内容\n" + "".join(f"{n},2024-05-06,甲\n" for n in range(9))
        record = self.run_import((text + "99,2024-05-06,甲,乙,丙\n").encode())
        self.assertEqual(self.figures(record), (9, 0, 1))
        self.assertIn("2 cells more than there are columns", record.issue_ids.message)

    def test_numbers_that_a_spreadsheet_rounded_are_told(self):
        record = self.run_import((["编号", "日期"], [["1.23457E+17", "2024-05-06"]]))
        self.assertIn("has rounded the number", record.issue_ids.message)

    def test_one_row_that_the_database_refuses_spoils_no_other(self):
        """A row that no check foresaw fails alone; the others of its batch enter."""
        cases = type(self.env["rights.case"])
        original = cases._import_history

        def refuse(self, vals_list):
            if any(vals["external_number"] == "2" for vals in vals_list):
                raise UserError(self.env._("No."))
            return original(self, vals_list)

        with patch.object(cases, "_import_history", refuse):
            record = self.run_import((NAMES, rows(4)))
        self.assertEqual((record.state, *self.figures(record)), ("done", 3, 0, 1))
        self.assertEqual((record.issue_ids.row_number, record.issue_ids.message), (3, "No."))

    def test_merchant_that_is_refused_fails_its_row_alone(self):
        merchants = type(self.env["rights.merchant"])
        original = merchants._get_or_create_many

        def refuse(self, vals_list):
            if any(vals["name"] == "测试商户1" for vals in vals_list):
                raise UserError(self.env._("No."))
            return original(self, vals_list)

        with patch.object(merchants, "_get_or_create_many", refuse):
            record = self.run_import((NAMES, rows(3)))
        self.assertEqual((record.state, *self.figures(record)), ("done", 2, 0, 1))
        self.assertEqual(record.issue_ids.message, "No.")

    def interrupted(self, error, content, **vals):
        """An import whose second batch of two rows is cut off."""
        record = self.upload(content, **vals)
        record.action_start()
        imports = type(self.env["rights.import"])
        original, calls = imports._run_batch, []

        def cut_off(self, converter, batch):
            calls.append(batch)
            original(self, converter, batch)
            if len(calls) >= 2:
                raise error

        with patch(f"{RUN}.BATCH", 2), patch.object(imports, "_run_batch", cut_off):
            self.run_in_batches()
        return record

    def run_in_batches(self, size=2):
        code = f"model._cron_run_imports(batch_size={size})"
        self.cron.code = code
        self.run_job()

    def test_killed_worker_loses_nothing_and_doubles_nothing(self):
        """A worker that dies in the middle of a batch: the next run continues after the last
        finished one."""
        with mute_logger(CRON, "odoo.sql_db"):
            record = self.interrupted(OperationalError("killed"), (NAMES, rows(7)))
        self.assertEqual(record.state, "running")
        self.assertEqual((record.created_count, record.last_row), (2, 3))
        self.assertEqual(len(self.cases_of(record)), 2)
        self.run_in_batches()
        self.assertEqual((record.state, *self.figures(record)), ("done", 7, 0, 0))
        self.assertEqual(record.done_count, 7)
        numbers = self.cases_of(record).mapped("external_number")
        self.assertEqual(numbers, [str(n) for n in range(1, 8)])

    def test_killed_takeover_checks_all_rows_again_for_doubles(self):
        """REG-24: a number that stands twice is found also across a restart."""
        names = ["原编号", "事项类型", "收到日期", "受理日期", "已用工作日", "承办单位", "状态"]
        row = ["投诉", "2024-05-06", "2024-05-06", "3", "CSTA1", "办理中"]
        content = [[number, *row] for number in ("1", "2", "3", "4", "1")]
        with mute_logger(CRON, "odoo.sql_db"):
            record = self.interrupted(OperationalError("killed"), (names, content), mode="takeover")
        self.assertEqual((record.state, record.last_row), ("running", 3))
        self.run_in_batches()
        self.assertEqual((record.state, *self.figures(record)), ("failed", 0, 0, 1))
        self.assertIn("stands in row 2 already", record.issue_ids.message)

    def test_error_of_the_system_stops_the_import_not_the_job(self):
        with mute_logger(RUN):
            record = self.interrupted(ZeroDivisionError("x"), (NAMES, rows(5)))
        self.assertEqual(record.state, "failed")
        self.assertIn("Stopped after row 3", record.message)
        self.assertEqual(len(self.cases_of(record)), 2)
        other = self.run_import((NAMES, rows(1, start=90)))
        self.assertEqual(other.state, "done")
        self.assertTrue(record.can_continue)
        self.as_user("business_admin", record).action_continue()
        self.run_job()
        self.assertEqual((record.state, *self.figures(record)), ("done", 5, 0, 0))

    def test_stopped_by_hand_and_continued(self):
        record = self.upload((NAMES, rows(3)))
        record.action_start()
        record.action_stop()
        self.run_job()
        self.assertEqual((record.state, record.created_count), ("failed", 0))
        record.action_continue()
        self.run_job()
        self.assertEqual((record.state, record.created_count), ("done", 3))
        with self.assertRaises(UserError):
            record.action_continue()

    def test_file_that_is_gone_stops_the_import(self):
        record = self.upload((NAMES, rows(1)))
        record.action_start()
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", "rights.import"),
                ("res_id", "=", record.id),
                ("res_field", "=", "file"),
            ]
        ).unlink()
        self.run_job()
        self.assertEqual(record.state, "failed")
        self.assertIn("Upload it again", record.message)

    def test_progress(self):
        record = self.upload((NAMES, rows(4)))
        self.assertEqual(record.progress, 0)
        record.action_start()
        record.sudo().write({"done_count": 1})
        self.assertEqual(record.progress, 25)
        self.run_job()
        self.assertEqual(record.progress, 100)

    def test_running_file_cannot_be_exchanged(self):
        record = self.upload((NAMES, rows(1)))
        record.action_start()
        with self.assertRaisesRegex(UserError, "its file stays"):
            record.file = b"YSxiCjEsMgo="
        self.run_job()
        with self.assertRaisesRegex(UserError, "It stays"):
            record.unlink()

    def test_sec_05_fetching_the_rows_is_logged(self):
        """SEC-05: who takes the failed rows out of the system stands in the audit log."""
        record = self.run_import((NAMES, [*rows(1), ["2", "昨天", "甲", "乙", "1", "已办结"]]))
        self.workbook(record)
        entry = self.env["rights.audit.log"].search([("model", "=", "rights.import")], limit=1)
        self.assertEqual(
            (entry.type, entry.user_id, entry.res_id, entry.count),
            ("export", self.admin, record.id, 1),
        )
        with self.assertRaises(AccessError):
            record.with_user(self.env.ref("base.user_admin"))._take_error_file()

    def test_old_files_are_removed(self):
        record = self.run_import((NAMES, [*rows(1), ["2", "昨天", "甲", "乙", "1", "已办结"]]))
        self.env["rights.import"]._gc_files()
        self.assertTrue(record.file)
        record.sudo().finished_at = "2020-01-01"
        self.env["rights.import"]._gc_files()
        self.assertFalse(record.file or record.sudo().error_file or record.sudo().profile)
        self.assertFalse(record.issue_ids)
        self.assertEqual(record.created_count, 1)
