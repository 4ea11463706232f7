from datetime import timedelta

from odoo import models
from odoo.fields import Command

from ..tools.china_time import china_date

QUESTIONS = (
    (
        "网络购买的商品，消费者无理由退货的期限从哪天起算？",
        (("收到商品之日", True), ("下单之日", False), ("付款之日", False)),
    ),
    (
        "消费者投诉当天不能解决的，客服人员应当怎么做？",
        (("登记台账并按三级接待上报", True), ("请消费者自行起诉", False)),
    ),
    (
        "下列哪些属于应当上墙的制度？",
        (("退换货制度", True), ("消费投诉记录台账制度", True), ("员工薪酬制度", False)),
    ),
)
# (days ago, name, topics) of each unit, as far as the list below goes
COURSES = (
    (96, "商场客服人员消费维权培训", ("law", "service")),
    (33, "消费投诉台账与三级接待培训", ("problem", "new_task")),
)
VISITORS = (
    ("郑示华", "演示客服一店"),
    ("钱示玲", "演示客服二店"),
    ("冯示光", "演示客服三店"),
)
LIBRARY = (
    (
        "case",
        "预付式消费：停业后退还余额的调解",
        "经营者停业前应当告知并退还余额；调解时先核对余额和有效期。",
    ),
    (
        "law",
        "学习要点：投诉的受理期限",
        "收到投诉之日起七个工作日内作出受理或者不予受理的决定，并告知投诉人。",
    ),
    ("case", "快递破损：谁来举证", "签收前查验的证据由谁保存，是调解中最常见的争点。"),
)


class RightsDemo(models.AbstractModel):
    """Courses of the units with people and tests, staff training, a contest, the library (TRN)."""

    _inherit = "rights.demo"

    def _load_training(self):
        if self.env["rights.training.course"].search_count([], limit=1):
            return
        self._load_courses()
        self._load_staff_training()
        self._load_contest()
        self._load_library()

    def _load_courses(self):
        """Two of each unit that has somebody; the last unit has none, the one before it one."""
        units = self.env["rights.station"].search(
            [("level", "in", ("district_center", "local_station"))], order="code"
        )
        for place, unit in enumerate(units):
            for course in COURSES[: max(len(units) - 1 - place, 0)]:
                self._hold_course(unit, *course)
        station = self._user("station").rights_station_ids[:1]
        coming = self._make_course(station, 0, "秋季退换货实务培训", ("law", "problem"))
        coming.with_user(self._user("station")).action_open()

    def _make_course(self, unit, back, name, topics, **values):
        day = china_date() - timedelta(days=back)
        return self.env["rights.training.course"].create(
            {
                "name": name,
                "station_id": unit.id,
                "trainer": "示例讲师",
                "date_from": day,
                "place": f"{unit.name}会议室",
                "hours": 2,
                "topic_ids": [Command.set(self._topics(topics).ids)],
                "question_ids": [
                    Command.create(
                        {
                            "text": text,
                            "option_ids": [
                                Command.create({"text": answer, "is_right": right})
                                for answer, right in options
                            ],
                        }
                    )
                    for text, options in QUESTIONS
                ],
                **values,
            }
        )

    def _topics(self, codes):
        return self.env["rights.training.topic"].search([("code", "in", codes)])

    def _hold_course(self, unit, back, name, topics):
        course = self._make_course(unit, back, name, topics)
        merchants = self.env["rights.merchant"].search(
            [("station_id", "child_of", unit.id)],
            order="id desc" if unit.level == "district_center" else "id",  # not the same people
            limit=2,
        )
        people = [
            {"name": person, "employer": merchant.name, "merchant_id": merchant.id}
            for (person, _shop), merchant in zip(VISITORS, merchants, strict=False)
        ] or [{"name": person, "employer": shop} for person, shop in VISITORS]
        rows = self.env["rights.training.attendance"].create(
            [{"course_id": course.id, "date": course.date_from, **person} for person in people]
        )
        course.action_open()
        right = {
            question.id: set(question.option_ids.filtered("is_right").ids)
            for question in course.question_ids
        }
        for place, row in enumerate(rows):
            last = course.question_ids[-1]
            missed = {last.id: set(last.option_ids[:1].ids)} if place else {}
            row._take_test(right | missed)
        course.action_hold()

    def _load_staff_training(self):
        """Law for all of the city centre, the system for some: the rest stands in the list."""
        city = self._user("head").rights_station_ids[:1]
        staff = self.env["rights.post"].search([("station_id", "=", city.id)], order="id").user_id
        for topic, name, people in (
            ("law", "消费者权益保护法律法规培训", staff),
            ("system", "维权系统操作培训", staff[: len(staff) // 2]),
        ):
            course = self._make_course(city, 20, name, (topic,), audience="staff", question_ids=[])
            self.env["rights.training.attendance"].create(
                [
                    {"course_id": course.id, "date": course.date_from, "user_id": person.id}
                    for person in people
                ]
            )
            course.with_user(self._user("head")).action_hold()

    def _load_contest(self):
        contest = self.env["rights.training.contest"].create(
            {
                "name": "12315岗位技能竞赛",
                "date": china_date() - timedelta(days=50),
                "station_id": self._user("head").rights_station_ids[:1].id,
                "task": "接话登记、法规问答、调解情景模拟三项合计。",
                "line_ids": [
                    Command.create(
                        {
                            "user_id": self._user(login).id,
                            "rank": place,
                            "score": 99 - 3.5 * place,
                            "result": ("一等奖", "二等奖", "三等奖")[place - 1],
                        }
                    )
                    for place, login in enumerate(("operator", "clerk", "handler"), 1)
                ],
            }
        )
        contest.line_ids[0].with_user(self._user("head")).sudo().action_nominate()

    def _load_library(self):
        head = self._user("head")
        items = self.env["rights.learning.item"].create(
            [
                {
                    "name": name,
                    "kind": kind,
                    "body": f"<p>{text}</p>",
                    "station_id": head.rights_station_ids[:1].id,
                }
                for kind, name, text in LIBRARY
            ]
        )
        for item in items:
            item.with_user(head).action_publish()
        for login in ("clerk", "operator", "mediator"):
            items[:2].with_user(self._user(login)).action_read()
