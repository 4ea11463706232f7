import secrets
from datetime import date

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date
from .rights_followup import GRADES

# units that run a survey each quarter (TL-56): the centres and the service stations
SURVEYING = ("city_center", "district_center", "service_station")
FILERS = ("head", "quality", "clerk", "station")


def quarter_start(day):
    """The first day of the quarter that a date lies in.

    >>> quarter_start(date(2026, 5, 9))
    datetime.date(2026, 4, 1)
    """
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


class RightsSurvey(models.Model):
    """A survey of consumers about the service of a unit in a quarter, with its summary (RPL-14).

    who                                     may
    staff                                   read
    head, quality officer, clerk, station   run it and file the summary, own unit

    It is answered without an account behind one link, such as on a poster at the counter.
    """

    _name = "rights.survey"
    _description = "Satisfaction survey"
    _inherit = "rights.own.unit"
    _order = "quarter desc, station_id"

    name = fields.Char("Survey", required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    quarter = fields.Date(
        "Quarter from",
        required=True,
        default=lambda self: quarter_start(china_date()),
        help="First day of the quarter.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("filed", "Summary filed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    question_ids = fields.Many2many(
        "rights.survey.question",
        string="Questions",
        default=lambda self: self.env["rights.survey.question"].search([]),
    )
    token = fields.Char(readonly=True, copy=False)
    link = fields.Char("Link to the questions", compute="_compute_link")
    answer_ids = fields.One2many("rights.survey.answer", "survey_id", "Answers")
    answer_count = fields.Integer("Number of answers", compute="_compute_answer_count")
    words_ids = fields.One2many(
        "rights.survey.answer.line", "survey_id", "In own words", domain=[("words", "!=", False)]
    )
    figure_ids = fields.One2many("rights.survey.figure", "survey_id", "Figures")
    summary = fields.Text(copy=False)
    filed_at = fields.Datetime("Filed", readonly=True, copy=False)
    filed_by_id = fields.Many2one(
        "res.users", "Filed by", readonly=True, copy=False, ondelete="restrict"
    )

    _token_unique = models.UniqueIndex("(token) WHERE token IS NOT NULL", "This link exists.")

    @api.depends("token", "state")
    def _compute_link(self):
        for survey in self:
            open_now = survey.state == "open" and survey.token
            survey.link = open_now and f"{survey.get_base_url()}/rights/survey/{survey.token}"

    @api.depends("answer_ids")
    def _compute_answer_count(self):
        counts = dict(
            self.env["rights.survey.answer"]._read_group(
                [("survey_id", "in", self.ids)], ["survey_id"], ["__count"]
            )
        )
        for survey in self:
            survey.answer_count = counts.get(survey, 0)

    @api.constrains("quarter")
    def _check_quarter(self):
        for survey in self:
            if survey.quarter != quarter_start(survey.quarter):
                raise UserError(self.env._("Enter the first day of a quarter."))

    def write(self, vals):
        if not self.env.su and {"state", "token", "filed_at", "filed_by_id"}.intersection(vals):
            raise UserError(self.env._("A survey is opened and filed with its buttons."))
        if {"question_ids", "quarter", "station_id"}.intersection(vals):
            for survey in self:
                if survey.answer_count:
                    raise UserError(
                        self.env._("%(survey)s has answers already.", survey=survey.name)
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for survey in self:
            if survey.state != "draft":
                raise UserError(self.env._("%(survey)s was run. It stays.", survey=survey.name))

    def action_open(self):
        """Make the link and take answers."""
        self.check_access("write")
        for survey in self:
            if survey.state != "draft" or not survey.question_ids:
                raise UserError(self.env._("A survey is opened once, with its questions."))
            survey.sudo().write({"state": "open", "token": secrets.token_urlsafe(12)})
        return True

    def action_file(self):
        """File the summary; the link is closed with it (TL-56)."""
        self.check_access("write")
        for survey in self:
            if survey.state != "open":
                raise UserError(self.env._("%(survey)s is not open.", survey=survey.name))
            if not (survey.summary or "").strip():
                raise UserError(self.env._("Write the summary first."))
            survey.sudo().write(
                {
                    "state": "filed",
                    "filed_at": fields.Datetime.now(),
                    "filed_by_id": self.env.uid,
                }
            )
        return True

    @api.model
    def _of_token(self, token):
        """The open survey behind a link; in superuser mode."""
        return self.sudo().search([("token", "=", token), ("state", "=", "open")], limit=1)

    def _get_quarter_end(self):
        return self.quarter + relativedelta(months=3, days=-1)


class RightsSurveyFigure(models.Model):
    """How often each grade was given to each question of a survey."""

    _name = "rights.survey.figure"
    _description = "Figure of a survey"
    _auto = False
    _order = "survey_id, question_id"
    _rec_name = "question_id"
    _depends = {"rights.survey.answer.line": ["survey_id", "question_id", "grade"]}

    survey_id = fields.Many2one("rights.survey", readonly=True)
    question_id = fields.Many2one("rights.survey.question", readonly=True)
    answers = fields.Integer(readonly=True)
    satisfied = fields.Integer(readonly=True)
    basic = fields.Integer("Basically satisfied", readonly=True)
    dissatisfied = fields.Integer(readonly=True)
    rate = fields.Float("Satisfaction in percent", digits=(5, 2), readonly=True, aggregator=None)

    @property
    def _table_query(self):
        counts = ", ".join(
            f"count(*) FILTER (WHERE grade = '{grade}') AS {grade}" for grade, _label in GRADES
        )
        return f"""
            SELECT min(id) AS id, survey_id, question_id, count(*) AS answers, {counts},
                   round(100.0 * count(*) FILTER (WHERE grade <> 'dissatisfied') / count(*), 2)
                       AS rate
              FROM rights_survey_answer_line
             WHERE grade IS NOT NULL
             GROUP BY survey_id, question_id
        """
