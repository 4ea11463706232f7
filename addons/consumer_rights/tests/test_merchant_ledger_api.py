"""The interface of the ledger: one method, a key that opens nothing else, as docs/api.md says."""

import json
import re
from pathlib import Path

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .ledger_common import ENTRY, LedgerCommon

GUIDE = Path(__file__).parents[3] / "docs/api.md"
PATH = "/json/2/rights.merchant.ledger/submit_rows"


@tagged("post_install", "-at_install")
class TestLedgerRows(LedgerCommon):
    def submit(self, key, rows, user=None, **kw):
        return self.entries.with_user(user or self.manager).submit_rows(key, rows, **kw)

    def test_mer_17_rows_are_taken_once(self):
        """MER-17: the key is good for these rows; again they are known, others are refused."""
        rows = [{**ENTRY, "number": "T-1"}, {**ENTRY, "number": "T-2", "outcome": "pending"}]
        answer = self.submit("batch-0001", rows)
        self.assertEqual(answer, {"result": "taken", "rows": 2, "created": 2, "known_before": 0})
        self.assertEqual(self.submit("batch-0001", rows)["result"], "known")
        self.assertEqual(self.submit("batch-0001", rows[:1])["result"], "refused")
        answer = self.submit("batch-0002", [*rows, {**ENTRY, "number": "T-3"}])
        self.assertEqual((answer["created"], answer["known_before"]), (1, 2))
        mine = self.entries.search([("merchant_id", "=", self.mall.id)])
        self.assertEqual(len(mine), 3)
        self.assertEqual(set(mine.mapped("source")), {"interface"})

    def test_mer_17_one_bad_row_and_nothing_is_saved(self):
        answer = self.submit("batch-0003", [ENTRY, {**ENTRY, "price": "x"}, "row"])
        self.assertEqual(answer["result"], "refused")
        self.assertEqual(answer["errors"].keys(), {2, 3})
        self.assertFalse(self.entries.search([("merchant_id", "=", self.mall.id)]))

    def test_mer_17_bad_calls_are_answered(self):
        for key, rows in (
            ("short", [ENTRY]),
            (None, [ENTRY]),
            ("batch-0004", []),
            ("batch-0004", "rows"),
            ("batch-0004", [ENTRY] * 1001),
        ):
            self.assertEqual(self.submit(key, rows)["result"], "refused")

    def test_mer_17_rows_go_to_the_own_ledger_alone(self):
        """SEC-11: a tenant into its own; of several merchants the code names one."""
        self.submit("batch-0005", [ENTRY], user=self.tenant_user)
        found = self.entries.search([("merchant_id", "in", (self.mall | self.tenant).ids)])
        self.assertEqual(found.merchant_id, self.tenant)
        foreign = self.submit("batch-0006", [ENTRY], merchant="91990000MA0T3ST11X")
        self.assertEqual(foreign["result"], "refused")

    def test_mer_17_keys_belong_to_their_account(self):
        keys = self.env["res.users.apikeys"]
        keys.with_user(self.manager)._make_ledger_key("收银系统")
        mine = keys.with_user(self.manager)._ledger_keys()
        self.assertEqual(len(mine), 1)
        self.assertGreater((mine.expiration_date - mine.create_date).days, 300)
        self.assertFalse(keys.with_user(self.stranger)._end_ledger_key(mine.id))
        self.assertTrue(keys.with_user(self.manager)._end_ledger_key(mine.id))
        self.assertFalse(keys.with_user(self.manager)._ledger_keys())


@tagged("post_install", "-at_install")
class TestLedgerInterface(HttpCase, LedgerCommon):
    def setUp(self):
        super().setUp()
        self.key = self.env["res.users.apikeys"].with_user(self.manager)._make_ledger_key("收银")

    def call(self, path, body, key=None):
        return self.url_open(
            path,
            data=json.dumps(body),
            headers={
                "Authorization": f"Bearer {key or self.key}",
                "Content-Type": "application/json",
            },
        )

    def test_mer_17_the_example_of_the_guide(self):
        """docs/api.md: what stands there is what happens."""
        section = GUIDE.read_text(encoding="utf-8").partition("## Ledger of a merchant")[2]
        body = json.loads(re.search(r"```json\n(.*?)```", section, re.DOTALL)[1])
        answer = self.call(PATH, body)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(
            answer.json(), {"result": "taken", "rows": 1, "created": 1, "known_before": 0}
        )
        entry = self.entries.search([("merchant_id", "=", self.mall.id)])
        self.assertEqual(entry.state, "confirmed")
        table = section.partition("| field | form |")[2]
        fields = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)
        known = {*self.env["rights.ledger.form"]._labels(), "number"}
        self.assertEqual(set(fields), known)

    @mute_logger("odoo.http")
    def test_mer_17_the_key_opens_nothing_else(self):
        """MER-17: no other method of the ledger, no other model, no page."""
        for path in (
            "/json/2/rights.merchant.ledger/search",
            "/json/2/rights.merchant.ledger/read",
            "/json/2/rights.merchant/search",
            "/json/2/res.partner/search_read",
            "/json/2/res.users/read",
            "/json/2/rights.case/submit_filing",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.call(path, {}).status_code, 401)
        page = self.url_open(
            f"/my/merchant/{self.mall.id}", headers={"Authorization": f"Bearer {self.key}"}
        )
        self.assertIn("/web/login", page.url)

    @mute_logger("odoo.http")
    def test_mer_17_an_ended_key_and_an_ended_account_open_nothing(self):
        self.assertEqual(self.call(PATH, {"key": "batch-0010", "rows": [ENTRY]}).status_code, 200)
        body = {"key": "batch-0011", "rows": [ENTRY]}
        self.assertEqual(self.call(PATH, body, key="0" * 40).status_code, 401)
        members = self.mall.member_ids.filtered(lambda row: row.user_id == self.manager)
        members.write({"ended_at": "2026-01-01"})
        self.assertEqual(self.call(PATH, body).status_code, 403)
        keys = self.env["res.users.apikeys"].with_user(self.manager)
        keys._end_ledger_key(keys._ledger_keys().id)
        self.assertEqual(self.call(PATH, body).status_code, 401)
