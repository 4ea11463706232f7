from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .portal_common import VIRUS, PortalCommon, office, photo


@tagged("post_install", "-at_install")
class TestPortalUpload(PortalCommon):
    def setUp(self):
        super().setUp()
        self.filing = self.begin()
        self.uploads = self.env["rights.portal.upload"].with_user(self.public).sudo()

    def test_pieces_go_on_where_they_stopped(self):
        """INT-13: a broken connection loses what was under way, not what had arrived."""
        content = photo(size=(900, 700)) + b"\0" * 300_000
        row = self.uploads._begin(self.filing, "a1", "票.jpg", len(content))
        self.assertTrue(row._append_piece(0, content[:200_000]))
        again = self.uploads._begin(self.filing, "a1", "票.jpg", len(content))
        self.assertEqual((again, again.received), (row, 200_000))
        self.assertTrue(row._append_piece(200_000, content[200_000:]))
        self.assertEqual((row.state, row.family), ("ready", "image"))
        self.assertFalse(row.piece_ids)

    def test_a_piece_that_does_not_follow_changes_nothing(self):
        row = self.uploads._begin(self.filing, "a1", "票.jpg", 1000)
        self.assertTrue(row._append_piece(0, b"x" * 400))
        self.assertFalse(row._append_piece(0, b"x" * 400), "the same piece twice")
        self.assertFalse(row._append_piece(500, b"x" * 100), "a gap")
        self.assertFalse(row._append_piece(400, b"x" * 700), "more than was said")
        self.assertFalse(row._append_piece(400, b""), "nothing")
        self.assertEqual(row.received, 400)

    def test_ten_files_of_twenty_megabytes(self):
        """INT-13: at most 10 files of 20 MB; a refused one takes no place."""
        with self.assertRaises(UserError):
            self.uploads._begin(self.filing, "big", "片.mp4", 20 * 1024 * 1024 + 1)
        with self.assertRaises(UserError):
            self.uploads._begin(self.filing, "none", "片.mp4", 0)
        self.upload(self.filing, "bad.svg", b"<svg/>")
        for number in range(10):
            self.uploads._begin(self.filing, f"f{number}", "票.jpg", 10)
        with self.assertRaises(UserError):
            self.uploads._begin(self.filing, "f10", "票.jpg", 10)

    def test_refused_files_are_not_kept(self):
        for name, content, code in (
            ("eicar.com", VIRUS, "virus"),
            ("p.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
            ("d.docx", office(**{"word/vbaProject.bin": b"x"}), "active"),
        ):
            row = self.upload(self.filing, name, content)
            self.assertEqual((row.state, row.refusal), ("refused", code))
            self.assertFalse(row.file)
            self.assertTrue(row._describe()["reason"])

    def test_checked_files_become_evidence_of_each_case(self):
        """REG-18: type, provider and time; a filing against two merchants has it in both cases."""
        merchants = [
            {"name": "甲店", "phone": "025-84000001"},
            {"name": "乙店", "address": "乙路1号"},
        ]
        files = [("票.jpg", photo()), ("坏.svg", b"<svg/>"), ("合同.docx", office())]
        cases, _code = self.file(files=files, merchants=merchants)
        self.assertEqual(len(cases), 2)
        for case in cases:
            pieces = case.evidence_ids
            self.assertEqual(pieces.mapped("type"), ["photo", "other"])
            self.assertEqual(set(pieces.mapped("provider")), {"complainant"})
            self.assertTrue(all(pieces.mapped("file")))

    def test_unfinished_filings_go_after_a_day(self):
        kept_key = self.new_key()
        cases, _code = self.file(key=kept_key, files=[("票.jpg", photo())])
        sent = self.filings._of_key(kept_key)
        old, young = self.filing, self.begin()
        self.upload(old, "票.jpg", photo())
        day_ago = fields.Datetime.now() - timedelta(days=1, minutes=1)
        self.env.cr.execute(
            "UPDATE rights_portal_filing SET create_date = %s WHERE id = %s", (day_ago, old.id)
        )
        self.env.invalidate_all()
        cron = self.env.ref("consumer_rights.cron_portal_discard")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertFalse(old.exists())
        self.assertTrue(young.exists())
        self.assertTrue(sent.exists())
        self.assertFalse(sent.upload_ids, "the case has the files")
        self.assertTrue(cases.evidence_ids.file)
