"""A real clamd on a socket of its own, with a signature file that the test brings (INT-13)."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import evidence_check
from .portal_common import VIRUS, PortalCommon, photo

LOG = "odoo.addons.consumer_rights.models.portal.rights_virus_scanner"
# name of the signature : any file type : anywhere : the word itself
SIGNATURE = (
    f"Test.Word:0:*:{b'zhengju-bingdu'.hex()}\nTest.Eicar:0:*:{evidence_check.EICAR.hex()}\n"
)


class Clamd:
    """Debian's clamd in a folder of its own, stopped by ``stop``."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="clamd"))
        self.signatures = self.folder / "signatures"
        self.signatures.mkdir()
        (self.signatures / "test.ndb").write_text(SIGNATURE)
        self.socket = self.folder / "clamd.sock"
        settings = self.folder / "clamd.conf"
        settings.write_text(
            f"LocalSocket {self.socket}\nDatabaseDirectory {self.signatures}\nForeground yes\n"
            f"TemporaryDirectory {self.folder}\nStreamMaxLength 25M\nOfficialDatabaseOnly no\n"
        )
        program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
        self.process = subprocess.Popen(
            [program, "-c", str(settings)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        until = time.monotonic() + 60
        while not self.socket.exists():
            if self.process.poll() is not None or time.monotonic() > until:
                self.process.kill()
                raise AssertionError(self.process.communicate()[0].decode(errors="replace"))
            time.sleep(0.1)

    def stop(self):
        self.process.kill()
        self.process.communicate()

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder)


@tagged("post_install", "-at_install")
class TestPortalScanner(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clamd = Clamd()
        cls.addClassCleanup(cls.clamd.remove)

    def setUp(self):
        super().setUp()
        self.scanner = self.env["rights.virus.scanner"].create(
            {"address": str(self.clamd.socket), "signature_folder": str(self.clamd.signatures)}
        )

    def state_of(self, content):
        row = self.upload(self.begin(), "票.jpg", content)
        return row.state, row.refusal

    def test_scanner_speaks(self):
        """A clean picture is taken, and what a signature names is refused."""
        self.assertEqual(self.state_of(photo()), ("ready", False))
        self.assertEqual(self.scanner.action_try()["params"]["type"], "success")
        with mute_logger(LOG):
            self.assertEqual(self.state_of(photo() + b"zhengju-bingdu"), ("refused", "virus"))
            self.assertEqual(self.state_of(VIRUS), ("refused", "virus"))
        self.scanner.active = False
        self.assertEqual(self.state_of(photo() + b"zhengju-bingdu"), ("ready", False))

    def test_missing_signatures_fail_closed(self):
        self.scanner.signature_folder = str(self.clamd.folder / "nothing")
        with mute_logger(LOG):
            self.assertEqual(self.state_of(photo()), ("refused", "unchecked"))
        with self.assertRaises(UserError):
            self.scanner.action_try()

    def test_stale_signatures_fail_closed(self):
        file = self.clamd.signatures / "test.ndb"
        now = file.stat().st_mtime
        self.addCleanup(os.utime, file, (now, now))
        old = time.time() - 8 * 86400
        os.utime(file, (old, old))
        with mute_logger(LOG):
            self.assertEqual(self.state_of(photo()), ("refused", "unchecked"))
        report = {row["key"]: row for row in self.env["rights.health"]._report()["checks"]}
        self.assertEqual(report["scanner"]["state"], "fail")
        self.scanner.max_age_days = 30
        self.assertEqual(self.state_of(photo()), ("ready", False))

    def test_silence_fails_closed(self):
        self.scanner.address = str(self.clamd.folder / "nobody.sock")
        with mute_logger(LOG):
            self.assertEqual(self.state_of(photo()), ("refused", "unchecked"))
        self.scanner.address = "neither path nor port"
        with mute_logger(LOG):
            self.assertEqual(self.state_of(photo()), ("refused", "unchecked"))

    def test_filing_goes_on_without_the_file(self):
        self.scanner.address = str(self.clamd.folder / "nobody.sock")
        with mute_logger(LOG):
            cases, _code = self.file(files=[("票.jpg", photo())])
        self.assertEqual(cases.stage_code, "registered")
        self.assertFalse(cases.evidence_ids)
