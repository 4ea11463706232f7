from odoo.exceptions import AccessError
from odoo.tests import tagged

from .answer_common import BAD, GOOD, REPLY, AnswerCommon
from .deadline_common import china


@tagged("post_install", "-at_install")
class TestAnswerAgain(AnswerCommon):
    def second_time(self):
        """A case that was taken up again once, and whose person is dissatisfied again."""
        case = self.replied()
        self.follow_up(case, BAD)
        self.reopen(case)
        self.concluded_again(case)
        return self.follow_up(case, BAD)

    def test_sc19_dissatisfied_begins_again_on_the_same_number(self):
        """SC-19: RPL-04, RPL-05, RPL-06, RPL-08, LIM-17, TL-38, TL-39."""
        with self.at("2026-04-20 09:00"):
            case = self.registered_case("clerk")
        with self.at("2026-04-21 10:00"):
            self.move(case, "accept", "clerk", self.ACCEPT)
            self.move(case, "take", "clerk")
        with self.at("2026-05-06 10:00"):
            self.conclude(case)
            self.move(case, "reply", "clerk", REPLY)
            self.assertDue(case, TL_38="2026-05-12")
        number, old = case.name, self.clocks(case)
        with self.at("2026-05-09 10:00"):
            self.call(case, **BAD)
            self.assertDue(case, TL_39="2026-05-09 17:30")
            self.assertOutcome(case, TL_38="met")
        before = {clock: (clock.start_at, clock.due_at) for clock in old}
        with self.at("2026-05-09 11:00"):
            self.reopen(case)
        self.assertEqual((case.name, case.cycle_no, case.stage_code), (number, 2, "registered"))
        self.assertEqual(case.cycle_started_at, china("2026-05-09 10:00"))
        self.assertDue(case, cycle=2, TL_04="2026-05-12", TL_05="2026-05-14", TL_08="2026-05-19")
        self.env.invalidate_all()
        self.assertEqual({clock: (clock.start_at, clock.due_at) for clock in old}, before)
        cycle = case.sudo().cycle_ids
        self.assertEqual(
            (cycle.number, cycle.reason, cycle.user_id.id),
            (1, "dissatisfied", self.users["clerk"].id),
        )
        # accepted on 21 April, concluded on 6 May; 1 to 5 May are holidays, 25 April a weekend
        self.assertEqual(cycle.calendar_days, 15)
        self.assertEqual(cycle.working_days, 8)
        self.assertIn("15", self.as_user("clerk", case).used_days_text)

    def test_rpl_08_dissatisfied_is_not_archived(self):
        """RPL-08: ignoring a dissatisfied result is refused."""
        case = self.follow_up(self.replied(), BAD)
        step = self.env.ref("consumer_rights.transition_complaint_followed_up_archive")
        self.assertIn("reopening", case.sudo()._check_archive(step))
        self.assertEqual(case.sudo().activity_ids.user_id, self.users["clerk"])
        self.reopen(case)
        self.assertEqual(case.sudo().reopening_ids.state, "taken_up")

    def test_rpl_08_satisfied_is_not_taken_up(self):
        case = self.follow_up(self.replied(), GOOD)
        with self.refused("was not dissatisfied"):
            self.reopen(case)

    def test_rpl_08_first_cycle_s_follow_up_does_not_count_for_the_second(self):
        case = self.replied()
        self.follow_up(case, BAD)
        self.reopen(case)
        self.concluded_again(case)
        with self.refused("Record the follow-up"):
            self.move(case, "follow_up", "followup", {})

    def test_rpl_08_second_time_is_decided_by_a_supervisor(self):
        """RPL-08: from the second time on; the clerk cannot, the head grants with a reason."""
        case = self.second_time()
        with self.refused("a supervisor decides"):
            self.reopen(case)
        reopening = case.sudo().reopening_ids.filtered("is_current")
        self.assertTrue(reopening.needs_decision)
        with self.assertRaises(AccessError):
            self.as_user("clerk", reopening).action_grant()
        mine = self.as_user("head", reopening)
        with self.refused("reason"):
            mine.action_grant()
        mine.reason = "有新的检验报告"
        mine.action_grant()
        self.reopen(case)
        self.assertEqual((case.cycle_no, len(case.sudo().cycle_ids)), (3, 2))

    def test_rpl_08_supervisor_refuses_and_the_case_is_archived(self):
        """RPL-08, TL-39: a refused second time ends the clock and opens the archive."""
        case = self.second_time()
        mine = self.as_user("head", case.sudo().reopening_ids.filtered("is_current"))
        mine.reason = "没有新的事实"
        mine.action_refuse()
        self.assertOutcome(case, cycle=2, TL_39="exempt", TL_41="running")
        step = self.env.ref("consumer_rights.transition_complaint_followed_up_archive")
        self.assertNotIn("reopening", case.sudo()._check_archive(step))
        with self.refused("a supervisor decides"):
            self.reopen(case)

    def test_rpl_08_first_time_needs_no_decision(self):
        case = self.follow_up(self.replied(), BAD)
        mine = self.as_user("head", case.sudo().reopening_ids)
        mine.reason = "不同意"
        with self.refused("needs no decision"):
            mine.action_refuse()

    def test_rpl_08_terminated_mediation_needs_new_facts(self):
        """RPL-08: without new facts the dialog asks for them."""
        case = self.case_at("handling")
        self.terminate(case)
        self.conclude(case, outcome=self.outcome("terminated"), amount_recovered=0)
        self.move(case, "reply", "clerk", REPLY)
        self.follow_up(case, BAD)
        with self.refused("new facts"):
            self.reopen(case)
        step = case._transitions().filtered(lambda step: step.code == "reopen")
        asked = self.as_user("clerk", case).move_form(step.id)["asked"]
        self.assertIn("new_facts", asked)
        self.reopen(case, new_facts="出现新的检验报告")
        self.assertEqual((case.stage_code, case.new_facts), ("registered", False))

    def test_rpl_08_result_alone_may_be_dissatisfied(self):
        case = self.follow_up(self.replied(), {**GOOD, "sat_result": "dissatisfied"})
        self.assertOutcome(case, TL_39="running")
        self.assertTrue(case.sudo().reopening_ids)

    def test_rpl_08_other_unit_sees_no_reopening(self):
        case = self.follow_up(self.replied(), BAD)
        found = self.as_user("station_b1", self.env["rights.reopening"]).search([])
        self.assertNotIn(case.sudo().reopening_ids, found)
