from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import GROUP, RightsCommon


@tagged("post_install", "-at_install")
class TestCaseLineSettings(RightsCommon):
    """Design D13: the business administrator shapes the case line and reads no case."""

    def admin(self, model):
        return self.as_user("business_admin", self.env[model])

    def add_stage(self):
        with Form(self.admin("rights.case.stage")) as form:
            form.name = "专家会商"
            form.sequence = 55
            form.description = "已提交专家"
        return form.record

    def add_transition(self, stage, **values):
        with Form(self.admin("rights.case.transition")) as form:
            form.name = "提交专家"
            form.kind = "complaint"
            form.stage_from_id = self.env.ref("consumer_rights.stage_registered")
            form.stage_to_id = stage
            form.group_ids.add(self.env.ref(GROUP + "clerk"))
            form.required_field_ids.add(self.env.ref("consumer_rights.case_field_complexity"))
            with form.checklist_ids.new() as line:
                line.name = "已通知双方"
            for name, value in values.items():
                form[name] = value
        return form.record

    def test_d13_a_stage_and_a_move_with_a_required_field_and_a_checklist(self):
        stage = self.add_stage()
        transition = self.add_transition(stage)
        self.assertTrue(stage.code and transition.code)
        case = self.registered_case()
        board = self.env["rights.case"].with_context(rights_board_kind="complaint")
        self.assertIn(stage, board._group_expand_stage(stage.browse(), []))
        answer = self.as_user("clerk", case).board_move(stage.id, case.stage_id.id)
        self.assertEqual(answer["transition_id"], transition.id)
        with self.assertRaises(ValidationError):
            self.move(case, transition.code, "clerk")
        with self.assertRaises(ValidationError):
            self.move(case, transition.code, "clerk", {"complexity": "complex"})
        items = transition.sudo().checklist_ids.ids
        ticked = {"complexity": "complex", "checklist_done_ids": [Command.set(items)]}
        self.move(case, transition.code, "clerk", ticked)
        self.assertEqual(case.stage_id, stage)
        self.assertEqual(case.complexity, "complex")

    def test_d13_the_move_is_for_the_roles_chosen(self):
        transition = self.add_transition(self.add_stage())
        case = self.registered_case()
        with self.assertRaises(AccessError):
            self.move(case, transition.code, "dispatcher")

    def test_d13_without_sight_of_a_case(self):
        case = self.registered_case()
        self.assertFalse(self.admin("rights.case").has_access("read"))
        with self.assertRaises(AccessError):
            self.as_user("business_admin", case).read(["subject"])

    def test_dat_06_nobody_else_changes_the_case_line(self):
        """DAT-06: all stations use the same procedure, a unit has no way to override it."""
        stage = self.env.ref("consumer_rights.stage_registered")
        transition = stage.leaving_ids[:1]
        for login in set(self.users) - {"business_admin"}:
            with self.subTest(login=login):
                for record in (stage, transition, self.env["rights.case.checklist.item"]):
                    seen = self.as_user(login, record)
                    self.assertTrue(seen.has_access("read"))
                    self.assertFalse(seen.has_access("write"))
                    self.assertFalse(seen.has_access("create"))
                    self.assertFalse(seen.has_access("unlink"))

    def test_a_code_stays(self):
        stage = self.add_stage()
        with self.assertRaises(UserError):
            stage.code = "other"
        with self.assertRaises(UserError):
            self.as_user("business_admin", stage.leaving_ids.browse()).browse(
                self.env.ref("consumer_rights.stage_draft").leaving_ids[0].id
            ).code = "other"

    def test_what_was_delivered_is_archived_not_deleted(self):
        draft = self.as_user("business_admin", self.env.ref("consumer_rights.stage_draft"))
        with self.assertRaises(UserError):
            draft.leaving_ids[0].unlink()
        with self.assertRaises(UserError):
            draft.unlink()
        own = self.add_stage()
        own.unlink()
        self.assertFalse(own.exists())

    def test_a_ticked_point_is_archived_not_deleted(self):
        transition = self.add_transition(self.add_stage())
        item = transition.checklist_ids
        case = self.registered_case()
        self.as_user("clerk", case).checklist_done_ids = item
        with self.assertRaises(UserError):
            item.unlink()
        item.active = False
        self.move(case, transition.code, "clerk", {"complexity": "simple"})
        self.assertEqual(case.stage_id, transition.stage_to_id)

    def test_a_move_is_for_roles_of_the_centre_only(self):
        transition = self.add_transition(self.add_stage())
        with self.assertRaises(ValidationError):
            transition.group_ids = self.env.ref("base.group_user")

    def test_code_that_runs_after_a_move_belongs_to_the_platform_administrator(self):
        """The form opens without it, the name is shown, and a write is refused."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Tell the expert",
                "model_id": self.env["ir.model"]._get_id("rights.case"),
                "state": "code",
                "code": "pass",
            }
        )
        transition = self.add_transition(self.add_stage())
        with self.assertRaises(AccessError):
            transition.action_ids = action
        self.assertNotIn("action_ids", self.admin("rights.case.transition").fields_get())
        transition.sudo().action_ids = action
        self.assertEqual(Form(transition).reaction_names, "Tell the expert")
        admin = self.env.ref("base.user_admin")
        self.assertEqual(transition.with_user(admin).action_ids, action)

    def test_every_change_is_on_record(self):
        """Annex A: configuration changes of the business administrator go to the audit log."""
        log = self.env["rights.audit.log"]
        stage = self.add_stage()
        transition = self.add_transition(stage)
        transition.name = "转专家"
        entries = log.search(
            [
                ("type", "=", "config"),
                ("user_id", "=", self.users["business_admin"].id),
                ("model", "in", ("rights.case.stage", "rights.case.transition")),
            ]
        )
        self.assertEqual(set(entries.mapped("res_id")), {stage.id, transition.id})
        self.assertIn("提交专家 → 转专家", entries[0].detail)
        item = log.search([("model", "=", "rights.case.checklist.item")], limit=1)
        self.assertIn("已通知双方", item.detail)
        transition.unlink()
        self.assertIn(
            "转专家", log.search([("model", "=", "rights.case.transition")], limit=1).detail
        )

    def test_a_write_that_changes_nothing_is_not_on_record(self):
        stage = self.add_stage()
        before = self.env["rights.audit.log"].search_count([])
        stage.name = stage.name
        self.assertEqual(self.env["rights.audit.log"].search_count([]), before)
