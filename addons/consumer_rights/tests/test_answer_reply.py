from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .answer_common import REPLY, AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerReply(AnswerCommon):
    def dispatched(self, **values):
        """A complaint taken in by the city and concluded by a station below it."""
        case = self.case_at("accepted", **values)
        target = {"dispatch_to_id": self.stations["station_a1"].id, "complexity": "ordinary"}
        self.move(case, "dispatch", "dispatcher", target)
        self.move(case, "receive", "station_a1")
        return self.conclude(case, "station_a1")

    def test_rpl_01_reply_keeps_delivery_and_comment(self):
        """RPL-01: what was told, the paper that was delivered, what the person says to it."""
        case = self.case_at("concluded")
        self.move(case, "reply", "clerk", {**REPLY, "reply_comment": "谢谢，很满意"})
        reply = case.sudo().reply_ids
        self.assertEqual(reply.comment, "谢谢，很满意")
        self.assertEqual(reply.document_id.template_id.code, "DOC-12")
        self.assertEqual(reply.received_at, reply.document_id.delivered_at)
        with self.assertRaises(UserError):
            reply._note_comment("再补一句")

    def test_rpl_01_letter_counts_when_it_arrives(self):
        """RPL-01: a letter is replied when sent and received on the day of its receipt."""
        case = self.case_at("concluded")
        step = case._transitions().filtered(lambda step: step.code == "reply")
        who = self.users["clerk"]
        values = {**REPLY, "reply_way": "letter"}
        case.with_user(who).action_move(step.id, case.stage_id.id, values)
        reply = case.sudo().reply_ids
        self.assertTrue(reply.delivered_at)
        self.assertFalse(reply.received_at)
        reply._note_comment("收到再说")
        self.assertEqual(reply.comment, "收到再说")

    def test_rpl_01_reply_is_not_rewritten(self):
        case = self.replied()
        with self.assertRaises(AccessError):
            self.as_user("clerk", case.sudo().reply_ids).write({"text": "改"})

    def test_rpl_02_reception_replies_for_the_unit_that_handled(self):
        """RPL-02: the station cannot reply, the reception that took it in can."""
        case = self.dispatched()
        with self.refused("belongs to the reception studio"):
            self.move(case, "reply", "station_a1", REPLY)
        self.move(case, "reply", "clerk", REPLY)
        self.assertFalse(case.sudo().reply_ids.delegation_id)

    def test_rpl_02_delegation_for_one_case(self):
        """RPL-02: with a delegation the station replies, and the reply says by which."""
        case = self.dispatched()
        with self.assertRaises(AccessError):
            self.as_user("station_a1", case).action_delegate_reply()
        self.assertTrue(self.as_user("clerk", case).can_delegate_reply)
        self.as_user("clerk", case).action_delegate_reply()
        self.move(case, "reply", "station_a1", REPLY)
        self.assertEqual(case.sudo().reply_ids.delegation_id.user_id, self.users["clerk"])
        other = self.dispatched()
        with self.refused("belongs to the reception studio"):
            self.move(other, "reply", "station_a1", REPLY)

    def test_rpl_02_delegation_for_a_time(self):
        case = self.dispatched()
        delegations = self.as_user("clerk", self.env["rights.reply.delegation"])
        delegations.create(
            {
                "station_from_id": self.stations["city"].id,
                "station_id": self.stations["station_a1"].id,
                "date_from": "2020-01-01",
                "date_to": "2020-12-31",
                "reason": "疫情期间",
            }
        )
        with self.refused("belongs to the reception studio"):
            self.move(case, "reply", "station_a1", REPLY)
        with self.assertRaises(AccessError):
            delegations.create(
                {
                    "station_from_id": self.stations["district_b"].id,
                    "station_id": self.stations["station_b1"].id,
                    "reason": "别人的窗口",
                }
            )

    def test_rpl_02_station_is_the_reception_of_what_it_took_in(self):
        """RPL-02, HND-16: a matter accepted directly is replied to where it was taken in."""
        case = self.create_case("station_a1")
        self.move(case, "register", "station_a1")
        self.assertEqual(case._get_reception(), self.stations["station_a1"])
        self.assertTrue(self.as_user("station_a1", case)._owns_reply())

    def test_rpl_03_no_archive_without_reply(self):
        """RPL-03: refused for an identifiable person, exempt for an anonymous reporter."""
        case = self.case_at("concluded")
        step = self.env.ref("consumer_rights.transition_complaint_concluded_archive")
        self.assertIn("reply_text", case.sudo()._check_archive(step))
        report = self.create_case("operator", kind="report", is_anonymous=True, party_ids=[])
        step = self.env.ref("consumer_rights.transition_report_concluded_archive")
        self.assertNotIn("reply_text", report.sudo()._check_archive(step))

    def test_rpl_04_no_archive_without_follow_up(self):
        """RPL-04: every replied complaint is followed up, as far as the coverage goes."""
        case = self.replied()
        step = self.env.ref("consumer_rights.transition_complaint_replied_archive")
        self.assertIn("followup", case.sudo()._check_archive(step))
        coverage = self.env.ref("consumer_rights.network_parameter_followup_coverage")
        coverage.value = 0
        self.env.invalidate_all()
        self.assertNotIn("followup", case.sudo()._check_archive(step))

    def test_hnd_12_concluded_not_returned_is_listed(self):
        """HND-12: a concluded case whose result lies with the handler is found; TL-42 runs."""
        case = self.case_at("concluded")
        domain = [("stage_code", "=", "concluded"), ("result_returned_at", "=", False)]
        cases = self.as_user("clerk", self.env["rights.case"])
        self.assertIn(case, cases.search(domain))
        self.assertOutcome(case, TL_42="running")
        self.as_user("clerk", case).action_return_result()
        self.assertNotIn(case, cases.search(domain))
        self.assertOutcome(case, TL_42="met", TL_34="running")
