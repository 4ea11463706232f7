from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .discipline_common import DisciplineCommon


@tagged("post_install", "-at_install")
class TestAccountability(DisciplineCommon):
    """ACT-01 to ACT-11: faults, their causes and measures, and the way to a decision."""

    def verified(self, record, day="2026-03-10"):
        with self.at(f"{day} 09:00"):
            self.as_user("discipline", record).action_verify()
        return record

    def delivered(self, *codes):
        with self.at("2026-03-04 09:00"):
            record = self.fault()
        self.verified(record)
        with self.at("2026-03-10 10:00"):
            self.decide(record, *codes)
            if record.needs_approval:
                self.as_user("head", record).action_approve()
            self.as_user("discipline", record).action_deliver()
        return record

    def test_act_01_act_02_catalogues(self):
        """ACT-01, ACT-02: five causes at acceptance, six at handling, each with usual measures."""
        causes = self.env["rights.fault.cause"].search([])
        by_phase = {phase: rows.mapped("code") for phase, rows in causes.grouped("phase").items()}
        self.assertEqual(by_phase["acceptance"], ["A1", "A2", "A3", "A4", "A5"])
        self.assertEqual(by_phase["handling"], ["B1", "B2", "B3", "B4", "B5", "B6"])
        self.assertTrue(all(cause.sanction_ids for cause in causes))

    def test_act_03_six_measures_at_least_one(self):
        measures = self.env["rights.sanction"].search([("for_fault", "=", True)])
        self.assertEqual(
            self.codes(measures),
            {
                "self_criticism",
                "circulated",
                "award_loss",
                "admonition",
                "efficiency",
                "post_change",
            },
        )
        with self.at("2026-03-04 09:00"):
            record = self.fault()
        self.verified(record)
        with self.at("2026-03-10 10:00"):
            with self.refused("at least one measure"):
                self.decide(record)
            with self.refused("No measure for a fault"):
                self.decide(record, "party")

    def test_act_04_heard_before_a_decision(self):
        """ACT-04: without the note of the hearing a decision is refused."""
        with self.at("2026-03-04 09:00"):
            record = self.fault()
        with self.refused("no act for the present state"):
            self.as_user("discipline", record).action_decide()
        self.verified(record)
        officer = self.as_user("discipline", record)
        with self.at("2026-03-10 10:00"):
            officer.sanction_ids = self.env.ref("consumer_rights.sanction_circulated")
            with self.refused("Hear the person"):
                officer.action_decide()
            officer.hearing_note = "本人承认拖延"
            officer.action_decide()
        self.assertEqual((record.state, record.heard_by_id), ("decided", self.users["discipline"]))
        with self.refused("stays as it is"):
            officer.facts = "另一件事"

    def test_act_04_review_in_five_working_days(self):
        """ACT-04, TL-77: asked in time, decided by another one; only then it takes effect."""
        record = self.delivered("circulated")
        self.assertEqual(record.due_text, "2026-03-17 24:00")
        with self.at("2026-03-17 17:00"):
            self.state(record, "handler", "处理过重", kind="review")
        self.assertEqual(record.state, "reviewing")
        with self.at("2026-03-18 09:00"):
            self.assertFalse(record.effective_at)
            officer = self.as_user("discipline", record)
            with self.assertRaises(AccessError):
                officer.action_uphold()
            other = self.as_user("officer_2", record)
            with self.refused("result of the review"):
                other.action_uphold()
            other.review_finding = "事实清楚，维持"
            other.action_uphold()
            self.assertTrue(record._is_in_force())
            other.action_close()
        self.assertEqual((record.state, record.reviewed_by_id), ("closed", self.users["officer_2"]))

    def test_act_04_review_lifts_the_decision(self):
        record = self.delivered("circulated")
        with self.at("2026-03-12 09:00"):
            self.state(record, "handler", "责任在系统故障", kind="review")
            head = self.as_user("head", record)
            head.review_finding = "故障属实，撤销"
            head.action_lift()
        self.assertEqual(record.state, "not_established")
        self.assertFalse(record.effective_at)

    def test_act_04_silence_makes_the_decision_final(self):
        """TL-77: after five working days no review; nobody misses anything by silence."""
        record = self.delivered("circulated")
        with self.at("2026-03-17 23:00"):
            with self.refused("not in force"):
                self.as_user("discipline", record).action_close()
        with self.at("2026-03-18 00:01"):
            self.sweep()
            self.assertFalse(record.clock_ids.breach_ids)
            with self.refused("review is over"):
                self.state(record, "handler", kind="review")
            self.as_user("discipline", record).action_close()
        self.assertEqual(record.state, "closed")

    def test_act_04_heavy_measures_are_approved(self):
        """The head approves an efficiency admonition before it is delivered, not the decider."""
        with self.at("2026-03-04 09:00"):
            record = self.fault()
        self.verified(record)
        with self.at("2026-03-10 10:00"):
            self.decide(record, "efficiency", login="head")
            with self.refused("head approves"):
                self.as_user("discipline", record).action_deliver()
            with self.assertRaises(AccessError):
                self.as_user("discipline", record).action_approve()
            with self.refused("own decision", error=AccessError):
                self.as_user("head", record).action_approve()
            second = self._create_person("head_2", "head", "city")
            record.with_user(second).action_approve()
            self.as_user("discipline", record).action_deliver()
        self.assertTrue(record.delivered_at)

    def test_act_05_based_on_a_fact(self):
        with self.assertRaisesRegex(ValidationError, "ACT-05"):
            self.fault(case_id=False)

    def test_act_06_no_nomination_in_the_year_of_loss(self):
        record = self.delivered("award_loss")
        awards = self.as_user("head", self.env["rights.award"])
        vals = {"name": "先进个人", "user_id": self.users["handler"].id}
        with self.at("2026-03-16 09:00"):
            awards.create({**vals, "year": 2026, "name": "季度之星"})
        with self.at("2026-03-20 09:00"):
            self.assertTrue(record._is_in_force())
            with self.assertRaisesRegex(ValidationError, "2026"):
                awards.create({**vals, "year": 2026})
            awards.create({**vals, "year": 2027})

    def test_act_07_interview_without_approval(self):
        """ACT-07: held without approval it opens a candidate with cause B5."""
        requests = self.as_user("handler", self.env["rights.media.request"])
        bad = requests.create({"media": "都市晚报", "topic": "预付卡投诉"})
        bad.action_log_held()
        record = self.records.search([("user_id", "=", self.users["handler"].id)])
        self.assertEqual((record.cause_id.code, record.state), ("B5", "candidate"))
        self.assertEqual(record.fact_ref, bad.with_env(self.env))
        good = requests.create({"media": "电视台", "topic": "消费提示"})
        with self.assertRaises(AccessError):
            good.action_approve()
        self.as_user("head", good).action_approve()
        good.action_log_held()
        self.assertEqual(len(self.records.search([("user_id", "=", self.users["handler"].id)])), 1)

    def test_act_02_publicity_without_approval(self):
        """ACT-02: publicity about a major matter that nobody approved is of cause B6."""
        requests = self.as_user("handler", self.env["rights.media.request"])
        bad = requests.create({"kind": "publicity", "media": "单位公众号", "topic": "群体投诉"})
        bad.action_log_held()
        record = self.records.search([("user_id", "=", self.users["handler"].id)])
        self.assertEqual((record.cause_id.code, record.fact_ref), ("B6", bad.with_env(self.env)))

    def test_hnd_15_a_declined_matter_opens_a_record(self):
        """HND-15, TRI-12: given back as foreign, and sent to the same unit again."""
        case = self.dispatched()
        reasons = self.env["rights.return.reason"].search([])
        foreign = reasons.filtered(lambda reason: not reason.counts_against_registrant)[0]
        target = {"dispatch_to_id": self.stations["district_a"].id}

        def give_back(reason):
            self.move(case, "return", "dispatcher_a", {"return_reason_id": reason.id})
            self.move(case, "dispatch", "dispatcher", target)
            return self.records.search([("case_id", "=", case.id)])

        with self.at("2026-03-05 10:00"):
            self.assertFalse(give_back(reasons.filtered("counts_against_registrant")[0]))
            record = give_back(foreign)
        self.assertEqual((record.cause_id.code, record.state), ("B1", "candidate"))
        self.assertEqual(record.user_id, self.users["dispatcher_a"])
        self.assertEqual(record.fact_ref.return_reason_id, foreign)

    def test_sec_04_a_leak_opens_a_record(self):
        """SEC-04: once it was taken up and the person is known; it repeats nothing secret."""
        leak = self.as_user("head", self.env["rights.secrecy.breach"]).create(
            {"facts": "向被举报人透露了举报人张某"}
        )
        self.as_user("discipline", leak).action_take_up()
        handler = [("user_id", "=", self.users["handler"].id)]
        self.assertFalse(self.records.search(handler))
        leak.leaked_by_id = self.users["handler"]
        record = self.records.search(handler)
        self.assertEqual((record.cause_id.code, record.fact_ref), ("A5", leak.with_env(self.env)))
        self.assertNotIn("张某", record.facts)

    def test_sup_06_a_command_not_filed_opens_a_record(self):
        """SUP-06: after the date, for the head of the commanded unit; once."""
        self.users["head_a1"] = self._create_person("head_a1", "head", "station_a1")
        with self.at("2026-03-04 09:00"):
            command = self.as_user("dispatcher", self.env["rights.command"]).create(
                {
                    "subject": "农资专项执法",
                    "content": "立即检查",
                    "due_day": "2026-03-10",
                    "target_ids": [Command.create({"station_id": self.stations["station_a1"].id})],
                }
            )
            command.action_issue()
        with self.at("2026-03-11 00:01"):
            self.sweep()
            self.sweep()
        record = self.records.search([("user_id", "=", self.users["head_a1"].id)])
        self.assertEqual((record.cause_id.code, record.deadline_id.code), ("B1", "SUP-06"))

    def test_act_01_act_02_major_matters(self):
        """EMG-07, TL-36: not reported upward in an hour is A4; EMG-03, TL-28: delisted late is B2.

        The candidate is against whoever has the matter at that moment.
        """
        for event, code, cause, late in (
            ("major_known", "TL-36", "A4", "2026-03-04 10:01"),
            ("command_issued", "TL-28", "B2", "2026-03-05 09:01"),
        ):
            with self.subTest(cause):
                case = self.in_handling()
                case.sudo().user_id = self.users["handler"]
                with self.at("2026-03-04 09:00"):
                    case._deadline_event(event)
                with self.at(late):
                    self.sweep()
                    self.sweep()
                record = self.records.search([("case_id", "=", case.id)])
                self.assertEqual((record.cause_id.code, record.state), (cause, "candidate"))
                self.assertEqual(record.user_id, self.users["handler"])
                self.assertEqual(record.deadline_id.code, code)

    def test_act_08_the_person_leaves_the_matter_alone(self):
        """ACT-08: from the verification to the end; a mere candidate stops no work."""
        with self.at("2026-03-04 09:00"):
            case = self.case_at("handling")
            record = self.fault(login="clerk", case_id=case.id)
            self.as_user("clerk", case).subject = "补充说明"
        self.verified(record)
        with self.assertRaises(AccessError):
            self.as_user("clerk", case).subject = "改动"
        with self.refused("own conduct in this matter"):
            self.conclude(case)
        with self.assertRaises(AccessError):
            self.as_user("clerk", self.env["rights.contact.log"]).create({"case_id": case.id})
        with self.assertRaises(AccessError):
            self.as_user("clerk", record).write({"facts": "没有"})
        officer = self.as_user("discipline", record)
        officer.finding = "查无此事"
        officer.action_dismiss()
        self.as_user("clerk", case).subject = "继续办理"

    def test_act_09_points_in_the_annual_assessment(self):
        """ACT-09, INC-09: poor work of person and unit is deducted in the totals, once decided."""
        with self.at("2026-03-04 09:00"):
            record = self.fault(assessment_points=2.5)
        self.verified(record)
        with self.at("2026-03-10 10:00"):
            self.decide(record, "self_criticism")
        self.env.flush_all()
        totals = self.as_user("discipline", self.env["rights.discipline.year"])
        total = totals.search([("user_id", "=", self.users["handler"].id)])
        self.assertEqual((total.year, total.kind, total.points), (2026, "fault", 2.5))
        self.assertEqual(total.station_id, record.station_id)
        self.assertEqual((total.record_count, total.established_count), (1, 1))
        for login in ("handler", "officer_b"):
            with self.subTest(login):
                try:
                    seen = self.as_user(login, totals).search([])
                except AccessError:
                    continue
                self.assertFalse(seen & total)

    def test_act_10_founded_matter_opens_records(self):
        """ACT-10: a complaint about staff that is found true, for each of them."""
        case = self.create_case(
            "operator", kind="discipline", party_ids=self.person(role="reporter")
        )
        self.move(case, "register", "operator")
        case.sudo().accused_ids = self.users["handler"] | self.users["clerk"]
        self.move(case, "take", "discipline")
        founded = self.env.ref("consumer_rights.outcome_founded")
        self.move(case, "conclude", "discipline", {"outcome_id": founded.id, "result_text": "属实"})
        records = self.records.search([("case_id", "=", case.id)])
        self.assertEqual(records.user_id, self.users["handler"] | self.users["clerk"])
        self.assertEqual(set(records.mapped("cause_id.code")), {"A2"})

    def test_act_11_sc_16_missed_instruction(self):
        """ACT-11, SC-16: a superior's deadline missed opens a candidate by itself, once."""
        case = self.in_handling("2026-09-16")
        case.sudo().user_id = self.users["handler"]
        with self.at("2026-09-18 09:00"):
            self.as_user("head", self.env["rights.deadline.instruction"]).create(
                {
                    "case_id": case.id,
                    "source": "市局领导",
                    "due_day": "2026-09-22",
                    "text": "限期报告",
                }
            )
        with self.at("2026-09-23 00:01"):
            self.sweep()
            self.sweep()
        record = self.records.search([("case_id", "=", case.id)])
        self.assertEqual((record.cause_id.code, record.state), ("B1", "candidate"))
        self.assertEqual(record.user_id, self.users["handler"])
        self.assertEqual(record.deadline_id.code, "TL-19")
        with self.at("2026-09-23 10:00"):
            self.conclude(case)

    def test_acc_13_wrong_refusal(self):
        """ACC-13, ACT-01: a refusal found wrong opens a candidate with cause A1."""
        review = self.env["rights.refusal.review"].sudo()
        case = self.registered_case()
        reason = self.env["rights.reject.reason"].search(
            [("is_in_force", "=", True), ("number", "=", 4)]
        )
        self.move(case, "reject", "clerk", {"reject_reason_id": reason.id})
        review = review.create({"case_id": case.id, "complaint": "应当受理"})
        review.finding = "属于受理范围"
        review.action_confirm()
        record = self.records.search([("case_id", "=", case.id)])
        self.assertEqual((record.cause_id.code, record.user_id), ("A1", self.users["clerk"]))
        self.assertEqual(record.fact_ref, review)

    def test_sup_10_from_the_urge_with_one_action(self):
        """SUP-10: from the circulated notice to a record; a second click opens the same one."""
        case = self.in_handling()
        case.sudo().user_id = self.users["handler"]
        with self.at("2026-03-05 09:00"):
            urge = self.urge("head", case, level="3", skip_reason="严重拖延")
            action = self.as_user("head", urge).action_open_accountability()
            again = self.as_user("head", urge).action_open_accountability()
        record = self.records.browse(action["res_id"])
        self.assertEqual(again["res_id"], record.id)
        self.assertEqual(
            (record.urge_id, record.case_id), (urge.with_env(self.env), case.with_env(self.env))
        )
        self.assertEqual((record.user_id, record.cause_id.code), (self.users["handler"], "B1"))
        with self.assertRaises(AccessError):
            self.as_user("clerk", urge).action_open_accountability()

    def test_reg_22_three_returns_in_a_month(self):
        """REG-22, ACT-01: the third return within a month opens a candidate with cause A3."""
        reason = self.env["rights.return.reason"].search(
            [("counts_against_registrant", "=", True)], limit=1
        )
        for number in range(3):
            case = self.dispatched("2026-03-04")
            hop = case.sudo().dispatch_ids[-1:]
            with self.at(f"2026-03-0{5 + number} 10:00"):
                hop.write(
                    {
                        "returned_at": f"2026-03-0{5 + number} 02:00:00",
                        "return_reason_id": reason.id,
                    }
                )
            found = self.records.search([("cause_id.code", "=", "A3")])
            self.assertEqual(len(found), int(number == 2))
        self.assertEqual(found.user_id, self.users["clerk"])
