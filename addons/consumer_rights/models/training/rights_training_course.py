import base64
import io
import secrets

import qrcode
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.china_time import china_date

AUDIENCES = [
    ("merchant", "Service staff of merchants"),
    ("staff", "Own staff"),
    ("point", "Heads of points, volunteers"),
]
# written by the buttons alone
BY_BUTTON = frozenset(("state", "token", "held_at", "held_by_id"))


class RightsTrainingCourse(models.Model):
    """A course with its topics, the people who came, and a test if it has questions (TRN-01 to 07).

    who                              may
    staff                            read that it takes place
    head, dispatcher                 write, own unit and below
    station officer, legal adviser   write, own unit
    participants, without account    sign in on the day, take the test

    It counts once it is held and somebody came (TRN-07), and stays as it is from then on.
    """

    _name = "rights.training.course"
    _inherit = ["rights.own.unit"]
    _description = "Training course"
    _order = "date_from desc, id desc"

    name = fields.Char("Course", required=True)
    audience = fields.Selection(AUDIENCES, "For whom", required=True, default="merchant")
    topic_ids = fields.Many2many("rights.training.topic", string="Topics", required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    trainer = fields.Char(required=True)
    date_from = fields.Date("First day", required=True, default=lambda self: china_date())
    date_to = fields.Date(
        "Last day",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    place = fields.Char()
    hours = fields.Float(aggregator=None)
    content = fields.Html(help="What was taught.")
    state = fields.Selection(
        [("planned", "Planned"), ("open", "Sign-in open"), ("held", "Held")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
    )
    held_at = fields.Datetime("Closed at", readonly=True, copy=False)
    held_by_id = fields.Many2one(
        "res.users", "Closed by", readonly=True, copy=False, ondelete="restrict"
    )
    # sign-in on a phone: by link, or by the code of the day
    token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    link = fields.Char("Link to sign in", compute="_compute_link", compute_sudo=True)
    qr = fields.Binary("QR code", compute="_compute_link", compute_sudo=True)
    day_code = fields.Char("Code of the day", compute="_compute_link", compute_sudo=True)
    # the test
    question_ids = fields.One2many("rights.training.question", "course_id", "Questions", copy=True)
    pass_mark = fields.Integer(
        "Pass mark (%)",
        required=True,
        default=lambda self: self.env["rights.network.parameter"]._value("training_pass_mark"),
        aggregator=None,
    )
    # who came
    attendance_ids = fields.One2many("rights.training.attendance", "course_id")
    attendance_count = fields.Integer(
        "Signed in", compute="_compute_attendance_count", store=True, compute_sudo=True
    )

    _token_unique = models.UniqueIndex("(token) WHERE token IS NOT NULL", "This link exists.")
    _days = models.Constraint("CHECK (date_to >= date_from)", "The course ends before it begins.")
    _mark = models.Constraint(
        "CHECK (pass_mark BETWEEN 1 AND 100)", "The pass mark lies between 1 and 100."
    )

    @api.depends("date_from")
    def _compute_date_to(self):
        for course in self:
            if not course.date_to or course.date_to < course.date_from:
                course.date_to = course.date_from

    @api.depends("attendance_ids")
    def _compute_attendance_count(self):
        for course in self:
            course.attendance_count = len(course.attendance_ids)

    @api.depends("token", "state")
    @api.depends_context("uid")
    def _compute_link(self):
        """For whoever may write the course: the link lets people in."""
        today = china_date()
        for course in self:
            shown = course.state == "open" and course.token and course._is_kept_by(self.env.user)
            course.link = shown and f"{course.get_base_url()}/rights/training/{course.token}"
            course.qr = shown and self._draw(course.link)
            runs = shown and course.date_from <= today <= course.date_to
            course.day_code = runs and course._code_of(today)

    def _is_kept_by(self, user):
        return self.with_user(user).has_access("write")

    @staticmethod
    def _draw(text):
        picture = io.BytesIO()
        qrcode.make(text, error_correction=qrcode.constants.ERROR_CORRECT_M).save(picture)
        return base64.b64encode(picture.getvalue())

    @api.constrains("topic_ids")
    def _check_topics(self):
        for course in self:
            if not course.topic_ids:
                raise ValidationError(self.env._("Choose at least one topic of the course."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(BY_BUTTON & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A course is opened and closed with its buttons."))
        courses = super().create(vals_list)
        courses._check_topics()  # also when none was given
        return courses

    def write(self, vals):
        if not self.env.su:
            if BY_BUTTON & vals.keys():
                raise AccessError(self.env._("A course is opened and closed with its buttons."))
            self._check_not_held()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for course in self:
            if course.state != "planned" or course.attendance_ids:
                raise UserError(self.env._("%(course)s took place. It stays.", course=course.name))

    def _check_not_held(self):
        for course in self:
            if course.state == "held":
                raise UserError(
                    self.env._("%(course)s is closed and stays as it is.", course=course.name)
                )

    # -- buttons ----------------------------------------------------------------------------------

    def action_open(self):
        """Let people sign in with their phones."""
        self.check_access("write")
        for course in self:
            if course.state != "planned":
                raise UserError(self.env._("%(course)s is open already.", course=course.name))
            course.question_ids._check_complete()
            course.sudo().write(  # checked above
                {"state": "open", "token": course.sudo().token or secrets.token_urlsafe(16)}
            )
        return True

    def action_hold(self):
        """It took place: the list is closed, and what it means for the people is noted."""
        self.check_access("write")
        for course in self:
            course._check_not_held()
            if course.date_from > china_date():
                raise UserError(self.env._("A course is closed after it took place."))
            course_sudo = course.sudo()  # checked above
            course_sudo.write(
                {
                    "state": "held",
                    "held_at": fields.Datetime.now(),
                    "held_by_id": self.env.uid,
                }
            )
            course_sudo.attendance_ids._note_trained()
        return True

    def action_show_attendance(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attendance of %(course)s", course=self.name),
            "res_model": "rights.training.attendance",
            "view_mode": "list,form",
            "domain": [("course_id", "=", self.id)],
            "context": {"default_course_id": self.id},
        }
