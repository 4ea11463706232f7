from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route
from werkzeug.exceptions import NotFound

from ...models.merchant.rights_merchant_member import MERCHANT_GROUP
from .merchant_page import MerchantPage, for_merchants
from .public_page import in_language

# {course id: the token of the entry} of this browser
SIGNED_IN = "rights_training"


class TrainingPages(MerchantPage):
    """Sign in to a course on a phone, take its test, keep the certificate (TRN-01, TRN-07).

    No account is needed: the QR code or link of the course, or the code of the day, lets in, on the
    days of the course. What a person did lies behind a link of its own.
    """

    @route("/rights/training", type="http", auth="public", methods=["GET"], sitemap=False)
    @in_language
    def training_door(self, **kw):
        return self._render("consumer_rights.training_door", {"error": ""})

    @route("/rights/training", type="http", auth="public", methods=["POST"], sitemap=False)
    @in_language
    def training_code(self, code="", **kw):
        """From the code of the day to the course."""
        try:
            courses = request.env["rights.training.course"]
            course_sudo = courses._of_code(str(code)[:20], self._address())
            error = "" if course_sudo else request.env._("There is no course with this code today.")
        except UserError as refused:
            course_sudo, error = None, str(refused)
        if error:
            return self._render("consumer_rights.training_door", {"error": error})
        return request.redirect(f"/rights/training/{course_sudo.token}?way=code", code=303)

    @route(
        "/rights/training/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    @in_language
    def training_page(self, token, way="link", **kw):
        course_sudo = request.env["rights.training.course"]._of_token(token)
        if course_sudo and (entry := self._own_entry(course_sudo)):
            return request.redirect(f"/rights/training/paper/{entry.token}")
        return self._sign_in_page(course_sudo, {"way": way})

    @route(
        "/rights/training/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
    )
    @in_language
    def training_sign_in(self, token, name="", employer="", way="link", **kw):
        course_sudo = request.env["rights.training.course"]._of_token(token)
        if not course_sudo:
            return self._sign_in_page(course_sudo, {})
        given = {"name": name, "employer": employer}
        try:
            with request.env.cr.savepoint():
                entry_sudo = course_sudo._sign_in(given, way, self._account())
        except UserError as error:
            return self._sign_in_page(course_sudo, {**given, "way": way}, str(error))
        known = request.session.get(SIGNED_IN) or {}
        request.session[SIGNED_IN] = {**known, str(course_sudo.id): entry_sudo.token}
        return request.redirect(f"/rights/training/paper/{entry_sudo.token}", code=303)

    def _account(self):
        return request.env.user if request.session.uid else None

    def _own_entry(self, course_sudo):
        """What this browser, or this account, signed in with today."""
        attendances = request.env["rights.training.attendance"]
        known = (request.session.get(SIGNED_IN) or {}).get(str(course_sudo.id))
        entry = attendances._of_token(known) if known else attendances
        if not entry and (account := self._account()):
            entry = course_sudo.attendance_ids.filtered(lambda row: row.account_id == account)[-1:]
        return entry if entry and entry.token else None

    def _sign_in_page(self, course_sudo, values, error=""):
        account = self._account()
        employers = []
        if account and account.has_group(MERCHANT_GROUP):
            employers = self._merchants()._served().mapped("name")
        page = {
            "course": course_sudo,
            "values": {
                "name": account.name if account else "",
                "employer": employers[0] if len(employers) == 1 else "",
                **values,
            },
            "employers": employers,
            "is_staff": bool(account and not account.share),
            "error": error,
        }
        return self._render(
            "consumer_rights.training_sign_in", page, status=200 if course_sudo else 404
        )

    # -- what a person has ------------------------------------------------------------------------

    @route(
        "/rights/training/paper/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    @in_language
    def training_paper(self, token, **kw):
        return self._paper_page(self._entry(token))

    @route(
        "/rights/training/paper/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
    )
    @in_language
    def training_test(self, token, **kw):
        """Hand the test in."""
        entry_sudo = self._entry(token)
        answers = self._read_answers(entry_sudo)
        try:
            with request.env.cr.savepoint():
                entry_sudo._take_test(answers)
        except UserError as error:
            return self._paper_page(entry_sudo, answers, str(error))
        return request.redirect(f"/rights/training/paper/{token}", code=303)

    @route(
        "/rights/training/paper/<string:token>/certificate",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    @in_language
    def training_certificate(self, token, **kw):
        paper = self._entry(token)._print_certificate()
        if not paper:
            raise NotFound()
        name, content = paper
        return self._send_file(content, "application/pdf", content_disposition(name))

    def _entry(self, token):
        """The entry behind a link, in superuser mode.

        :raise NotFound: there is none
        """
        if entry_sudo := request.env["rights.training.attendance"]._of_token(token):
            return entry_sudo
        raise NotFound()

    def _read_answers(self, entry_sudo):
        """{question id: {chosen option ids}}; what is no answer of the question is left out."""
        form = request.httprequest.form
        answers = {}
        for question in entry_sudo.course_id.question_ids:
            chosen = form.getlist(f"q{question.id}")
            answers[question.id] = {
                option.id for option in question.option_ids if str(option.id) in chosen
            }
        return answers

    def _paper_page(self, entry_sudo, answers=None, error=""):
        page = {
            "entry": entry_sudo,
            "course": entry_sudo.course_id,
            "may_test": entry_sudo._may_test(),
            "tries_left": entry_sudo._tries_left(),
            "answers": answers or {},
            "error": error,
        }
        return self._render("consumer_rights.training_paper", page)

    # -- of a merchant ----------------------------------------------------------------------------

    @route("/my/merchant/<int:merchant_id>/training", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def merchant_training(self, merchant_id, **kw):
        """Courses to come, and who of the own people came, with the result."""
        merchant_sudo = self._served(merchant_id)
        return self._merchant_page(
            "consumer_rights.merchant_training", merchant_sudo, merchant_sudo._training_page()
        )
