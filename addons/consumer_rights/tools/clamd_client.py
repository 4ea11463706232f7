"""The two questions that are asked of ClamAV's daemon: is this clean, and how old are you."""

import re
import socket
import struct
from datetime import datetime, timezone
from pathlib import Path

PIECE = 128 * 1024
SIGNATURES = ("*.cvd", "*.cld", "*.hdb", "*.ndb", "*.hsb", "*.ldb")
_DAY = re.compile(r"/\d+/(\w{3} \w{3} +\d+ [\d:]{8} \d{4})")


class ClamdError(Exception):
    """The daemon does not answer, or not what it should: nothing is known of the file."""


def scan(address, content, timeout=60):
    """The name of what was found in the content, or None when it is clean."""
    pieces = (content[start : start + PIECE] for start in range(0, len(content), PIECE))
    stream = (struct.pack("!L", len(piece)) + piece for piece in pieces)
    answer = _ask(address, b"zINSTREAM\0", stream, timeout)
    if answer == "stream: OK":
        return None
    found = re.fullmatch(r"stream: (.+) FOUND", answer)
    if not found:
        raise ClamdError(answer or "no answer")
    return found[1]


def signatures_of(address, folder=None, timeout=10):
    """When the signatures were made: as the daemon says, else the newest file of their folder.

    :return: a naive datetime, or None when there are no signatures that anybody knows of
    """
    answer = _ask(address, b"zVERSION\0", (), timeout)
    if not answer.startswith("ClamAV"):
        raise ClamdError(answer or "no answer")
    said = _DAY.search(answer)
    if said:
        return datetime.strptime(said[1], "%a %b %d %H:%M:%S %Y")
    files = [path for sign in SIGNATURES for path in Path(folder).glob(sign)] if folder else []
    newest = max((path.stat().st_mtime for path in files), default=None)
    return newest and datetime.fromtimestamp(newest, timezone.utc).replace(tzinfo=None)


def _ask(address, command, stream, timeout):
    try:
        with _connect(address, timeout) as link:
            link.sendall(command)
            if command == b"zINSTREAM\0":
                for piece in stream:
                    link.sendall(piece)
                link.sendall(struct.pack("!L", 0))
            answer = b""
            while part := link.recv(4096):
                answer += part
    except OSError as error:
        raise ClamdError(error.strerror or type(error).__name__) from error
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _connect(address, timeout):
    """A path is a socket of this machine; host:port is another's."""
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(timeout)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _colon, port = address.rpartition(":")
    if not port.isdigit():
        raise ClamdError("The address is neither a path nor host:port")
    return socket.create_connection((host, int(port)), timeout)
