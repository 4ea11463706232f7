import psycopg2
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import GROUP, RightsCommon


@tagged("post_install", "-at_install")
class TestAuditLog(RightsCommon):
    def setUp(self):
        super().setUp()
        self.log = self.env["rights.audit.log"]
        self.admin = self.env.ref("base.user_admin")

    def last(self, entry_type, **values):
        domain = [("type", "=", entry_type)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.log.search(domain, limit=1)

    def test_sec_06_nobody_changes_or_removes_an_entry(self):
        """SEC-06: not the auditor, not the platform administrator, not the system itself."""
        entry = self.log._log("look", "rights.case.party", 1)
        people = [*self.users.values(), self.admin, self.env.ref("base.user_root")]
        for user in people:
            for mode in (entry.with_user(user).sudo(False), entry.with_user(user).sudo()):
                with self.subTest(login=user.login, su=mode.env.su):
                    with self.assertRaises(AccessError):
                        mode.write({"detail": "nothing happened"})
                    with self.assertRaises(AccessError):
                        mode.unlink()
                    with self.assertRaises(AccessError):
                        mode.create({"type": "look", "user_id": user.id})
                    with self.assertRaises(AccessError):
                        mode.copy()

    def test_sec_06_a_client_cannot_write_with_a_permit_of_its_own(self):
        for permit in (True, "rights_append", {"_open": True}, 1):
            with self.subTest(permit=permit), self.assertRaises(AccessError):
                log = self.log.with_user(self.admin).sudo().with_context(rights_append=permit)
                log.create({"type": "look", "user_id": self.admin.id})

    def test_sec_06_the_table_refuses_too(self):
        entry = self.log._log("look", "rights.case.party", 1)
        self.env.flush_all()
        for statement in (
            SQL("UPDATE rights_audit_log SET detail = 'x' WHERE id = %s", entry.id),
            SQL("DELETE FROM rights_audit_log WHERE id = %s", entry.id),
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.Error, "append-only"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_sec_06_a_person_with_entries_cannot_be_deleted(self):
        user = new_test_user(self.env, "leaver", GROUP + "staff")
        self.log.with_user(user)._log("look", "rights.case.party", 1)
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.IntegrityError, "rights_audit_log"),
        ):
            user.unlink()

    def test_sec_06_the_auditor_reads_and_nobody_else(self):
        entry = self.log._log("look", "rights.case.party", 1)
        for login in self.users:
            with self.subTest(login=login):
                seen = self.as_user(login, entry)
                self.assertEqual(seen.has_access("read"), login == "auditor")
        self.assertFalse(entry.with_user(self.admin).has_access("read"))

    def test_the_auditor_opens_every_view(self):
        action = self.env.ref("consumer_rights.rights_audit_log_action")
        log = self.as_user("auditor", self.log)
        for view_type in [*action.view_mode.split(","), "search"]:
            with self.subTest(view=view_type):
                self.assertTrue(log.get_view(view_type=view_type)["arch"])
        self.assertTrue(action.help)

    # -- what the platform administrator does ---------------------------------------------------

    def test_sec_06_every_grant_is_on_record(self):
        """Annex A: grants, withdrawals and new people, from both sides of the relation."""
        group = self.env.ref(GROUP + "dispatcher")
        user = self.users["clerk"].with_user(self.admin)
        user.write({"group_ids": [Command.link(group.id)]})
        entry = self.last("grant", model="res.users", res_id=user.id)
        self.assertEqual(entry.user_id, self.admin)
        self.assertIn("group_dispatcher", entry.detail)
        group.with_user(self.admin).write({"user_ids": [Command.unlink(user.id)]})
        entry = self.last("revoke", model="res.users", res_id=user.id)
        self.assertIn("group_dispatcher", entry.detail)

    def test_rules_and_access_rows_are_on_record_as_grants(self):
        rule = self.env.ref("consumer_rights.rights_case_rule_archivist_read")
        rule.with_user(self.admin).domain_force = "[(1, '=', 1)]"
        entry = self.last("grant", model="ir.rule", res_id=rule.id)
        self.assertEqual(entry.user_id, self.admin)
        self.assertIn("[(1, '=', 1)]", entry.detail)
        access = self.env["ir.model.access"].with_user(self.admin)
        access = access.create(
            {
                "name": "too much",
                "model_id": self.env["ir.model"]._get_id("rights.case"),
                "group_id": self.env.ref("base.group_system").id,
                "perm_read": True,
            }
        )
        self.assertIn("too much", self.last("grant", model="ir.model.access").detail)
        access.unlink()
        self.assertIn("too much", self.last("grant", model="ir.model.access").detail)

    def test_sec_06_every_piece_of_code_is_on_record(self):
        """Annex A: server actions, automations and scheduled jobs, written or run by hand."""
        actions = self.env["ir.actions.server"].with_user(self.admin)
        action = actions.create(
            {
                "name": "Look around",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "pass",
            }
        )
        entry = self.last("code", model="ir.actions.server", res_id=action.id)
        self.assertIn("Look around", entry.detail)
        self.assertIn(": pass", entry.detail)
        action.code = "env['rights.case'].search([])"
        entry = self.last("code", model="ir.actions.server", res_id=action.id)
        self.assertEqual(entry.user_id, self.admin)
        self.assertIn("→ env['rights.case'].search([])", entry.detail)
        action.code = "pass"
        action.run()
        self.assertIn("Look around", self.last("code", res_id=action.id).detail)
        runs = self.log.search_count([("type", "=", "code"), ("res_id", "=", action.id)])
        action.sudo().run()
        self.assertEqual(
            self.log.search_count([("type", "=", "code"), ("res_id", "=", action.id)]), runs
        )
        automation = self.env["base.automation"].with_user(self.admin)
        automation = automation.create(
            {
                "name": "On every case",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "trigger": "on_create_or_write",
            }
        )
        self.assertIn("On every case", self.last("code", model="base.automation").detail)
        automation.active = False
        self.assertEqual(self.last("code", model="base.automation").res_id, automation.id)
        action.unlink()
        self.assertIn("Look around", self.last("code", model="ir.actions.server").detail)
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action").with_user(self.admin)
        cron.interval_number = 7
        self.assertIn("→ 7", self.last("code", model="ir.cron", res_id=cron.id).detail)

    def test_a_long_script_is_cut_in_the_log(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Long",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "pass",
            }
        )
        action.code = "# " + "x" * 5000
        self.assertLess(len(self.last("code", res_id=action.id).detail), 700)
