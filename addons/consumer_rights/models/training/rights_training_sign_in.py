import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import hmac

from ...tools.china_time import china_date
from ...tools.filing_text import clean_line
from ...tools.merchant_name import name_key
from ..portal.rights_portal_attempt import MOST_WRONG_OF_ADDRESS

LONGEST = 100
DIGITS = 6


class RightsPortalAttempt(models.Model):
    _inherit = "rights.portal.attempt"

    purpose = fields.Selection(
        selection_add=[("training_code", "Wrong code of a course")],
        ondelete={"training_code": "cascade"},
    )


class RightsTrainingCourse(models.Model):
    """Signing in on a phone. Visitors have no rights on the models: a page asks for the course of
    its link or code, and calls the acts below in superuser mode."""

    _inherit = "rights.training.course"

    @api.model
    def _of_token(self, token):
        """The open course behind a link, in superuser mode; none on other days."""
        today = china_date()
        return self.sudo().search(  # whoever has the link may sign in
            [
                ("token", "=", token),
                ("state", "=", "open"),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            limit=1,
        )

    def _code_of(self, day):
        digest = hmac(self.env(su=True), "rights_training_code", (self.token, str(day)))
        return f"{int(digest, 16) % 10**DIGITS:0{DIGITS}}"

    @api.model
    def _of_code(self, code, address):
        """The open course with this code today, in superuser mode.

        :raise UserError: there is none; who tries too often waits
        """
        attempts = self.env["rights.portal.attempt"]
        who = attempts._key_of_address(address)
        if attempts._is_paused("training_code", who, MOST_WRONG_OF_ADDRESS):
            raise UserError(self.env._("Too many wrong codes. Wait half an hour, or use the link."))
        today = china_date()
        courses_sudo = self.sudo().search(  # the code is what lets a person in
            [("state", "=", "open"), ("date_from", "<=", today), ("date_to", ">=", today)]
        )
        code = clean_line(code)
        found = courses_sudo.filtered(lambda course: course._code_of(today) == code)
        if len(found) != 1:  # two courses with one code: their links lead on
            attempts._note("training_code", who)
        return found if len(found) == 1 else found.browse()

    def _sign_in(self, given, way, account=None):
        """Enter a person who is there, once. Called in superuser mode on a course of today.

        :param given: {"name": text, "employer": text}
        :param account: user who is logged in, staff or at a merchant
        :return: the attendance
        """
        self.ensure_one()
        # of two that arrive at once one waits
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_training_course WHERE id = %s FOR UPDATE", self.id)
        )
        values = self._read_person(given, account)
        today = china_date()
        same = self.attendance_ids.filtered(
            lambda row: (
                row.date == today
                and (row.name, row.employer) == (values["name"], values["employer"])
            )
        )
        if same:
            if account and same.account_id == account:
                return same
            raise UserError(
                self.env._("This name stands in today's list already. Ask the trainer.")
            )
        most = self.env["rights.network.parameter"]._value("training_most_people")
        if len(self.attendance_ids) >= most:
            raise UserError(self.env._("The list of this course is full. Ask the trainer."))
        return self.env["rights.training.attendance"].create(
            {
                **values,
                "course_id": self.id,
                "date": today,
                "way": way if way in ("link", "code") else "link",
                "account_id": account and account.id,
                "token": secrets.token_urlsafe(16),
            }
        )

    def _read_person(self, given, account):
        if self.audience == "staff":
            if not account or account.share:
                raise UserError(self.env._("Log in with your staff account, then sign in."))
            return {
                "user_id": account.id,
                "name": account.name,
                "employer": account.rights_station_ids[:1].name or self.station_id.name,
            }
        name, employer = (clean_line(given.get(key))[:LONGEST] for key in ("name", "employer"))
        if not name or not employer:
            raise UserError(self.env._("Enter your name and where you work."))
        merchant = self._merchant_of(employer, account)
        return {"name": name, "employer": employer, "merchant_id": merchant.id}

    def _merchant_of(self, employer, account):
        """The merchant that the person works for: of the account, else the only one of that
        name."""
        merchants = self.env["rights.merchant"]
        if account and account.share:
            served = merchants.with_user(account)._served()
            if own := served.filtered(lambda one: one.name == employer):
                return own[:1]
        if self.audience != "merchant":
            return merchants
        named = merchants.search([("name_key", "=", name_key(employer))], limit=2)
        return named if len(named) == 1 else merchants


class RightsTrainingAttendance(models.Model):
    _inherit = "rights.training.attendance"

    @api.model
    def _of_token(self, token):
        """The entry behind the link that the person got, in superuser mode."""
        return self.sudo().search([("token", "=", token)], limit=1)  # whoever has it, has it

    def _tries_left(self):
        tries = self.env["rights.network.parameter"]._value("training_test_tries")
        return max(tries - len(self.result_ids), 0)

    def _may_test(self):
        course = self.course_id
        return bool(
            course.question_ids
            and course.state == "open"
            and not self.is_passed
            and self._tries_left()
        )

    def _take_test(self, answers):
        """Grade a test. Called in superuser mode on an entry of the own.

        :param answers: {question id: {option ids}}
        """
        self.ensure_one()
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_training_attendance WHERE id = %s FOR UPDATE", self.id)
        )
        if not self._may_test():
            raise UserError(self.env._("The test is closed for you. Your result stands below."))
        questions = self.course_id.question_ids
        if not all(answers.get(question.id) for question in questions):
            raise UserError(self.env._("Answer every question."))
        right = len(
            questions.filtered(
                lambda question: (
                    answers[question.id] == set(question.option_ids.filtered("is_right").ids)
                )
            )
        )
        score = 100 * right // len(questions)
        return self.env["rights.training.result"]._append(
            [
                {
                    "attendance_id": self.id,
                    "right_count": right,
                    "question_count": len(questions),
                    "score": score,
                    "is_passed": score >= self.course_id.pass_mark,
                }
            ]
        )

    def _print_certificate(self):
        """(file name, PDF), or None when there is none. In superuser mode on an entry of the own.

        The name of the person is in no file name.
        """
        self.ensure_one()
        if not self.has_certificate:
            return None
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        content, _kind = report._render_qweb_pdf(
            "consumer_rights.rights_training_certificate_report", self.ids
        )
        return f"{self.number}.pdf", content


class RightsMerchant(models.Model):
    """What the page of a merchant shows of training."""

    _inherit = "rights.merchant"

    def _training_page(self):
        """Courses to come in the area, and who of the merchant came. In superuser mode."""
        self.ensure_one()
        units = self.station_id._with_above() if self.station_id else self.station_id
        today = china_date()
        return {
            "courses": self.env["rights.training.course"].search(
                [
                    ("audience", "=", "merchant"),
                    ("state", "!=", "held"),
                    ("date_to", ">=", today),
                    ("station_id", "in", units.ids),
                ],
                order="date_from, id",
            ),
            "rows": self.env["rights.training.attendance"].search(
                [
                    ("merchant_id", "=", self.id),
                    ("date", ">=", today - timedelta(days=730)),
                ],
                limit=100,
            ),
        }
