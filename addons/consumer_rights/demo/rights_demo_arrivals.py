from datetime import timedelta
from email.message import EmailMessage

from odoo import fields, models

from ..tools.china_time import china_date

MAILS = (
    {
        "From": "孙示雨 <xiaoyu@mail.example>",
        "Subject": "网购冰箱送货破损",
        "Message-Id": "<demo-1@mail.example>",
        "text": "本月网购冰箱一台，送货时箱体凹陷，商家不肯换货，请中心处理。照片稍后补发。",
    },
    {
        "From": "演示百货客服 <service@shop.example>",
        "Subject": "自动回复：您的来信已收到",
        "Message-Id": "<demo-2@shop.example>",
        "Auto-Submitted": "auto-replied",
        "text": "我们已收到您的来信，将在一个工作日内答复。",
    },
    {
        "From": "邮件系统 <mailer-daemon@mail.example>",
        "Subject": "退信：无法投递",
        "Message-Id": "<demo-3@mail.example>",
        "text": "收件人邮箱已满。",
    },
)
WECHAT = (
    "<xml><FromUserName>demo-openid</FromUserName><MsgType>text</MsgType>"
    "<Content>请问保修期内维修要收费吗？</Content><MsgId>1</MsgId></xml>"
)


class RightsDemo(models.AbstractModel):
    """What waits at the doors on the first day: mails, a message, visitors, returns (INT-20)."""

    _inherit = "rights.demo"

    def _load_arrivals(self):
        arrivals = self.env["rights.arrival"]
        for mail in MAILS:
            message = EmailMessage()
            for name, value in mail.items():
                if name != "text":
                    message[name] = value
            message["To"] = "12315@yunchuan.example"
            message.set_content(mail["text"])
            arrival = arrivals._store("email", message.as_bytes())
            arrival._try_read()
        arrivals._take_wechat(WECHAT.encode())

    def _load_hall(self):
        """A morning in the hall of the city centre; numbers of its own, as the counter's table is
        not there yet."""
        clerk = self.env["res.users"].search([("login", "=", "clerk")])
        begin = fields.Datetime.now() - timedelta(hours=2)
        rows = []
        for number in range(1, 9):
            taken = begin + timedelta(minutes=11 * number)
            called = taken + timedelta(minutes=4 + number % 5)
            rows.append(
                {
                    "station_id": self.env.ref("consumer_rights.demo_station_city").id,
                    "day": china_date(),
                    "number": number,
                    "taken_at": taken,
                    **(
                        {
                            "state": "absent" if number == 4 else "served",
                            "counter": str(1 + number % 3),
                            "called_at": called,
                            "done_at": called + timedelta(minutes=9),
                            "receptionist_id": clerk.id,
                        }
                        if number < 7
                        else {}
                    ),
                }
            )
        self.env["rights.queue.ticket"].create(rows)
        self.env["rights.queue.counter"].create({"prefix": self._hall_prefix(), "last": 8})

    def _hall_prefix(self):
        station = self.env.ref("consumer_rights.demo_station_city")
        return f"{station.code} {china_date():%Y%m%d}"

    def _load_returns(self):
        """What other platforms were told of a year, and what the latest of them wait for."""
        cases = self.env["rights.case"].search(
            [
                ("has_way_back", "=", True),
                ("is_history", "=", False),
                ("registered_at", "!=", False),
                ("external_number", "!=", False),
            ],
            order="registered_at desc",
        )
        decided = cases.filtered("decision")._queue_outbound("acceptance")
        refused = decided.filtered("is_last").case_id
        ended = cases.filtered(lambda case: case.is_closed or case.concluded_at) - refused
        items = decided | ended._queue_outbound("result")
        latest = items.filtered(lambda item: item.case_id in cases[:40])
        (items - latest).write({"state": "confirmed", "answered_at": fields.Datetime.now()})
        for place, item in enumerate(latest):
            item.due_day = china_date() + timedelta(days=place % 9 - 2)
            if place % 3:
                item.write({"state": "confirmed", "answered_at": fields.Datetime.now()})
        latest[-1:].write({"state": "rejected", "answer": "办理情况过于简单"})
        self.env["rights.outbound.tally"]._cron_reconcile()
