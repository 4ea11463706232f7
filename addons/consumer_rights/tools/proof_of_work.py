"""Proof of work for public forms, in the protocol of ALTCHA: no picture puzzle, no third party.

The server gives a salt and the SHA-256 of salt and a secret number; the browser finds the number
by trying. The salt carries its expiry and its purpose and the whole is signed (HMAC-SHA256), so
the server keeps nothing until an answer comes back. That an answer counts once is the caller's
part: ``Answer.salt`` is what to remember.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

ALGORITHM = "SHA-256"
LONGEST = 2000


class Answer(NamedTuple):
    salt: str
    expires: int


def make_challenge(key, purpose, expires, effort):
    """A challenge as the browser gets it.

    :param expires: second since 1970 after which the answer is refused
    :param effort: numbers to try at most; half of it on average
    """
    query = urlencode({"expires": expires, "for": purpose})
    salt = f"{secrets.token_hex(12)}?{query}&"
    challenge = _digest(salt, secrets.randbelow(effort + 1))
    return {
        "algorithm": ALGORITHM,
        "challenge": challenge,
        "maxnumber": effort,
        "salt": salt,
        "signature": _sign(key, challenge),
    }


def read_answer(key, purpose, payload, now):
    """The answer when it is right, in time and for this purpose; else None."""
    try:
        given = json.loads(base64.b64decode((payload or "")[:LONGEST], validate=True))
        salt, number = str(given["salt"]), int(given["number"])
        challenge, signature = str(given["challenge"]), str(given["signature"])
        query = parse_qs(salt.partition("?")[2])
        expires, wanted = int(query["expires"][0]), query["for"][0]
        sound = (
            given["algorithm"] == ALGORITHM
            and _same(_digest(salt, number), challenge)
            and _same(_sign(key, challenge), signature)
            and wanted == purpose
            and expires >= now
        )
    except (binascii.Error, KeyError, TypeError, ValueError, IndexError):
        return None
    return Answer(salt, expires) if sound else None


def _same(mine, given):
    return hmac.compare_digest(mine.encode(), given.encode())


def _digest(salt, number):
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _sign(key, challenge):
    return hmac.new(key, challenge.encode(), hashlib.sha256).hexdigest()
