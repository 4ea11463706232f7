"""Packs in a folder of the server: whose path, which name, whole or not at all."""

import base64
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.pack.rights_pack_folder import safe_name
from .figures_common import FiguresCommon

LOGGER = "odoo.addons.rights_reports.models.pack.rights_pack_run"


@tagged("post_install", "-at_install")
class TestPackFolder(FiguresCommon):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = Path(folder.name)
        self.folder = self.env["rights.pack.folder"].create({"name": "市局", "path": folder.name})
        self.pack = self.env["rights.pack"].create(
            {
                "name": "月报/../../x",
                "station_id": self.stations["city"].id,
                "user_id": self.users["statistician"].id,
                "recipient_ids": [Command.set(self.users["head"].ids)],
                "folder_id": self.folder.id,
                "since": "2026-01-01",
            }
        )

    def run_job(self, moment="2026-02-05 08:00"):
        with freeze_time(china(moment)), self.enter_registry_test_mode():
            self.env.ref("rights_reports.rights_pack_cron").method_direct_trigger()
        self.env.invalidate_all()
        return self.pack.run_ids

    def test_the_file_lies_there_whole_under_a_safe_name(self):
        run = self.run_job()
        self.assertEqual((run.state, run.message), ("done", False))
        self.assertEqual(os.listdir(self.place), [run.folder_file])
        self.assertEqual((self.place / run.folder_file).read_bytes(), base64.b64decode(run.file))
        self.assertNotIn("/", run.folder_file)

    def test_safe_names(self):
        for name, expected in (
            ("../月报 2026-01.xlsx", "月报_2026-01_7.xlsx"),
            ("a/b\\c:d*?.xlsx", "a_b_c_d_7.xlsx"),
            (".hidden", "hidden_7"),
            ("..", "report_7"),
            ("", "report_7"),
            ("月" * 300 + ".xlsx", "月" * 120 + "_7.xlsx"),
        ):
            self.assertEqual(safe_name(name, 7), expected)

    def test_a_full_disk_leaves_no_half_file_and_delivers_nothing(self):
        failing = patch("os.fsync", side_effect=OSError("No space left on device"))
        with failing, self.assertLogs(LOGGER, "WARNING"):
            run = self.run_job()
        self.assertEqual(run.state, "waiting")
        self.assertFalse(os.listdir(self.place) or run.delivery_ids)
        run = self.run_job("2026-02-05 08:20")
        self.assertEqual((run.state, len(os.listdir(self.place))), ("done", 1))
        self.assertEqual(len(run.delivery_ids), 1)

    def test_a_folder_that_is_gone_is_told(self):
        self.place.rmdir()
        with self.assertLogs(LOGGER, "WARNING"):
            run = self.run_job()
        self.assertEqual(run.state, "waiting")
        self.assertTrue(run.message)
        self.place.mkdir()

    def test_the_path_is_the_platform_administrators_alone(self):
        folders = self.as_user("statistician", self.folder)
        self.assertEqual(folders.name, "市局")
        with self.assertRaises(AccessError):
            folders.read(["path"])
        with self.assertRaises(AccessError):
            folders.path = "/tmp"
        for path in ("reports", "/nowhere/at/all"):
            with self.assertRaises(ValidationError):
                self.folder.path = path
