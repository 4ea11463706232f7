import hashlib
import hmac
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .rights_followup import GRADES


class RightsSurveyAnswer(models.Model):
    """One filled survey: when, and what; nobody's name and no address (RPL-14).

    ``sender`` is a keyed hash of where it came from and of the day, which counts how often the
    same place answers, and means nothing the day after.
    """

    _name = "rights.survey.answer"
    _description = "Answer to a survey"
    _order = "id desc"
    _rec_name = "at"

    survey_id = fields.Many2one("rights.survey", required=True, index=True, ondelete="cascade")
    station_id = fields.Many2one(related="survey_id.station_id")
    at = fields.Datetime("Time", required=True, default=fields.Datetime.now)
    sender = fields.Char(groups=fields.NO_ACCESS, index="btree_not_null")
    line_ids = fields.One2many("rights.survey.answer.line", "answer_id", "Answers")

    @api.model
    def _take(self, survey, answers, remote):
        """Store what somebody answered behind the link.

        :param answers: {question id: grade or words}
        :param remote: where it came from; only counted
        :raise UserError: a grade is missing, or the place answered too often today
        """
        lines = []
        for question in survey.question_ids:
            value = (answers.get(question.id) or "").strip()
            if question.kind == "text":
                lines.append((question, {"words": value[:1000]} if value else None))
                continue
            if value not in dict(GRADES):
                raise UserError(self.env._("Answer every question, please."))
            lines.append((question, {"grade": value}))
        sender = self._get_sender(survey, remote)
        most = self.env["rights.network.parameter"]._value("survey_answers_a_day")
        since = fields.Datetime.now() - timedelta(days=1)
        if self.sudo().search_count([("sender", "=", sender), ("at", ">=", since)]) >= most:
            raise UserError(self.env._("Too many answers came from here today."))
        return self.sudo().create(
            {
                "survey_id": survey.id,
                "sender": sender,
                "line_ids": [
                    fields.Command.create({"question_id": question.id, **vals})
                    for question, vals in lines
                    if vals
                ],
            }
        )

    @api.model
    def _get_sender(self, survey, remote):
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        text = f"{survey.id}/{fields.Date.today()}/{remote}"
        return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


class RightsSurveyAnswerLine(models.Model):
    """What was answered to one question."""

    _name = "rights.survey.answer.line"
    _description = "Answer to a question"
    _order = "answer_id, id"
    _rec_name = "question_id"

    answer_id = fields.Many2one(
        "rights.survey.answer", required=True, index=True, ondelete="cascade"
    )
    survey_id = fields.Many2one(related="answer_id.survey_id", store=True, index=True)
    station_id = fields.Many2one(related="answer_id.station_id")
    question_id = fields.Many2one(
        "rights.survey.question", required=True, index=True, ondelete="restrict"
    )
    grade = fields.Selection(GRADES)
    words = fields.Text("Own words")
