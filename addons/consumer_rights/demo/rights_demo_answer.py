from datetime import timedelta
from random import Random

from dateutil.relativedelta import relativedelta
from odoo import fields, models
from odoo.fields import Command

from ..models.answer.rights_survey import quarter_start
from ..tools.china_time import china_date

GRADES = ("satisfied",) * 7 + ("basic",) * 2 + ("dissatisfied",)
WORDS = ("希望多几个受理窗口", "回复很及时，谢谢", "公示栏的字能不能大一些", "电话有时占线")
SUMMARY = """本季度共收回问卷三十份，群众对工作人员态度和告知清楚程度评价较高。
意见主要集中在电话占线和窗口较少，已商办公室增加一条线路。"""
SHEETS = ("建议大厅增设老年人优先窗口。", "建议把示范合同放在网上供下载。")


class RightsDemo(models.AbstractModel):
    """What people say: surveys, suggestion boxes, last month's sample (RPL-09, RPL-14, OPN-09)."""

    _inherit = "rights.demo"

    def _load_answers(self):
        today = china_date()
        self._load_surveys(quarter_start(today))
        self._load_boxes(today)
        month = self.env["rights.assessment.month"].with_user(self._user("quality"))
        # a seed of its own, so that every load of a day draws the same cases
        month.create(
            {
                "seed": f"demo-{today:%Y-%m}",
                "drawn_at": fields.Datetime.now(),
                "drawn_by_id": month.env.uid,
            }
        ).action_draw()

    def _load_surveys(self, quarter):
        """The city's survey of the last quarter is filed, this quarter's are open."""
        stations = self._stations()
        surveys = self.env["rights.survey"].create(
            [
                {
                    "name": f"{start.year}年第{start.month // 3 + 1}季度服务满意度调查",
                    "station_id": stations[unit].id,
                    "quarter": start,
                }
                for unit, start in (
                    ("YC", quarter - relativedelta(months=3)),
                    ("YC", quarter),
                    ("LL", quarter),
                )
            ]
        )
        surveys.action_open()
        rng = Random("surveys")
        for survey, count in zip(surveys, (30, 12, 8), strict=True):
            for number in range(count):
                answers = {
                    question.id: rng.choice(GRADES) if question.kind == "grade" else ""
                    for question in survey.question_ids
                }
                words = survey.question_ids.filtered(lambda question: question.kind == "text")
                if number % 6 == 0 and words:
                    answers[words[0].id] = rng.choice(WORDS)
                self.env["rights.survey.answer"]._take(survey, answers, f"demo-{number}")
        surveys[0].summary = SUMMARY
        surveys[0].with_user(self._user("quality")).action_file()

    def _load_boxes(self, today):
        """One box in the hall of the city, opened every week; the last sheets wait to be registered."""
        box = self.env["rights.suggestion.box"].create(
            {
                "name": "一楼大厅入口",
                "station_id": self._stations()["YC"].id,
                "date_from": today - timedelta(weeks=5),
            }
        )
        openings = self.env["rights.suggestion.box.opening"].create(
            [
                {
                    "box_id": box.id,
                    "user_id": self._user("clerk").id,
                    "witness": "何示文",
                    "opened_at": fields.Datetime.now() - timedelta(weeks=week, hours=3),
                    "note": "箱内无信件" if week else False,
                }
                for week in range(4, -1, -1)
            ]
        )
        openings[-1].sheet_ids = [Command.create({"text": text}) for text in SHEETS]
