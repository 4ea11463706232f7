import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.case.rights_configuration import EXPORTED
from .common import GROUP, RightsCommon

STAGE = "rights.case.stage"
TRANSITION = "rights.case.transition"


@tagged("post_install", "-at_install")
class TestConfiguration(RightsCommon):
    """Design D13: the settings as a file, and the file in another database."""

    def setUp(self):
        super().setUp()
        self.configuration = self.as_user("business_admin", self.env["rights.configuration"])

    def as_admin(self, model):
        return self.as_user("business_admin", self.env[model])

    def own_settings(self):
        """One of everything that a business administrator adds."""
        stage = self.as_admin(STAGE).create({"name": "专家会商", "sequence": 55})
        transition = self.as_admin(TRANSITION).create(
            {
                "name": "提交专家",
                "kind": "complaint",
                "stage_from_id": self.env.ref("consumer_rights.stage_registered").id,
                "stage_to_id": stage.id,
                "group_ids": [Command.link(self.env.ref(GROUP + "clerk").id)],
                "required_field_ids": [
                    Command.link(self.env.ref("consumer_rights.case_field_complexity").id)
                ],
                "checklist_ids": [Command.create({"name": "已通知双方"})],
            }
        )
        parent = self.as_admin("rights.category").create(
            {"name": "预付卡", "code": "card", "kind": "service"}
        )
        child = self.as_admin("rights.category").create(
            {"name": "美容卡", "code": "a_beauty", "kind": "service", "parent_id": parent.id}
        )
        field = self.as_admin("rights.category.field").create(
            {"category_id": child.id, "name": "卡号", "is_required": True}
        )
        board_filter = self.as_admin("ir.filters").create(
            {"name": "无人承办", "model_id": "rights.case", "domain": "[('user_id', '=', False)]"}
        )
        claim = self.as_admin("rights.claim").create({"name": "退卡", "code": "card_refund"})
        return [
            claim,
            board_filter,
            transition.checklist_ids,
            transition,
            stage,
            field,
            child,
            parent,
        ]

    def file_without(self, records):
        """A file with these settings, which are then taken out of the database."""
        data = json.loads(self.configuration._export_text())
        for record in records:
            record.sudo().unlink()
        return data

    def load(self, data):
        plan = self.configuration._plan(data)
        self.configuration._apply(plan)
        return plan

    def test_d13_the_file_says_what_it_is_and_holds_no_database_id(self):
        self.own_settings()
        data = json.loads(self.configuration._export_text())
        self.assertEqual((data["format"], data["version"]), ("consumer_rights.configuration", 1))
        exported = self.configuration._get_exported()
        # a room may add settings and fields of its own, before and after
        models = [spec.model for spec in exported]
        self.assertTrue({spec.model for spec in EXPORTED} <= set(models))
        self.assertEqual(len(models), len(set(models)))
        self.assertEqual(list(data["settings"]), [spec.model for spec in exported])
        for spec in exported:
            rows = data["settings"][spec.model]
            self.assertTrue(rows, spec.model)
            for row in rows:
                self.assertEqual(set(row), {"key", "values"})
                self.assertEqual(set(row["values"]), set(spec.fields))
        move = next(row for row in data["settings"][TRANSITION] if "提交专家" in str(row))
        self.assertEqual(move["values"]["stage_from_id"], "registered")
        self.assertEqual(move["values"]["group_ids"], [GROUP + "clerk"])
        self.assertEqual(move["values"]["required_field_ids"], ["complexity"])

    def test_d13_a_second_database_gets_what_the_first_has(self):
        """Everything added comes back from the file, in all languages, and works."""
        settings = self.own_settings()
        settings[4].with_context(lang="zh_CN").name = "专家"
        wanted = self.configuration._export()
        data = self.file_without(settings)
        plan = self.load(data)
        self.assertEqual(len(plan.changes), len(settings))
        self.assertEqual(self.configuration._export(), wanted)
        transition = self.env[TRANSITION].search([("name", "=", "提交专家")])
        self.assertEqual(transition.checklist_ids.name, "已通知双方")
        self.assertEqual(transition.stage_to_id.with_context(lang="zh_CN").name, "专家")
        case = self.registered_case()
        answer = self.as_user("clerk", case).board_move(transition.stage_to_id.id, case.stage_id.id)
        self.assertEqual(answer["transition_id"], transition.id)
        beauty = self.env["rights.category"].search([("code", "=", "a_beauty")])
        self.assertEqual(beauty.parent_id.code, "card")
        self.assertEqual(beauty.property_definition[0]["string"], "卡号")

    def test_d13_loading_twice_changes_nothing(self):
        data = self.file_without(self.own_settings())
        self.load(data)
        log = self.env["rights.audit.log"].search_count([])
        plan = self.load(data)
        self.assertFalse(plan.changes)
        self.assertFalse(plan.errors)
        self.assertEqual(plan.unchanged, sum(len(rows) for rows in data["settings"].values()))
        self.assertEqual(self.env["rights.audit.log"].search_count([]), log)

    def test_changes_are_previewed_field_by_field(self):
        data = json.loads(self.configuration._export_text())
        stage = self.as_admin(STAGE).browse(self.env.ref("consumer_rights.stage_handling").id)
        was = stage.sequence
        stage.write({"sequence": 999, "fold": True})
        plan = self.configuration._plan(data)
        change = plan.changes[0]
        self.assertEqual((len(plan.changes), change.record, change.key), (1, stage, "handling"))
        self.assertEqual(change.differences["sequence"], ("999", str(was)))
        self.configuration._apply(plan)
        self.assertEqual((stage.sequence, stage.fold), (was, False))

    def test_loading_removes_nothing(self):
        data = json.loads(self.configuration._export_text())
        settings = self.own_settings()
        self.assertFalse(self.configuration._plan(data).changes)
        self.assertTrue(all(record.exists() for record in settings))

    def test_a_wrong_file_is_refused_in_a_sentence(self):
        for content in (b"PK\x03\x04", b"[]", b'{"format": "other"}', "{".encode("utf-16")):
            with self.subTest(content=content), self.assertRaises(UserError):
                self.configuration._read(content)
        newer = {"format": "consumer_rights.configuration", "version": 2, "settings": {}}
        with self.assertRaisesRegex(UserError, "2"):
            self.configuration._read(json.dumps(newer).encode())
        with self.assertRaises(UserError):
            self.configuration._read(json.dumps({**newer, "version": 1, "settings": []}).encode())

    def test_wrong_entries_are_named_and_nothing_is_loaded(self):
        def broken(model, **values):
            data = json.loads(self.configuration._export_text())
            row = data["settings"][model][0]
            row["values"].update(values)
            return data

        data = broken(STAGE)
        data["settings"]["res.users"] = []
        cases = [
            (data, "res.users"),
            (broken(STAGE, no_such_field=1), "no_such_field"),
            (broken(STAGE, fold="yes"), "fold"),
            (broken(STAGE, code="changed"), "draft"),
            (broken(TRANSITION, scope="everybody"), "scope"),
            (broken(TRANSITION, stage_to_id="nowhere"), "nowhere"),
            (broken(TRANSITION, group_ids=["base.group_no_such"]), "base.group_no_such"),
            (broken(TRANSITION, group_ids=["base.main_company"]), "base.main_company"),
            (broken("rights.reject.reason", date_from="soon"), "date_from"),
        ]
        twice = json.loads(self.configuration._export_text())
        twice["settings"][STAGE].append(twice["settings"][STAGE][0])
        cases.append((twice, "draft"))
        shapeless = json.loads(self.configuration._export_text())
        shapeless["settings"][STAGE] = [None, {"key": 1}]
        cases.append((shapeless, ""))
        for data, word in cases:
            with self.subTest(word=word):
                plan = self.configuration._plan(data)
                self.assertTrue(plan.errors)
                self.assertIn(word, "\n".join(plan.errors))
                with self.assertRaises(UserError):
                    self.configuration._apply(plan)

    def test_one_refused_entry_undoes_all(self):
        data = self.file_without(self.own_settings())
        for row in data["settings"]["ir.filters"]:
            row["values"]["domain"] = "[('no_such_field', '=', 1)]"
        with self.assertRaisesRegex(UserError, "无人承办"):
            self.load(data)
        self.assertFalse(self.env[STAGE].search([("name", "=", "专家会商")]))

    def test_a_file_gives_no_right_that_its_reader_lacks(self):
        """Code after a move is set by the platform administrator only; the rest is loaded."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Tell the expert",
                "model_id": self.env["ir.model"]._get_id("rights.case"),
                "state": "code",
                "code": "pass",
            }
        )
        names = {"module": "consumer_rights", "name": "tell_the_expert"}
        names.update(model=action._name, res_id=action.id)
        self.env["ir.model.data"].create(names)
        data = json.loads(self.configuration._export_text())
        row = data["settings"][TRANSITION][0]
        row["values"]["action_ids"] = ["consumer_rights.tell_the_expert"]
        plan = self.configuration._plan(data)
        self.assertFalse(plan.errors)
        self.assertFalse(plan.changes)
        self.assertEqual(len(plan.notes), 1, plan.notes)
        foreign = json.loads(self.configuration._export_text())
        foreign["settings"][TRANSITION][0]["values"]["group_ids"] = ["base.group_user"]
        with self.assertRaises(UserError):
            self.load(foreign)

    def test_who_may(self):
        for login in set(self.users) - {"business_admin"}:
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    self.as_user(login, self.env["rights.configuration.export"]).action_open()
                with self.assertRaises(AccessError):
                    self.as_user(login, self.env["rights.configuration.import"]).create([{}])

    def test_the_two_windows(self):
        """Export, preview, load: each on record."""
        settings = self.own_settings()
        action = self.as_admin("rights.configuration.export").action_open()
        window = self.as_admin("rights.configuration.export").browse(action["res_id"])
        content = window.file
        self.assertTrue(window.file_name.endswith(".json"))
        for record in settings:
            record.sudo().unlink()
        wizard = self.as_admin("rights.configuration.import").create([{}])
        with self.assertRaises(UserError):
            wizard.action_preview()
        wizard.write({"file": content, "file_name": "settings.json"})
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard.action_preview()
        self.assertEqual(wizard.added_count, len(settings))
        self.assertFalse(wizard.errors)
        self.assertFalse(self.env[STAGE].search([("name", "=", "专家会商")]))
        wizard.action_apply()
        self.assertEqual(wizard.state, "done")
        self.assertTrue(self.env[STAGE].search([("name", "=", "专家会商")]))
        log = self.env["rights.audit.log"].search([("model", "=", "rights.configuration")])
        self.assertEqual(log.mapped("type"), ["config", "export"])

    def test_a_preview_that_no_longer_holds_is_not_loaded(self):
        content = self.configuration._export_text()
        stage = self.as_admin(STAGE).browse(self.env.ref("consumer_rights.stage_handling").id)
        stage.fold = True
        wizard = self.as_admin("rights.configuration.import").create(
            [{"file": base64.b64encode(content.encode())}]
        )
        wizard.action_preview()
        stage.is_closed = True
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertTrue(stage.fold)
