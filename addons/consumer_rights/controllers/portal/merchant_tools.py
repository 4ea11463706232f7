from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route

from ...models.ledger.rights_ledger_key import PATH
from ...models.ledger.rights_ledger_workbook import MOST_BYTES
from .merchant_page import MerchantPage, for_merchants
from .public_page import in_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MerchantTools(MerchantPage):
    """Many entries at once: workbooks, and the keys of other systems (MER-17)."""

    @route("/my/merchant/<int:merchant_id>/workbook", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def workbook_page(self, merchant_id, **kw):
        return self._workbook_page(self._served(merchant_id))

    def _workbook_page(self, merchant_sudo, answer=None, error=""):
        values = {"answer": answer, "error": error}
        return self._merchant_page("consumer_rights.ledger_workbook", merchant_sudo, values)

    @route(
        "/my/merchant/<int:merchant_id>/workbook/template",
        type="http",
        auth="user",
        methods=["GET"],
    )
    @in_language
    @for_merchants
    def workbook_template(self, merchant_id, **kw):
        self._served(merchant_id)
        content = request.env["rights.ledger.workbook"]._template()
        return self._workbook_file(content, request.env._("Ledger - template.xlsx"))

    @route(
        "/my/merchant/<int:merchant_id>/workbook",
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=MOST_BYTES + (1 << 20),
    )
    @in_language
    @for_merchants
    def workbook_send(self, merchant_id, file=None, **kw):
        """Take a workbook; what is to be corrected comes back as a workbook."""
        merchant_sudo = self._served(merchant_id)
        content = file.read(MOST_BYTES + 1) if hasattr(file, "read") else b""
        try:
            with request.env.cr.savepoint():
                answer, back = merchant_sudo._take_workbook(content)
        except UserError as error:
            return self._workbook_page(merchant_sudo, error=str(error))
        if back:
            return self._workbook_file(back, request.env._("Ledger - to correct.xlsx"))
        return self._workbook_page(merchant_sudo, answer, answer.get("errors", {}).get("batch"))

    def _workbook_file(self, content, name):
        return self._send_file(content, XLSX, content_disposition(name))

    # -- keys -------------------------------------------------------------------------------------

    @route("/my/merchant/<int:merchant_id>/keys", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def key_page(self, merchant_id, **kw):
        return self._key_page(self._served(merchant_id, "manager"))

    def _key_page(self, merchant_sudo, key="", error=""):
        address = request.httprequest.host_url.rstrip("/") + PATH
        values = {
            "keys": request.env["res.users.apikeys"]._ledger_keys(),
            "key": key,
            "error": error,
            "guide": merchant_sudo._ledger_guide(address),
        }
        return self._merchant_page("consumer_rights.ledger_keys", merchant_sudo, values)

    @route("/my/merchant/<int:merchant_id>/keys/new", type="http", auth="user", methods=["POST"])
    @in_language
    @for_merchants
    def key_new(self, merchant_id, name="", **kw):
        """A key, shown on this page and never again."""
        merchant_sudo = self._served(merchant_id, "manager")
        try:
            key = request.env["res.users.apikeys"]._make_ledger_key(name)
        except UserError as error:
            return self._key_page(merchant_sudo, error=str(error))
        return self._key_page(merchant_sudo, key)

    @route(
        "/my/merchant/<int:merchant_id>/keys/<int:key_id>/end",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def key_end(self, merchant_id, key_id, **kw):
        self._served(merchant_id, "manager")
        request.env["res.users.apikeys"]._end_ledger_key(key_id)
        return request.redirect(f"/my/merchant/{merchant_id}/keys")
