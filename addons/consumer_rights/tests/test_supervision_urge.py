from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .supervision_common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestSupervisionUrge(SupervisionCommon):
    """Urges of the system and of people, their answers and their figures (SUP-01 to SUP-04)."""

    def test_sc18_reminder_letter_notice(self):
        """SC-18: SUP-02, SUP-03, SUP-04: reminder on 27 April, DOC-18 on the 29th, then notice."""
        with self.at("2025-04-25 10:00"):
            case = self.registered_case("clerk")
        clock = self.clock(case, "TL-04")
        with self.at("2025-04-26 23:59"):
            self.sweep()
            self.assertFalse(self.urges(case).filtered(lambda urge: urge.deadline_id == clock))
        with self.at("2025-04-27 00:00"):
            self.sweep()
            self.sweep()
        reminder = self.urges(case).filtered(lambda urge: urge.deadline_id == clock)
        self.assertEqual((reminder.level, reminder.cause, reminder.state), ("1", "near", "told"))
        with self.at("2025-04-29 00:00"):
            self.sweep()
        letter = self.urges(case, "2").filtered(lambda urge: urge.deadline_id == clock)
        self.assertEqual(len(clock.breach_ids), 1)
        self.assertEqual((letter.cause, letter.state), ("missed", "open"))
        self.assertEqual(letter.due_text, "2025-05-06 24:00", "TL-50 skips the holiday")
        with self.at("2025-04-30 09:00"):
            self.run_job("cron_urge_papers")
        self.assertEqual(letter.document_id.template_id.code, "DOC-18")
        self.assertIn("2025年5月6日24时", letter.document_id.body)
        with self.at("2025-05-06 23:59"):
            self.sweep()
            self.assertFalse(self.urges(case, "3"))
        with self.at("2025-05-07 00:00"):
            self.sweep()
            self.sweep()
        notice = self.urges(case, "3").filtered(lambda urge: urge.deadline_id == clock)
        self.assertEqual(len(notice), 1, "unanswered and still missed at one moment: one notice")
        chain = case.sudo().event_ids.filtered(lambda event: event.type == "urged")
        self.assertEqual(len(chain), len(self.urges(case)), "SUP-09: every urge in the record")

    def test_what_is_done_is_not_urged(self):
        """SUP-02: a clock that ended in time gets no letter, one that ended late is settled."""
        with self.at("2025-04-25 10:00"):
            case, late = self.registered_case("clerk"), self.registered_case("clerk")
        with self.at("2025-04-28 10:00"):
            self.contact(case)
        with self.at("2025-04-29 00:00"):
            self.sweep()
        self.assertFalse(self.urges(case, "2"))
        letter = self.urges(late, "2")
        with self.at("2025-04-29 09:00"):
            self.contact(late)
        self.assertEqual(letter.state, "closed")
        self.assertEqual(letter.clock_ids.outcome, "exempt")
        with self.at("2025-05-08 00:00"):
            self.sweep()
        self.assertFalse(self.urges(late, "3").filtered(lambda u: u.deadline_id.code == "TL-04"))
        self.assertEqual(len(self.clock(late, "TL-04").breach_ids), 1, "LIM-15: the record stays")

    def contact(self, case):
        self.as_user("clerk", self.env["rights.contact.log"]).create(
            {"case_id": case.id, "whom": "person", "reached": True}
        )

    def test_missing_receipt_is_urged(self):
        """SUP-02, TRI-03: reminder at service close, letter after one more working day."""
        case = self.dispatched()
        with self.at("2026-03-04 17:30"):
            self.sweep()
        reminder = self.urges(case).filtered(lambda urge: urge.cause == "receipt")
        self.assertEqual(reminder.station_id, self.stations["district_a"])
        self.assertEqual(reminder.station_from_id, self.stations["city"])
        with self.at("2026-03-06 00:00"):
            self.sweep()
        self.assertIn("TL-23", self.urges(case, "2").mapped("deadline_id.code"))

    def test_dissatisfied_person_urges(self):
        """SUP-02: an automation, which an administrator sees in the list of reactions."""
        case = self.case_at("replied")
        grades = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "dissatisfied")
        self.move(case, "follow_up", "followup", {"followup_ids": [Command.create(grades)]})
        self.assertEqual(self.urges(case).mapped("cause"), ["dissatisfied"])

    # -- by hand -----------------------------------------------------------------------------------

    def test_who_urges_whom(self):
        """SUP-01: who has the case or dispatched it urges; an unrelated unit is refused."""
        case = self.dispatched()
        with self.at("2026-03-05 09:00"):
            urge = self.urge("clerk", case, text="请尽快接收")
            self.assertEqual(urge.station_from_id, self.stations["city"])
            self.assertEqual(urge.station_id, self.stations["district_a"])
            self.assertEqual(urge.due_text, "2026-03-09 24:00", "TL-50")
            self.assertTrue(self.as_user("dispatcher_a", case).may_urge, "the unit that has it")
            for login in ("dispatcher_b", "handler", "station_a1", "operator"):
                with self.refused(error=AccessError):
                    self.urge(login, case, text="催")
        with self.refused("never deleted"):
            urge.sudo().unlink()
        with self.refused("stays as it was sent", AccessError):
            urge.write({"text": "改"})

    def test_a_unit_above_that_never_had_it_does_not_urge(self):
        """SUP-01: the chain of dispatch counts, not the rank."""
        with self.at("2026-03-04 09:00"):
            case = self.registered_case("station_a1")
        with self.refused("dispatched it", AccessError):
            self.urge("dispatcher", case, text="催")

    def test_skipping_a_level_needs_a_reason(self):
        """SUP-03: reminder, letter, notice; a level is skipped with a reason only."""
        case = self.in_handling()
        with self.at("2026-03-05 09:00"):
            self.assertEqual(self.urge("clerk", case).level, "1", "the next one is proposed")
            with self.refused("Say why it is skipped"):
                self.urge("clerk", case, level="3")
            notice = self.urge("clerk", case, level="3", skip_reason="市领导关注")
        self.assertEqual((notice.level, notice.skip_reason), ("3", "市领导关注"))

    def test_answer_of_the_urged_unit(self):
        """SUP-04: cause and plan, by the urged unit only; it ends the time for the answer."""
        case = self.dispatched()
        with self.at("2026-03-05 09:00"):
            urge = self.urge("clerk", case, text="请尽快接收")
            mine = self.as_user("dispatcher_a", self.env["rights.urge"])
            self.assertIn(urge.id, mine.search([("is_mine_to_answer", "=", True)]).ids)
            with self.refused("answers", AccessError):
                self.answer("dispatcher", urge)
            self.answer("dispatcher_a", urge)
            self.assertEqual((urge.state, urge.clock_ids.outcome), ("answered", "met"))
            with self.refused("any more"):
                self.answer("dispatcher_a", urge)
        self.assertFalse(mine.search([("is_mine_to_answer", "=", True), ("id", "=", urge.id)]))
        self.assertIn("urge_answered", case.sudo().event_ids.mapped("type"))
        with self.at("2026-03-12 00:00"):
            self.sweep()
        self.assertFalse(self.urges(case).filtered(lambda row: row.previous_id == urge))

    def test_unanswered_urge_goes_up(self):
        """SUP-04, TL-50: unanswered it escalates one level, once; beyond the last one the head."""
        case = self.in_handling()
        with self.at("2026-03-04 10:00"):
            urge = self.urge("dispatcher", case, text="请报告进展")
        with self.at("2026-03-07 00:00"):
            self.sweep()
            self.sweep()
        letter = self.urges(case).filtered(lambda row: row.previous_id == urge)
        self.assertEqual(
            (letter.level, letter.cause, letter.text), ("2", "unanswered", "请报告进展")
        )
        with self.at("2026-03-14 00:00"):
            self.sweep()
        notice = self.urges(case).filtered(lambda row: row.previous_id == letter)
        self.assertEqual(notice.level, "3")
        with self.at("2026-03-21 00:00"):
            self.sweep()
        told = case.sudo().activity_ids.filtered(lambda row: row.user_id == self.users["head"])
        self.assertEqual(len(told), 1)

    def test_a_closed_case_is_not_urged_on(self):
        """SUP-04: what was withdrawn meanwhile needs no answer and goes no level up."""
        case = self.in_handling()
        with self.at("2026-03-04 10:00"):
            urge = self.urge("dispatcher", case, text="请报告进展")
            withdrawn = {"outcome_id": self.outcome("withdrawn").id, "result_text": "撤回"}
            self.conclude(case, **withdrawn, amount_recovered=0)
            self.review("head", case)
            self.move(case, "reply", "clerk", {"reply_text": "已撤回", "reply_way": "phone"})
            grades = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "satisfied")
            self.move(case, "follow_up", "followup", {"followup_ids": [Command.create(grades)]})
            self.assertEqual(urge.state, "open")
            self.move(case, "archive", "archivist")
        self.assertEqual((urge.state, urge.clock_ids.outcome), ("closed", "exempt"))
        with self.at("2026-03-09 00:00"):
            self.sweep()
        self.assertEqual(self.urges(case), urge)

    # -- who is told -------------------------------------------------------------------------------

    def messages(self, login):
        partner = self.users[login].partner_id
        return self.env["mail.message"].search([("partner_ids", "in", partner.ids)])

    def test_one_digest_a_person_in_service_hours(self):
        """SUP-02, D6: many urges, one message each person; none at night; nothing of the case."""
        with self.at("2026-03-04 09:00"):
            cases = [self.case_at("handling") for _n in range(3)]
        with self.at("2026-03-14 00:00"):
            self.sweep()
            self.run_job("cron_urge_tell")
            self.assertFalse(self.messages("clerk"), "not at night")
        with self.at("2026-03-16 09:00"):
            self.run_job("cron_urge_tell")
            self.run_job("cron_urge_tell")
        body = self.messages("clerk").body
        self.assertEqual(len(self.messages("clerk")), 1)
        for case in cases:
            self.assertIn(case.name, body)
        for secret in ("张测试", "13800001234", "手机屏幕", "测试百货"):
            self.assertNotIn(secret, body)
        self.assertEqual(len(self.messages("head")), 1, "letters reach the head of the unit")
        self.assertFalse(self.messages("handler"))

    def test_the_notice_reaches_the_head_of_the_centre(self):
        """SUP-03: handler, then head of the unit, then head of the centre."""
        case = self.dispatched()
        with self.at("2026-03-04 16:00"):
            self.move(case, "receive", "dispatcher_a")
            self.urge("dispatcher", case, text="催办")
            people = {level: self.urges(case, level)._get_digests() for level in ("1",)}
            self.assertIn(self.users["dispatcher_a"], people["1"])
            self.assertNotIn(self.users["head"], people["1"])
            self.urge("dispatcher", case, text="督办")
            self.urge("dispatcher", case, text="通报")
        told = {user for user, urges in self.urges(case, "3")._get_digests().items() if urges}
        self.assertIn(self.users["head_a"], told)
        self.assertIn(self.users["dispatcher_a"], told)

    # -- figures -----------------------------------------------------------------------------------

    def test_counts_by_unit_and_month(self):
        """SUP-09: sent, answered and answered late, for who sees no case as well."""
        case = self.dispatched()
        with self.at("2026-03-31 23:30"):
            answered = self.urge("clerk", case, text="催")
            self.answer("dispatcher_a", answered)
        with self.at("2026-04-01 00:10"):
            self.urge("clerk", case, text="再催")
        with self.at("2026-04-08 00:10"):
            self.sweep()
        months = self.as_user("quality", self.env["rights.urge.month"])
        rows = months.search([("station_id", "=", self.stations["district_a"].id)])
        found = {(str(row.month), row.level): (row.sent, row.answered, row.late) for row in rows}
        self.assertEqual(found["2026-03-01", "1"][1:], (1, 0))
        self.assertEqual(found["2026-04-01", "2"][1:], (0, 1))
        self.assertFalse(
            self.as_user("dispatcher_b", self.env["rights.urge.month"]).search(
                [("station_id", "=", self.stations["district_a"].id)]
            )
        )

    def test_urges_follow_the_case(self):
        """SEC-01: who does not read the case reads none of its urges."""
        case = self.in_handling()
        urge = self.urge("clerk", case, text="催")
        for login in ("station_b1", "dispatcher_b", "handler_a"):
            self.assertFalse(
                self.as_user(login, self.env["rights.urge"]).search([("id", "=", urge.id)])
            )
            with self.assertRaises(AccessError):
                self.as_user(login, urge).read(["text"])
        with self.assertRaises(UserError):
            self.as_user("clerk", urge).write({"state": "closed"})

    def test_urges_to_answer_stand_on_the_todo_page(self):
        """Design D14: the urged unit sees how many wait for its answer."""
        case = self.dispatched()
        page = "consumer_rights.rights_urge_action_mine"
        cases = self.as_user("dispatcher_a", self.env["rights.case"])
        before = {row["action"]: row["count"] for row in cases.get_todo_pages()}.get(page, 0)
        urge = self.urge("clerk", case, text="催")
        after = {row["action"]: row["count"] for row in cases.get_todo_pages()}
        self.assertEqual(after[page], before + 1)
        self.answer("dispatcher_a", urge)
