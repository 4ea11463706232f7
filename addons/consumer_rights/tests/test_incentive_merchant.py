"""Honours, measures against merchants, and the profile of a merchant."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .inspection_common import InspectionCommon
from .ledger_common import LedgerCommon


@tagged("post_install", "-at_install")
class TestIncentiveMerchant(LedgerCommon, InspectionCommon):
    def recommend(self, login="station_a1", **values):
        rows = self.as_user(login, self.env["rights.honour.recommendation"])
        honour = self.env.ref("consumer_rights.honour_satisfied")
        vals = {"merchant_id": self.mall.id, "honour_id": honour.id, "grounds": "投诉少"}
        return rows.create({**vals, **values})

    def html(self, report, record):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            f"consumer_rights.{report}", record.ids
        )
        return content.decode()

    def test_inc_01_recommended_on_its_figures(self):
        """INC-01: figures of twelve months; past the gate another leader approves, and revokes."""
        self.enter()
        row = self.recommend()
        self.assertEqual((row.self_resolution_rate, row.obstacle), (100, False))
        row.action_ask_approval()
        with self.assertRaises(AccessError):
            row.action_approve()
        leader = self.as_user("division_a", row)
        leader.action_approve()
        self.assertEqual((row.state, row.approved_by_id), ("approved", leader.env.user))
        paper = self.html("report_rights_honour_recommendation", row)
        for text in ("荣誉推荐表", row.name, "投诉少"):
            self.assertIn(text, paper)
        with self.assertRaises(UserError):
            leader.action_revoke()
        leader.revoke_reason = "查实虚假宣传"
        leader.action_revoke()
        self.assertEqual(row.state, "revoked")

    def test_inc_01_past_the_gate_with_a_reason(self):
        """INC-01: below the goal or with an open rectification the leader says why."""
        self.env["rights.merchant.rectification"]._open_for_finding(self.mall, "通道堵塞", {})
        row = self.recommend()
        row.action_ask_approval()
        self.assertEqual(row.open_count, 1)
        self.assertIn("1", row.obstacle)
        leader = self.as_user("division_a", row)
        with self.assertRaises(UserError):
            leader.action_approve()
        with self.assertRaises(AccessError):
            row.leader_reason = "自己说"
        leader.leader_reason = "整改已近完成"
        leader.action_approve()
        self.assertEqual(row.state, "approved")

    def test_inc_01_the_own_merchants_only(self):
        """INC-01: another station neither recommends nor reads it."""
        row = self.recommend()
        other = self.env.ref("consumer_rights.honour_contract")
        with self.assertRaises(AccessError):
            self.recommend("station_a2", honour_id=other.id)
        with self.assertRaises(AccessError):
            self.as_user("station_b1", row).read(["grounds"])

    def complain(self, merchant, *days):
        for day in days:
            with freeze_time(f"{day} 02:00"):
                self.move(self.create_case(respondent_id=merchant.id), "register")

    def listed(self, trigger, day="2025-10-20"):
        measures = self.env["rights.negative.measure"]
        with freeze_time(f"{day} 02:00"):
            measures._cron_list()
            measures._cron_list()
        rows = measures.search([("trigger", "=", trigger)], order="id")
        return rows.filtered(lambda row: row.merchant_id in self.mall | self.neighbour)

    def test_inc_02_five_complaints_in_thirty_days(self):
        """INC-02: five call for a measure, four do not; listed once in thirty days."""
        self.complain(self.mall, *["2025-10-10"] * 5)
        self.complain(self.neighbour, *["2025-10-10"] * 4)
        row = self.listed("many")
        self.assertEqual((row.merchant_id, row.complaint_count), (self.mall, 5))
        self.assertEqual((row.station_id, row.state), (self.stations["district_a"], "draft"))
        self.assertEqual(self.listed("many", "2025-10-21"), row)

    def test_inc_02_the_monthly_top_list(self):
        """INC-02: with the month that is over; weak service and fraud are entered."""
        self.env.ref("consumer_rights.network_parameter_letter_top").value = 100000
        self.complain(self.neighbour, "2025-09-10")
        row = self.listed("top")
        self.assertEqual((row.merchant_id, row.period_from), (self.neighbour, date(2025, 9, 1)))

    def measure(self, **values):
        rows = self.as_user("dispatcher_a", self.env["rights.negative.measure"])
        vals = {"merchant_id": self.mall.id, "trigger": "fraud", "facts": "虚构原价"}
        return rows.create({**vals, **values})

    def test_inc_02_an_approved_interview_is_drafted(self):
        """INC-02: measure and facts, another leader, then the draft of the interview."""
        row = self.measure()
        with self.assertRaises(UserError):
            row.action_ask_approval()
        row.measure = "interview"
        row.action_ask_approval()
        self.as_user("division_a", row).action_approve()
        interview = row.interview_id
        self.assertEqual((interview.state, interview.problems), ("draft", "虚构原价"))
        self.assertIn("经营者处理措施审批表", self.html("report_rights_negative_measure", row))
        self.assertEqual(self.as_user("station_a1", row).state, "approved")
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_b", row).read(["facts"])

    def test_inc_02_none_with_a_reason(self):
        """INC-02: the unit may use a measure; without one it says why."""
        row = self.measure(trigger="service")
        with self.assertRaises(UserError):
            row.action_drop()
        row.reason = "已主动改进"
        row.action_drop()
        self.assertEqual(row.state, "dropped")

    def test_inc_10_one_time_line(self):
        """INC-10: complaints, ledger, breaches, rectifications, measures, newest first."""
        promise = self.env["rights.merchant.promise"].create(
            {"merchant_id": self.mall.id, "scope": "服装", "terms": "三十日无理由退货"}
        )
        self.enter()
        self.enter(promise=str(promise.id), outcome="refused")
        self.env["rights.merchant.rectification"]._open_for_finding(self.mall, "通道堵塞", {})
        self.complain(self.mall, "2025-10-10")
        row = self.measure(measure="penalty")
        row.action_ask_approval()
        self.as_user("division_a", row).action_approve()
        action = self.as_user("station_a1", self.mall).action_view_events()
        events = self.as_user("station_a1", self.env["rights.merchant.event"])
        line = events.search(action["domain"])
        self.assertEqual(
            set(line.mapped("kind")),
            {"complaint", "ledger", "breach", "rectification", "measure"},
        )
        self.assertEqual(line.mapped("day"), sorted(line.mapped("day"), reverse=True))
        self.assertIn("1 / 2", line.mapped("reference"))
        self.assertFalse(self.as_user("station_b1", events).search(action["domain"]))

    def test_mer_09_a_promise_refused_in_a_complaint(self):
        """MER-09, INC-10: the handler notes which posted promise was refused; it stands in the
        process record and in the profile, and counts against an honour."""
        promises = self.env["rights.merchant.promise"]
        values = {"scope": "服装", "terms": "三十日无理由退货"}
        promise = promises.create({"merchant_id": self.mall.id, **values})
        foreign = promises.create({"merchant_id": self.neighbour.id, **values})
        case = self.case_at("handling", respondent_id=self.mall.id)
        own = case.with_user(case.user_id or self.users["station_a1"])
        self.assertTrue(own.has_respondent_promises)
        with self.assertRaises(ValidationError):
            own.broken_promise_id = foreign
        own.broken_promise_id = promise
        changed = case.event_ids.filtered(lambda event: event.type == "changed")[-1:]
        self.assertIn("三十日无理由退货", str(changed.changes))
        merchant = self.as_user("station_a1", self.mall)
        merchant.invalidate_recordset()
        self.assertEqual(merchant.promise_breach_count, 1)
        events = self.as_user("station_a1", self.env["rights.merchant.event"])
        breach = events.search([("merchant_id", "=", self.mall.id), ("kind", "=", "breach")])
        self.assertEqual(breach.reference, case.name)
        case.sudo().is_confidential = True
        self.assertEqual(self.mall._count_promise_breaches(), 0)

    def test_inc_08_figures_of_the_year(self):
        """INC-08: a nomination shows cases, satisfaction and missed deadlines of the year."""
        awards = self.as_user("head", self.env["rights.award"])
        handler = self.users["handler_a"]
        case = self.create_case()
        case.sudo().user_id = handler
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rights_case SET concluded_at = '2026-03-02 02:00:00' WHERE id = %s", [case.id]
        )
        case.invalidate_recordset()
        self.env["rights.followup"].sudo().create(
            {
                "case_id": case.id,
                "state": "done",
                "at": "2026-03-05 02:00:00",
                **dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "satisfied"),
            }
        )
        vals = {"name": "先进个人", "station_id": self.stations["district_a"].id, "year": 2026}
        person = awards.create({**vals, "user_id": handler.id})
        self.assertEqual((person.case_count, person.satisfaction_rate), (1, 100))
        self.assertEqual(awards.create({**vals, "user_id": handler.id, "year": 2025}).case_count, 0)
        unit = awards.create({**vals, "name": "先进单位", "kind": "unit"})
        self.assertEqual((unit.case_count, unit.breach_count), (0, 0))
        expert = awards.create({**vals, "kind": "mediator", "user_id": self.users["head"].id})
        self.assertEqual(expert.case_count, 0)
