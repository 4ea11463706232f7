from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..tools.answer_words import WORDS
from .answer_common import AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerSurvey(HttpCase, AnswerCommon):
    def survey(self, login="clerk", **vals):
        surveys = self.as_user(login, self.env["rights.survey"])
        return surveys.create({"name": "二季度满意度调查", "quarter": "2026-04-01", **vals})

    def answers(self, survey, grade="satisfied"):
        return {
            question.id: grade if question.kind == "grade" else "窗口少"
            for question in survey.question_ids
        }

    def test_rpl_14_survey_is_answered_by_its_link(self):
        """RPL-14: questions as data, no account, a summary with figures."""
        survey = self.survey()
        survey.action_open()
        path = "/rights/survey/" + survey.token
        page = self.url_open(path).text
        for question in survey.question_ids:
            self.assertIn(question.text_cn, page)
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        data = {f"q{key}": value for key, value in self.answers(survey).items()}
        answer = self.url_open(path, data={"csrf_token": token, "lang": "zh_CN", **data})
        self.assertIn(WORDS["zh_CN"]["thanks"], answer.text)
        self.assertEqual(survey.answer_count, 1)
        self.url_open(path, data={"csrf_token": token, "website": "x", **data})
        self.env.invalidate_all()
        self.assertEqual(survey.answer_count, 1, "what only a robot fills is not kept")
        lacking = self.url_open(path, data={"csrf_token": token, "lang": "zh_CN"})
        self.assertIn(WORDS["zh_CN"]["missing"], lacking.text)

    def test_rpl_14_figures_and_summary(self):
        survey = self.survey()
        survey.action_open()
        take = self.env["rights.survey.answer"]._take
        take(survey, self.answers(survey), "10.0.0.1")
        take(survey, self.answers(survey, "dissatisfied"), "10.0.0.2")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(set(survey.figure_ids.mapped("rate")), {50.0})
        with self.refused("summary first"):
            survey.action_file()
        survey.summary = "一半满意，增加窗口。"
        survey.action_file()
        self.assertEqual((survey.state, bool(survey.link)), ("filed", False))
        self.assertFalse(survey._of_token(survey.token))
        with self.refused("answered already"):
            survey.question_ids[0].sudo().text_cn = "换一个问法"

    def test_rpl_14_one_place_cannot_stuff_it(self):
        survey = self.survey()
        survey.action_open()
        self.env.ref("consumer_rights.network_parameter_survey_answers_a_day").value = 2
        take = self.env["rights.survey.answer"]._take
        for _number in range(2):
            take(survey, self.answers(survey), "10.0.0.1")
        with self.refused("Too many answers"):
            take(survey, self.answers(survey), "10.0.0.1")
        take(survey, self.answers(survey), "10.0.0.2")
        senders = self.env["rights.survey.answer"].sudo().search([]).mapped("sender")
        self.assertNotIn("10.0.0.1", "".join(senders))

    def test_rpl_14_other_units_do_not_run_it(self):
        survey = self.survey()
        with self.assertRaises(AccessError):
            self.as_user("station_b1", survey).action_open()
        with self.assertRaises(AccessError):
            self.survey("station_b1", station_id=self.stations["city"].id)
        with self.assertRaises(UserError):
            survey.write({"state": "filed"})

    def test_tl_56_missing_quarter_is_listed(self):
        """TL-56: each whole quarter without a filed survey, for the unit that owes it."""
        city = self.stations["city"]
        self.env.cr.execute(
            "UPDATE rights_station SET create_date = '2025-12-15' WHERE id = %s", [city.id]
        )
        with self.at("2026-07-01 09:00"):
            survey = self.survey(summary="好")
            survey.action_open()
            missed = self.missed(city)
            self.assertEqual(missed, ["2026-01-01", "2026-04-01"])
            survey.action_file()
            self.env.flush_all()
            self.assertEqual(self.missed(city), ["2026-01-01"])
            below = self._create_person("quality_b", "quality", "district_b")
            seen = self.env["rights.missed.period"].with_user(below).search([])
            self.assertNotIn(city, seen.station_id)

    def missed(self, station):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.as_user("quality", self.env["rights.missed.period"]).search(
            [("kind", "=", "survey"), ("station_id", "=", station.id)], order="date_from"
        )
        return [str(row.date_from) for row in rows]
