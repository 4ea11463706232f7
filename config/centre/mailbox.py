"""./config/lmtp: a mail server hands each mail over, and it is stored before it is said to be.

The mail server keeps what was not stored and tries again, so a centre that is stopped, or killed
in the middle, loses no mail. Nothing is read here and nothing is refused for what it says.
"""

import argparse
import asyncio
import base64
import importlib.util
import json
import os
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

from . import environment
from .bootstrap import cache_folder
from .console import Problem, say

LARGEST = 50 * 1024 * 1024
TIMEOUT = 60
STORED = "250 2.0.0 Stored"
LATER = "451 4.3.0 The centre could not store it, try again later"


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(
        prog="config/lmtp", description="Take the centre's mail over LMTP (DEPLOY.md, Mail)."
    )
    parser.add_argument("--port", type=int, default=8024, metavar="NUMBER",
        help="port to listen on, on this machine only (8024)")  # fmt: skip
    parser.add_argument("--url", default="http://127.0.0.1:8069", metavar="ADDRESS",
        help="address of the centre (http://127.0.0.1:8069)")  # fmt: skip
    parser.add_argument("--key-file", type=Path, required=True, metavar="FILE",
        help="the key of an interface account; nobody else may read the file")  # fmt: skip
    return parser.parse_args(arguments)


def read_key(path):
    try:
        key = path.read_text(encoding="ascii").strip()
        open_to_others = path.stat().st_mode & 0o077
    except (OSError, UnicodeError) as error:
        raise Problem(f"{path} cannot be read: make a key for an interface account.") from error
    if open_to_others:
        raise Problem(f"{path} can be read by others: run chmod 600 on it.")
    if not key:
        raise Problem(f"{path} is empty: make a key for an interface account.")
    return key


class Mailbox:
    """Hands each mail to the centre and answers what became of it."""

    def __init__(self, url, key):
        self.url, self.key = url.rstrip("/"), key

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        try:
            await asyncio.get_running_loop().run_in_executor(None, self.store, envelope)
            answer = STORED
        except (OSError, ValueError) as error:  # HTTP errors are OSErrors
            say(f"not stored: {type(error).__name__} {getattr(error, 'code', '')}".rstrip())
            answer = LATER
        # LMTP answers for each recipient
        return "\r\n".join([answer] * len(envelope.rcpt_tos))

    def store(self, envelope):
        """Raises OSError unless the centre says that it has the mail."""
        mail = self.trace(envelope) + envelope.original_content
        request = urllib.request.Request(
            f"{self.url}/json/2/rights.arrival/take_mail",
            data=json.dumps({"content": base64.b64encode(mail).decode()}).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            if json.loads(answer.read()) is not True:
                raise ValueError("an unexpected answer")

    @staticmethod
    def trace(envelope):
        """The envelope as header lines, which the last mail server on the way writes (RFC 5321)."""
        sender = (envelope.mail_from or "").strip("<>")  # aiosmtpd writes the empty one as <>
        lines = [f"Return-Path: <{sender}>"]
        lines += [f"Delivered-To: {address}" for address in envelope.rcpt_tos]
        clean = ("".join(char for char in line if char.isprintable()) for line in lines)
        return "".join(f"{line}\r\n" for line in clean).encode()


def main(arguments=None):
    given = parse_arguments(arguments)
    if importlib.util.find_spec("aiosmtpd") is None:  # the system's Python: go on with our own
        python = environment.find(cache_folder())
        os.execv(python, [str(python), *sys.argv])
    key = read_key(given.key_file)
    from aiosmtpd.lmtp import LMTP

    mailbox = Mailbox(given.url, key)
    loop = asyncio.new_event_loop()

    def session():
        return LMTP(mailbox, data_size_limit=LARGEST, enable_SMTPUTF8=True)

    try:
        server = loop.run_until_complete(loop.create_server(session, "127.0.0.1", given.port))
    except OSError as error:
        raise Problem(f"Port {given.port} is taken: choose another one with --port.") from error
    for stop in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(stop, loop.stop)
    say(f"Taking mail on 127.0.0.1:{given.port}")
    loop.run_forever()
    server.close()
    return 0
