"""The yearly transfer package: opened and verified as its receiver would (ARC-04)."""

import base64
import hashlib
import io
import zipfile
from datetime import date
from unittest.mock import patch

from lxml import etree
from odoo.addons.consumer_rights.tests.document_common import picture
from odoo.addons.consumer_rights.tests.pdf_check import pdfa_faults
from odoo.addons.consumer_rights.tests.report_common import FILE, IDENTITY, SecretReportCommon
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from openpyxl import load_workbook

from ..tools import page_text, zip_stream
from .archive_common import ArchiveCommon

LOGGER = "odoo.addons.rights_reports.models.archive.rights_archive_transfer_line"


@tagged("post_install", "-at_install")
class TestArchiveTransfer(HttpCase, SecretReportCommon, ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.stations["city"]
        cls.year = china_date().year
        case = cls.case_at("archived")
        cls.dossier = case.sudo().dossier_ids
        cls.supplement = cls.as_user("archivist", cls.dossier)._append_supplement(
            "张测试来信.png", picture(), "法院来函"
        )
        archivist = cls.env(user=cls.users["archivist"])
        archivist["rights.archive.media"].create(
            {
                "title": "=3·15现场",
                "kind": "photo",
                "event": "3·15宣传活动",
                "year": cls.year,
                "file": base64.b64encode(picture()),
            }
        )
        archivist["rights.case.ledger"].create({"year": cls.year})
        volume = archivist["rights.archive.volume"].create(
            {
                "title": "来文",
                "class_id": cls.klass("incoming").id,
                "box_id": cls.box.id,
                "item_ids": [
                    Command.create(
                        {
                            "title": "来文一",
                            "file": base64.b64encode(picture()),
                            "file_name": "张测试.png",
                        }
                    )
                ],
            }
        )
        volume.action_close()

    def order(self, login="archivist", **values):
        return self.as_user(login, self.env["rights.archive.transfer"]).create(
            {"year": self.year, **values}
        )

    def build(self):
        with self.enter_registry_test_mode():
            self.env.ref("rights_reports.rights_archive_transfer_cron").method_direct_trigger()
        self.env.invalidate_all()

    def package(self, transfer):
        return zipfile.ZipFile(io.BytesIO(b"".join(transfer._stream_package())))

    def test_a_package_is_opened_and_verified(self):
        """ARC-04, ARC-06, ARC-09, ARC-10: PDF/A files, index twice, checksums of all."""
        transfer = self.order()
        self.assertEqual(transfer.state, "building")
        with self.assertRaises(UserError):
            transfer.action_download()
        self.build()
        self.assertEqual(transfer.state, "ready", transfer.line_ids.mapped("message"))
        self.authenticate("t_archivist", "t_archivist")
        answer = self.url_open(transfer.action_download()["url"])
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        package = zipfile.ZipFile(io.BytesIO(answer.content))
        self.assertIsNone(package.testzip())
        root = f"CSTC-{self.year}/"
        files = {name.removeprefix(root): package.read(name) for name in package.namelist()}
        sums = files.pop("SHA256SUMS.txt")
        self.assertEqual(transfer.checksum, hashlib.sha256(sums).hexdigest())
        noted = {
            path: digest
            for digest, path in (line.split("  ", 1) for line in sums.decode().splitlines())
        }
        self.assertEqual(
            noted, {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        )
        rows = {
            row.get("path"): row.get("sha256") for row in etree.fromstring(files.pop("index.xml"))
        }
        sheet = load_workbook(io.BytesIO(files.pop("目录.xlsx"))).active
        self.assertEqual(rows, {path: noted[path] for path in files})
        self.assertEqual(rows, {row[1]: row[7] for row in sheet.iter_rows(2, values_only=True)})
        self.assertEqual(
            files[f"卷宗/{self.dossier.name}.pdf"], self.dossier.sudo().attachment_id.raw
        )
        folders = {path.split("/")[0] for path in files}
        self.assertEqual(folders, {"卷宗", "台账", "文书档案", "声像资料"})
        for path, content in files.items():
            if path.startswith("声像资料"):
                self.assertTrue(path.startswith(f"声像资料/{self.year}/声像"), path)
                self.assertTrue(content.startswith(b"\x89PNG"))
            else:
                self.assertFalse(pdfa_faults(content), path)
            self.assertNotIn("张测试", path)
        log = self.env["rights.audit.log"].search(
            [("model", "=", "rights.archive.transfer"), ("res_id", "=", transfer.id)]
        )
        self.assertEqual((log.type, log.count), ("export", len(files) + 3))

    def test_sec_02_the_volume_of_an_informant_stays(self):
        report = self.handled(self.lone_report())
        self.finish(report)
        dossier = report.sudo()._build_dossier()
        self.assertTrue(dossier.has_volume)
        transfer = self.order()
        self.build()
        line = transfer.line_ids.filtered(lambda one: one.res_id == dossier.id)
        self.assertTrue(line.filtered("has_sealed_volume"))
        package = self.package(transfer)
        name = next(one for one in package.namelist() if dossier.name in one)
        texts = "".join(page_text.read_pages(package.read(name)))
        index = package.read(f"CSTC-{self.year}/index.xml").decode()
        for secret in (*IDENTITY, FILE):
            for place in ("".join(texts.split()), index, "".join(package.namelist())):
                self.assertFalse(secret in place, "the package names the informant")
        sealed = dossier.sudo().volume_ids.attachment_id.raw
        for name in package.namelist():
            self.assertFalse(package.read(name) == sealed, "the sealed volume is in the package")

    def test_sec_01_who_orders_and_takes_a_package(self):
        transfer = self.order()
        self.build()
        for login in ("keeper", "legal", "clerk", "auditor"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, transfer)._stream_package()
        head = self.as_user("head", transfer)
        self.assertEqual(head.state, "ready")
        with self.assertRaises(AccessError):
            head.action_download()
        with self.assertRaises(AccessError):
            self.order("head")
        with self.assertRaises(AccessError):
            self.order("keeper", station_id=self.city.id)
        self.authenticate("t_clerk", "t_clerkx")
        url = f"/rights/archive/transfer/{transfer.id}/package"
        self.assertEqual(self.url_open(url).status_code, 404)
        with self.assertRaises(UserError):
            self.order("keeper")  # nothing of this year in that district

    def test_a_file_that_fails_is_tried_again_and_then_given_up(self):
        transfer = self.order()
        lines = type(self.env["rights.archive.transfer.line"])
        with (
            patch.object(lines, "_as_pdfa", side_effect=OSError(28, "No space left on device")),
            self.assertLogs(LOGGER, "WARNING"),
        ):
            self.build()
        waiting = transfer.line_ids.filtered(lambda line: line.state != "done")
        self.assertEqual(len(waiting), 2)
        self.assertTrue(all("OSError" in line.message for line in waiting))
        self.assertEqual(transfer.state, "building")
        waiting.sudo().write({"attempts": 5, "next_try_at": False})
        self.build()
        self.assertEqual(transfer.state, "failed")
        transfer.action_try_again()
        self.build()
        self.assertEqual(transfer.state, "ready")

    def test_a_changed_file_does_not_go_out(self):
        """ARC-09: what is no longer as it was sealed or filed stops the package."""
        transfer = self.order()
        item = transfer.line_ids.filtered(lambda line: line.res_model == "rights.archive.item")
        self.env["rights.archive.item"].browse(item.res_id)._get_file().raw = b"%PDF-1.4 other"
        with self.assertLogs(LOGGER, "WARNING"):
            self.build()
        self.assertEqual((item.state, transfer.state), ("waiting", "building"))
        self.assertIn("not the one that was filed", item.message)

    def test_handed_over_once_to_somebody(self):
        transfer = self.order()
        with self.assertRaises(UserError):
            transfer.action_hand_over()
        self.build()
        with self.assertRaises(UserError):
            transfer.action_hand_over()
        transfer.receiver = "市档案馆"
        transfer.action_hand_over()
        self.assertEqual(transfer.handed_over_by_id, self.users["archivist"])
        with self.assertRaises(UserError):
            transfer.receiver = "他人"
        with self.assertRaises(AccessError):
            transfer.state = "building"
        with self.assertRaises(UserError):
            transfer.sudo().unlink()

    def test_arc_11_packages_keep_no_copy_of_what_was_destroyed(self):
        """Scans that were taken as they are, and those that were laid out anew."""
        archivist = self.env(user=self.users["archivist"])
        html = "<html lang='zh-CN'><head><title>台账</title></head><body>台账</body></html>"
        pdfa = self.env["ir.actions.report"]._lay_out_weasyprint(html, "台账").content
        day = date(self.year - 4, 5, 8)
        volume = self.volume(day=day, close=False)
        volume.item_ids.file = base64.b64encode(pdfa)
        volume.item_ids.copy({"title": "附页", "file": base64.b64encode(picture())})
        volume.action_close()
        transfer = archivist["rights.archive.transfer"].create({"year": day.year})
        self.build()
        self.assertEqual(transfer.state, "ready")
        self.assertEqual(len(self.package(transfer).namelist()), 2 + 3)
        stored = transfer.sudo().line_ids.attachment_id
        self.destroy(self.appraisal(volume))
        self.assertFalse(stored.exists())
        package = self.package(transfer)
        self.assertEqual(len(package.namelist()), 3)
        index = package.read(f"CSTC-{day.year}/index.xml").decode()
        self.assertIn("附页", index)

    def test_the_package_is_a_stream(self):
        """What goes out is never whole in memory: each chunk leaves before the next is read."""
        read = []

        def chunks():
            for number in range(50):
                read.append(number)
                yield b"x" * 100_000

        parts = zip_stream.stream([("a.bin", chunks()), ("b.bin", [b"y"])])
        first = next(parts)
        self.assertEqual(len(read), 1)
        content = first + b"".join(parts)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.assertIsNone(package.testzip())
            self.assertEqual(package.getinfo("a.bin").file_size, 5_000_000)
