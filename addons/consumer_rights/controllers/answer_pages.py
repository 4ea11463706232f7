from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.answer.rights_followup import GRADE_FIELDS, GRADES
from ..tools.answer_words import WORDS, words_of

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


class AnswerPages(http.Controller):
    """Two small pages without an account: rate one matter (RPL-06), answer a survey (RPL-14).

    A wrong, used or outdated link tells nothing but that it is closed.
    """

    # -- rating ------------------------------------------------------------------------------------

    @http.route(
        "/rights/rate/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False
    )
    def show_rating(self, token, **kw):
        return self._render_rating(token, request.env["rights.followup"]._of_token(token))

    @http.route(
        "/rights/rate/<string:token>", type="http", auth="public", methods=["POST"], sitemap=False
    )
    def take_rating(self, token, comment="", suggestion="", **kw):
        followup_sudo = request.env["rights.followup"]._of_token(token)
        if not followup_sudo:
            return self._render_rating(token, followup_sudo)
        grades = {name: kw.get(name) for name in GRADE_FIELDS}
        values = {**grades, "comment": comment, "suggestion": suggestion}
        if any(grade not in dict(GRADES) for grade in grades.values()):
            return self._render_rating(token, followup_sudo, values, state="missing")
        lang = self._get_lang(followup_sudo)
        try:
            followup_sudo._rate_by_link(grades, comment, suggestion)
        except UserError:  # somebody was faster: the officer, or a second click
            return self._render_rating(token, followup_sudo.browse())
        state = "again" if followup_sudo.is_dissatisfied else "thanks"
        return self._render_rating(token, followup_sudo, lang=lang, state=state)

    def _get_lang(self, followup_sudo):
        notice = (
            request.env["rights.notice"]
            .sudo()
            .search([("followup_id", "=", followup_sudo.id)], limit=1)
        )
        return notice.lang or "zh_CN"

    def _render_rating(self, token, followup_sudo, values=None, lang=None, state=None):
        lang = lang or (self._get_lang(followup_sudo) if followup_sudo else self._guess_lang())
        case_sudo = followup_sudo.case_id
        return request.render(
            "consumer_rights.rights_rating_page",
            {
                "html_lang": lang.replace("_", "-"),
                "words": words_of(lang),
                "state": state if followup_sudo else "closed",
                "is_done": state in ("thanks", "again") or not followup_sudo,
                "unit": case_sudo._get_reception().name if case_sudo else "",
                "number": case_sudo.name or "",
                "grade_fields": GRADE_FIELDS,
                "grades": [grade for grade, _label in GRADES],
                "values": values or {},
                "action": f"/rights/rate/{token}",
            },
            headers=HEADERS,
        )

    def _guess_lang(self):
        """The language of the browser, when it is one of ours."""
        wanted = request.httprequest.accept_languages.best or ""
        prefix = wanted.replace("-", "_")
        if prefix.lower().startswith("en"):
            return "en_US"
        traditional = prefix in ("zh_TW", "zh_HK", "zh_MO") or "Hant" in prefix
        return "zh_TW" if traditional else "zh_CN"

    # -- survey ------------------------------------------------------------------------------------

    @http.route(
        "/rights/survey/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False
    )
    def show_survey(self, token, lang=None, **kw):
        survey_sudo = request.env["rights.survey"]._of_token(token)
        return self._render_survey(survey_sudo, lang)

    @http.route(
        "/rights/survey/<string:token>", type="http", auth="public", methods=["POST"], sitemap=False
    )
    def take_survey(self, token, lang=None, website="", **kw):
        survey_sudo = request.env["rights.survey"]._of_token(token)
        if not survey_sudo:
            return self._render_survey(survey_sudo, lang)
        answers = {
            question.id: kw.get(f"q{question.id}", "") for question in survey_sudo.question_ids
        }
        if website:  # the field that people do not see: a robot, thanked and forgotten
            return self._render_survey(survey_sudo, lang, answers, state="thanks")
        if self._lacks_grade(survey_sudo, answers):
            return self._render_survey(survey_sudo, lang, answers, state="missing")
        try:
            remote = request.httprequest.remote_addr
            request.env["rights.survey.answer"]._take(survey_sudo, answers, remote)
        except UserError:
            return self._render_survey(survey_sudo, lang, answers, state="too_many")
        return self._render_survey(survey_sudo, lang, state="thanks")

    def _lacks_grade(self, survey_sudo, answers):
        graded = survey_sudo.question_ids.filtered(lambda question: question.kind == "grade")
        return any(answers[question.id] not in dict(GRADES) for question in graded)

    def _render_survey(self, survey_sudo, lang, answers=None, state=None):
        lang = lang if lang in WORDS else self._guess_lang()
        return request.render(
            "consumer_rights.rights_survey_page",
            {
                "html_lang": lang.replace("_", "-"),
                "lang_code": lang,
                "words": words_of(lang),
                "state": state if survey_sudo else "closed",
                "is_done": state in ("thanks", "too_many") or not survey_sudo,
                "unit": survey_sudo.station_id.name or "",
                "questions": [
                    (question.id, question.kind, question._get_text(lang))
                    for question in survey_sudo.question_ids
                ],
                "grades": [grade for grade, _label in GRADES],
                "values": answers or {},
                "action": f"/rights/survey/{survey_sudo.token}",
            },
            headers=HEADERS,
        )
