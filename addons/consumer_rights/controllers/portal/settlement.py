from odoo.exceptions import UserError
from odoo.http import request, route
from werkzeug.exceptions import NotFound

from ...models.portal.rights_case_merchant import MERCHANT_GROUP
from ...models.portal.rights_case_query import CODE
from ...tools.settlement_terms import MOST_TERMS
from .public_page import HEADERS, in_language
from .tracking import Tracking

# the page of a consumer's case, and that of a merchant
DOOR = "/rights/<any(case,merchant):door>/<int:case_id>"


class Settlement(Tracking):
    """How consumer and merchant settle on their pages (TRI-19, MED-07), and the merchant's pages.

    Each side comes through its own door: the consumer with the code or the account, the merchant
    with an account of the respondent. Everything else does not exist here.
    """

    # -- the merchant's pages ---------------------------------------------------------------------

    @route("/rights/merchant", type="http", auth="user", methods=["GET"])
    @in_language
    def merchant_page(self, **kw):
        user = request.env.user
        if not user.has_group(MERCHANT_GROUP):
            return request.redirect("/my")
        cases = request.env["rights.case"]
        # the domain names what the account may see, and nothing else
        cases_sudo = cases.sudo().search(cases._merchant_domain(user), limit=100)
        rows = [case_sudo._merchant_row() for case_sudo in cases_sudo]
        rows.sort(key=lambda row: not row["waits"])
        return self._render("consumer_rights.merchant_cases", {"rows": rows})

    @route("/rights/merchant/<int:case_id>", type="http", auth="user", methods=["GET"])
    @in_language
    def merchant_case_page(self, case_id, done="", **kw):
        case_sudo, _side = self._party("merchant", case_id)
        return self._party_page("merchant", case_sudo, done=done)

    @route(
        "/rights/merchant/<int:case_id>/paper/<int:paper_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def merchant_paper(self, case_id, paper_id, **kw):
        case_sudo, _side = self._party("merchant", case_id)
        file_sudo = case_sudo._open_merchant_paper(paper_id)
        if not file_sudo:
            raise NotFound()
        headers = {
            **HEADERS,
            "Content-Type": "application/pdf",
            "Content-Disposition": "inline; filename=paper.pdf",
        }
        return request.make_response(file_sudo.raw, list(headers.items()))

    # -- the talk, through both doors -------------------------------------------------------------

    @route(f"{DOOR}/settle", type="http", auth="public", methods=["POST"])
    @in_language
    def settle(self, door, case_id, act="", seen="", text="", **kw):
        terms = self._parse_terms(kw)
        number = int(seen) if seen.isdecimal() and len(seen) < 9 else -1

        def step(case_sudo, side):
            case_sudo._talk_step(side, act, number, text, terms)
            return act

        return self._act_as_party(door, case_id, step, draft={"text": text, "terms": terms})

    def _parse_terms(self, given):
        """The rows of a proposal as they were typed."""
        names = ("side", "what", "amount", "due_date")
        return [
            {name: given.get(f"{name}_{place}", "")[:500] for name in names}
            for place in range(1, MOST_TERMS + 1)
        ]

    # -- ownership --------------------------------------------------------------------------------

    def _party(self, door, case_id):
        """The case in superuser mode and the side of whoever asks.

        :raise NotFound: it is not theirs
        """
        if door == "case":
            case_sudo, _level = self._own_case(case_id, full=True)
            return case_sudo, "consumer"
        case_sudo = request.env["rights.case"]._find_of_merchant(case_id, request.env.user)
        if not case_sudo:
            raise NotFound()
        return case_sudo, "merchant"

    def _act_as_party(self, door, case_id, act, draft=None):
        """Do what was asked for and go back to the page, so that a reload does nothing twice."""
        case_sudo, side = self._party(door, case_id)
        try:
            with request.env.cr.savepoint():
                done = act(case_sudo, side)
        except UserError as error:
            return self._party_page(door, case_sudo, error=str(error), draft=draft)
        return request.redirect(f"/rights/{door}/{case_id}?done={done}#talk")

    def _party_page(self, door, case_sudo, done="", error="", draft=None):
        if door == "case":
            return self._case_page(case_sudo, CODE, done=done, error=error, draft=draft)
        values = {
            "case": case_sudo._merchant_view(),
            "case_id": case_sudo.id,
            "door": "merchant",
            "draft": draft,
            "done": self._say_done(done),
            "error": error,
        }
        return self._render("consumer_rights.merchant_case", values)

    def _say_done(self, done):
        said = {
            "proposed": request.env._("Your proposal is sent. The other side is told."),
            "countered": request.env._("Your proposal is sent. The other side is told."),
            "accepted": request.env._("You have agreed to the proposal."),
            "refused": request.env._("You have refused."),
            "withdrawn": request.env._("Your proposal is taken back."),
        }
        return said.get(done) or super()._say_done(done)
