import json
import time

from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route
from odoo.tools.json import scriptsafe
from werkzeug.exceptions import NotFound

from ...models.answer.rights_followup import GRADE_FIELDS
from ...models.portal.rights_case_query import CODE
from .public_page import PublicPage, in_language, upload_texts

SEEN_FOR = 30 * 60  # seconds that a number and its code stay good in one browser
SESSION_KEY = "rights_cases"


class Tracking(PublicPage):
    """The page of a case for its person (OPN-07): by number and code or phone, or by account.

    What a browser has shown the code of stands in its session, for half an hour. Deny first: a
    case that neither the session nor the account opens does not exist here.
    """

    @route("/rights/track", type="http", auth="public", methods=["GET"])
    @in_language
    def track_page(self, number="", **kw):
        return self._render("consumer_rights.public_track", {"number": number[:64]})

    @route("/rights/track", type="http", auth="public", methods=["POST"])
    @in_language
    def track(self, number="", proof="", altcha="", **kw):
        try:
            self._check_proof("query", altcha)
        except UserError as error:
            return self._track_again(number, str(error))
        cases = request.env["rights.case"]
        case_sudo, level = cases._find_own(number, proof, self._address())
        if not case_sudo:
            return self._track_again(
                number,
                request.env._(
                    "Number and code or phone do not fit together. After several wrong tries "
                    "there is a pause of 30 minutes."
                ),
            )
        seen = self._seen()
        seen[str(case_sudo.id)] = [level, int(time.time()) + SEEN_FOR]
        request.session[SESSION_KEY] = seen
        return request.redirect(f"/rights/case/{case_sudo.id}")

    def _track_again(self, number, error):
        values = {"number": number[:64], "error": error}
        return self._render("consumer_rights.public_track", values)

    @route("/rights/leave", type="http", auth="public", methods=["POST"])
    def leave(self, **kw):
        """Forget what this browser has opened: it may be somebody else's next."""
        request.session.pop(SESSION_KEY, None)
        return request.redirect("/rights")

    @route("/rights/case/<int:case_id>", type="http", auth="public", methods=["GET"])
    @in_language
    def case_page(self, case_id, done="", **kw):
        case_sudo, level = self._own_case(case_id)
        return self._case_page(case_sudo, level, done=done)

    @route("/rights/case/<int:case_id>/material", type="http", auth="public", methods=["POST"])
    @in_language
    def case_material(self, case_id, key="", statement="", **kw):
        def hand_in(case_sudo):
            return self._hand_in(case_sudo, key, statement, "complainant")

        return self._act(case_id, hand_in)

    def _hand_in(self, case_sudo, key, statement, provider):
        """Files that went ahead under this key, and words; sent twice they are there once."""
        filing = request.env["rights.portal.filing"]._of_key(key)
        if filing:
            filing._hand_in(case_sudo, statement, provider)
            return "material"

        def take():  # words alone need no filing
            case_sudo._take_statement(statement, provider)
            return "material"

        return self._once(key, take)

    @route("/rights/case/<int:case_id>/withdraw", type="http", auth="public", methods=["POST"])
    @in_language
    def case_withdraw(self, case_id, reason="", **kw):
        def withdraw(case_sudo):
            return "withdrawn" if case_sudo._public_withdraw(reason) else "withdrawal"

        return self._act(case_id, withdraw)

    @route("/rights/case/<int:case_id>/recusal", type="http", auth="public", methods=["POST"])
    @in_language
    def case_recusal(self, case_id, grounds="", **kw):
        def ask(case_sudo):
            case_sudo._public_recuse(grounds)
            return "recusal"

        return self._act(case_id, ask)

    @route("/rights/case/<int:case_id>/rate", type="http", auth="public", methods=["POST"])
    @in_language
    def case_rate(self, case_id, comment="", **kw):
        grades = {name: kw.get(name) for name in GRADE_FIELDS}
        return self._act(case_id, lambda case_sudo: case_sudo._public_rate(grades, comment))

    @route(
        "/rights/case/<int:case_id>/paper/<int:paper_id>",
        type="http",
        auth="public",
        methods=["GET"],
    )
    def case_paper(self, case_id, paper_id, **kw):
        case_sudo, _level = self._own_case(case_id, full=True)
        file_sudo = case_sudo._open_public_paper(paper_id)
        return self._show_paper(file_sudo)

    def _show_paper(self, file_sudo):
        """The PDF that a party of the case may see; without one there is no such page."""
        if not file_sudo:
            raise NotFound()
        return self._send_file(file_sudo.raw, "application/pdf", "inline; filename=paper.pdf")

    @route("/rights/case/<int:case_id>/data", type="http", auth="public", methods=["GET"])
    @in_language
    def case_data(self, case_id, **kw):
        case_sudo, _level = self._own_case(case_id, full=True)
        content = json.dumps(case_sudo._own_data(), ensure_ascii=False, indent=2)
        name = content_disposition(f"{case_sudo.name}.json")
        return self._send_file(content, "application/json; charset=utf-8", name)

    # -- ownership ------------------------------------------------------------------------------

    def _own_case(self, case_id, full=False):
        """The case in superuser mode and how far it is open.

        :param full: the code or the account is needed
        :raise NotFound: neither the session nor the account opens it
        """
        if partner := self._consumer():
            case_sudo = request.env["rights.case"]._find_of_account(case_id, partner)
            if case_sudo:
                return case_sudo, CODE
        level, until = self._seen().get(str(case_id), (None, 0))
        if not level or until < time.time() or (full and level != CODE):
            raise NotFound()
        # the browser has shown the number and the code of this very case
        case_sudo = request.env["rights.case"].sudo().browse(case_id).exists()
        if not case_sudo:
            raise NotFound()
        return case_sudo, level

    def _seen(self):
        return dict(request.session.get(SESSION_KEY) or {})

    def _act(self, case_id, act):
        """Do what was asked for and go back to the page, so that a reload does nothing twice."""
        case_sudo, level = self._own_case(case_id, full=True)
        try:
            with request.env.cr.savepoint():
                done = act(case_sudo)
        except UserError as error:
            return self._case_page(case_sudo, level, error=str(error))
        return request.redirect(f"/rights/case/{case_id}?done={done}")

    def _case_page(self, case_sudo, level, done="", error="", draft=None):
        values = {
            "case": case_sudo._public_view(level),
            "case_id": case_sudo.id,
            "door": "case",
            "draft": draft,
            "done": self._say_done(done),
            "error": error,
            **self._questions(),
            "grade_names": request.env["rights.followup"]
            .sudo()
            ._fields["sat_overall"]
            ._description_selection(request.env),
            "texts": scriptsafe.dumps(upload_texts()),
        }
        return self._render("consumer_rights.public_case", values)

    def _say_done(self, done):
        return {
            "material": request.env._(
                "Your material has been added. Whoever works on the matter is told."
            ),
            "withdrawn": request.env._("The complaint is withdrawn."),
            "withdrawal": request.env._(
                "Your wish is noted. Whoever works on the matter concludes it."
            ),
            "recusal": request.env._(
                "Your request is noted. The head of the unit decides; until then nobody mediates."
            ),
            "thanks": request.env._("Thank you for your answer."),
            "reopened": request.env._("We take the matter up again under the same number."),
            "noted": request.env._(
                "Your answer is noted. A head of the centre decides how it goes on."
            ),
        }.get(done, "")

    def _questions(self):
        return {
            "attitude": request.env._("With how you were treated"),
            "result": request.env._("With the result"),
            "overall": request.env._("With everything together"),
        }
