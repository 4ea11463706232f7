from odoo.tests import HttpCase, tagged

from .common import RightsCommon

BOARD = "/odoo/action-consumer_rights.rights_case_action_complaint"
PHONE = "/odoo/action-consumer_rights.rights_case_action_phone"


@tagged("post_install", "-at_install")
class TestBoardJourneys(RightsCommon, HttpCase):
    """The case line in a browser: keyboard, board and dialog end in the one gate (design D4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the journeys find columns and choices by their code, whatever language the page speaks
        for lang, _name in cls.env["res.lang"].get_installed():
            for model in ("rights.case.stage", "rights.outcome"):
                for record in cls.env[model].with_context(lang=lang).search([]):
                    record.name = record.code

    def test_clerk_registers_by_keyboard_alone(self):
        """REG-04, D12: a call is registered and accepted without touching the mouse."""
        self.registered_case(
            subject="空调漏水", party_ids=self.person(name="李来电", phone="13800005678")
        )
        self.env["rights.category"].create(
            [
                {"name": "测试类别", "code": "test_class", "kind": "goods"},
                {"name": "测试性质", "code": "test_nature", "kind": "nature"},
            ]
        )
        self.start_tour(PHONE, "rights_clerk_registers_by_keyboard", login="t_clerk", timeout=120)

        case = self.env["rights.case"].search([("subject", "=", "新买的冰箱不制冷")])
        self.assertEqual(case.stage_code, "accepted")
        self.assertEqual(case.channel_id, self.env.ref("consumer_rights.channel_phone"))
        self.assertEqual(case.respondent_id, self.merchant)
        self.assertEqual(case.item_class_id.name, "测试类别")
        self.assertEqual(len(case.party_ids), 1, "no empty line became a party")
        self.assertEqual(case.sudo().party_ids.name, "李来电")
        self.assertEqual(case.event_ids.mapped("user_id"), self.users["clerk"])

    def test_refused_drag_returns_with_its_reason(self):
        case = self.create_case()
        self.start_tour(BOARD, "rights_refused_drag_returns", login="t_clerk", timeout=120)
        self.assertEqual(case.stage_code, "registered")
        steps = case.sudo().event_ids.filtered("stage_to_id")
        self.assertEqual(len(steps), 1, "the refused drag left no trace in the process record")

    def test_dialog_asks_for_what_is_missing(self):
        """HND-13: the board does not conclude a case without its result and the recovered loss."""
        case = self.case_at("handling")
        self.start_tour(BOARD, "rights_dialog_asks_for_the_missing", login="t_clerk", timeout=120)
        self.assertEqual(case.stage_code, "concluded")
        self.assertEqual(case.outcome_id, self.settled)
        self.assertEqual(case.amount_recovered, 680)
        self.assertEqual(case.result_text, "商家同意退款")
