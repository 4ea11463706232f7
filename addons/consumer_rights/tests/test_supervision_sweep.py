from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .supervision_common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestSupervisionSweep(SupervisionCommon):
    """Every clock comes to every step once, whatever runs twice or fails (design D6)."""

    def reactions(self, case, code=None):
        found = self.env["rights.deadline.reaction"].search(
            [("deadline_id", "in", self.clocks(case).ids)]
        )
        return found.filtered(lambda row: code is None or row.step_id.code == code)

    def step(self, **values):
        policies = self.env["rights.deadline.policy"].search([("code", "=", "TL-12")])
        return self.env["rights.deadline.step"].create(
            {
                "code": "test_step",
                "name": "测试",
                "policy_ids": [(6, 0, policies.ids)],
                "action_id": self.env.ref("consumer_rights.reaction_reminder").id,
                "since": "2000-01-01",
                **values,
            }
        )

    def test_steps_come_once_each(self):
        """SUP-02, SUP-03: near, missed and lasting, in their moments and never again."""
        case = self.in_handling()  # TL-12 is due on 13 March
        clock = self.clock(case, "TL-12")
        moments = {
            "2026-03-11 23:59": set(),
            "2026-03-12 00:00": {"near"},
            "2026-03-13 23:59": {"near"},
            "2026-03-14 00:00": {"near", "missed", "promise_broken"},
            "2026-03-18 23:59": {"near", "missed", "promise_broken"},
            "2026-03-19 00:00": {"near", "missed", "promise_broken", "lasting"},
            "2026-04-20 00:00": {"near", "missed", "promise_broken", "lasting"},
        }
        for moment, expected in moments.items():
            with self.at(moment):
                self.sweep()
                self.sweep()
            reached = self.reactions(case).filtered(lambda row: row.deadline_id == clock)
            self.assertEqual(set(reached.mapped("step_id.code")), expected, moment)
            self.assertEqual(len(reached), len(expected), moment)
        self.assertFalse(clock.sweep_at, "nothing can come any more: it is not looked at again")

    def test_clock_jumps_change_nothing(self):
        """D6: the server's clock runs 48 hours ahead and back; nothing comes twice, none is lost"""
        case = self.in_handling()
        with self.at("2026-03-14 00:10"):
            self.sweep()
        before = self.reactions(case)
        with self.at("2026-03-16 00:10"):
            self.sweep()
        with self.at("2026-03-14 00:20"):
            self.sweep()
        with self.at("2026-03-16 00:30"):
            self.sweep()
        self.assertEqual(
            self.reactions(case, "missed"),
            before.filtered(lambda row: row.step_id.code == "missed"),
        )
        with self.at("2026-03-19 00:00"):
            self.sweep()
        self.assertEqual(len(self.reactions(case, "lasting")), 1)

    def test_a_late_stop_still_reaches_the_step(self):
        """LIM-15: missed between two sweeps, the breach and what follows from it are claimed."""
        case = self.in_handling()
        with self.at("2026-03-14 00:01"):
            self.conclude(case)
        clock = self.clock(case, "TL-12")
        self.assertEqual((clock.outcome, len(clock.breach_ids)), ("late", 1))
        reached = self.reactions(case).filtered(lambda row: row.deadline_id == clock)
        self.assertEqual(set(reached.mapped("step_id.code")), {"missed", "promise_broken"})
        with self.at("2026-03-14 00:05"):
            self.sweep()
        self.assertEqual(set(reached.mapped("state")), {"done"})
        self.assertFalse(self.urges(case, "2"), "what is done is not urged")

    def test_an_extension_asked_in_time_holds_everything(self):
        """LIM-09, SUP-02: no breach and no letter while it is undecided; then at once."""
        case = self.in_handling()
        clock = self.clock(case, "TL-12")
        with self.at("2026-03-13 16:00"):
            request = self.as_user("clerk", self.env["rights.deadline.extension"]).create(
                {"deadline_id": clock.id, "reason": "检测"}
            )
        with self.at("2026-03-15 10:00"):
            self.sweep()
            self.assertFalse(clock.breach_ids | self.urges(case, "2").deadline_id.breach_ids)
            self.as_user("head", request).action_refuse("不同意")
            self.sweep()
        self.assertEqual(len(clock.breach_ids), 1)
        self.assertIn(clock, self.urges(case, "2").deadline_id)

    def test_limits_that_only_warn_are_not_missed(self):
        """LIM-13: the yellow light reminds, and there is no letter."""
        step = self.env.ref("consumer_rights.step_missed")
        self.assertNotIn("TL-14", step.policy_ids.mapped("code"))
        reminder = self.env["rights.deadline.policy"].search([("code", "=", "TL-14")])
        self.assertTrue(reminder.is_reminder)
        self.assertIn("near", reminder.step_ids.mapped("code"))

    # -- steps as settings -------------------------------------------------------------------------

    def test_business_admin_adds_a_step(self):
        """D13: five working days before the due day, set without code, in force from then on."""
        case = self.in_handling()
        admin = self.as_user("business_admin", self.env["rights.deadline.step"])
        policy = self.env["rights.deadline.policy"].search([("code", "=", "TL-12")])
        with self.at("2026-03-05 10:00"):
            step = admin.create(
                {
                    "code": "five_before",
                    "name": "提前五天提醒",
                    "moment": "before",
                    "days": 5,
                    "policy_ids": [(6, 0, policy.ids)],
                    "action_id": self.env.ref("consumer_rights.reaction_reminder").id,
                }
            )
        with self.at("2026-03-05 23:59"):
            self.sweep()
            self.assertFalse(self.reactions(case, "five_before"))
        with self.at("2026-03-06 00:00"):
            self.sweep()
            self.assertEqual(len(self.reactions(case, "five_before")), 1)
        log = self.env["rights.audit.log"].search([("model", "=", step._name)])
        self.assertIn("提前五天提醒", "".join(log.mapped("detail")))

    def test_business_admin_chooses_from_the_reactions(self):
        """D13: the reactions are offered by name; no other server action, and none to write."""
        actions = self.as_user("business_admin", self.env["ir.actions.server"])
        step = self.as_user("business_admin", self.env.ref("consumer_rights.step_missed"))
        offered = actions.search([("model_name", "=", "rights.deadline.reaction")])
        self.assertIn(self.env.ref("consumer_rights.reaction_circulate"), offered.sudo())
        self.assertFalse(actions.search([("model_name", "=", "res.users")]))
        with self.assertRaises(AccessError):
            offered[0].code = "pass"
        with self.assertRaises(AccessError):
            self.as_user("clerk", self.env["ir.actions.server"]).search([])
        step.action_id = self.env.ref("consumer_rights.reaction_circulate").id

    def test_a_new_step_leaves_the_past_alone(self):
        """D6: what happened before it was set up stays as it was."""
        case = self.in_handling()
        with self.at("2026-03-20 10:00"):
            self.sweep()
            self.step(moment="after", days=2, since=fields.Datetime.now())
            self.step(moment="after", days=10, since=fields.Datetime.now(), code="later")
        with self.at("2026-03-28 00:00"):
            self.sweep()
        self.assertFalse(self.reactions(case, "test_step"))
        self.assertEqual(len(self.reactions(case, "later")), 1)

    def test_a_step_off_and_on_again(self):
        step = self.env.ref("consumer_rights.step_missed")
        case = self.in_handling()
        with self.at("2026-03-13 10:00"):
            step.active = False
        with self.at("2026-03-14 00:00"):
            self.sweep()
        with self.at("2026-03-14 01:00"):
            step.active = True
            self.sweep()
        self.assertFalse(self.reactions(case, "missed"))
        self.assertEqual(len(self.clock(case, "TL-12").breach_ids), 1)

    def test_days_and_action_are_checked(self):
        with self.refused("enter the days"):
            self.step(moment="after", days=0)
        with self.refused("reactions offered"):
            self.step(action_id=self.env.ref("consumer_rights.automation_dissatisfied_action").id)

    def test_a_new_limit_is_supervised(self):
        """No promise is missed silently: what a business administrator adds has the usual steps."""
        event = self.env["rights.deadline.event"].search([], limit=2)
        policy = self.as_user("business_admin", self.env["rights.deadline.policy"]).create(
            {
                "code": "TL-99",
                "name": "新的时限",
                "amount": 3,
                "start_event_id": event[0].id,
                "stop_event_id": event[1].id,
            }
        )
        self.assertEqual(set(policy.step_ids.mapped("code")), {"near", "missed", "lasting"})

    # -- the second phase --------------------------------------------------------------------------

    def broken_step(self):
        """A step whose reaction fails for one clock only."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "测试",
                "model_id": self.env["ir.model"]._get_id("rights.deadline.reaction"),
                "state": "code",
                "code": "for row in records:\n"
                "    if row.deadline_id.case_id.subject == 'poison':\n"
                "        raise UserError('poisoned')\n"
                "    row.deadline_id.case_id.sudo().write({'result_text': 'seen'})",
            }
        )
        return self.step(moment="due", action_id=action.id, sequence=1)

    def test_one_poisoned_case_stops_nobody(self):
        """D6: the batch fails, then one by one; the bad one is kept with its kind, and told."""
        with self.at("2026-03-04 09:00"):
            cases = [self.case_at("handling", subject=word) for word in ("甲", "poison", "乙")]
        self.broken_step()
        with self.at("2026-03-14 00:00"):
            self.sweep()
            self.sweep()
        self.assertEqual([case.result_text for case in cases], ["seen", False, "seen"])
        bad = self.reactions(cases[1], "test_step")
        self.assertEqual((bad.state, bad.attempts), ("failed", 1))
        self.assertEqual(bad.error.split()[0], "UserError")
        with self.at("2026-03-14 00:10"):
            answer = self.env["rights.health"]._check_sweep()
        self.assertEqual(answer["state"], "warning")
        cases[1].sudo().subject = "解毒"
        with self.assertRaises(AccessError):
            self.as_user("head", bad).action_retry()
        self.as_user("business_admin", bad).action_retry()
        with self.at("2026-03-14 00:20"):
            self.sweep()
        self.assertEqual((bad.state, cases[1].result_text), ("done", "seen"))

    def test_a_failure_names_nobody(self):
        """SEC-05, Annex A2: whatever the reaction says, log and list hold kind and place only."""
        with self.at("2026-03-04 09:00"):
            case = self.case_at("handling")
        person = case.sudo().party_ids
        person.write({"name": "毒案当事人", "phone": "13912345678"})
        find = "who = records.deadline_id.case_id.party_ids.sudo()[:1]\n"
        poisons = {
            "UserError": "raise UserError(who.name + who.phone)",
            "ValueError": "int(who.name)",
            "KeyError": "{}[who.phone]",
            "InvalidTextRepresentation": "env.cr.execute('SELECT %s::int', [who.name])",
            "InvalidDatetimeFormat": "env.cr.execute('SELECT %s::date', [who.phone + who.name])",
        }
        for number, code in enumerate(poisons.values()):
            action = self.env.ref("consumer_rights.reaction_reminder").copy({"code": find + code})
            self.step(code=f"poison_{number}", moment="due", action_id=action.id)
        with (
            self.at("2026-03-14 00:00"),
            mute_logger("odoo.sql_db"),  # the server runs with it off (config/odoo.conf)
            self.assertLogs("odoo", "INFO") as logs,
        ):
            self.sweep()
        log = "\n".join(logs.output)
        for number, kind in enumerate(poisons):
            with self.subTest(kind):
                bad = self.reactions(case, f"poison_{number}")
                self.assertEqual(bad.state, "failed")
                self.assertIn(kind, bad.error)
                self.assertIn(f"Reaction id {bad.id} failed", log)
                for secret in ("毒案", "13912345678"):
                    self.assertNotIn(secret, bad.error + log)
        self.assertIn("rights_deadline_reaction.py", log)

    def test_reactions_tell_no_content(self):
        """Annex A2: the business administrator sees which step failed, and no case."""
        case = self.in_handling()
        with self.at("2026-03-14 00:00"):
            self.sweep()
        row = self.as_user("business_admin", self.reactions(case, "missed"))
        self.assertTrue(row.deadline_id.display_name.startswith("TL-"))
        with self.assertRaises(AccessError):
            row.deadline_id.read(["case_id"])

    def test_watchdog(self):
        """D14: a job that Odoo switched off, and deadlines nobody looks at, are said."""
        health = self.env["rights.health"]
        self.env["rights.deadline"].search([]).sudo().sweep_at = False
        self.assertEqual(health._check_own_jobs()["state"], "ok")
        self.env.ref("consumer_rights.deadline_cron_sweep").active = False
        answer = health._check_own_jobs()
        self.assertEqual(answer["state"], "fail")
        self.assertIn(
            self.env.ref("consumer_rights.deadline_cron_sweep").cron_name, answer["found"]
        )
        self.env["rights.deadline.reaction"].search([("state", "!=", "done")]).state = "done"
        self.assertEqual(health._check_sweep()["state"], "ok")
        clock = self.clock(self.in_handling("2026-03-04"), "TL-12")
        past = fields.Datetime.now() - timedelta(hours=2)
        self.env.execute_query(
            SQL(
                "UPDATE rights_deadline SET sweep_at = %s WHERE id = %s RETURNING 1", past, clock.id
            )
        )
        self.assertEqual(health._check_sweep()["state"], "fail")

    def test_one_list_of_reactions(self):
        """D6: steps and automations stand in one list; either is switched by the administrator."""
        rows = self.as_user("business_admin", self.env["rights.reaction.list"]).with_context(
            active_test=False
        )
        found = rows.search([])
        self.assertEqual(set(found.mapped("kind")), {"step", "automation"})
        row = found.filtered(
            lambda row: row.automation_id == self.env.ref("consumer_rights.automation_dissatisfied")
        )
        self.assertTrue(row.name and row.when_text and row.target_text and row.action_text)
        row.action_toggle()
        self.assertFalse(self.env.ref("consumer_rights.automation_dissatisfied").active)
        step = found.filtered(lambda row: row.step_id.code == "near")
        self.assertIn("TL-12", step.target_text)
        self.assertEqual(step.action_open()["res_id"], step.step_id.id)

    def test_nothing_due_touches_nothing(self):
        """The sweep finds by an index: with nothing due it writes nothing."""
        self.in_handling("2026-03-04")
        with self.at("2026-03-05 10:00"):
            self.sweep()
            self.assertEqual(self.env["rights.deadline.breach"]._sweep(), [])
