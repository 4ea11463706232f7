from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import DeadlineCommon, china
from .document_common import DocumentCommon, picture


@tagged("post_install", "-at_install")
class TestGrounds(DeadlineCommon):
    """ACC-01 to ACC-09, ACC-12, INT-16: what is decided, and on what grounds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = cls.env["rights.partner.body"].create(
            {
                "name": "测试交通局",
                "kind": "authority",
                "phone": "025-86000001",
                "address": "测试路9号",
            }
        )
        cls.council = cls.env["rights.partner.body"].create(
            {"name": "测试消保委", "kind": "council", "phone": "025-86000002"}
        )

    def reason(self, code):
        return self.env["rights.reject.reason"].search([("code", "=", code)])

    def reject(self, case, code, **values):
        return self.move(
            case, "reject", "clerk", {"reject_reason_id": self.reason(code).id, **values}
        )

    def paper(self, case, code):
        return case.sudo().document_ids.filtered(lambda one: one.template_id.code == code)

    def test_acc_01_decision_has_decider_and_time(self):
        with self.at("2026-05-06 10:00"):
            case = self.registered_case()
            self.move(case, "accept", "clerk", self.ACCEPT)
        self.assertEqual((case.decision, case.decided_by_id), ("accept", self.users["clerk"]))
        self.assertEqual(case.decided_at, china("2026-05-06 10:00"))
        with self.refused("decision only", AccessError):
            case.sudo().write({"decided_at": china("2026-05-07 10:00")})

    def test_acc_01_one_decision_a_cycle(self):
        """ACC-01: a way back that an administrator made brings no second decision."""
        case = self.case_at("accepted")
        self.as_user("business_admin", self.env["rights.case.transition"]).create(
            {
                "name": "退回登记",
                "code": "back",
                "kind": "complaint",
                "stage_from_id": self.env.ref("consumer_rights.stage_accepted").id,
                "stage_to_id": self.env.ref("consumer_rights.stage_registered").id,
                "group_ids": [
                    Command.link(self.env.ref("consumer_rights.consumer_rights_group_clerk").id)
                ],
            }
        )
        self.move(case, "back", "clerk")
        for code, values in (
            ("accept", self.ACCEPT),
            ("reject", {"reject_reason_id": self.reason("M-2026-4").id, "result_text": "超过三年"}),
            ("no_longer", {"result_text": "同一争议"}),
        ):
            with self.subTest(code), self.refused("decided on .* already|not edited"):
                self.move(case, code, "clerk", values)

    def test_acc_02_outside_the_scope_needs_a_supervisor(self):
        """ACC-02: purpose, territory and duties; each failed check stops the clerk."""
        for name, words in (
            ("is_consumer_purpose", "daily consumption"),
            ("is_in_territory", "territory"),
            ("is_in_duty", "duties"),
        ):
            with self.subTest(name):
                case = self.registered_case(**{name: False})
                with self.refused(words, ValidationError):
                    self.move(case, "accept", "clerk", self.ACCEPT)
                self.as_user("dispatcher", case).action_allow_exception("scope", "上级交办")
                self.move(case, "accept", "clerk", self.ACCEPT)
                self.assertFalse(case.exception_ids.is_violation)
        self.goods.is_in_duty = False
        self.assertFalse(self.create_case().is_in_duty, "the class says so")

    def test_acc_02_int_16_a_farmers_matter_is_in_scope(self):
        """INT-16: flagged by its class, accepted without daily consumption, not refused for it."""
        inputs = self.env.ref("consumer_rights.category_goods_agricultural")
        case = self.registered_case(item_class_id=inputs.id, is_consumer_purpose=False)
        self.assertTrue(case.is_agri_input)
        with self.at("2026-05-06 10:00"), self.refused("INT-16", ValidationError):
            self.reject(case, "M-2026-3", result_text="不是消费者")
        with self.at("2026-04-14 10:00"), self.refused("INT-16", ValidationError):
            self.reject(case, "IM-2020-3", result_text="不是消费者")
        self.move(case, "accept", "clerk", self.ACCEPT)
        draft = self.create_case(item_class_id=False, is_agri_input=True)
        with self.refused("class of the product", ValidationError):
            self.move(draft, "register")

    def test_acc_03_grounds_of_the_day(self):
        """ACC-03: on 2026-04-15 the list changes, also between proposal and approval."""
        with self.at("2026-04-13 10:00"):
            case = self.registered_case()
        with self.at("2026-05-06 10:00"):
            with self.refused("missing", ValidationError):
                self.move(case, "reject", "clerk", {"result_text": "不受理"})
            with self.refused("not in force", ValidationError):
                self.reject(case, "IM-2020-4", result_text="超过三年")
        with self.at("2026-04-14 17:00"):
            step = case._transitions().filtered(lambda one: one.code == "reject")
            values = {"reject_reason_id": self.reason("IM-2020-4").id}
            self.as_user("clerk", case).action_move(step.id, case.stage_id.id, values)
        with self.at("2026-04-15 09:00"), self.refused("not in force", ValidationError):
            self.as_user("head", self.paper(case, "DOC-05")).action_approve()

    def test_acc_03_the_dialog_tells_what_speaks_for_a_ground(self):
        """ACC-03, TL-65: the limitation is shown, and nothing is chosen by it (ACC-15)."""
        with self.at("2026-05-06 10:00"):
            case = self.registered_case(purchase_date="2023-05-05", is_in_territory=False)
            other = self.registered_case(purchase_date="2023-05-06")
        self.assertTrue(case.is_past_limitation)
        self.assertFalse(other.is_past_limitation)
        other.infringement_known_on = "2023-01-01"
        self.assertTrue(other.is_past_limitation, "what is known goes before the purchase")
        step = case._transitions().filtered(lambda one: one.code == "reject")
        arch = self.as_user("clerk", case).move_form(step.id)["arch"]
        self.assertIn("more than three years", arch)
        self.assertIn("outside our territory", arch)
        self.assertFalse(case.reject_reason_id)

    def test_acc_04_refusal_names_authority_phone_and_address(self):
        case = self.registered_case()
        with self.refused("directory", ValidationError):
            self.reject(case, "M-2026-1")
        self.reject(case, "M-2026-1", competent_body_id=self.authority.id)
        body = self.paper(case, "DOC-05").body
        for text in (
            "测试交通局",
            "025-86000001",
            "测试路9号",
            "向人民法院提起诉讼",
            case.result_text,
        ):
            self.assertIn(text, body)

    def test_acc_06_promise_of_the_decision(self):
        """ACC-06, TL-05: five days from complete material, to a working day; then a breach."""
        with self.at("2026-05-12 10:00"):
            late, in_time = self.registered_case(), self.registered_case()
            self.assertDue(late, TL_05="2026-05-18")  # the fifth day is a Sunday
        with self.at("2026-05-18 23:50"):
            self.move(in_time, "accept", "clerk", self.ACCEPT)
            self.sweep()
            self.assertFalse(self.clock(late, "TL-05").breach_ids)
        with self.at("2026-05-19 00:01"):
            self.sweep()
        self.assertEqual(self.clock(late, "TL-05").breach_ids.kind, "promise")
        self.assertOutcome(in_time, TL_05="met")
        self.assertFalse(self.clock(in_time, "TL-05").breach_ids)

    def test_acc_08_notice_of_non_acceptance_on_every_channel(self):
        """ACC-08, TL-07: three working days from receipt; a later notice is a promise breach."""
        website = self.channel_of("website")
        for channel in (self.channel, website, self.channel_of("national_platform")):
            with self.subTest(channel.name):
                with self.at("2026-05-12 10:00"):
                    told = self.registered_case(channel_id=channel.id)
                    late = self.registered_case(channel_id=channel.id)
                with self.at("2026-05-15 16:00"):
                    self.reject(told, "M-2026-1", competent_body_id=self.authority.id)
                    self.assertDue(told, TL_07="2026-05-15")
                with self.at("2026-05-18 09:00"):
                    self.reject(late, "M-2026-1", competent_body_id=self.authority.id)
                    self.sweep()
                self.assertOutcome(told, TL_07="met")
                self.assertFalse(self.clock(told, "TL-07").breach_ids)
                self.assertEqual(self.clock(late, "TL-07").breach_ids.kind, "promise")

    def test_acc_07_review_of_a_platform_matter(self):
        """ACC-07: the proposal stops the 24 hours; the decision may follow within TL-05."""
        platform = self.channel_of("national_platform")
        with self.at("2025-12-30 16:00"):
            case = self.as_user("clerk", self.registered_case(channel_id=platform.id))
            self.assertTrue(case.may_propose)
        with self.at("2025-12-31 10:00"):
            case.action_propose_accept()
            self.assertOutcome(case, TL_06="met", TL_05="running", TL_08="running")
            self.assertEqual(case.stage_code, "registered")
            with self.refused("reviewed already"):
                case.action_propose_reject()
        with self.refused("needs no review"):
            self.as_user("clerk", self.registered_case()).action_propose_accept()

    def test_acc_09_statutory_limit_tells_the_head_and_accepts_nothing(self):
        """ACC-09, ACC-15: an alert for the head of the centre; the matter stays undecided."""
        with self.at("2026-05-06 10:00"):
            case = self.registered_case()
        with self.at("2026-05-18 00:01"):
            self.sweep()
        self.assertIn("TL-08", self.clocks(case).breach_ids.mapped("code"))
        self.assertIn(self.users["head"], case.sudo().activity_ids.user_id)
        self.assertFalse(case.decision)
        self.assertEqual(case.stage_code, "registered")

    def test_acc_12_council_is_asked_to_forward(self):
        case = self.registered_case()
        self.reject(
            case, "M-2026-1", competent_body_id=self.authority.id, council_id=self.council.id
        )
        self.assertIn("测试消保委", "".join(case.contact_log_ids.mapped("note")))
        with self.refused("missing", ValidationError):
            self.reject(self.registered_case(), "M-2026-7", competent_body_id=self.authority.id)

    def test_sc_05_platform_matter_not_accepted_over_new_year(self):
        """SC-05: proposed, approved by a second person, delivered by text message; all in time."""
        platform = self.channel_of("national_platform")
        with self.at("2025-12-30 16:00"):
            case = self.registered_case(channel_id=platform.id)
            self.assertDue(
                case,
                TL_04="2026-01-04",
                TL_06="2025-12-31 16:00",
                TL_05="2026-01-04",
                TL_08="2026-01-09",
            )
        with self.at("2025-12-31 10:00"):
            offered = self.env["rights.reject.reason"].search([("is_in_force", "=", True)])
            self.assertEqual(set(offered.mapped("code")), {f"IM-2020-{n}" for n in range(1, 7)})
            step = case._transitions().filtered(lambda one: one.code == "reject")
            values = {"reject_reason_id": self.reason("IM-2020-1").id}
            clerk = self.as_user("clerk", case)
            with self.refused("directory", ValidationError):
                clerk.action_move(step.id, case.stage_id.id, values)
            values["competent_body_id"] = self.authority.id
            clerk.action_move(step.id, case.stage_id.id, values)
            self.assertTrue(case.is_decision_proposed)
            self.assertDue(case, TL_07="2026-01-05")
            self.assertOutcome(case, TL_06="met", TL_05="running", TL_08="running")
        paper = self.paper(case, "DOC-05")
        with self.at("2026-01-04 09:30"):
            self.as_user("head", paper).action_approve()
            self.assertFalse(case.is_decision_proposed)
        with self.at("2026-01-04 10:00"):
            paper._tell("phone", "已告知")
            self.assertOutcome(
                case, TL_04="met", TL_05="met", TL_06="met", TL_07="met", TL_08="met"
            )
            self.move(case, "archive", "archivist")
        self.assertEqual(case.stage_code, "archived")
        self.assertNoClock(case, "TL-16", "TL-38")

    def test_acc_15_many_matters_of_one_person_change_nothing(self):
        """ACC-15: the count informs; no matter is decided, labelled or refused by it."""
        cases = [self.registered_case() for _time in range(4)]
        before = [case.read(["stage_id", "decision", "priority"]) for case in cases]
        party = self.as_user("clerk", cases[0].party_ids)
        record = (
            self.env["rights.filer.record"]
            .with_user(self.users["clerk"])
            .browse(party.action_filer_record()["res_id"])
        )
        self.assertEqual((record.matter_count, record.merchant_count), (4, 1))
        self.assertEqual(record.amount_dispute, 4 * 680)
        self.assertEqual(
            [case.read(["stage_id", "decision", "priority"]) for case in cases], before
        )
        self.assertFalse([case.activity_ids for case in cases if case.activity_ids])
        look = self.env["rights.audit.log"].search(
            [("detail", "=", "rights.filer.record"), ("user_id", "=", self.users["clerk"].id)]
        )
        self.assertEqual((look.res_id, look.count), (party.id, 4))

    def test_acc_15_only_what_the_reader_may_read(self):
        """ACC-15, SEC-01: matters of other units and reports are not in the count."""
        case = self.registered_case()
        self.registered_case(kind="report", party_ids=self.person(role="reporter"))
        self.registered_case(is_confidential=True)
        self.registered_case("station_b1")
        party = self.as_user("operator", case.party_ids)
        record = (
            self.env["rights.filer.record"]
            .with_user(self.users["operator"])
            .browse(party.action_filer_record()["res_id"])
        )
        self.assertEqual(record.case_ids, case)
        with self.refused("", AccessError):
            self.as_user("station_b1", case.party_ids).action_filer_record()


@tagged("post_install", "-at_install")
class TestNoLonger(DeadlineCommon):
    """ACC-05: the same dispute was ended before, and nothing new is known."""

    def ended(self, moment, outcome="terminated", **values):
        with self.at(moment):
            case = self.case_at("handling", **values)
            if outcome == "terminated":
                self.terminate(case)
            self.conclude(case, outcome=self.outcome(outcome), amount_recovered=0)
        return case

    def no_longer(self, case, earlier, **values):
        values = {"earlier_case_id": earlier.id, "result_text": "同一争议已经终止调解。", **values}
        return self.move(case, "no_longer", "clerk", values)

    def test_sc_06_repeated_complaint(self):
        """SC-06: found at the counter, linked, proposed, approved; a new fact forbids it."""
        earlier = self.ended("2025-11-20 10:00")
        with self.at("2026-03-16 10:00"):
            visit = self.channel_of("visit")
            case = self.create_case(channel_id=visit.id, duplicate_choice=False)
            with self.refused(earlier.name, ValidationError):
                self.move(case, "register")
            self.move(case, "register", values={"duplicate_choice": "link"})
            self.assertEqual(case.link_ids.other_case_id, earlier)
            self.assertEqual(case.earlier_case_id, earlier, "offered for the decision")
            self.assertDue(case, TL_05="2026-03-23", TL_08="2026-03-25")
            step = case._transitions().filtered(lambda one: one.code == "no_longer")
            asked = self.as_user("clerk", case).move_form(step.id)["asked"]
            self.assertLessEqual({"earlier_case_id", "has_new_fact"}, set(asked))
            with self.refused("new fact", ValidationError):
                self.no_longer(case, earlier, has_new_fact=True)
            self.no_longer(case, earlier)
            paper = case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-06")
            self.assertTrue(paper.approved_by_id)
            self.assertIn(earlier.name, paper.body)
            self.assertEqual((case.decision, case.stage_code), ("no_longer", "no_longer"))
            self.assertNoClock(case, "TL-16")
            form = case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-26")
            form._add_proof("signed_form", "signature.png", picture())
            self.move(case, "archive", "archivist")

    def test_acc_05_what_is_no_earlier_matter(self):
        earlier = self.ended("2025-11-20 10:00")
        others = [
            (self.ended("2025-11-20 10:00", "withdrawn"), "not ended by settlement"),
            (self.ended("2025-08-01 10:00"), "more than 180 days"),
            (
                self.ended(
                    "2025-11-20 10:00",
                    respondent_id=self.env["rights.merchant"]
                    .create({"name": "别家", "phone": "025-84000009"})
                    .id,
                ),
                "another respondent",
            ),
            (
                self.ended(
                    "2025-11-20 10:00", party_ids=self.person(name="李别人", phone="13811112222")
                ),
                "another person",
            ),
        ]
        with self.at("2026-03-16 10:00"):
            case = self.registered_case()
            with self.refused("Name the earlier", ValidationError):
                self.move(case, "no_longer", "clerk", {"result_text": "同一争议"})
            for other, words in others:
                with self.subTest(words), self.refused(words, ValidationError):
                    self.no_longer(case, other)
            self.no_longer(case, earlier)
            links = case.link_ids.filtered(lambda link: link.kind == "duplicate")
            self.assertEqual(links.other_case_id, earlier)


@tagged("post_install", "-at_install")
class TestRevoke(DocumentCommon, DeadlineCommon):
    """ACC-01, ACC-11, ACC-13, ACC-14: taking back, approving, correcting a decision."""

    @classmethod
    def move(cls, case, code, login=None, values=None):
        """Papers wait here: who delivers them, and when, is what is tested."""
        case = cls.as_user(login, case) if login else case
        step = case._transitions().filtered(lambda one: one.code == code)
        case.action_move(step.id, case.stage_id.id, values)
        return case

    def reject(self, case):
        reason = self.env["rights.reject.reason"].search(
            [("is_in_force", "=", True), ("number", "=", 4)]
        )
        return self.move(case, "reject", "clerk", {"reject_reason_id": reason.id})

    def revoke(self, case, login="head"):
        return self.move(case, "revoke", login, {"move_basis": "决定有误"})

    def test_acc_01_supervisor_revokes_and_another_decision_follows(self):
        """ACC-01: the acceptance falls away with its paper and clocks; the next starts its own."""
        with self.at("2026-05-06 10:00"):
            case = self.registered_case()
            self.move(case, "accept", "clerk", self.ACCEPT)
            self.assertOutcome(case, TL_16="running")
            with self.refused("is for", AccessError):
                self.revoke(case, "clerk")
            with self.refused("needs a reason"):
                self.move(case, "revoke", "head")
        with self.at("2026-05-07 10:00"):
            self.revoke(case)
            self.assertEqual((case.stage_code, case.decision), ("registered", False))
            self.assertEqual(self.papers(case, "DOC-04").mapped("state"), ["void"])
            self.assertOutcome(case, TL_16="cancelled", TL_12="cancelled", TL_08="running")
            self.assertEqual(case.event_ids[-1].user_id, self.users["head"])
            self.assertIn("决定有误", case.event_ids.mapped("basis"))
        with self.at("2026-05-08 10:00"):
            self.move(case, "accept", "clerk", {**self.ACCEPT, "handling_mode": "assist"})
            running = self.clocks(case).filtered(lambda clock: not clock.stopped_at)
            self.assertIn("TL-16", running.mapped("code"))
            self.assertEqual(
                running.filtered(lambda clock: clock.code == "TL-16").start_at,
                china("2026-05-08 10:00"),
            )

    def test_acc_14_what_was_told_is_not_revoked(self):
        accepted = self.registered_case()
        self.move(accepted, "accept", "clerk", self.ACCEPT)
        self.deliver(accepted, "DOC-04")
        with self.refused("ACC-14", ValidationError):
            self.revoke(accepted)
        with self.refused("not edited"):
            accepted.sudo().write(
                {"reject_reason_id": self.env["rights.reject.reason"].search([], limit=1).id}
            )
        refused = self.reject(self.registered_case())
        self.as_user("head", self.papers(refused, "DOC-05")).action_approve()
        with self.refused("not edited"):
            refused.write({"competent_body_id": False})
        self.deliver(refused, "DOC-05")
        with self.refused("ACC-13", ValidationError):
            self.revoke(refused)

    def test_acc_11_proposed_until_the_second_person(self):
        """ACC-11: a mark on the card, off per unit; what was sent back may be corrected."""
        case = self.reject(self.registered_case())
        self.assertTrue(case.is_decision_proposed)
        self.assertIn(case, case.search([("is_decision_proposed", "=", True)]))
        paper = self.paper(case, "DOC-05", "head")
        paper._send_back("写明理由")
        body = self.env["rights.partner.body"].create(
            {"name": "测试局", "kind": "authority", "phone": "025-86000001"}
        )
        self.as_user("clerk", case).competent_body_id = body
        clerks = paper.with_user(self.users["clerk"])
        clerks.action_refresh()
        clerks.action_submit()
        paper.action_approve()
        self.assertFalse(case.is_decision_proposed)
        self.assertNotIn(case, case.search([("is_decision_proposed", "=", True)]))
        self.stations["city"].second_person = False
        other = self.reject(self.registered_case())
        self.papers(other, "DOC-05").with_user(self.users["clerk"]).action_submit()
        self.assertFalse(other.is_decision_proposed)

    def test_acc_13_superior_confirms_a_wrong_refusal(self):
        """ACC-13: reviewed from above, opened again with fresh clocks, cause A1 on record."""
        with self.at("2026-05-06 10:00"):
            case = self.registered_case("station_a1")
            reason = self.env["rights.reject.reason"].search(
                [("is_in_force", "=", True), ("number", "=", 4)]
            )
            self.move(case, "reject", "station_a1", {"reject_reason_id": reason.id})
            self.as_user("dispatcher_a", self.papers(case, "DOC-05")).action_approve()
            self.deliver(case, "DOC-05", "station_a1")
        reviews = self.env["rights.refusal.review"]
        vals = {"case_id": case.id, "complaint": "未超过三年"}
        for login in ("clerk", "station_a1", "dispatcher_b"):
            with self.subTest(login), self.refused("", AccessError):
                self.as_user(login, reviews).create(vals)
        with self.at("2026-05-20 10:00"):
            review = self.as_user("dispatcher_a", reviews).create(vals)
            self.assertEqual(review.decided_by_id, self.users["station_a1"])
            with self.refused("what the review found"):
                review.action_confirm()
            with self.refused("acts only", AccessError):
                review.write({"state": "confirmed"})
            review.finding = "购买日期为2025年"
            review.action_confirm()
            self.assertEqual((case.stage_code, case.cycle_no), ("registered", 2))
            self.assertEqual(review.accountability_cause, "A1")
            self.assertEqual(case.event_ids[-1].user_id, self.users["dispatcher_a"])
            self.assertDue(case, cycle=2, TL_08="2026-05-29", TL_05="2026-05-25")
        seen = self.as_user("discipline", reviews).search([("case_id", "=", case.id)])
        self.assertEqual(seen, review)
        with self.refused("closed"):
            review.action_uphold()

    def test_acc_13_rightly_refused_stays(self):
        case = self.reject(self.registered_case())
        head = self.as_user("head", self.env["rights.refusal.review"])
        review = head.create(
            {"case_id": case.id, "complaint": "应当受理", "finding": "确已超过三年"}
        )
        review.action_uphold()
        self.assertEqual((review.state, case.stage_code), ("upheld", "rejected"))
        self.assertFalse(review.accountability_cause)
        self.assertFalse(
            self.as_user("discipline", self.env["rights.refusal.review"]).search(
                [("id", "=", review.id)]
            )
        )
        with self.refused("not refused", UserError):
            head.create({"case_id": self.registered_case().id, "complaint": "应当受理"})
