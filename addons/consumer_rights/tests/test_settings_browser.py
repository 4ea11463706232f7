from odoo.tests import HttpCase, tagged

from .common import GROUP, RightsCommon


@tagged("post_install", "-at_install")
class TestSettingsInTheBrowser(RightsCommon, HttpCase):
    """Design D13: what the business administrator does, done in a browser with that account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # names that the tours look for, whatever language the database speaks
        lang = cls.users["business_admin"].lang
        names = {
            "consumer_rights.stage_registered": "Stage of the tour",
            "consumer_rights.consumer_rights_group_clerk": "Role of the tour",
        }
        for xmlid, name in names.items():
            cls.env.ref(xmlid).with_context(lang=lang).name = name

    def tour(self, action, name, login="business_admin", record=None):
        url = f"/odoo/action-consumer_rights.{action}"
        if record:
            url += f"/{record.id}"
        self.start_tour(url, name, login=f"t_{login}")

    def test_d13_a_stage_and_a_move_with_a_required_field(self):
        self.tour("rights_case_stage_action", "rights_settings_stage")
        stage = self.env["rights.case.stage"].search([("name", "=", "Expert opinion")])
        self.assertTrue(stage)
        self.tour("rights_case_transition_action", "rights_settings_move")
        move = self.env["rights.case.transition"].search([("name", "=", "Ask an expert")])
        self.assertEqual((move.kind, move.stage_to_id), ("complaint", stage))
        self.assertEqual(move.group_ids, self.env.ref(GROUP + "clerk"))
        self.assertEqual(len(move.required_field_ids), 1)
        self.assertEqual(move.checklist_ids.name, "Both parties are told")
        case = self.registered_case()
        answer = self.as_user("clerk", case).board_move(stage.id, case.stage_id.id)
        self.assertEqual(answer["transition_id"], move.id)

    def test_d13_a_board_filter_that_the_clerk_finds(self):
        """The administrator reads no case, so the conditions are checked and nothing is counted."""
        self.tour("rights_board_filter_action", "rights_settings_board_filter")
        saved = self.env["ir.filters"].search([("name", "=", "Without request")])
        self.assertEqual((saved.model_id, len(saved.user_ids)), ("rights.case", 0))
        self.assertNotEqual(saved.domain, "[]")
        self.tour("rights_case_action_complaint", "rights_board_filter_on_the_board", "clerk")

    def test_d13_a_field_of_one_class(self):
        food = self.env["rights.category"].create(
            {"name": "测试食品", "code": "test_food", "kind": "goods"}
        )
        self.tour("rights_category_action", "rights_settings_category_field", record=food)
        self.assertEqual(food.field_ids.mapped("name"), ["Batch number"])
        self.assertEqual(food.property_definition[0]["string"], "Batch number")

    def test_d13_the_configuration_as_a_file(self):
        self.tour("rights_configuration_export_action", "rights_settings_configuration")
