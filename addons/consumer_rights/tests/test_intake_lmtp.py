"""The mail server's door: ``config/lmtp`` on loopback, with real mails over LMTP."""

import os
import select
import smtplib
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import HttpCase, tagged

from .arrival_common import ArrivalCommon

SCRIPT = Path(__file__).parents[3] / "config/lmtp"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@tagged("post_install", "-at_install")
class TestLmtp(HttpCase, ArrivalCommon):
    def start(self, key, url=None):
        """The listener, ready to take mail; (process, port)."""
        file = tempfile.NamedTemporaryFile("w", suffix=".key")  # noqa: SIM115 - closed below
        self.addCleanup(file.close)
        file.write(key)
        file.flush()
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, SCRIPT, "--port", str(port), "--key-file", file.name,
             "--url", url or self.base_url()],
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        ready, _write, _error = select.select([process.stdout], [], [], 30)
        self.assertTrue(ready, "the listener does not start")
        self.assertIn("Taking mail", process.stdout.readline())
        return process, port

    def send(self, port, mail, sender="zhang@example.com"):
        with self.allow_requests(all_requests=True), smtplib.LMTP("127.0.0.1", port) as client:
            client.sendmail(sender, ["12315@example.org"], mail)

    def converse(self, port, lines):
        """What the listener answers when a mail server says these lines."""
        with self.allow_requests(all_requests=True):
            with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
                line.sendall(b"".join(part + b"\r\n" for part in lines))
                return b"".join(iter(lambda: line.recv(4096), b"")).decode().splitlines()

    def test_a_mail_is_stored_before_the_server_is_told_so(self):
        _process, port = self.start(self.key_of(self.interface_user))
        self.env.flush_all()
        self.send(port, self.mail())
        arrival = self.arrivals.search([("way", "=", "email")], limit=1)
        self.assertEqual(arrival.state, "new")
        content = arrival._content()
        self.assertTrue(content.startswith(b"Return-Path: <zhang@example.com>\r\nDelivered-To: "))
        self.read_now(arrival)
        self.assertEqual(arrival.state, "case")
        self.assertEqual(arrival.case_id.subject, "手机屏幕碎裂")

    def test_a_mail_that_cannot_be_stored_stays_with_the_mail_server(self):
        """A wrong key, a centre that is stopped: tried again later, nothing is lost or bounced."""
        closed = f"http://127.0.0.1:{free_port()}"
        for key, url in (("wrong", None), (self.key_of(self.interface_user), closed)):
            _process, port = self.start(key, url)
            with self.assertRaises(smtplib.SMTPDataError) as refused:
                self.send(port, self.mail())
            self.assertEqual(refused.exception.smtp_code, 451)
        self.assertFalse(self.arrivals.search([("way", "=", "email")]))

    def test_each_recipient_has_an_answer(self):
        """LMTP, other than SMTP: the mail server waits for one line a recipient."""
        _process, port = self.start(self.key_of(self.interface_user))
        self.env.flush_all()
        answers = self.converse(
            port,
            [
                b"LHLO mail.example",
                b"MAIL FROM:<zhang@example.com>",
                b"RCPT TO:<12315@example.org>",
                b"RCPT TO:<tousu@example.org>",
                b"DATA",
                *self.mail().splitlines(),
                b".",
                b"QUIT",
            ],
        )
        self.assertEqual(answers.count("250 2.0.0 Stored"), 2)
        arrival = self.arrivals.search([("way", "=", "email")])
        self.assertEqual(len(arrival), 1)
        self.assertIn(b"Delivered-To: tousu@example.org", arrival._content())

    def test_a_null_sender_is_an_automatic_answer(self):
        _process, port = self.start(self.key_of(self.interface_user))
        self.env.flush_all()
        self.send(port, self.mail(), sender="")
        arrival = self.arrivals.search([("way", "=", "email")], limit=1)
        self.read_now(arrival)
        self.assertEqual((arrival.state, arrival.refusal), ("triage", "auto_reply"))

    def test_a_key_that_others_can_read_is_refused(self):
        with tempfile.NamedTemporaryFile("w", suffix=".key") as file:
            file.write("key")
            file.flush()
            os.chmod(file.name, 0o644)
            result = subprocess.run(
                [sys.executable, SCRIPT, "--key-file", file.name],
                capture_output=True,
                text=True,
                timeout=60,
            )
        self.assertEqual(result.returncode, 1)
        self.assertIn("chmod 600", result.stderr)
