import secrets

from odoo.exceptions import UserError
from odoo.http import request, route

from .public_page import PublicPage, in_language


class Note(PublicPage):
    """The short forms of the site: a suggestion, and a complaint about staff.

    The page carries the key of its filing, so a form sent twice is one matter.
    """

    @route("/rights/suggest", type="http", auth="public", methods=["GET"])
    @in_language
    def suggestion_page(self, **kw):
        return self._note_page("suggestion")

    @route("/rights/suggest", type="http", auth="public", methods=["POST"])
    @in_language
    def suggestion_send(self, **kw):
        return self._note_send("suggestion", kw)

    @route("/rights/staff-complaint", type="http", auth="public", methods=["GET"])
    @in_language
    def staff_complaint_page(self, **kw):
        return self._note_page("discipline")

    @route("/rights/staff-complaint", type="http", auth="public", methods=["POST"])
    @in_language
    def staff_complaint_send(self, **kw):
        return self._note_send("discipline", kw)

    def _note_page(self, kind, key=None, values=None, errors=None):
        boards = request.env["rights.public.board"]._live()
        page = {
            "kind": kind,
            "key": key or secrets.token_hex(24),
            "values": values or {},
            "errors": errors or {},
            "supervision": [
                (board.station_id.name, board.supervision_body, board.supervision_phone)
                for board in boards
            ],
        }
        return self._render("consumer_rights.public_note", page)

    def _note_send(self, kind, given):
        values = {name: given.get(name, "")[:6000] for name in ("about", "text", "name", "phone")}
        key = given.get("key", "")
        try:
            filings = request.env["rights.portal.filing"]
            filing = filings._of_key(key)
            if not filing:
                self._check_proof("note", given.get("altcha", ""))
                filing = filings._begin(key, self._address())
        except UserError as error:
            return self._note_page(kind, values=values, errors={"form": str(error)})
        answer = filing._send_note(key, kind, values)
        if "errors" in answer:
            return self._note_page(kind, key, values, answer["errors"])
        return self._render("consumer_rights.public_note_sent", answer)
