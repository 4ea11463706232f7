from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingTransfer(RoutingCommon):
    """What goes to other authorities, and what several do together (TRI-09, TRI-10)."""

    def setUp(self):
        super().setUp()
        self.body = self.env["rights.partner.body"].create(
            {
                "name": "测试交通局",
                "kind": "authority",
                "phone": "025-12328",
                "address": "测试路9号",
            }
        )

    def transfer(self, case, **values):
        values = {
            "competent_body_id": self.body.id,
            "result_text": "客运纠纷归交通部门",
            "transfer_receipt": "李接收，交〔2026〕3号",
            "transfer_told_way": "phone",
            "move_basis": "职责分工",
            **values,
        }
        return self.move(case, "transfer", "dispatcher", values)

    def test_tri_09_without_agreement_only_guidance_is_left(self):
        """TRI-09, ACC-12: no agreement, no transfer; the way there can always be shown."""
        case = self.registered_case("clerk")
        with self.refused("no agreement with 测试交通局", ValidationError):
            self.transfer(case)
        self.body.write({"has_agreement": True, "agreement_until": "2020-01-01"})
        with self.refused("no agreement", ValidationError):
            self.transfer(case)
        self.assertTrue(case._step_of_code("reject"), "guidance stays open")

    def test_tri_09_the_person_is_told_whom_to_contact(self):
        self.body.has_agreement = True
        case = self.registered_case("clerk")
        with self.refused("whom to contact", ValidationError):
            self.transfer(case, transfer_told_way=False)
        with self.refused("took the matter over", ValidationError):
            self.transfer(case, transfer_receipt=False)
        self.transfer(case)
        self.assertEqual(case.stage_code, "transferred")
        contact = case.sudo().contact_log_ids
        self.assertEqual(contact.whom, "person")
        self.assertIn("测试交通局", contact.note)
        self.assertIn("025-12328", contact.note)
        record = case.sudo().transfer_ids
        self.assertEqual((record.body_id, record.receipt), (self.body, "李接收，交〔2026〕3号"))
        self.assertEqual(record.sent_by_id, self.users["dispatcher"])
        paper = case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-08")
        for text in (self.body.name, "李接收，交〔2026〕3号", self.stations["city"].name):
            self.assertIn(text, paper.body)

    # -- a matter that was not accepted ----------------------------------------------------------

    def not_accepted(self, number=1):
        case = self.registered_case("clerk")
        reason = self.env["rights.reject.reason"].search(
            [("is_in_force", "=", True), ("number", "=", number)]
        )
        body = self.body.id if number == 1 else False
        values = {"reject_reason_id": reason.id, "competent_body_id": body}
        return self.move(case, "reject", "clerk", values)

    def send_on(self, case, login="clerk", **values):
        dialog = self.as_user(login, self.env["rights.transfer.send"])
        values = {"explanation": "客运纠纷", "receipt": "李接收", "told_way": "phone", **values}
        return dialog.create({"case_id": case.id, **values}).action_send()

    def test_acc_12_a_refused_matter_is_sent_on_by_agreement(self):
        """ACC-12, TRI-09, DOC-08: besides explaining it is handed over, and that is recorded."""
        case = self.not_accepted()
        self.assertTrue(case.may_send_on)
        with self.refused("no agreement", UserError):
            self.send_on(case)
        self.body.has_agreement = True
        with self.refused("explained", UserError):
            self.send_on(case, explanation=" ")
        self.send_on(case)
        record = case.sudo().transfer_ids
        self.assertEqual((record.body_id, record.sent_by_id), (self.body, self.users["clerk"]))
        self.assertIn("025-12328", case.sudo().contact_log_ids[-1].note)
        codes = case.sudo().document_ids.template_id.mapped("code")
        self.assertIn("DOC-08", codes)
        self.assertEqual(case.stage_code, "rejected", "the decision stands")
        self.assertFalse(case.may_send_on)
        with self.refused("and once", UserError):
            self.send_on(case)

    def test_acc_12_the_consumer_council_may_forward_it(self):
        council = self.env["rights.partner.body"].create(
            {"name": "测试消协", "kind": "council", "phone": "025-12315"}
        )
        case = self.not_accepted()
        self.send_on(case, council_id=council.id)
        self.assertEqual(case.sudo().transfer_ids.council_id, council)
        self.assertIn(council.name, case.sudo().document_ids.sorted("id")[-1].body)

    def test_acc_12_only_matters_of_another_authority(self):
        case = self.not_accepted(number=4)
        with self.refused("another authority", UserError):
            self.send_on(case)
        self.body.has_agreement = True
        with self.assertRaises(AccessError):
            self.send_on(self.not_accepted(), login="station_b1")
        with self.assertRaises(AccessError):
            self.send_on(self.not_accepted(), login="followup")
        with self.assertRaises(AccessError):
            self.as_user("clerk", self.env["rights.case.transfer"]).create(
                {"case_id": case.id, "cycle_no": 1, "body_id": self.body.id, "receipt": "x"}
            )

    def test_tri_09_an_anonymous_reporter_cannot_be_told(self):
        self.body.has_agreement = True
        report = self.create_case("clerk", kind="report", is_anonymous=True, party_ids=[])
        self.move(report, "register")
        with self.refused("does not ask", AccessError):
            self.transfer(report)
        step = report._step_of_code("transfer")
        values = {
            "competent_body_id": self.body.id,
            "result_text": "移送公安机关",
            "transfer_receipt": "经侦支队",
            "move_basis": "涉嫌犯罪",
        }
        self.as_user("dispatcher", report).action_move(step.id, report.stage_id.id, values)
        self.assertEqual(report.sudo().stage_code, "transferred")
        self.assertFalse(report.sudo().contact_log_ids)

    def test_tri_10_joint_handling_has_one_agreed_date(self):
        """TRI-10, TL-20: no joint handling without a date; the date stands on the case."""
        case = self.case_at("handling")
        with self.refused("needs a deadline", ValidationError):
            case.joint_body_ids = self.body
        with self.at("2026-03-02 10:00"):
            case.write(
                {
                    "joint_body_ids": [Command.set(self.body.ids)],
                    "joint_deadline": "2026-03-20",
                    "joint_agreement": "三方会商纪要",
                }
            )
            self.assertDue(case, TL_20="2026-03-20")
        changes = [change for change in case.sudo().event_ids.mapped("changes") if change]
        self.assertTrue(any("joint_body_ids" in change for change in changes))

    def test_tri_10_the_person_is_told_the_agreed_date(self):
        """TRI-10, LIM-14: until it is told, and again when it changes, the clock says so."""
        case = self.case_at("handling")
        with self.at("2026-03-02 10:00"):
            case.write(
                {"joint_body_ids": [Command.set(self.body.ids)], "joint_deadline": "2026-03-20"}
            )
            clock = self.clock(case, "TL-20")
            self.assertTrue(clock.is_untold)
            self.as_user("clerk", clock).action_date_told()
            self.assertFalse(clock.is_untold)
            case.joint_deadline = "2026-03-27"
        running = self.clocks(case).filtered(lambda c: c.code == "TL-20" and not c.stopped_at)
        self.assertTrue(running.is_untold)
