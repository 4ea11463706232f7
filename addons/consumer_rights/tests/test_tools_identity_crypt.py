import base64
import os
import tempfile
from pathlib import Path

from odoo.addons.consumer_rights.tools import identity_crypt
from odoo.addons.consumer_rights.tools.identity_crypt import IdentityCipher, IdentityKeyError
from odoo.tests import BaseCase

NUMBER = "320106199001011234"
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


class TestIdentityCrypt(BaseCase):
    def setUp(self):
        super().setUp()
        self.cipher = IdentityCipher([OLD])

    def test_sec_02_the_stored_value_says_nothing(self):
        """SEC-02: what lies in the database neither shows nor compares the number."""
        first, second = self.cipher.encrypt(NUMBER), self.cipher.encrypt(NUMBER)
        self.assertNotEqual(first, second)
        for token in (first, second):
            self.assertNotIn(NUMBER[:6], token)
            self.assertTrue(token.startswith(f"v1:{self.cipher.key_id}:"))
            self.assertEqual(self.cipher.decrypt(token), NUMBER)

    def test_nothing_stays_nothing(self):
        for empty in ("", None, False):
            self.assertFalse(self.cipher.encrypt(empty))
            self.assertFalse(self.cipher.decrypt(empty))
            self.assertFalse(self.cipher.blind_index(empty))
            self.assertEqual(self.cipher.blind_indexes(empty), [])

    def test_a_changed_value_is_refused(self):
        token = self.cipher.encrypt(NUMBER)
        form, key_id, body = token.split(":")
        raw = bytearray(base64.b64decode(body))
        raw[-1] ^= 1
        for wrong in (
            f"{form}:{key_id}:{base64.b64encode(raw).decode()}",
            token[:-8],
            token[:-5],
            f"{form}:{key_id}:",
            NUMBER,
        ):
            with self.subTest(wrong=wrong), self.assertRaises(IdentityKeyError):
                self.cipher.decrypt(wrong)

    def test_a_value_for_one_purpose_cannot_be_read_as_another(self):
        token = self.cipher.encrypt(NUMBER, purpose="phone")
        with self.assertRaises(IdentityKeyError):
            self.cipher.decrypt(token)
        self.assertNotEqual(
            self.cipher.blind_index(NUMBER), self.cipher.blind_index(NUMBER, purpose="phone")
        )

    def test_the_blind_index_finds_the_same_person(self):
        index = self.cipher.blind_index("32010619900101123x")
        for same in (
            "32010619900101123X",
            " 320106 19900101 123X ",
            "３２０１０６１９９００１０１１２３Ｘ",
        ):
            self.assertEqual(self.cipher.blind_index(same), index)
        self.assertNotEqual(self.cipher.blind_index(NUMBER), index)
        self.assertNotEqual(IdentityCipher([NEW]).blind_index("32010619900101123x"), index)

    def test_rotation(self):
        """After a new key: old values are still read and found, and are told apart."""
        token, index = self.cipher.encrypt(NUMBER), self.cipher.blind_index(NUMBER)
        both = IdentityCipher([NEW, OLD])
        self.assertEqual(both.decrypt(token), NUMBER)
        self.assertIn(index, both.blind_indexes(NUMBER))
        self.assertEqual(both.blind_indexes(NUMBER)[0], both.blind_index(NUMBER))
        self.assertFalse(both.is_current(token))
        self.assertFalse(both.is_current(index))
        self.assertTrue(both.is_current(both.encrypt(NUMBER)))
        self.assertTrue(both.is_current(both.blind_index(NUMBER)))
        with self.assertRaises(IdentityKeyError):
            IdentityCipher([NEW]).decrypt(token)

    def test_key_file_forms(self):
        hexadecimal, base64_line = OLD.hex(), base64.b64encode(OLD).decode()
        for content in (
            OLD,
            hexadecimal.encode(),
            f"# made at installation\n\n{base64_line}\n".encode(),
        ):
            with self.subTest(content=content):
                self.assertEqual(identity_crypt.parse_keys(content), [OLD])
        two = f"{base64_line}\n{NEW.hex()}\n".encode()
        self.assertEqual(identity_crypt.parse_keys(two), [OLD, NEW])
        line = identity_crypt.generate_key()
        self.assertEqual(len(identity_crypt.parse_keys(line.encode())[0]), 32)
        self.assertNotEqual(line, identity_crypt.generate_key())

    def test_wrong_key_files(self):
        for content in (b"", b"# nothing\n", b"not base64!\n", b"c2hvcnQ=\n", b"\xff" * 31):
            with self.subTest(content=content), self.assertRaises(IdentityKeyError):
                IdentityCipher(identity_crypt.parse_keys(content))

    def test_load_cipher_from_the_configured_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "id.key")
            environ = {identity_crypt.KEY_FILE_VARIABLE: str(path)}
            with self.assertRaisesRegex(IdentityKeyError, "cannot be read"):
                identity_crypt.load_cipher(environ)
            path.write_bytes(OLD)
            cipher = identity_crypt.load_cipher(environ)
            self.assertEqual(cipher.decrypt(self.cipher.encrypt(NUMBER)), NUMBER)
            path.write_text(f"{NEW.hex()}\n{OLD.hex()}\n")
            os.utime(path, ns=(1, 1))
            self.assertFalse(identity_crypt.load_cipher(environ).is_current(cipher.encrypt("1")))

    def test_a_missing_setting_names_the_variable(self):
        with self.assertRaisesRegex(IdentityKeyError, identity_crypt.KEY_FILE_VARIABLE):
            identity_crypt.load_cipher({})
