from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.china_time import china_date
from ...tools.filing_text import clean_line

# where a head of a point works (TRN-04)
POINTS = ("service_station", "service_point")
# what a trainer enters; the rest comes from signing in and from the test
ENTERED = frozenset(
    ("course_id", "date", "name", "employer", "user_id", "merchant_id", "volunteer_id", "point_id")
)


class RightsTrainingAttendance(models.Model):
    """One person at one course on one day, with the employer, and the test (TRN-07).

    who                                    may
    who writes the course                  enter, correct and remove, until it is closed
    division head                          read, own unit and below
    staff                                  read the own
    merchant, in the portal                read those of the own people
    """

    _name = "rights.training.attendance"
    _inherit = ["rights.own.unit"]
    _description = "Attendance at a course"
    _order = "date desc, course_id, id"

    course_id = fields.Many2one(
        "rights.training.course",
        "Training course",
        required=True,
        index=True,
        ondelete="cascade",
    )
    station_id = fields.Many2one(
        related="course_id.station_id", store=True, index=True, string="Unit"
    )
    audience = fields.Selection(related="course_id.audience")
    date = fields.Date(required=True, default=lambda self: self._default_date())
    name = fields.Char(
        "Name of the person",
        compute="_compute_person",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    employer = fields.Char(
        compute="_compute_person", store=True, readonly=False, required=True, precompute=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Member of staff",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    merchant_id = fields.Many2one("rights.merchant", index="btree_not_null", ondelete="restrict")
    volunteer_id = fields.Many2one("rights.volunteer", index="btree_not_null", ondelete="restrict")
    point_id = fields.Many2one(
        "rights.station",
        "Head of the point",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("level", "in", POINTS)],
    )
    way = fields.Selection(
        [
            ("list", "Entered by the trainer"),
            ("link", "QR code or link"),
            ("code", "Code of the day"),
        ],
        "Signed in by",
        required=True,
        default="list",
        readonly=True,
    )
    account_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    # the test
    result_ids = fields.One2many("rights.training.result", "attendance_id", "Tests", readonly=True)
    is_tested = fields.Boolean("Took the test", compute="_compute_is_tested", compute_sudo=True)
    score = fields.Integer(
        "Best score (%)", compute="_compute_score", store=True, aggregator=None, compute_sudo=True
    )
    is_passed = fields.Boolean(
        "Passed the test", compute="_compute_score", store=True, compute_sudo=True
    )
    number = fields.Char("Number of the certificate", compute="_compute_number")
    has_certificate = fields.Boolean("Certificate", compute="_compute_number")

    _once = models.UniqueIndex(
        "(course_id, date, name, employer)", "This person is in the list of this day already."
    )
    _token_unique = models.UniqueIndex("(token) WHERE token IS NOT NULL", "This link exists.")

    @api.model
    def _default_date(self):
        course = self.env["rights.training.course"].browse(
            self.env.context.get("default_course_id")
        )
        today = china_date()
        return max(course.date_from, min(today, course.date_to)) if course else today

    @api.depends("user_id", "merchant_id", "volunteer_id", "point_id")
    def _compute_person(self):
        """What is known of whoever was chosen; whatever was typed stays."""
        for row in self:
            volunteer_sudo = row.volunteer_id.sudo()  # name and employer of who was chosen
            name = row.user_id.name or volunteer_sudo.name
            row.name = row.name or name
            row.employer = (
                row.employer
                or row.merchant_id.name
                or row.point_id.name
                or row.user_id.rights_station_ids[:1].name
                or volunteer_sudo.employer
                or volunteer_sudo.station_id.name
            )

    @api.depends("result_ids")
    def _compute_is_tested(self):
        for row in self:
            row.is_tested = bool(row.result_ids)

    @api.depends("result_ids.score", "result_ids.is_passed")
    def _compute_score(self):
        for row in self:
            row.score = max(row.result_ids.mapped("score"), default=0)
            row.is_passed = any(row.result_ids.mapped("is_passed"))

    @api.depends("is_passed", "course_id.state", "date")
    def _compute_number(self):
        """A course with a test certifies who passed; one without, who came until its end."""
        for row in self:
            course_sudo = row.course_id.sudo()  # only whether it has a test
            row.has_certificate = (
                row.is_passed if course_sudo.question_ids else (course_sudo.state == "held")
            )
            row.number = row.has_certificate and row.date and f"PX{row.date:%Y%m%d}-{row.id:06}"

    @api.constrains("date", "course_id")
    def _check_date(self):
        for row in self:
            course = row.course_id
            if not course.date_from <= row.date <= course.date_to:
                raise ValidationError(
                    self.env._(
                        "%(course)s takes place from %(begin)s to %(end)s.",
                        course=course.name,
                        begin=course.date_from,
                        end=course.date_to,
                    )
                )
            if row.date > china_date():
                raise ValidationError(self.env._("Nobody has come on a day that is not yet."))

    @api.constrains("name", "employer")
    def _check_person(self):
        for row in self:
            if not (clean_line(row.name) and clean_line(row.employer)):
                raise ValidationError(self.env._("Enter the name and the employer."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(
            name in vals for vals in vals_list for name in ("way", "token", "account_id")
        ):
            raise AccessError(self.env._("Who signed in how is not edited."))
        rows = super().create(vals_list)
        rows._check_course_open()
        return rows

    def write(self, vals):
        if not self.env.su and vals.keys() - ENTERED:
            raise AccessError(self.env._("Who signed in how is not edited."))
        self._check_course_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_course_open()
        if self.sudo().result_ids:  # whether there is one
            raise UserError(self.env._("Whoever took the test was there. The entry stays."))

    def _check_course_open(self):
        if not self.env.su:
            self.course_id._check_not_held()

    def _note_trained(self):
        """Training of volunteers and of a merchant's service staff, where others look for it."""
        trainings = self.env["rights.volunteer.training"]
        trainings.create(
            [
                {
                    "volunteer_id": row.volunteer_id.id,
                    "date": row.date,
                    "course": row.course_id.name,
                    "hours": row.course_id.hours,
                }
                for row in self.filtered("volunteer_id")
            ]
        )
        for row in self.filtered("merchant_id"):
            people = row.merchant_id.person_ids.filtered(
                lambda person, row=row: (
                    clean_line(person.name) == clean_line(row.name)
                    and (not person.trained_on or person.trained_on < row.date)
                )
            )
            people.trained_on = row.date


class RightsTrainingResult(models.Model):
    """One test that a participant took."""

    _name = "rights.training.result"
    _inherit = ["rights.append.only"]
    _description = "Result of a test"
    _order = "id"
    _rec_name = "score"

    attendance_id = fields.Many2one(
        "rights.training.attendance", required=True, index=True, ondelete="restrict"
    )
    at = fields.Datetime("Test taken at", required=True, default=fields.Datetime.now)
    right_count = fields.Integer("Right answers", aggregator=None)
    question_count = fields.Integer("Number of questions", aggregator=None)
    score = fields.Integer("Score (%)", aggregator=None)
    is_passed = fields.Boolean("Passed the test")
