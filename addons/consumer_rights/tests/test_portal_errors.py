"""Where there is no page, the visitor reads a sentence in the own language (D9, SEC-09)."""

import json
from unittest.mock import patch

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..controllers.portal.tracking import Tracking
from .common import GROUP
from .test_portal_pages import PortalPages


@tagged("post_install", "-at_install")
class TestPortalErrors(PortalPages):
    def look(self, path, status):
        answer = self.url_open(path, allow_redirects=False)
        self.assertEqual(answer.status_code, status, path)
        self.assertIn("Content-Security-Policy", answer.headers, path)
        self.assertIn('href="/rights"', answer.text)
        self.assertNotIn("was not found on the server", answer.text)
        return answer.text

    def test_d9_what_does_not_exist_says_so(self):
        """A page that is not there, one for sending only, one of somebody else."""
        self.authenticate(None, None)
        for path in ("/rights/disclosures/nothing", "/rights/guide/nothing"):
            self.look(path, 404)
        answer = self.url_open("/rights/leave", allow_redirects=False)
        self.assertEqual(answer.status_code, 405)
        self.assertIn("POST", answer.headers["Allow"])
        new_test_user(self.env, "t_lost", groups=f"{GROUP}consumer", password="t_lostxxxx")
        self.authenticate("t_lost", "t_lostxxxx")
        self.look("/my/merchant/1", 404)

    def test_d9_a_form_without_its_token(self):
        """The script that sends files knows 400 and takes a new token; a person reads why."""
        answer = self.url_open("/rights/track", data={"number": "1"}, allow_redirects=False)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("<h1", answer.text)

    def test_sec_09_a_fault_of_ours_shows_nothing_of_itself(self):
        """SEC-09: no trace, no name; other addresses keep the framework's answers."""
        secret = "13900001234"

        def fail(controller, *args, **kw):
            raise ValueError(f"孙测试 {secret}")

        with (
            patch.object(Tracking, "_render", fail),
            self.assertLogs("odoo.http", "ERROR"),
        ):
            answer = self.url_open("/rights/track")
        self.assertEqual(answer.status_code, 500)
        self.assertNotIn(secret, answer.text)
        self.assertNotIn("Traceback", answer.text)
        answer = self.url_open("/nothing/of/ours")
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn('class="skip"', answer.text)

    @mute_logger("odoo.http")
    def test_sec_09_another_system_reads_no_trace(self):
        """SEC-09: of a wrong key, and of a fault of ours, whose text may name somebody."""
        address = "/json/2/rights.merchant.ledger/submit_rows"
        sent = {"Content-Type": "application/json", "Authorization": "Bearer nothing"}
        answer = self.url_open(address, data="{}", headers=sent)
        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer.json()["debug"], "")
        self.assertTrue(answer.json()["message"])

        def fail(*args, **kw):
            raise ValueError("孙测试 13900001234")

        new_test_user(self.env, "t_script", groups=f"{GROUP}consumer", password="t_scriptxx")
        self.authenticate("t_script", "t_scriptxx")
        http = type(self.env["ir.http"])
        for path in (address, "/web/action/load"):
            with (
                patch.object(http, "_auth_method_bearer", classmethod(lambda cls: None)),
                patch.object(http, "_dispatch", classmethod(fail)),
            ):
                answer = self.url_open(path, data='{"params": {}}', headers=sent)
            said = json.dumps(answer.json(), ensure_ascii=False)
            self.assertRegex(said, "Try again in a while|请稍后再试")
            for shown in ("孙测试", "Traceback", ".py"):
                self.assertNotIn(shown, said, path)

    def test_sec_09_a_session_that_ended_says_so(self):
        """The client of whoever is no longer logged in asks to log in again."""
        self.authenticate(None, None)
        sent = {"Content-Type": "application/json"}
        answer = self.url_open("/web/action/load", data='{"params": {}}', headers=sent)
        error = answer.json()["error"]
        self.assertEqual(error["code"], 100)
        self.assertEqual(error["data"]["name"], "odoo.http.SessionExpiredException")
        self.assertEqual(error["data"]["debug"], "")
