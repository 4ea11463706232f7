import base64
import json

from odoo.addons.consumer_rights.tools.proof_of_work import make_challenge, read_answer
from odoo.tests import BaseCase

from .portal_common import solve

KEY = b"key of the test"


class TestProofOfWork(BaseCase):
    def setUp(self):
        super().setUp()
        self.challenge = make_challenge(KEY, "file", 1000, 500)
        self.proof = solve(self.challenge)

    def test_a_right_answer_counts(self):
        answer = read_answer(KEY, "file", self.proof, 1000)
        self.assertEqual((answer.salt, answer.expires), (self.challenge["salt"], 1000))

    def test_too_late_for_another_purpose_or_by_another_key(self):
        self.assertIsNone(read_answer(KEY, "file", self.proof, 1001))
        self.assertIsNone(read_answer(KEY, "query", self.proof, 1000))
        self.assertIsNone(read_answer(b"another", "file", self.proof, 1000))

    def test_a_longer_life_is_not_written_in(self):
        """The expiry stands in the salt, and the salt is part of what is signed."""
        given = json.loads(base64.b64decode(self.proof))
        given["salt"] = given["salt"].replace("1000", "9000")
        self.assertIsNone(read_answer(KEY, "file", self.encode(given), 1500))

    def test_rubbish_is_no_answer(self):
        given = json.loads(base64.b64decode(self.proof))
        for payload in (
            None,
            "",
            "no base64",
            self.encode([]),
            self.encode("x"),
            self.encode({**given, "number": given["number"] + 1}),
            self.encode({**given, "number": "9" * 900}),
            self.encode({**given, "salt": "\ud800"}),
            self.encode({**given, "algorithm": "MD5"}),
            self.encode({**given, "signature": "0" * 64}),
            "A" * 5000,
        ):
            self.assertIsNone(read_answer(KEY, "file", payload, 1000))

    @staticmethod
    def encode(value):
        return base64.b64encode(json.dumps(value).encode()).decode()
