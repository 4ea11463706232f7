from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools.json import scriptsafe
from werkzeug.exceptions import NotFound

from ...models.merchant.rights_merchant_member import MERCHANT_GROUP
from ...models.portal.rights_case_query import CODE
from ...tools.settlement_terms import MOST_TERMS
from .merchant_page import MerchantPage
from .public_page import in_language, upload_texts
from .tracking import Tracking

WRONG_CODE = "wrong_code"
# the page of a consumer's case, and that of a merchant
DOOR = "/rights/<any(case,merchant):door>/<int:case_id>"


class Settlement(Tracking, MerchantPage):
    """How consumer and merchant settle on their pages (TRI-19, MED-07), and the merchant's pages.

    Each side comes through its own door: the consumer with the code or the account, the merchant
    with an account of the respondent. Everything else does not exist here. The merchant's pages
    stand in the frame of all its pages.
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
        merchants_sudo = self._merchants()._served()
        if len(merchants_sudo) == 1:
            return self._merchant_page(
                "consumer_rights.merchant_cases", merchants_sudo, {"rows": rows}
            )
        values = {"rows": rows, "names_merchant": True}
        return self._render("consumer_rights.merchant_cases", values)

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
        return self._show_paper(file_sudo)

    @route("/rights/merchant/<int:case_id>/material", type="http", auth="user", methods=["POST"])
    @in_language
    def merchant_material(self, case_id, key="", statement="", **kw):
        def hand_in(case_sudo, side):
            return self._hand_in(case_sudo, key, statement, "respondent")

        return self._act_as_party("merchant", case_id, hand_in, place="add")

    @route("/rights/merchant/<int:case_id>/recusal", type="http", auth="user", methods=["POST"])
    @in_language
    def merchant_recusal(self, case_id, grounds="", **kw):
        def ask(case_sudo, side):
            case_sudo._public_recuse(grounds, side)
            return "recusal"

        return self._act_as_party("merchant", case_id, ask)

    # -- the talk, through both doors -------------------------------------------------------------

    @route(f"{DOOR}/settle", type="http", auth="public", methods=["POST"])
    @in_language
    def settle(self, door, case_id, act="", seen="", text="", **kw):
        terms = self._parse_terms(kw)
        number = int(seen) if seen.isdecimal() and len(seen) < 9 else -1

        def step(case_sudo, side):
            case_sudo._talk_step(side, act, number, text, terms)
            # a complaint that is withdrawn has a word of its own
            return "taken_back" if act == "withdrawn" else act

        return self._act_as_party(door, case_id, step, draft={"text": text, "terms": terms})

    @route(f"{DOOR}/code", type="http", auth="public", methods=["POST"])
    @in_language
    def send_code(self, door, case_id, seen="", **kw):
        def send(case_sudo, side):
            self._signing(case_sudo)._send_signing_code(side, seen[:64])
            return "code"

        return self._act_as_party(door, case_id, send, place="agreement")

    @route(f"{DOOR}/sign", type="http", auth="public", methods=["POST"])
    @in_language
    def sign(self, door, case_id, seen="", code="", drawing="", **kw):
        def sign(case_sudo, side):
            agreement_sudo = self._signing(case_sudo)
            right = agreement_sudo._sign_on_portal(side, seen[:64], code, drawing, self._address())
            return "signed" if right else WRONG_CODE

        return self._act_as_party(door, case_id, sign, place="agreement")

    @route(f"{DOOR}/received", type="http", auth="public", methods=["POST"])
    @in_language
    def say_received(self, door, case_id, obligation="", said="", **kw):
        def say(case_sudo, side):
            rows = case_sudo.agreement_ids.obligation_ids
            row = rows.filtered(lambda row: str(row.id) == obligation)
            if not row:
                raise NotFound()
            row._say_received(side, said)
            return said

        return self._act_as_party(door, case_id, say, place="agreement")

    def _signing(self, case_sudo):
        """The agreement that is being signed.

        :raise UserError: there is none any more
        """
        agreement_sudo = case_sudo._find_signing()
        if not agreement_sudo:
            raise UserError(request.env._("There is nothing to sign any more. Look at it again."))
        return agreement_sudo

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

    def _act_as_party(self, door, case_id, act, draft=None, place="talk"):
        """Do what was asked for and go back to the page, so that a reload does nothing twice."""
        case_sudo, side = self._party(door, case_id)
        try:
            with request.env.cr.savepoint():
                done = act(case_sudo, side)
        except UserError as error:
            return self._party_page(door, case_sudo, error=str(error), draft=draft)
        if done == WRONG_CODE:  # no exception: the try counts
            sentence = request.env._("The code is wrong. Compare it with the newest message.")
            return self._party_page(door, case_sudo, error=sentence)
        return request.redirect(f"/rights/{door}/{case_id}?done={done}#{place}")

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
            "texts": scriptsafe.dumps(upload_texts()),
        }
        return self._merchant_page("consumer_rights.merchant_case", case_sudo.respondent_id, values)

    def _say_done(self, done):
        said = {
            "proposed": request.env._("Your proposal is sent. The other side is told."),
            "countered": request.env._("Your proposal is sent. The other side is told."),
            "accepted": request.env._("You have agreed to the proposal."),
            "refused": request.env._("You have refused."),
            "taken_back": request.env._("Your proposal is taken back."),
            "code": request.env._("The code is on its way to you. It holds for ten minutes."),
            "signed": request.env._("You have signed the agreement."),
            "received": request.env._("Thank you. It is noted as done."),
            "missing": request.env._("It is noted. The mediator looks into it."),
        }
        return said.get(done) or super()._say_done(done)
