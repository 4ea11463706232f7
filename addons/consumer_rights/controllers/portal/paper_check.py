from odoo.exceptions import UserError
from odoo.http import request, route

from ...tools.evidence_check import MAX_BYTES
from .public_page import PublicPage, in_language

ROOM_FOR_FORM = 64 * 1024


class PaperCheck(PublicPage):
    """Whether a paper is the centre's: by its number and code, or by its file (design D8).

    The QR code on the paper leads here with both filled in; nothing is answered to a GET.
    """

    @route("/rights/check", type="http", auth="public", methods=["GET"])
    @in_language
    def check_page(self, number="", code="", **kw):
        return self._show({}, number, code)

    @route("/rights/check", type="http", auth="public", methods=["POST"])
    @in_language
    def check_paper(self, number="", code="", altcha="", **kw):
        def check(documents):
            return documents._check_by_code(number, code, self._address())

        return self._answer(check, altcha, number, code)

    @route(
        "/rights/check/file",
        type="http",
        auth="public",
        methods=["POST"],
        max_content_length=2 * MAX_BYTES + ROOM_FOR_FORM,
    )
    @in_language
    def check_file(self, file=None, altcha="", **kw):
        def check(documents):
            content = file.read(MAX_BYTES + 1) if hasattr(file, "read") else b""
            return documents._check_by_file(content, self._address())

        return self._answer(check, altcha)

    def _answer(self, check, altcha, number="", code=""):
        try:
            self._check_proof("paper", altcha)
            answer = check(request.env["rights.document"])
        except UserError as error:
            answer = {"error": str(error)}
        return self._show(answer, number, code)

    def _show(self, answer, number="", code=""):
        values = {"answer": answer, "number": number[:64], "code": code[:32]}
        return self._render("consumer_rights.public_check", values)
