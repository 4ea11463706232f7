import json
from datetime import timedelta
from unittest.mock import patch

from lxml import html
from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import identity_crypt
from .common import RightsCommon

KEYS = {
    "jobs",
    "mail",
    "imports",
    "disk",
    "database",
    "id_key",
    "papers",
    "modules",
    "calendar",
    "own_jobs",
    "calls",
    "sweep",
    "certificate",
    "waiting_papers",
    "scanner",
    "arrivals",
}


@tagged("post_install", "-at_install")
class TestHealth(RightsCommon):
    def check(self, key):
        """One check's answer in the report, as the page shows it."""
        health = self.env["rights.health"]
        checks = [row for row in health._get_checks() if row[0] == key]
        with patch.object(type(health), "_get_checks", return_value=checks):
            report = health._report()
        return report["checks"][0]

    def test_every_check_answers(self):
        report = self.as_user("business_admin", self.env["rights.health"])._report()
        self.assertEqual({row["key"] for row in report["checks"]}, KEYS)
        for row in report["checks"]:
            self.assertIn(row["state"], ("ok", "warning", "fail"))
            self.assertTrue(row["found"], row["key"])

    def test_a_failing_and_a_late_job_are_named(self):
        job = self.env.ref("consumer_rights.ir_cron_post_grants")
        self.env["ir.cron"].search([]).write({"nextcall": fields.Datetime.now()})
        self.assertEqual(self.check("jobs")["state"], "ok")
        job.nextcall = fields.Datetime.now() - timedelta(hours=2)
        answer = self.check("jobs")
        self.assertEqual(answer["state"], "warning")
        self.assertIn(job.cron_name, answer["found"])
        self.assertTrue(answer["advice"])
        job.failure_count = 2
        self.assertEqual(self.check("jobs")["state"], "fail")

    def test_mail_that_waits_too_long(self):
        self.env["mail.mail"].search([]).unlink()
        self.assertEqual(self.check("mail")["state"], "ok")
        mail = self.env["mail.mail"].create({"email_to": "a@example.com", "state": "outgoing"})
        self.assertEqual(self.check("mail")["state"], "ok")
        mail.state = "exception"
        self.assertEqual(self.check("mail")["state"], "warning")
        mail.state = "outgoing"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_mail SET create_date = now() - interval '3 hours' WHERE id = %s", [mail.id]
        )
        self.assertEqual(self.check("mail")["state"], "warning")

    def test_the_disk_fills(self):
        usage = "odoo.addons.consumer_rights.models.rights_health.shutil.disk_usage"
        for free, state in ((50, "ok"), (10, "warning"), (2, "fail")):
            with patch(usage) as disk_usage:
                disk_usage.return_value.free = free * 2**30
                disk_usage.return_value.total = 100 * 2**30
                self.assertEqual(self.check("disk")["state"], state)

    def test_the_key_is_checked_and_never_shown(self):
        self.assertEqual(self.check("id_key")["state"], "ok")
        with patch.object(
            identity_crypt, "load_cipher", side_effect=identity_crypt.IdentityKeyError("secret")
        ):
            answer = self.check("id_key")
        self.assertEqual(answer["state"], "fail")
        self.assertNotIn("secret", json.dumps(answer))

    def test_another_key_than_the_stored_numbers_were_written_with_is_told(self):
        self.create_case(party_ids=self.person(id_type="id_card", id_number="11010519491231002X"))
        self.env.flush_all()
        self.assertEqual(self.check("id_key")["state"], "ok")
        other = identity_crypt.IdentityCipher([b"k" * identity_crypt.KEY_BYTES])
        with patch.object(identity_crypt, "load_cipher", return_value=other):
            answer = self.check("id_key")
        self.assertEqual(answer["state"], "fail")
        self.assertIn("not the one", answer["found"])

    def test_a_check_that_breaks_is_a_failure_not_a_blank_page(self):
        health = self.env["rights.health"]
        with (
            mute_logger("odoo.sql_db"),
            patch.object(
                type(health),
                "_check_database",
                lambda self: self.env.cr.execute("SELECT no_such_column"),
            ),
        ):
            report = health._report()
        states = {row["key"]: row["state"] for row in report["checks"]}
        self.assertEqual(states["database"], "fail")
        self.assertEqual(states["modules"], "ok")
        self.assertEqual(report["state"], "fail")


@tagged("post_install", "-at_install")
class TestHealthRoute(RightsCommon, HttpCase):
    def get(self, login, query=""):
        if login:
            self.authenticate(login, login)
        else:
            self.authenticate(None, None)
        return self.url_open(f"/rights/health{query}", allow_redirects=False)

    def test_administrators_see_the_page(self):
        for login in ("t_business_admin", "admin"):
            with self.subTest(login=login):
                response = self.get(login)
                self.assertIn(response.status_code, (200, 503))
                self.assertEqual(response.headers["Cache-Control"], "no-store")
                page = html.fromstring(response.text)
                rows = page.xpath("//tr/@data-check")
                self.assertEqual(set(rows), KEYS)

    def test_a_program_reads_json(self):
        with patch(
            "odoo.addons.consumer_rights.models.rights_health.RightsHealth._check_disk",
            lambda self: self._answer("fail", "full"),
        ):
            response = self.get("t_business_admin", "?format=json")
        report = response.json()
        self.assertEqual((response.status_code, report["state"]), (503, "fail"))
        self.assertEqual({row["key"] for row in report["checks"]}, KEYS)

    def test_nobody_else_does(self):
        self.assertEqual(self.get(None).status_code, 303)
        for login in set(self.users) - {"business_admin"}:
            with self.subTest(login=login), mute_logger("odoo.http"):
                self.assertEqual(self.get(f"t_{login}", "?format=json").status_code, 403)

    def test_a_portal_user_does_not(self):
        new_test_user(self.env, "health_portal", "base.group_portal")
        with mute_logger("odoo.http"):
            self.assertEqual(self.get("health_portal").status_code, 403)
