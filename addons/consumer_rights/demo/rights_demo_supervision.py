from datetime import timedelta

from odoo import models
from odoo.fields import Command, Domain

from ..models.supervision.rights_urge import LETTER
from ..tools.china_time import china_date

LETTERS = 8


class RightsDemo(models.AbstractModel):
    """Urges, their answers and two commands, by the methods of daily work (SUP-02 to SUP-06)."""

    _inherit = "rights.demo"

    def _load_supervision(self):
        self._load_letters()
        self._load_urge_by_hand()
        self._load_commands()

    def _load_letters(self):
        """What was missed lately and still runs; two letters are answered."""
        missed = self.env["rights.deadline"].search(
            Domain("state", "=", "missed")
            & Domain("case_id.kind", "=", "complaint")
            & Domain("case_id.user_id", "!=", False)
            & Domain("code", "in", ("TL-04", "TL-05", "TL-12")),
            order="due_at desc",
            limit=LETTERS,
        )
        letters = self.env["rights.urge"]._send_for(LETTER, dict.fromkeys(missed, "missed"))
        answers = (
            ("商户负责人外出，未能按期组织调解", "已约定后天上午到所调解，当日办结"),
            ("投诉人补充的检测报告刚刚收到", "三个工作日内出具处理意见并答复投诉人"),
        )
        for letter, (cause, plan) in zip(letters, answers, strict=False):
            letter.with_user(letter.user_id)._answer(cause, plan, china_date() + timedelta(days=2))

    def _load_urge_by_hand(self):
        held = self._latest_complaint("handling", "district_center")
        sender = self._user("dispatcher")
        if held.with_user(sender).may_urge:
            self.env["rights.urge"].with_user(sender).create(
                {"case_id": held.id, "text": "投诉人多次来电，请报告办理进展。"}
            )

    def _load_commands(self):
        city = self.env.ref("consumer_rights.demo_station_city")
        commands = self.env["rights.command"].with_user(self._user("dispatcher"))
        everywhere = commands.create(
            {
                "subject": "春季农资打假专项执法",
                "content": "对辖区农资经营门店开展一次全面检查，重点查处假劣种子、化肥、农药。",
                "due_day": china_date() + timedelta(days=10),
                "target_ids": [Command.create({"station_id": unit.id}) for unit in city.child_ids],
            }
        )
        everywhere.action_issue()
        for target in everywhere.sudo().target_ids[:2]:
            person = target.station_id.post_ids.filtered("active").user_id[:1]
            if person:
                target.with_user(person).action_acknowledge()
        urgent = commands.create(
            {
                "subject": "问题奶粉下架核查",
                "content": "立即核查辖区商超是否销售通报批次奶粉，发现的当场下架并报告数量。",
                "severity": "urgent",
                "due_day": china_date() + timedelta(days=1),
                "target_ids": [Command.create({"station_id": city.child_ids[:1].id})],
            }
        )
        urgent.action_issue()
