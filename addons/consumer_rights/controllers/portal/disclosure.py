from odoo.exceptions import UserError
from odoo.http import request, route
from werkzeug.exceptions import NotFound

from .public_page import HEADERS, PublicPage, in_language

A_PAGE = 20
GONE = 410
FORM_TEXT = 4000


class Disclosure(PublicPage):
    """Publications as everybody reads them: page, JSON and CSV at an address that stays (DIS).

    A correction appears at the same address; what was withdrawn says so there (DIS-13).
    """

    @route("/rights/disclosures", type="http", auth="public", methods=["GET"])
    @in_language
    def disclosure_list(self, kind="", page="1", **kw):
        disclosures = request.env["rights.disclosure"]
        kinds = disclosures._fields["kind"]._description_selection(request.env)
        kind = kind if kind in dict(kinds) else ""
        number = int(page) if page.isdecimal() and len(page) < 6 else 1
        number = max(number, 1)
        found, count = disclosures._public_list(kind, (number - 1) * A_PAGE, A_PAGE)
        values = {
            "kinds": kinds,
            "kind": kind,
            "rows": [one._public_values() for one in found],
            "page": number,
            "has_more": count > number * A_PAGE,
        }
        return self._render("consumer_rights.public_disclosures", values)

    @route("/rights/disclosures/data.json", type="http", auth="public", methods=["GET"])
    def disclosure_index(self, **kw):
        """All that is public, as data: the newest first."""
        found, _count = request.env["rights.disclosure"]._public_list(limit=1000)
        rows = [one.with_context(lang="zh_CN")._public_json() for one in found]
        return request.make_json_response(rows, headers=HEADERS.items())

    @route("/rights/disclosures/<string:code>", type="http", auth="public", methods=["GET"])
    @in_language
    def disclosure_page(self, code, **kw):
        return self._disclosure_page(self._disclosure(code))

    @route(
        "/rights/disclosures/<string:code>/data.json", type="http", auth="public", methods=["GET"]
    )
    def disclosure_json(self, code, **kw):
        disclosure_sudo = self._disclosure(code).with_context(lang="zh_CN")
        return request.make_json_response(
            disclosure_sudo._public_json(),
            headers=HEADERS.items(),
            status=200 if disclosure_sudo.state == "live" else GONE,
        )

    @route(
        "/rights/disclosures/<string:code>/data.csv", type="http", auth="public", methods=["GET"]
    )
    def disclosure_csv(self, code, **kw):
        """The table; of what has none, or was withdrawn, there is no file."""
        disclosure_sudo = self._disclosure(code)
        if disclosure_sudo.state != "live" or disclosure_sudo.kind != "figures":
            raise NotFound()
        headers = {
            **HEADERS,
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f"attachment; filename={disclosure_sudo.code}.csv",
        }
        return request.make_response(disclosure_sudo._public_csv(), headers=headers.items())

    @route(
        "/rights/disclosures/<string:code>/opinion", type="http", auth="public", methods=["POST"]
    )
    @in_language
    def disclosure_opinion(self, code, text="", altcha="", **kw):
        disclosure_sudo = self._disclosure(code)
        try:
            self._check_proof("note", altcha)
            disclosure_sudo._give_opinion(text[:FORM_TEXT], self._address())
        except UserError as error:
            return self._disclosure_page(disclosure_sudo, error=str(error), text=text[:FORM_TEXT])
        return self._disclosure_page(disclosure_sudo, is_given=True)

    def _disclosure(self, code):
        """The public version behind an address, in superuser mode.

        :raise NotFound: nothing was ever public there
        """
        if disclosure_sudo := request.env["rights.disclosure"]._public(code[:32]):
            return disclosure_sudo
        raise NotFound()

    def _disclosure_page(self, disclosure_sudo, error="", text="", is_given=False):
        values = {
            "disclosure": disclosure_sudo._public_values(),
            "columns": disclosure_sudo._get_columns(),
            "error": error,
            "text": text,
            "is_given": is_given,
        }
        status = 200 if disclosure_sudo.state == "live" else GONE
        return self._render("consumer_rights.public_disclosure", values, status=status)


class Subscribe(PublicPage):
    """New publications by mail: asked for, confirmed by a link, ended by a link in every mail."""

    @route("/rights/subscribe", type="http", auth="public", methods=["GET"])
    @in_language
    def subscribe_page(self, **kw):
        return self._subscribe_page("ask")

    @route("/rights/subscribe", type="http", auth="public", methods=["POST"])
    @in_language
    def subscribe_ask(self, email="", altcha="", **kw):
        try:
            self._check_proof("note", altcha)
            request.env["rights.disclosure.subscription"]._ask(email[:300], self._address())
        except UserError as error:
            return self._subscribe_page("ask", email=email[:300], error=str(error))
        return self._subscribe_page("asked")

    @route("/rights/subscribe/<string:token>", type="http", auth="public", methods=["GET"])
    @in_language
    def subscribe_link(self, token, **kw):
        return self._subscribe_page("confirm", token=self._known(token))

    @route("/rights/subscribe/<string:token>", type="http", auth="public", methods=["POST"])
    @in_language
    def subscribe_confirm(self, token, **kw):
        request.env["rights.disclosure.subscription"]._of_token(self._known(token))._confirm()
        return self._subscribe_page("confirmed")

    @route("/rights/unsubscribe/<string:token>", type="http", auth="public", methods=["GET"])
    @in_language
    def unsubscribe_link(self, token, **kw):
        return self._subscribe_page("leave", token=self._known(token))

    @route("/rights/unsubscribe/<string:token>", type="http", auth="public", methods=["POST"])
    @in_language
    def unsubscribe(self, token, **kw):
        request.env["rights.disclosure.subscription"]._of_token(self._known(token)).unlink()
        return self._subscribe_page("left")

    def _known(self, token):
        if not request.env["rights.disclosure.subscription"]._of_token(token):
            raise NotFound()
        return token

    def _subscribe_page(self, step, **values):
        page = {"step": step, "email": "", "error": "", "token": "", **values}
        return self._render("consumer_rights.public_subscribe", page)


class LawLibrary(PublicPage):
    """The laws of the knowledge board, each at an address of its own, to be searched (OPN-08)."""

    @route("/rights/law", type="http", auth="public", methods=["GET"])
    @in_language
    def law_list(self, q="", **kw):
        words = " ".join(q.split())[:60]
        domain = [("kind", "=", "law")]
        if words:
            domain += ["|", "|"] + [(name, "ilike", words) for name in ("name", "source", "body")]
        articles = request.env["rights.public.article"]._live(domain)
        values = {"articles": [one._public_values() for one in articles], "words": words}
        return self._render("consumer_rights.public_laws", values)

    @route("/rights/law/<string:code>", type="http", auth="public", methods=["GET"])
    @in_language
    def law_page(self, code, **kw):
        article = request.env["rights.public.article"]._live(
            [("kind", "=", "law"), ("code", "=", code)]
        )
        if not article:
            raise NotFound()
        return self._render("consumer_rights.public_law", {"article": article._public_values()})
