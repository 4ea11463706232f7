from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RightsCommon


@tagged("post_install", "-at_install")
class TestCategoryField(RightsCommon):
    """Design D13: details of one class of matter, without code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.food, cls.clothing = cls.env["rights.category"].create(
            [
                {"name": "测试食品", "code": "test_food", "kind": "goods"},
                {"name": "测试服装", "code": "test_clothing", "kind": "goods"},
            ]
        )

    def setUp(self):
        super().setUp()
        with Form(self.as_user("business_admin", self.food)) as form:
            with form.field_ids.new() as line:
                line.name = "生产批号"
                line.is_required = True
            with form.field_ids.new() as line:
                line.name = "储存方式"
                line.type = "selection"
                line.options = "常温\n冷藏"
            with form.field_ids.new() as line:
                line.name = "保质期至"
                line.type = "date"
        self.batch, self.storage, self.expiry = self.food.field_ids.with_user(
            self.users["business_admin"]
        )

    def food_case(self, login="clerk", **details):
        values = {getattr(self, name).key: value for name, value in details.items()}
        return self.create_case(login, item_class_id=self.food.id, properties=values)

    def test_d13_the_class_defines_and_its_cases_show(self):
        self.assertEqual(
            [(entry["string"], entry["type"]) for entry in self.food.property_definition],
            [("生产批号", "char"), ("储存方式", "selection"), ("保质期至", "date")],
        )
        case = self.food_case(batch="B-77", storage="冷藏")
        shown = self.as_user("clerk", case).read(["properties"])[0]["properties"]
        self.assertEqual(
            {entry["string"]: entry.get("value") for entry in shown},
            {"生产批号": "B-77", "储存方式": "冷藏", "保质期至": None},
        )
        other = self.create_case(item_class_id=self.clothing.id)
        self.assertFalse(other.read(["properties"])[0]["properties"])

    def test_d13_choosing_the_class_shows_its_details_at_once(self):
        """The clerk is still on the phone: nothing is saved yet."""
        cases = self.as_user("clerk", self.env["rights.case"])
        spec = {"item_class_id": {"fields": {}}, "properties": {}}

        def shown(category):
            answer = cases.onchange({"item_class_id": category}, ["item_class_id"], spec)
            return [entry["string"] for entry in answer["value"]["properties"]]

        self.assertEqual(shown(self.food.id), ["生产批号", "储存方式", "保质期至"])
        self.assertEqual(shown(self.clothing.id), [])
        self.assertEqual(shown(False), [])

    def test_d13_the_form_of_a_case_takes_them(self):
        case = self.food_case()
        with Form(self.as_user("clerk", case)) as form:
            form.properties = [
                {**entry, "value": "B-78"} if entry["name"] == self.batch.key else entry
                for entry in form.record.read(["properties"])[0]["properties"]
            ]
        self.assertEqual(case.properties[self.batch.key], "B-78")

    def test_d13_search_by_a_detail(self):
        case = self.food_case(batch="B-77", storage="冷藏")
        self.food_case(batch="C-01")
        cases = self.as_user("clerk", self.env["rights.case"])
        self.assertEqual(cases.search([(f"properties.{self.batch.key}", "ilike", "77")]), case)
        self.assertEqual(cases.search([(f"properties.{self.storage.key}", "=", "冷藏")]), case)
        arch = self.env["rights.case"].get_view(view_type="search")["arch"]
        self.assertIn('name="properties"', arch)

    def test_d13_a_required_detail_is_asked_for_at_registration(self):
        case = self.food_case()
        register = case._transitions().filtered(lambda step: step.code == "register")
        self.assertIn("properties", case._get_asked_fields(register))
        with self.assertRaises(ValidationError):
            self.move(case, "register", "clerk")
        self.move(case, "register", "clerk", {"properties": {self.batch.key: "B-79"}})
        self.assertEqual(case.stage_code, "registered")

    def test_only_the_list_of_the_class_defines_fields(self):
        """A client that may write a case cannot redefine its class through the case."""
        case = self.food_case(batch="B-77")

        def forged():
            new = {"name": "forged", "string": "Forged", "type": "char"}
            return [{**new, "definition_changed": True}]

        for login in ("clerk", "business_admin"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, case).properties = forged()
        with self.assertRaises(AccessError):
            case.sudo().properties = forged()
        with self.assertRaises(AccessError):
            self.as_user("business_admin", self.food).property_definition = []
        with self.assertRaises(AccessError):
            self.move(case, "register", "clerk", {"properties": forged()})

    def test_who_may(self):
        for login in self.users:
            with self.subTest(login=login):
                writes = login == "business_admin"
                field = self.as_user(login, self.batch)
                self.assertTrue(field.has_access("read"))
                for operation in ("write", "create", "unlink"):
                    self.assertEqual(field.has_access(operation), writes)

    def test_a_field_in_use_is_archived_and_stays_readable(self):
        case = self.food_case(batch="B-77")
        with self.assertRaises(UserError):
            self.batch.unlink()
        self.batch.active = False
        self.assertEqual(case.properties[self.batch.key], "B-77")
        self.assertNotEqual(self.food.property_definition[-1]["string"], "生产批号")
        self.move(case, "register", "clerk")
        fresh = self.food_case()
        self.move(fresh, "register", "clerk")
        self.expiry.unlink()
        self.assertEqual(len(self.food.property_definition), 2)

    def test_an_unused_archived_field_disappears(self):
        self.storage.active = False
        self.assertNotIn(
            self.storage.key, [entry["name"] for entry in self.food.property_definition]
        )

    def test_kind_and_chosen_options_stay_once_used(self):
        case = self.food_case(batch="B-77", storage="冷藏")
        self.assertEqual(self.storage.use_count, 1)
        with self.assertRaises(UserError):
            self.batch.type = "integer"
        with self.assertRaises(UserError):
            self.storage.options = "常温\n冷冻"
        self.storage.options = "冷藏\n冷冻"
        self.batch.name = "批号"
        self.assertEqual(
            {
                entry["string"]: entry.get("value")
                for entry in case.read(["properties"])[0]["properties"]
            },
            {"批号": "B-77", "储存方式": "冷藏", "保质期至": None},
        )
        self.expiry.type = "char"

    def test_a_key_never_changes(self):
        with self.assertRaises(UserError):
            self.batch.key = "batch"

    def test_wrong_settings_are_refused(self):
        def create(**values):
            return self.as_user("business_admin", self.env["rights.category.field"]).create(
                {"category_id": self.food.id, "name": "新", **values}
            )

        for values in (
            {"type": "selection"},
            {"type": "selection", "options": "甲\n甲"},
            {"type": "boolean", "is_required": True},
            {"category_id": self.nature.id},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                create(**values)

    def test_wrong_values_are_refused(self):
        for details in ({"expiry": "soon"}, {"storage": "油炸"}, {"batch": 12}):
            with self.subTest(details=details), self.assertRaises(ValidationError):
                self.food_case(**details)

    def test_another_class_drops_the_details_and_the_process_record_keeps_them(self):
        """REG-05: what was registered stays readable with editor and time."""
        case = self.food_case(batch="B-77")
        self.move(case, "register", "clerk")
        self.as_user("clerk", case).item_class_id = self.clothing
        self.assertFalse(case.read(["properties"])[0]["properties"])
        event = case.sudo().event_ids[-1]
        self.assertEqual(event.changes["properties"]["old"]["生产批号"], "B-77")

    def test_d13_export_of_details(self):
        """Columns of the export dialog, and a value in the file, with the export right."""
        case = self.food_case(batch="B-77", storage="冷藏")
        self.move(case, "register", "clerk")
        column = f"properties.{self.batch.key}"
        data = self.as_user("dispatcher", case).export_data(
            ["name", column, f"properties.{self.storage.key}"]
        )
        self.assertEqual(data["datas"], [[case.name, "B-77", "冷藏"]])

    def test_a_copied_class_gets_fields_of_its_own(self):
        copy = self.food.copy({"code": "food2", "name": "Food 2"})
        self.assertEqual(copy.field_ids.mapped("name"), self.food.field_ids.mapped("name"))
        self.assertFalse(set(copy.field_ids.mapped("key")) & set(self.food.field_ids.mapped("key")))
        self.assertEqual(len(copy.property_definition), 3)

    def test_a_change_is_on_record_once(self):
        log = self.env["rights.audit.log"]
        before = log.search([], limit=1).id
        self.batch.name = "批号"
        entry = log.search([("id", ">", before)])
        self.assertEqual(entry.model, "rights.category.field")
        self.assertIn("生产批号 → 批号", entry.detail)

    def test_counting_uses_does_not_run_for_other_changes(self):
        """Rewording and ordering stay quick on a million cases."""
        field = self.env.registry["rights.category.field"]
        with patch.object(field, "_count_uses", side_effect=AssertionError):
            self.as_user("business_admin", self.food).field_ids = [
                Command.update(self.batch.id, {"name": "批次"})
            ]
