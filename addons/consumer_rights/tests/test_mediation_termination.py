"""The termination, its reasons by date and its letter (MED-10 to MED-16, LAW-12)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .document_common import picture
from .mediation_end_common import BLOCKS, MediationEndCommon

LETTER = "DOC-11"
# what the job says, in its own language
NEARLY_OVER = ("nearly over", "将届满")


@tagged("post_install", "-at_install")
class TestMediationTermination(MediationEndCommon):
    def letter(self, termination):
        return termination.sudo().document_id

    def refused_decision(self, words, termination):
        with self.refused(words, ValidationError):
            termination.action_decide()
        self.assertEqual(termination.state, "draft")

    # -- MED-11, LIM-12 ---------------------------------------------------------------------------

    def test_two_lists_each_for_its_time(self):
        """MED-11: seven codes until 2026-04-14, eight from 2026-04-15."""
        reasons = self.env["rights.mediation.termination.reason"]
        for moment, count, law in (
            ("2020-01-01 00:00", 7, "T-IM-2020"),
            ("2026-04-14 23:59", 7, "T-IM-2020"),
            ("2026-04-15 00:00", 8, "T-M-2026"),
        ):
            with self.at(moment):
                self.env.invalidate_all()
                offered = reasons.search([("is_in_force", "=", True)])
                self.assertEqual(sorted(offered.mapped("number")), [*range(1, count + 1)])
                self.assertEqual({code[:-2] for code in offered.mapped("code")}, {law})
        self.assertFalse(
            reasons._in_force_on(
                self.env.ref("consumer_rights.termination_reason_im2020_1").date_from.replace(
                    year=2019
                )
            )
        )

    def test_a_reason_of_another_time_is_refused(self):
        """MED-11: save refused; LIM-12: the day of the decision counts."""
        with self.at("2026-04-14 10:00"):
            case = self.met("failed")
            new = self.env.ref("consumer_rights.termination_reason_m2026_3")
            with self.refused("was not in force on 2026-04-14", ValidationError):
                self.termination(case, reason_id=new.id)
            draft = self.termination(case)
            self.assertEqual(draft.reason_id.code, "T-IM-2020-3")
        with self.at("2026-04-15 10:00"):
            self.refused_decision("was not in force on 2026-04-15", draft)
            draft.reason_id = new
            draft.action_decide()
            self.assertEqual(draft.state, "decided")

    # -- MED-12, LAW-12 ---------------------------------------------------------------------------

    def test_no_letter_with_an_empty_block(self):
        """MED-12: course, why and advice; printing is refused when one is empty."""
        case = self.met("failed")
        draft = self.termination(case)
        for name, words in (("course", "Course"), ("why", "Why"), ("advice", "Advice")):
            kept = draft[name]
            draft[name] = "  "
            self.refused_decision(words, draft)
            draft[name] = kept
        self.assertFalse(case.sudo().document_ids.filtered(lambda p: p.template_id.code == LETTER))
        self.assertNotIn(
            self.env.ref("consumer_rights.document_template_termination"),
            case._get_possible_templates(),
            "no letter by hand, past the checks",
        )

    def test_at_least_one_body_unless_the_parties_ended_it(self):
        """LAW-12: courts and arbitration bodies of the directory stand in the letter."""
        case = self.met("failed")
        draft = self.termination(case)
        self.assertIn(self.court, draft.body_ids, "offered for the area")
        draft.body_ids = False
        self.refused_decision("court or arbitration body", draft)
        draft.reason_id = self.env["rights.mediation.termination.reason"].search(
            [("is_in_force", "=", True), ("number", "=", 1)]
        )
        draft.action_decide()
        self.assertNotIn("可以受理本争议", self.letter(draft).body)

    def test_only_bodies_of_the_area_are_offered(self):
        other = self.env["rights.partner.body"].create(
            {
                "name": "别区法院",
                "kind": "court",
                "phone": "025-12369",
                "station_id": self.stations["district_b"].id,
            }
        )
        draft = self.termination(self.met("failed"))
        self.assertNotIn(other, draft.body_ids)

    def test_the_letter_says_it_all_to_both(self):
        """DOC-11: the three blocks, the reason with its law, the bodies; nothing of an address."""
        with self.at("2026-03-09 10:00"):
            case = self.met("failed")
            draft = self.termination(case)
            draft.action_decide()
        body = self.letter(draft).body
        for text in (*BLOCKS.values(), "张测试", "测试百货", "测试区人民法院", "2026年3月9日"):
            self.assertIn(text, body)
        self.assertNotIn("13800001234", body)
        basis = case.sudo().event_ids[-1:].basis
        self.assertIn(
            "测试区人民法院",
            " ".join(case.sudo().event_ids.mapped(lambda event: event.basis or "")),
            basis,
        )

    # -- MED-10, MED-16 ---------------------------------------------------------------------------

    def test_closes_once_both_have_the_letter(self):
        """MED-10: “terminated” is refused until both deliveries are logged; MED-16: TL-17."""
        with self.at("2026-03-09 10:00"):
            case = self.met("failed")
            with self.refused("Decide the termination first", ValidationError):
                self.conclude(case, outcome="terminated", amount_recovered=0)
            draft = self.termination(case)
            with self.refused("Decide the termination first", ValidationError):
                self.conclude(case, outcome="terminated", amount_recovered=0)
            draft.action_decide()
            self.assertEqual(case.mediation_id.state, "terminated")
            self.assertOutcome(case, TL_16="met", TL_17="running")
            self.assertDue(case, TL_17="2026-03-18")
        with self.at("2026-03-11 10:00"):
            paper = self.as_user("mediator_a", self.letter(draft))
            with self.refused("Say to whom"):
                paper._deliver("in_person", proofs=[("signature", "s.png", picture())])
            self.deliver_letter(draft, "complainant")
            self.assertEqual(draft.waiting, "The respondent")
            self.assertFalse(paper.delivered_at)
            self.assertOutcome(case, TL_17="running")
            with self.refused("not delivered yet to: The respondent", ValidationError):
                self.conclude(case, outcome="terminated", amount_recovered=0)
        with self.at("2026-03-12 10:00"):
            self.deliver_letter(draft, "respondent")
            self.assertOutcome(case, TL_17="met")
            self.assertFalse(draft.waiting)
            self.conclude(case, outcome="terminated", amount_recovered=0)
            self.assertEqual(case.stage_code, "concluded")

    def test_a_void_letter_reached_nobody(self):
        case = self.met("failed")
        draft = self.termination(case)
        draft.action_decide()
        self.deliver_letter(draft, "complainant", "respondent")
        self.letter(draft).state = "void"
        with self.refused("not delivered yet", ValidationError):
            self.conclude(case, outcome="terminated", amount_recovered=0)
        draft.action_letter()
        self.assertEqual(draft.waiting, "The person, The respondent")

    def test_a_decision_stays(self):
        draft = self.termination(self.met("failed"))
        draft.action_decide()
        with self.refused("stays as it is"):
            draft.why = "别的原因"
        with self.refused("stays as it is"):
            draft.unlink()
        with self.refused("stays as it is"):
            draft.action_decide()
        with self.assertRaises(AccessError):
            draft.sudo().with_user(self.users["clerk"]).why = "别的原因"

    def test_who_refuses_is_terminated_without_a_meeting(self):
        """MED-01, MED-11: a merchant who refuses never comes to a mediation."""
        case = self.in_handling()
        draft = self.termination(case, number=2)
        self.assertFalse(draft.mediation_id)
        draft.action_decide()
        self.assertOutcome(case, TL_16="met")

    def test_an_open_recusal_comes_first(self):
        """MED-05: nothing is decided while a request is open."""
        case = self.met("failed")
        self.as_user("mediator_a", self.env["rights.mediation.recusal"]).create(
            {"mediation_id": case.mediation_id.id, "grounds": "亲属", "asked_by": "consumer"}
        )
        with self.refused("recusal is open"):
            self.termination(case).action_decide()

    # -- MED-14 -----------------------------------------------------------------------------------

    def test_on_the_due_day_the_period_is_the_reason(self):
        """MED-14: accepted on 2026-04-20; the period ends on 2026-06-22 (rolled)."""
        with self.at("2026-04-20 10:00"):
            case = self.met("failed")
            self.assertDue(case, TL_16="2026-06-22")
        with self.at("2026-06-21 10:00"):
            early = self.termination(case, number=5)
            self.refused_decision("runs until 2026-06-22", early)
        with self.at("2026-06-22 10:00"):
            early.reason_id = self.env.ref("consumer_rights.termination_reason_m2026_3")
            self.refused_decision("ended on 2026-06-22", early)
            early.reason_id = self.env.ref("consumer_rights.termination_reason_m2026_5")
            early.action_decide()
            self.assertOutcome(case, TL_16="met")

    def test_nothing_recorded_is_a_statutory_breach(self):
        """MED-14, LIM-15: the due day passes with neither agreement nor termination."""
        with self.at("2026-04-20 10:00"):
            case = self.met("failed")
        with self.at("2026-06-23 00:00"):
            self.sweep()
        self.assertEqual(self.clock(case, "TL-16").breach_ids.kind, "statutory")

    def test_red_ten_days_before(self):
        """MED-14: from 2026-06-12 on the case is red, and its people are told once."""
        with self.at("2026-04-20 10:00"):
            case = self.met("failed")
        for moment, red in (("2026-06-11 23:59", False), ("2026-06-12 00:00", True)):
            with self.at(moment):
                self.env.invalidate_all()
                self.assertEqual(case.is_mediation_red, red, moment)
                self.assertEqual(bool(case.mediation_alert), red)
                self.sweep()
                self.sweep()
                told = case.activity_ids.filtered(
                    lambda one: any(words in (one.summary or "") for words in NEARLY_OVER)
                )
                people = self.users["mediator_a"] | self.head_a
                self.assertEqual(told.user_id & people, people if red else people.browse())
                self.assertEqual(len(told), len(told.user_id))
        with self.at("2026-06-12 09:00"):
            pages = dict(self.as_user("mediator_a", self.env["rights.case"])._get_todo_pages())
            self.assertEqual(pages["consumer_rights.rights_case_action_mediation_red"], 1)

    # -- SC-12 ------------------------------------------------------------------------------------

    def test_sc_12_two_levels(self):
        """SC-12: station fails, district terminates, letters to both, then concluded."""
        with self.at("2025-11-07 10:00"):
            case = self.registered_case()
        with self.at("2025-11-10 10:00"):
            self.move(case, "accept", "clerk", self.ACCEPT)
            unit = self.stations["station_a1"]
            self.move(
                case,
                "dispatch",
                "dispatcher",
                {"dispatch_to_id": unit.id, "complexity": "ordinary"},
            )
            self.move(case, "receive", "station_a1")
            self.assertDue(case, TL_12="2025-11-19", TL_16="2026-01-09")
        with self.at("2025-11-12 10:00"):
            self.move(case, "mediate", "station_a1")
            self.record_meeting(case, "station_a1", "failed")
        with self.at("2025-11-18 10:00"):
            self.as_user("station_a1", case.mediation_id)._fail("双方分歧过大")
            self.assertDue(case, TL_32="2025-11-19")
            with self.refused("does not terminate", ValidationError):
                self.termination(case, "station_a1")
        with self.at("2025-11-19 10:00"):
            self.move(case, "escalate", "station_a1", {"move_basis": "调解不成"})
            self.as_user("mediator_a", case).action_confirm_mediation_file()
            self.assertOutcome(case, TL_32="met")
        with self.at("2025-11-25 10:00"):
            self.move(case, "mediate", "mediator_a")
            self.record_meeting(case, "mediator_a", "failed")
            self.as_user("mediator_a", case.mediation_id).cooperation = "refusing"
        with self.at("2025-12-31 10:00"):
            draft = self.termination(case, number=4)
            self.assertEqual(draft.reason_id.code, "T-IM-2020-4")
            draft.action_decide()
            self.assertOutcome(case, TL_16="met")
            self.assertDue(case, TL_17="2026-01-12")
        with self.at("2026-01-05 10:00"):
            self.deliver_letter(draft, "complainant")
            with self.refused("not delivered yet", ValidationError):
                self.conclude(case, outcome="terminated", amount_recovered=0)
        with self.at("2026-01-08 10:00"):
            self.deliver_letter(draft, "respondent")
            self.assertOutcome(case, TL_17="met")
            self.conclude(case, outcome="terminated", amount_recovered=0)
            self.assertEqual(case.outcome_id.code, "terminated")

    def test_the_portal_shows_it_once_the_person_has_it(self):
        """Each side sees the letter when it was delivered to that side, not to the other."""
        case = self.met("failed")
        draft = self.termination(case)
        draft.action_decide()
        letter = self.letter(draft)
        self.deliver_letter(draft, "respondent")
        self.assertNotIn(letter, case.sudo()._public_documents())
        self.deliver_letter(draft, "complainant")
        self.assertIn(letter, case.sudo()._public_documents())

    def test_no_letter_that_tells_where_people_live(self):
        """SEC-03: what goes to both parties holds neither phone nor address of the person."""
        draft = self.termination(self.met("failed"), why="投诉人电话13800001234要求回电。")
        with self.refused("SEC-03"):
            draft.action_decide()
        self.assertEqual(draft.state, "draft")
