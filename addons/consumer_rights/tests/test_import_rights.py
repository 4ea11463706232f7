import logging

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import GROUP, PEOPLE
from .import_common import ImportCommon

NAMES = ["编号", "日期", "投诉人", "内容"]
ROWS = [["1", "2024-05-06", "王秘密", "秘密内容"], ["2", "昨天", "李秘密", "秘密内容"]]


@tagged("post_install", "-at_install")
class TestImportRights(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["second_admin"] = new_test_user(
            cls.env, login="t_second_admin", groups=GROUP + "business_admin"
        )
        cls.users["platform"] = new_test_user(
            cls.env, login="t_platform", groups="base.group_system"
        )

    def test_only_administrators_import(self):
        """REG-23: the actor is the system administrator; no other role has a way in."""
        record = self.upload((NAMES, ROWS))
        for login in PEOPLE:
            if login == "business_admin":
                continue
            for model in (record, record.mapping_id, record.mapping_line_ids):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(login=login, model=model._name, operation=operation):
                        self.assertFalse(self.as_user(login, model).has_access(operation))

    def test_another_administrator_sees_nothing_of_it(self):
        record = self.run_import((NAMES, ROWS))
        other = self.as_user("second_admin", record)
        self.assertFalse(other.search([("id", "=", record.id)]))
        for name in ("state", "file", "preview", "issue_ids"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                other.read([name])
        self.assertFalse(self.as_user("second_admin", record.issue_ids).has_access("read"))

    def test_platform_administrator_sees_figures_not_rows(self):
        """Annex A2: the file's content is shown only to whoever uploaded it."""
        record = self.upload((NAMES, ROWS))
        seen = self.as_user("platform", record)
        self.assertEqual(seen.state, "mapped")
        self.assertFalse(seen.preview)
        lines = seen.mapping_line_ids.with_context(rights_import_id=record.id)
        self.assertEqual(set(lines.mapped("examples")), {False})
        record.action_start()
        self.run_job()
        self.assertEqual((seen.created_count, seen.failed_count), (1, 1))
        self.assertFalse(self.env["rights.import.issue"].with_user(seen.env.user).search([]))
        with self.assertRaises(AccessError):
            seen.action_download_errors()

    def test_examples_and_preview_for_the_uploader(self):
        record = self.upload((NAMES, ROWS))
        lines = record.mapping_line_ids.with_context(rights_import_id=record.id)
        self.assertIn("王秘密", " ".join(line.examples for line in lines))
        self.assertIn("王秘密", str(record.preview))

    def test_business_administrator_sees_counts_but_no_case(self):
        """Annex A2: who imports cases need not be able to read them."""
        record = self.run_import((NAMES, ROWS))
        cases = self.cases_of(record)
        self.assertEqual((record.created_count, len(cases)), (1, 1))
        self.assertFalse(record.may_see_cases)
        with self.assertRaises(AccessError):
            record.action_open_cases()
        with self.assertRaises(AccessError):
            self.as_user("business_admin", cases).read(["subject"])
        self.assertEqual(cases.registered_by_id, self.admin)

    def test_cases_are_read_by_their_unit_only(self):
        """SEC-01: an imported case follows the same rules as any other."""
        case = self.cases_of(self.run_import((NAMES, ROWS)))
        for login, readable in (
            ("station_a1", True),
            ("dispatcher_a", True),
            ("station_b1", False),
        ):
            with self.subTest(login=login):
                self.assertEqual(self.as_user(login, case).has_access("read"), readable)

    def test_figures_cannot_be_forged(self):
        record = self.upload((NAMES, ROWS))
        for vals in (
            {"state": "running"},
            {"is_checked": True},
            {"created_count": 5},
            {"profile": {}},
            {"mapping_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                record.write(vals)
        with self.assertRaises(AccessError):
            record.copy({"state": "running"})

    def test_closed_fields_are_not_read_by_clients(self):
        record = self.run_import((NAMES, ROWS))
        for name in ("profile", "error_file"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                record.read([name])

    def test_log_names_no_person(self):
        """Personal data stays out of the log, also when rows fail."""
        logger = logging.getLogger("odoo.addons.consumer_rights")
        with self.assertLogs(logger, "DEBUG") as logs:
            logger.info("begin")
            self.run_import((NAMES, ROWS))
        self.assertNotIn("秘密", "\n".join(logs.output))


@tagged("post_install", "-at_install")
class TestImportDownload(ImportCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="t_second_admin", groups=GROUP + "business_admin")

    def run_job(self):
        self.cron.method_direct_trigger()  # a test with a server shares its cursor already

    def test_sec_05_workbook_of_errors_over_http(self):
        """SEC-05: the route serves the uploader alone, and no other way leads to the file."""
        record = self.run_import((NAMES, ROWS))
        url = f"/rights/import/{record.id}/errors"
        self.authenticate("t_business_admin", "t_business_admin")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"PK"))
        names, rows = self.read_workbook(response.content)
        self.assertEqual(rows[0][1:], ROWS[1])
        with mute_logger("odoo.http"):
            for path in (f"/web/content/rights.import/{record.id}/error_file",):
                self.assertNotEqual(self.url_open(path).status_code, 200)
            attachment = self.env["ir.attachment"].search(
                [("res_id", "=", record.id), ("res_field", "=", "error_file")]
            )
            self.assertTrue(attachment)
            self.assertNotEqual(self.url_open(f"/web/content/{attachment.id}").status_code, 200)
            for login in ("t_clerk", "t_second_admin"):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(url).status_code, 403)
                path = f"/web/content/rights.import/{record.id}/file"
                self.assertNotEqual(self.url_open(path).status_code, 200)
            self.authenticate(None, None)
            self.assertNotEqual(self.url_open(url).content[:2], b"PK")
