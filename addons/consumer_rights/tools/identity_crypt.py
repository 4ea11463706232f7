"""Encryption of identity numbers with a key that is never in the database (design D7).

The key file is named by the environment variable CONSUMER_RIGHTS_ID_KEY_FILE. It holds either 32
raw bytes, or lines of base64 or hexadecimal keys: the first encrypts, all of them decrypt. To
rotate, put a new line on top, rewrite what ``is_current`` denies, then remove the old line.

Ciphertext:   v1:<key id>:<base64 of nonce and AES-256-GCM output>
Blind index:  <key id>:<hex HMAC-SHA256>: equal numbers give equal values, so that the same person
              is found again without decrypting. ID numbers are few enough to be guessed one by
              one, therefore a plain hash would not do.

The key id is computed from the key, nobody has to keep account of it. Both working keys are
derived (HKDF) from the one in the file, each for a purpose: a value made for one purpose cannot
be read or compared as another.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_FILE_VARIABLE = "CONSUMER_RIGHTS_ID_KEY_FILE"
KEY_BYTES = 32
FORMAT = "v1"
_NONCE_BYTES = 12
_PURPOSE = "id_number"


class IdentityKeyError(Exception):
    """The key is missing, unreadable or not the one the value was written with."""


def generate_key():
    """A new key as a line for the key file."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n"


def normalise_id(number):
    """The number as it is compared: no spaces or hyphens, upper case, ordinary width."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number or "")).upper()


def _derive(secret, label, purpose):
    info = f"consumer_rights {label} {purpose} {FORMAT}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


class _Key:
    def __init__(self, secret):
        if len(secret) != KEY_BYTES:
            raise IdentityKeyError(f"An identity key has {KEY_BYTES} bytes, not {len(secret)}.")
        self._secret = secret
        self._derived = {}
        self.id = hashlib.sha256(_derive(secret, "key id", "")).hexdigest()[:8]

    def derived(self, label, purpose):
        if (label, purpose) not in self._derived:
            self._derived[label, purpose] = _derive(self._secret, label, purpose)
        return self._derived[label, purpose]


class IdentityCipher:
    """Encrypts with the first key, reads what any of the keys wrote."""

    def __init__(self, secrets):
        keys = [_Key(secret) for secret in secrets]
        if not keys:
            raise IdentityKeyError("The identity key file holds no key.")
        self._current = keys[0]
        self._by_id = {key.id: key for key in keys}

    @property
    def key_id(self):
        return self._current.id

    def encrypt(self, text, purpose=_PURPOSE):
        """The text as a token that can be stored; nothing stays nothing."""
        if not text:
            return False
        nonce = os.urandom(_NONCE_BYTES)
        header = f"{FORMAT}:{self._current.id}"
        sealed = AESGCM(self._current.derived("encrypt", purpose)).encrypt(
            nonce, text.encode(), header.encode()
        )
        return f"{header}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, token, purpose=_PURPOSE):
        """The text of a token; raises IdentityKeyError when no key fits or it was changed."""
        if not token:
            return False
        form, key_id, body = self._split(token)
        key = self._by_id.get(key_id)
        if not key:
            raise IdentityKeyError(
                f"No key {key_id} in the file that {KEY_FILE_VARIABLE} names: "
                "add the key that this value was encrypted with."
            )
        try:
            raw = base64.b64decode(body, validate=True)
            return (
                AESGCM(key.derived("encrypt", purpose))
                .decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], f"{form}:{key_id}".encode())
                .decode()
            )
        except (InvalidTag, ValueError) as error:
            raise IdentityKeyError("An encrypted identity value was changed or cut off.") from error

    @staticmethod
    def _split(token):
        parts = token.split(":")
        if len(parts) != 3 or parts[0] != FORMAT:
            raise IdentityKeyError("This is not an encrypted identity value.")
        return parts

    def is_current(self, token):
        """False for a token or blind index of an older key: it is due to be written again."""
        parts = token.split(":")
        return len(parts) > 1 and parts[-2] == self._current.id

    def blind_index(self, number, purpose=_PURPOSE):
        """The value to store for finding the same number again."""
        return self._blind_index(self._current, number, purpose)

    def blind_indexes(self, number, purpose=_PURPOSE):
        """The values to search for: one a key, so that a rotation loses no match."""
        values = [self._blind_index(key, number, purpose) for key in self._by_id.values()]
        return [value for value in values if value]

    @staticmethod
    def _blind_index(key, number, purpose):
        value = normalise_id(number)
        if not value:
            return False
        digest = hmac.new(key.derived("blind index", purpose), value.encode(), hashlib.sha256)
        return f"{key.id}:{digest.hexdigest()}"


def _parse_line(line, number):
    try:
        if re.fullmatch(r"[0-9a-fA-F]{64}", line):
            return bytes.fromhex(line)
        secret = base64.b64decode(line, validate=True)
    except binascii.Error as error:
        raise IdentityKeyError(
            f"Line {number} of the identity key file is not a key: give {KEY_BYTES} bytes as "
            "base64 or hexadecimal."
        ) from error
    return secret


def parse_keys(content):
    """The keys of a key file's bytes, current one first."""
    if len(content) == KEY_BYTES:
        return [content]
    try:
        lines = content.decode("ascii").splitlines()
    except UnicodeDecodeError as error:
        raise IdentityKeyError(
            f"The identity key file is neither {KEY_BYTES} raw bytes nor lines of text keys."
        ) from error
    return [
        _parse_line(line.strip(), number)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]


@lru_cache(maxsize=4)
def _read_cipher(path, _stamp):
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise IdentityKeyError(_unreadable(error)) from error
    return IdentityCipher(parse_keys(content))


def _unreadable(error):
    return (
        f"The identity key file that {KEY_FILE_VARIABLE} names cannot be read "
        f"({error.strerror or error}): restore it from the backup or correct the variable."
    )


def load_cipher(environ=None):
    """The cipher of the configured key file; a changed file is read again at once."""
    environ = os.environ if environ is None else environ
    path = environ.get(KEY_FILE_VARIABLE)
    if not path:
        raise IdentityKeyError(
            f"Identity numbers cannot be stored or read: the environment variable "
            f"{KEY_FILE_VARIABLE} does not name a key file."
        )
    try:
        stat = os.stat(path)
    except OSError as error:
        raise IdentityKeyError(_unreadable(error)) from error
    return _read_cipher(path, (stat.st_mtime_ns, stat.st_size, stat.st_ino))
