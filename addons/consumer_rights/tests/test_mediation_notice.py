"""Both parties are told of an on-site meeting a working day before (MED-04, TL-75, DOC-09)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .mediation_common import MediationCommon


@tagged("post_install", "-at_install")
class TestMediationNotice(MediationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stations["district_a"].write({"address": "测试路5号", "phone": "025-12315"})
        letter = cls.env.ref("consumer_rights.channel_letter")
        cls.case = cls.in_mediation("onsite", "phone", channel_id=letter.id)

    def meeting(self, **values):
        """Thursday 12 March 2026, 9:00 in China, planned on the Monday before."""
        return self.plan(self.case, room_id=self.room.id, **values)

    def notify(self, meeting):
        meeting.action_notify()
        return meeting.sudo().document_ids

    def deliver(self, papers):
        for paper in papers.with_user(self.users["mediator_a"]):
            paper._deliver("phone", note="电话告知时间地点")

    def test_the_notice_names_time_place_and_mediator(self):
        """DOC-09: to consumer and merchant; the consumer's contact is not in the merchant's."""
        with self.at("2026-03-09 09:00"):
            papers = self.notify(self.meeting())
        self.assertEqual(set(papers.mapped("recipient")), {"complainant", "respondent"})
        self.assertEqual(papers.mapped("state"), ["to_render", "to_render"])
        for paper in papers:
            for words in ("2026年3月12日9时", "测试路8号一号调解室", "测试mediator_a", "回避"):
                self.assertIn(words, paper.body)
        merchant = papers.filtered(lambda paper: paper.recipient == "respondent")
        self.assertNotIn("13800001234", merchant.body)

    def test_told_in_time(self):
        """TL-75: both told by the end of the working day before; the clock is met."""
        with self.at("2026-03-09 09:00"):
            meeting = self.meeting()
            papers = self.notify(meeting)
            self.assertEqual(meeting.notice_state, "waiting")
        self.assertEqual(meeting.clock_ids.code, "TL-75")
        with self.at("2026-03-10 10:00"):
            self.deliver(papers[:1])
            self.assertEqual(meeting.notice_state, "waiting")
        with self.at("2026-03-11 17:00"):
            self.deliver(papers[1:])
            self.assertEqual(meeting.notice_state, "told")
        self.assertEqual(meeting.clock_ids.outcome, "met")

    def test_no_notice_is_flagged(self):
        """MED-04: the meeting may be held, and shows that nobody was told in time."""
        with self.at("2026-03-09 09:00"):
            meeting = self.meeting()
        with self.at("2026-03-12 00:30"):
            self.assertEqual(meeting.notice_state, "none")
            self.sweep()
            self.assertEqual(len(meeting.clock_ids.breach_ids), 1)
            self.deliver(self.notify(meeting))
            self.assertEqual(meeting.notice_state, "late")
        self.assertEqual(meeting.clock_ids.outcome, "late")

    def test_both_waive(self):
        """MED-04: one side's waiver is not enough."""
        with self.at("2026-03-09 09:00"):
            meeting = self.meeting(consumer_waives_notice=True)
            self.assertEqual(meeting.notice_state, "waiting")
            meeting.merchant_waives_notice = True
            self.assertEqual(meeting.notice_state, "waived")
        self.assertEqual(meeting.clock_ids.outcome, "exempt")

    def test_another_time_is_another_notice(self):
        """What was sent is void, what was delivered told of another meeting; the clock restarts."""
        with self.at("2026-03-09 09:00"):
            meeting = self.meeting()
            papers = self.notify(meeting)
            with self.refused("are made"):
                meeting.action_notify()
            self.deliver(papers[:1])
            meeting.planned_start, meeting.planned_end = "2026-03-17 01:00", "2026-03-17 02:00"
            self.assertEqual(meeting.notice_state, "waiting")
            self.assertEqual(papers[1:].state, "void")
            self.assertEqual(
                sorted(meeting.clock_ids.mapped(lambda clock: clock.outcome or "running")),
                ["exempt", "running"],
            )
            self.deliver(self.notify(meeting))
            self.assertEqual(meeting.notice_state, "told")

    def test_only_on_site(self):
        with self.at("2026-03-09 09:00"):
            meeting = self.plan(self.case, "phone")
            self.assertFalse(meeting.notice_state or meeting.clock_ids)
            with self.assertRaises(UserError):
                meeting.action_notify()

    def test_cancelled_needs_no_notice(self):
        with self.at("2026-03-09 09:00"):
            meeting = self.meeting()
            papers = self.notify(meeting)
            meeting.action_cancel()
        self.assertEqual(set(papers.mapped("state")), {"void"})
        self.assertEqual(meeting.clock_ids.outcome, "exempt")
