from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command, Domain

MODULE = "consumer_rights"
HEARD = "当面听取本人陈述，本人说明情况并签名。"
# what became of the first candidates of the year, one after the other
RUNGS = {1: ("criticism", "education"), 2: ("circulated",), 3: ("efficiency", "post_change")}
COURSES = ("closed", "decided", "confirmed", "outage", "contested", "candidate", "candidate")


class RightsDemo(models.AbstractModel):
    """Missed promises in every state of their course, a fault, and what people entered."""

    _inherit = "rights.demo"

    def _load_conduct(self):
        if self.env["rights.promise.violation"].search_count([], limit=1):
            return
        candidates = self._propose_violations()
        for violation, course in zip(candidates, COURSES, strict=False):
            getattr(self, f"_demo_{course}", lambda record: None)(violation)
        self._demo_fault()
        self._demo_declared()
        self._demo_checked()

    def _propose_violations(self):
        """Candidates from the latest missed promises, some of them of one person."""
        promises = self.env["rights.promise"]._get_by_limit()
        missed = self.env["rights.deadline.breach"].search(
            Domain("code", "in", list(promises)) & Domain("user_id", "!=", False),
            order="at desc, id desc",
            limit=60,
        )
        busiest = max(missed.grouped("user_id").values(), key=len, default=missed)
        chosen = busiest[:4] | (missed - busiest)[:4]
        return self.env["rights.promise.violation"]._propose_for(chosen).sorted("id")

    def _demo_confirmed(self, violation, **values):
        violation._settle_clocks()
        violation.write(
            {
                "state": "confirmed",
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self._user("head").id,
                **violation._get_rung(),
                **values,
            }
        )
        # the automations of the ladder sleep while data load
        violation._propose_sanctions(*RUNGS[min(violation.ordinal, 3)])

    def _demo_decided(self, violation):
        self._demo_confirmed(violation)
        violation.write(
            {
                "sanction_ids": [Command.set(violation.proposed_ids[:1].ids)],
                "hearing_note": HEARD,
                "state": "decided",
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self._user("discipline").id,
            }
        )

    def _demo_closed(self, violation):
        self._demo_decided(violation)
        violation.write(
            {
                "apology_note": "已电话向当事人致歉，当事人表示谅解。",
                "apology_at": fields.Datetime.now(),
                "state": "closed",
                "closed_at": fields.Datetime.now(),
            }
        )

    def _demo_outage(self, violation):
        violation._settle_clocks()
        violation.write(
            {
                "state": "not_established",
                "exclusion_id": self.env.ref(f"{MODULE}.discipline_exclusion_outage").id,
                "finding": "当日系统升级中断四小时，有故障记录，不归责于本人。",
                "closed_at": fields.Datetime.now(),
            }
        )

    def _demo_contested(self, violation):
        violation.write(
            {
                "contest_text": "期间正在等待质检机构出具报告，材料附后。",
                "contested_at": fields.Datetime.now(),
            }
        )
        violation._clock_event("candidate_contested")

    def _demo_fault(self):
        """A fault under verification, on a matter of the office clerk."""
        clerk = self._user("clerk")
        case = self.env["rights.case"].search(
            [("registered_by_id", "=", clerk.id), ("kind", "=", "complaint")], limit=1
        )
        self.env["rights.accountability"]._propose(
            "A3",
            clerk,
            at=fields.Datetime.now() - timedelta(days=9),
            case_id=case.id,
            cycle_no=case.cycle_no,
            facts="登记的被投诉方有误，接收单位退回三次。",
        )

    def _demo_declared(self):
        handler = self._user("handler")
        self.env["rights.integrity.declaration"].create(
            {
                "user_id": handler.id,
                "station_id": handler.rights_station_ids[:1].id,
                "giver": "云川某商场（演示）",
                "kind": "goods",
                "description": "购物卡一张",
                "value": 500,
                "disposal": "returned",
                "disposal_note": "当日退回商场办公室，有回执",
            }
        )
        self.env["rights.media.request"].create(
            {
                "user_id": handler.id,
                "station_id": handler.rights_station_ids[:1].id,
                "media": "云川晚报（演示）",
                "topic": "预付卡消费提示",
            }
        )

    def _demo_checked(self):
        """Sampled calls of the operator, one of them scored, and a nomination."""
        checks = self.env["rights.language.check"]
        checks.action_draw()
        checks.search([], limit=1).write(
            {
                "score": 96,
                "expression_ids": [Command.link(self.env.ref(f"{MODULE}.language_hello").id)],
                "checked_by_id": self._user("quality").id,
                "checked_at": fields.Datetime.now(),
            }
        )
        handler = self._user("handler")
        self.env["rights.award"].create(
            {
                "name": "年度维权服务标兵",
                "user_id": handler.id,
                "station_id": handler.rights_station_ids[:1].id,
                "reason": "全年调解成功率居全市前列，群众满意度高。",
            }
        )
