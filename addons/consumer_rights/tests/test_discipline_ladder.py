from odoo.exceptions import UserError
from odoo.tests import tagged

from .discipline_common import DisciplineCommon


@tagged("post_install", "-at_install")
class TestViolationLadder(DisciplineCommon):
    """PRM-07, PRM-09: the measures climb with the number of the year; integrity stands apart."""

    def test_sc_18_ladder_of_a_year(self):
        """SC-18, PRM-07: first, second, third, and the first of the new year."""
        first = self.confirmed("2025-04-29", "2025-05-07")
        second = self.confirmed("2025-07-10", "2025-07-15")
        third = self.confirmed("2025-10-29", "2025-11-04")
        fourth = self.confirmed("2025-11-20", "2025-11-27")
        january = self.confirmed("2026-01-14", "2026-01-20")
        self.assertEqual(self.codes(first.proposed_ids), {"criticism", "education"})
        self.assertEqual(self.codes(second.proposed_ids), {"circulated"})
        for violation in (third, fourth):
            self.assertEqual(self.codes(violation.proposed_ids), {"efficiency", "post_change"})
        self.assertEqual(self.codes(january.proposed_ids), {"criticism", "education"})
        ordinals = [one.ordinal for one in (first, second, third, fourth, january)]
        self.assertEqual(ordinals, [1, 2, 3, 4, 1])

    def test_prm_07_year_of_china(self):
        """PRM-07: the evening of 31 December in China is the old year, midnight the new one."""
        old = self.violation("2025-12-22")
        new = self.violation("2025-12-22")
        with self.at("2025-12-31 23:30"):
            self.as_user("discipline", old).action_confirm()
        with self.at("2026-01-01 00:30"):
            self.as_user("discipline", new).action_confirm()
        self.assertEqual([old.year, new.year], [2025, 2026])
        self.assertEqual([old.ordinal, new.ordinal], [1, 1])

    def test_prm_07_everybody_climbs_alone(self):
        self.confirmed("2026-03-04", "2026-03-10")
        other = self.confirmed("2026-03-04", "2026-03-10", login="clerk")
        self.assertEqual(other.ordinal, 1)

    def test_prm_07_what_was_withdrawn_never_counts(self):
        """The first falls: the second becomes the first, and its proposal comes down with it."""
        first = self.confirmed("2026-03-04", "2026-03-10")
        second = self.confirmed("2026-03-05", "2026-03-11")
        third = self.confirmed("2026-03-06", "2026-03-12")
        officer = self.as_user("discipline", first)
        officer.finding = "经复核，当日系统故障"
        officer.action_dismiss()
        self.assertEqual([one.ordinal for one in (first, second, third)], [0, 1, 2])
        self.assertEqual(self.codes(second.proposed_ids), {"criticism", "education"})
        self.assertEqual(self.codes(third.proposed_ids), {"circulated"})
        self.assertEqual(self.confirmed("2026-03-16", "2026-03-20").ordinal, 3)

    def test_prm_07_lower_measure_needs_a_reason(self):
        self.confirmed("2026-03-04", "2026-03-10")
        second = self.confirmed("2026-03-05", "2026-03-11")
        with self.refused("ladder asks for more"):
            self.decide(second, "criticism")
        self.decide(second, "criticism", lower_reason="情节轻微，主动纠正")
        self.assertEqual(second.state, "decided")

    def test_prm_07_candidates_do_not_count(self):
        self.violation("2026-03-04")
        self.assertEqual(self.confirmed("2026-03-05", "2026-03-11").ordinal, 1)

    def test_prm_07_a_decision_stays(self):
        """A rung that changes later proposes nothing for what was decided."""
        first = self.confirmed("2026-03-04", "2026-03-10")
        second = self.confirmed("2026-03-05", "2026-03-11")
        self.decide(second, "circulated")
        officer = self.as_user("discipline", first)
        officer.finding = "不成立"
        officer.action_dismiss()
        self.assertEqual(second.ordinal, 1)
        self.assertEqual(self.codes(second.proposed_ids), {"circulated"})

    def test_prm_07_rungs_stand_in_the_list_of_reactions(self):
        """D6, PRM-07: the administrator sees and switches them like the steps of limits."""
        listed = self.as_user("business_admin", self.env["rights.reaction.list"]).search([])
        rungs = [self.env.ref(f"consumer_rights.automation_ladder_{n}") for n in (1, 2, 3)]
        for rung in rungs:
            self.assertIn(rung, listed.sudo().automation_id)
        self.assertIn(self.env.ref("consumer_rights.step_promise_broken"), listed.sudo().step_id)
        row = listed.filtered(lambda one: one.sudo().automation_id == rungs[0])
        row.action_toggle()
        self.assertFalse(self.confirmed("2026-03-04", "2026-03-10").proposed_ids)

    def test_prm_09_integrity_by_gravity_outside_the_ladder(self):
        """PRM-09: efficiency admonition or party discipline; the ladder does not count it."""
        minor = self.confirmed("2026-03-04", "2026-03-10", promise="integrity", gravity="minor")
        serious = self.confirmed("2026-03-04", "2026-03-10", promise="integrity", gravity="serious")
        self.assertEqual(self.codes(minor.proposed_ids), {"efficiency"})
        self.assertEqual(self.codes(serious.proposed_ids), {"party"})
        self.assertEqual([minor.ordinal, serious.ordinal], [0, 0])
        self.assertEqual(self.confirmed("2026-03-05", "2026-03-11").ordinal, 1)
        with self.assertRaisesRegex(UserError, "how serious"):
            self.confirmed("2026-03-06", "2026-03-12", promise="integrity")
