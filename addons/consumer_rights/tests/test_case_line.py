import psycopg2
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RightsCommon


@tagged("post_install", "-at_install")
class TestCaseGate(RightsCommon):
    """Stages and transitions of Annex B behind the one gate (design D4)."""

    def test_plain_case_goes_from_call_to_archive(self):
        """HND-13, ARC-03: a settled complaint ends in an archived case with a sealed dossier."""
        case = self.case_at("archived")
        self.assertEqual(case.stage_code, "archived")
        self.assertEqual(case.amount_recovered, 680)
        path = case.sudo().event_ids.filtered("stage_to_id").mapped("stage_to_id.code")
        self.assertEqual(
            path,
            [
                "registered",
                "accepted",
                "handling",
                "concluded",
                "replied",
                "followed_up",
                "archived",
            ],
        )
        self.assertTrue(case.sudo().dossier_ids)

    def test_rpl_01_the_result_is_offered_as_the_reply(self):
        """The usual reply need not be typed a second time, and it is shown before it goes out."""
        case = self.case_at("concluded")
        self.assertEqual((case.reply_text, case.reply_way), ("商家退款", "phone"))
        reply = self.env.ref("consumer_rights.transition_complaint_concluded_reply")
        asked = ["reply_text", "reply_way", "reply_comment"]
        self.assertEqual(case._get_asked_fields(reply), asked)

    def test_stage_write_is_refused_even_with_sudo(self):
        case = self.registered_case()
        accepted = self.env.ref("consumer_rights.stage_accepted")
        for record in (case, case.sudo()):
            with self.assertRaises(AccessError):
                record.write({"stage_id": accepted.id})
            with self.assertRaises(AccessError):
                record.with_context(rights_gate=True).write({"stage_id": accepted.id})
        with self.assertRaises(AccessError):
            self.env["rights.case"].create(self.case_vals(stage_id=accepted.id))
        self.assertEqual(case.stage_code, "registered")

    def test_automation_inside_a_move_cannot_pass_the_gate(self):
        """The permit of a move is used up by it: code that runs within the move finds none."""
        self.env["base.automation"].create(
            {
                "name": "jump",
                "model_id": self.env.ref("consumer_rights.model_rights_case").id,
                "trigger": "on_create_or_write",
                "trigger_field_ids": [
                    Command.link(self.env.ref("consumer_rights.field_rights_case__stage_id").id)
                ],
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "jump",
                            "model_id": self.env.ref("consumer_rights.model_rights_case").id,
                            "state": "code",
                            "code": "if record.stage_code == 'registered': "
                            "record.sudo().write({'stage_id': "
                            "env.ref('consumer_rights.stage_archived').id})",
                        }
                    )
                ],
            }
        )
        with self.assertRaises(AccessError):
            self.registered_case()

    def test_stale_stage_is_told_not_overwritten(self):
        """Two clerks on one card: the second sees who was first, and nothing changes."""
        case = self.registered_case()
        seen = case.stage_id
        self.move(case, "accept", "clerk", self.ACCEPT)
        reject = self.env.ref("consumer_rights.transition_complaint_registered_reject")
        with self.assertRaisesRegex(UserError, "has moved on"):
            case.action_move(reject.id, seen.id, {"result_text": "x"})
        self.assertEqual(case.stage_code, "accepted")

    def test_move_without_role_or_unit_is_refused(self):
        case = self.registered_case()
        step = self.env.ref("consumer_rights.transition_complaint_registered_accept")
        for login in ("station_b1", "handler_a", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(login, case).action_move(step.id, case.stage_id.id, self.ACCEPT)

    def test_board_says_what_is_missing_or_why_not(self):
        case = self.registered_case()
        accepted = self.env.ref("consumer_rights.stage_accepted")
        answer = case.board_move(accepted.id, case.stage_id.id)
        self.assertTrue(answer["asks"])
        self.assertEqual(case.stage_code, "registered")
        archived = self.env.ref("consumer_rights.stage_archived")
        with self.assertRaisesRegex(UserError, "does not move"):
            case.board_move(archived.id, case.stage_id.id)

    def test_move_writes_all_or_nothing(self):
        case = self.registered_case()
        step = self.env.ref("consumer_rights.transition_complaint_registered_accept")
        values = dict(self.ACCEPT, presumed_nature="tort", handling_mode=False)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            case.action_move(step.id, case.stage_id.id, values)
        case.invalidate_recordset()
        self.assertEqual(case.presumed_nature, "contract")

    def test_move_takes_only_fields_it_asks_for(self):
        case = self.registered_case()
        step = self.env.ref("consumer_rights.transition_complaint_registered_accept")
        with self.assertRaises(AccessError):
            case.action_move(step.id, case.stage_id.id, dict(self.ACCEPT, amount_recovered=1e6))

    def test_reg_21_accept_needs_the_four_opinions(self):
        """REG-21, HND-01: acceptance is refused while nature, mode, route or date is empty."""
        for name in self.ACCEPT:
            case = self.registered_case()
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.move(case, "accept", "clerk", dict(self.ACCEPT, **{name: False}))

    def test_reg_17_accept_needs_nature_and_class(self):
        case = self.registered_case(category_id=False)
        with self.assertRaisesRegex(ValidationError, "missing"):
            self.move(case, "accept", "clerk", self.ACCEPT)

    def test_admin_stage_and_transition_work_at_once(self):
        """D13: a new stage with a required field is data, and the gate keeps it."""
        admin = self.users["business_admin"]
        stage = (
            self.env["rights.case.stage"]
            .with_user(admin)
            .create({"name": "Expert opinion", "code": "expert", "sequence": 65})
        )
        self.env["rights.case.transition"].with_user(admin).create(
            {
                "name": "Ask an expert",
                "code": "ask_expert",
                "kind": "complaint",
                "stage_from_id": self.env.ref("consumer_rights.stage_handling").id,
                "stage_to_id": stage.id,
                "group_ids": [
                    Command.link(self.env.ref("consumer_rights.consumer_rights_group_clerk").id)
                ],
                "required_field_ids": [
                    Command.link(self.env.ref("consumer_rights.case_field_product_model").id)
                ],
            }
        )
        case = self.case_at("handling")
        with self.assertRaisesRegex(ValidationError, "Model is missing"):
            self.move(case, "ask_expert", "clerk")
        self.move(case, "ask_expert", "clerk", {"product_model": "X1"})
        self.assertEqual(case.stage_id, stage)

    def test_checklist_blocks_until_ticked(self):
        step = self.env.ref("consumer_rights.transition_complaint_registered_accept")
        item = self.env["rights.case.checklist.item"].create(
            {"name": "Warranty card seen", "transition_id": step.id}
        )
        case = self.registered_case()
        with self.assertRaisesRegex(ValidationError, "Warranty card"):
            self.move(case, "accept", "clerk", self.ACCEPT)
        ticked = dict(self.ACCEPT, checklist_done_ids=[Command.link(item.id)])
        self.move(case, "accept", "clerk", ticked)
        self.assertEqual(case.stage_code, "accepted")

    def test_archived_case_is_read_only(self):
        case = self.case_at("archived")
        with self.assertRaises(UserError):
            case.sudo().write({"facts": "changed"})

    def test_cases_are_never_deleted(self):
        with self.assertRaises(UserError):
            self.create_case().sudo().unlink()


@tagged("post_install", "-at_install")
class TestCaseHandling(RightsCommon):
    def test_hnd_10_site_visit_needed(self):
        """HND-10: conclusion is refused while a needed site visit is not recorded."""
        case = self.case_at("handling")
        case.needs_site_visit = True
        values = {"outcome_id": self.settled.id, "result_text": "x", "amount_recovered": 5}
        with self.assertRaisesRegex(ValidationError, "site visit"), self.env.cr.savepoint():
            self.move(case, "conclude", "clerk", values)
        visit = {"case_id": case.id, "place": "店内", "findings": "属实"}
        self.env["rights.site.visit"].with_user(self.users["clerk"]).create(visit)
        self.move(case, "conclude", "clerk", values)
        self.assertEqual(case.stage_code, "concluded")

    def test_hnd_10_suspected_offence_needs_two_officers(self):
        case = self.case_at("handling")
        with self.assertRaises(ValidationError):
            self.env["rights.site.visit"].with_user(self.users["clerk"]).create(
                {"case_id": case.id, "place": "店内", "findings": "疑似", "offence_suspected": True}
            )

    def test_hnd_13_every_matter_has_a_result(self):
        case = self.case_at("handling")
        for lacking in ({"outcome_id": self.settled.id}, {"result_text": "x"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.move(case, "conclude", "clerk", {**lacking, "amount_recovered": 1})

    def test_hnd_18_settled_needs_recovered_loss(self):
        case = self.case_at("handling")
        with self.assertRaisesRegex(ValidationError, "yuan"):
            self.move(
                case,
                "conclude",
                "clerk",
                {"outcome_id": self.settled.id, "result_text": "x", "amount_recovered": 0},
            )

    def test_hnd_16_direct_matters_are_marked(self):
        """HND-16: what a station takes in itself is marked direct, a city case is not."""
        self.assertTrue(self.create_case("station_a1").is_direct)
        self.assertFalse(self.create_case("clerk").is_direct)

    def test_hnd_15_dispatch_is_received_or_returned_with_reason(self):
        """HND-15, TRI-11, TRI-12: the chain of units has no gap, and nothing is declined."""
        case = self.case_at("accepted")
        target = {"dispatch_to_id": self.stations["district_a"].id, "complexity": "simple"}
        self.move(case, "dispatch", "dispatcher", target)
        self.assertEqual(case.sudo().station_id, self.stations["district_a"])
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.move(case, "return", "dispatcher_a")
        reason = self.env["rights.return.reason"].search([], limit=1)
        self.move(case, "return", "dispatcher_a", {"return_reason_id": reason.id})
        self.assertEqual(case.sudo().station_id, self.stations["city"])
        self.assertEqual(case.sudo().stage_code, "accepted")
        hop = case.sudo().dispatch_ids
        self.assertEqual((hop.return_reason_id, bool(hop.returned_at)), (reason, True))

    def test_a_step_adds_entries_and_changes_no_old_ones(self):
        """RPL-06: the dialog of a step cannot rewrite or remove a follow-up of before."""
        case = self.case_at("followed_up")
        followup = case.sudo().followup_ids
        values = {"sat_attitude": "dissatisfied"}
        for command in (Command.update(followup.id, values), Command.delete(followup.id)):
            with self.assertRaises(AccessError):
                case._check_only_adds("followup_ids", [command])

    def test_hnd_07_simple_procedure_has_a_ceiling(self):
        """HND-07: clear facts and at most 1,000 yuan; above it the shortcut is unavailable."""
        case = self.case_at("handling", amount_dispute=1000)
        with self.assertRaises(ValidationError):
            case.is_simple = True
        case.write({"facts_clear": True, "is_simple": True})
        with self.assertRaises(ValidationError):
            case.amount_dispute = 1000.01

    def test_hnd_08_evidence_is_asked_for_once(self):
        case = self.case_at("handling")
        case.action_request_evidence("发票\n照片")
        self.assertEqual(case.evidence_request, "发票\n照片")
        with self.assertRaisesRegex(UserError, "one list"):
            case.action_request_evidence("合同")
        with self.assertRaises(AccessError):
            case.action_request_evidence("合同", "漏了")
        self.as_user("head", case).action_request_evidence("合同", "漏了")
        self.assertIn("漏了", case.sudo().event_ids[-1].basis)

    def test_hnd_14_booking_without_staff_is_refused(self):
        case = self.case_at("handling")
        booking = {
            "case_id": case.id,
            "date_start": "2026-02-17 10:00:00",
            "date_end": "2026-02-17 11:00:00",
        }
        appointments = self.env["rights.appointment"].with_user(self.users["clerk"])
        with self.assertRaisesRegex(ValidationError, "staff"):
            appointments.create(booking)
        staff = [Command.link(self.users["clerk"].id)]
        self.assertTrue(appointments.create({**booking, "user_ids": staff}))

    def test_hnd_17_third_return_is_refused(self):
        """HND-17: the second return goes to the superior, who decides; a third is refused."""
        case = self.case_at("accepted")
        target = {"dispatch_to_id": self.stations["district_a"].id, "complexity": "simple"}
        reason = {"return_reason_id": self.env["rights.return.reason"].search([], limit=1).id}
        for _round in range(2):
            self.move(case, "dispatch", "dispatcher", target)
            self.move(case, "return", "dispatcher_a", reason)
        self.assertEqual(case.sudo().return_count, 2)
        self.move(case, "dispatch", "dispatcher", target)
        with self.assertRaisesRegex(ValidationError, "stays here"):
            self.move(case, "return", "dispatcher_a", reason)

    def test_org_12_refusal_of_a_foreign_matter_names_the_authority(self):
        """ORG-12: without a directory entry with its telephone the refusal is not saved."""
        case = self.registered_case()
        reasons = self.env["rights.reject.reason"].search([("is_in_force", "=", True)])
        values = {
            "reject_reason_id": reasons.filtered(lambda reason: reason.number == 1).id,
            "result_text": "不属于本部门职责",
        }
        with self.assertRaisesRegex(ValidationError, "authority"), self.env.cr.savepoint():
            self.move(case, "reject", "clerk", values)
        body = self.env["rights.partner.body"].create(
            {"name": "测试教育局", "kind": "authority", "phone": "025-84000009"}
        )
        self.move(case, "reject", "clerk", {**values, "competent_body_id": body.id})
        self.assertEqual((case.stage_code, case.decision), ("rejected", "reject"))

    def test_org_16_a_case_has_a_source_channel(self):
        """ORG-16: the old hotlines are channels, and no case is saved without one."""
        codes = self.env["rights.channel"].search([]).mapped("code")
        self.assertLessEqual({f"hotline_{n}" for n in (12365, 12331, 12358, 12330)}, set(codes))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.NotNullViolation):
            self.create_case(channel_id=False)

    def test_rpl_05_handler_does_not_follow_up(self):
        case = self.case_at("replied")
        followup = self.users["followup"]
        case.sudo().user_id = followup
        step = self.env.ref("consumer_rights.transition_complaint_replied_follow_up")
        with self.assertRaises(UserError):
            case.with_user(followup).action_move(step.id, case.sudo().stage_id.id, {})


@tagged("post_install", "-at_install")
class TestProcessRecord(RightsCommon):
    def test_reg_05_changes_keep_old_value_editor_and_time(self):
        case = self.registered_case()
        registrant, moment = case.registered_by_id, case.registered_at
        self.as_user("operator", case).write({"facts": "改过的事实"})
        event = case.sudo().event_ids[-1]
        self.assertEqual(event.changes["facts"]["old"], "买了三天屏幕自行碎裂")
        self.assertEqual(event.user_id, self.users["operator"])
        self.assertTrue(event.at)
        self.assertEqual((case.registered_by_id, case.registered_at), (registrant, moment))
        with self.assertRaises(AccessError):
            case.write({"registered_by_id": self.users["operator"].id})

    def test_the_record_names_the_unit_that_acted(self):
        """SEC-06: the city that reads a station's case acts as the city, the station as itself."""
        case = self.case_at("accepted")
        station = self.stations["station_a1"]
        self.move(
            case, "dispatch", "dispatcher", {"dispatch_to_id": station.id, "complexity": "simple"}
        )
        self.move(case, "receive", "station_a1")
        sent, received = case.sudo().event_ids.filtered("transition_id")[-2:]
        self.assertEqual((sent.station_id, received.station_id), (self.stations["city"], station))
        self.env["rights.case"].browse(case.id).sudo()._append_events([{"type": "progress"}])
        self.assertEqual(case.sudo().event_ids[-1].station_id, station)

    def test_reg_05_party_correction_keeps_the_old_identity(self):
        case = self.registered_case()
        case.party_ids.write({"phone": "13900005678"})
        identities = case.sudo().party_ids.identity_ids
        self.assertEqual(len(identities), 2)
        self.assertEqual(sorted(identities.mapped("phone")), ["13800001234", "13900005678"])
        self.assertEqual(case.sudo().event_ids[-1].type, "party")
        self.assertNotIn("139", case.sudo().event_ids[-1].basis)

    def test_sec_06_process_record_cannot_be_changed(self):
        """SEC-06: neither write nor unlink nor a forged line, sudo included, nor SQL."""
        case = self.registered_case()
        event = case.sudo().event_ids[-1]
        with self.assertRaises(AccessError):
            event.write({"basis": "forged"})
        with self.assertRaises(AccessError):
            event.unlink()
        with self.assertRaises(AccessError):
            event.create({"case_id": case.id, "type": "moved"})

    def test_sec_06_broken_chain_is_found(self):
        case = self.registered_case()
        self.assertFalse(case._verify_events())
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE rights_case_event DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE rights_case_event SET basis = 'forged' WHERE case_id = %s AND sequence = 2",
            [case.id],
        )
        self.env.invalidate_all()
        broken = case._verify_events()
        self.assertEqual([event.sequence for event in broken.values()], [2])
