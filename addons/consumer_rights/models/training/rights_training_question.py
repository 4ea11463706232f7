from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsTrainingQuestion(models.Model):
    """A question of the test of a course.

    who                                                may
    who writes the course                              write, until people sign in
    division head                                      read, own unit and below
    participants                                       answer; never what is right
    """

    _name = "rights.training.question"
    _description = "Question of a test"
    _order = "sequence, id"
    _rec_name = "text"

    course_id = fields.Many2one(
        "rights.training.course", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    text = fields.Char("Question", required=True)
    option_ids = fields.One2many("rights.training.option", "question_id", "Answers", copy=True)
    is_multiple = fields.Boolean("Several are right", compute="_compute_is_multiple")

    @api.depends("option_ids.is_right")
    def _compute_is_multiple(self):
        for question in self:
            question.is_multiple = len(question.option_ids.filtered("is_right")) > 1

    def _check_complete(self):
        for question in self:
            right = question.option_ids.filtered("is_right")
            if len(question.option_ids) < 2 or not right:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” needs two answers or more, one of them right.",
                        question=question.text,
                    )
                )

    def _check_open(self):
        """Whoever took the test took this one."""
        for course in self.course_id:
            if course.state != "planned" and not self.env.su:
                raise ValidationError(
                    self.env._("The test stays as it is once people may sign in.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions._check_open()
        return questions

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self._check_open()


class RightsTrainingOption(models.Model):
    """One of the answers to choose from."""

    _name = "rights.training.option"
    _description = "Answer of a test"
    _order = "sequence, id"
    _rec_name = "text"

    question_id = fields.Many2one(
        "rights.training.question", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    text = fields.Char("Answer", required=True)
    is_right = fields.Boolean("Right")

    @api.model_create_multi
    def create(self, vals_list):
        options = super().create(vals_list)
        options.question_id._check_open()
        return options

    def write(self, vals):
        self.question_id._check_open()
        result = super().write(vals)
        self.question_id._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self.question_id._check_open()
