from datetime import timedelta

from odoo import models
from odoo.fields import Command, Domain

from ..tools.china_time import china_date

# days back, topic, who asked, ending of the phone, question, advice or nothing yet
CONSULTATIONS = (
    (
        21,
        "预付卡退款",
        "蒋示兰",
        1,
        "健身房停业，卡内余额能否退还？",
        "可依据合同和消法第五十三条要求退还。",
    ),
    (
        9,
        "网购七日退货",
        "尤示平",
        2,
        "衣服剪了吊牌还能退吗？",
        "剪标不必然丧失退货权，看是否影响二次销售。",
    ),
    (2, "房屋装修延期", "卫示荣", 3, "装修逾期两个月怎么索赔？", None),
)
EXPERTS = (
    ("葛示真", "汽车质量", "云川工学院", "教授", 700),
    ("范示理", "民商法", "云川大学法学院", "副教授", 300),
    ("彭示工", "家电检测", "云川质检所", "高级工程师", -30),
)
VOLUNTEERS = (
    ("鲁示善", "法律咨询", 120),
    ("昌示青", "社区宣传", 400),
    ("苗示新", "文书整理", None),
)


class RightsDemo(models.AbstractModel):
    """What the two studios of the law have in hand, by the methods of daily work (LAW)."""

    _inherit = "rights.demo"

    def _load_legal(self):
        self._load_legal_advice()
        self._load_volunteers()
        self._load_docking()
        self._load_proceedings()

    def _as(self, login, model):
        return self.env[model].with_user(self._user(login))

    def _load_legal_advice(self):
        today = china_date()
        for back, topic, person, tail, question, advice in CONSULTATIONS:
            consultation = self._as("legal", "rights.legal.consultation").create(
                {
                    "topic": topic,
                    "person": person,
                    "phone": f"1690000410{tail}",
                    "question": question,
                    "advice": advice,
                    "consulted_at": today - timedelta(days=back),
                }
            )
            if advice:
                consultation.action_close()
        concluded = self._city_complaints("concluded")[:1]
        if concluded:
            self._as("legal", "rights.legal.support").create(
                {
                    "case_id": concluded.id,
                    "body_id": self.env.ref("consumer_rights.demo_body_court_linlan").id,
                    "guidance": "向经营者所在地法院起诉，请求退款并赔偿损失。",
                    "drafts": "民事起诉状、证据目录各一份。",
                }
            )

    def _load_volunteers(self):
        today = china_date()
        education = self._as("legal", "rights.legal.education")
        held = education.create(
            {
                "topic": "老年人防范保健品骗局",
                "date": today - timedelta(days=20),
                "place": "锦屏社区活动室",
                "audience": "社区老年人",
                "audience_count": 86,
                "materials": "《老年消费提示》手册200份",
            }
        )
        held.action_hold()
        planned = education.create(
            {
                "topic": "预付式消费风险提示",
                "date": today + timedelta(days=12),
                "place": "云锦路广场",
                "audience": "市民",
            }
        )
        people = self._as("legal", "rights.volunteer").create(
            [
                {
                    "name": name,
                    "skills": skills,
                    "phone": f"1690000420{place}",
                    "date_from": today - timedelta(days=500),
                    "training_ids": [
                        Command.create(
                            {"date": today - timedelta(days=days), "course": "消法与接待礼仪"}
                        )
                    ]
                    if days
                    else [],
                }
                for place, (name, skills, days) in enumerate(VOLUNTEERS)
            ]
        )
        self._as("legal", "rights.volunteer.assignment").create(
            {
                "volunteer_id": people[0].id,
                "activity": "广场普法咨询",
                "date": planned.date,
                "education_id": planned.id,
            }
        )

    def _load_docking(self):
        today = china_date()
        experts = self._as("docking", "rights.expert").create(
            [
                {
                    "name": name,
                    "field": field,
                    "employer": employer,
                    "title": title,
                    "phone": f"1690000430{place}",
                    "date_from": today - timedelta(days=400),
                    "date_to": today + timedelta(days=days),
                }
                for place, (name, field, employer, title, days) in enumerate(EXPERTS)
            ]
        )
        cases = self._city_complaints("handling")
        if cases:
            self._as("docking", "rights.expert.invitation").create(
                {
                    "expert_id": experts[0].id,
                    "case_id": cases[0].id,
                    "question": "发动机异响是否属于产品质量问题？",
                }
            )
        court = self.env.ref("consumer_rights.demo_body_court_linlan")
        for place, case in enumerate(self._city_complaints("concluded")[:2]):
            docking = self._as("docking", "rights.docking").create(
                {
                    "case_id": case.id,
                    "body_id": court.id,
                    "kind": ("confirmation", "referral")[place],
                    "note": "申请对调解协议进行司法确认。",
                }
            )
            if place:
                docking.action_send()
        seminar = self._as("docking", "rights.expert.seminar").create(
            {
                "topic": "预付式消费纠纷的处理",
                "date": today - timedelta(days=25),
                "place": "中心会议室",
                "expert_ids": [Command.set(experts[:2].ids)],
                "category_ids": [
                    Command.set(
                        self.env["rights.category"].search([("kind", "=", "nature")], limit=1).ids
                    )
                ],
                "minutes": "<p>与会专家建议推行预付资金存管，并统一退费标准。</p>",
            }
        )
        seminar.action_file()
        self._as("docking", "rights.liaison.item").create(
            [
                {
                    "topic": "校外培训机构退费联合处置",
                    "date": today - timedelta(days=back),
                    "body_id": self.env.ref("consumer_rights.demo_body_education").id,
                    "content": content,
                }
                for back, content in ((41, "会商退费名单的移交方式。"), (6, "补充三家机构名单。"))
            ]
        )

    def _load_proceedings(self):
        """One reconsideration that runs, and one request for information."""
        today = china_date()
        cases = self._city_complaints("concluded")
        if not cases:
            return
        body = self.env["rights.partner.body"].search([("kind", "=", "authority")], limit=1)
        self._as("legal", "rights.legal.challenge").create(
            {
                "case_number": cases[-1].name,
                "body_id": body.id,
                "received_on": today - timedelta(days=3),
                "contested": "投诉人不服处理结果，申请行政复议。",
            }
        )
        self._as("legal", "rights.information.request").create(
            {
                "case_number": cases[0].name,
                "person": "柏示言",
                "phone": "16900004401",
                "received_on": today - timedelta(days=8),
                "content": "申请公开本事项的处理结果和依据。",
            }
        )

    def _city_complaints(self, stage):
        """The latest complaints of the city centre at a stage, as its two studios read them."""
        return self.env["rights.case"].search(
            Domain("kind", "=", "complaint")
            & Domain("stage_code", "=", stage)
            & Domain("station_id.level", "=", "city_center")
            & Domain("is_history", "=", False),
            order="received_at desc",
            limit=3,
        )
