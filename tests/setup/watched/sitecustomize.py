"""Imported by Python at its start: writes down every address that the process asks for or calls."""

import os
import sys

LOG = os.environ["WATCHED_CONNECTIONS"]
WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}


def note(event, arguments):
    if event in WATCHED:
        target = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(f"{event}\t{target!r}\n")


sys.addaudithook(note)
