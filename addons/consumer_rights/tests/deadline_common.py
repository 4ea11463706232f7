"""Cases brought through the line at moments of the scenarios, for the tests of the clocks."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import UserError

from ..clock.due import last_day
from .common import RightsCommon


def china(text):
    """A China wall time as the naive UTC moment that Odoo stores."""
    return datetime.fromisoformat(text) - timedelta(hours=8)


# papers whose delivery starts and stops limits (Annex C)
DELIVERED = ("DOC-02", "DOC-03", "DOC-04", "DOC-05", "DOC-06", "DOC-12", "DOC-19")


class DeadlineCommon(RightsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates.filtered(lambda one: one.code in DELIVERED).needs_delivery = True
        # these tests play in years before the addon was installed
        cls.env["rights.deadline.step"].search([]).since = "2000-01-01"

    @classmethod
    def move(cls, case, code, login=None, values=None):
        """Make a step; its papers reach the person in the same minute, approved before."""
        case = super().move(case, code, login, values)
        papers = case.sudo().document_ids.filtered(
            lambda paper: paper.needs_delivery and not paper.delivered_at
        )
        papers.filtered(lambda paper: paper.state == "to_approve").action_approve()
        papers._tell("phone", "已告知")
        return case

    @contextmanager
    def at(self, text):
        """Stop the clock of the centre at this China wall time."""
        with freeze_time(china(text)):
            yield
            self.env.flush_all()

    @contextmanager
    def refused(self, words="", error=UserError):
        """The block is refused with these words, and leaves nothing behind."""
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            yield

    @classmethod
    def clocks(cls, case, cycle=None):
        clocks = cls.env["rights.deadline"].search([("case_id", "=", case.id)])
        return clocks.filtered(lambda clock: cycle is None or clock.cycle_no == cycle)

    def clock(self, case, code, cycle=None):
        clock = self.clocks(case, cycle).filtered(lambda clock: clock.code == code)
        self.assertEqual(len(clock), 1, f"{code}: {clock}")
        return clock

    def assertDue(self, case, cycle=None, **expected):
        """TL_04="2025-03-12" is due at 24:00 of the day; with a time it is due at that minute."""
        for name, day in expected.items():
            clock = self.clock(case, name.replace("_", "-"), cycle)
            if len(day) == 10:
                self.assertEqual(str(last_day(clock.due_at)), day, name)
                self.assertEqual(clock.due_at, china(day) + timedelta(days=1), name)
            else:
                self.assertEqual(clock.due_at, china(day), name)

    def assertOutcome(self, case, cycle=None, **expected):
        for name, outcome in expected.items():
            clock = self.clock(case, name.replace("_", "-"), cycle)
            self.assertEqual(clock.outcome or "running", outcome, name)

    def assertNoClock(self, case, *codes):
        found = set(self.clocks(case).mapped("code"))
        self.assertFalse(found.intersection(codes))

    def received(self, moment, login="clerk", **values):
        """A draft received at a moment."""
        values = {"received_at": china(moment), **values}
        return self.create_case(login, **values)

    def sweep(self):
        """Both phases: claim what is due, then run the reactions."""
        self.env["rights.deadline.breach"]._sweep()
        while self.env["rights.deadline.reaction"]._react_batch(1000):
            pass

    def review(self, login, case, result="pass", note=False):
        """A supervisor reviews the result of an urged or instructed case (SUP-08)."""
        return self.as_user(login, self.env["rights.closing.review"]).create(
            {"case_id": case.id, "result": result, "note": note}
        )

    CONCLUDE = {"result_text": "商家退款", "amount_recovered": 680}

    def conclude(self, case, login="clerk", outcome=None, **values):
        outcome = outcome or self.settled
        return self.move(
            case, "conclude", login, {**self.CONCLUDE, "outcome_id": outcome.id, **values}
        )

    def outcome(self, code):
        return self.env["rights.outcome"].search([("code", "=", code)])

    def channel_of(self, code):
        return self.env["rights.channel"].search([("code", "=", code)])
