import base64

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request, route
from werkzeug.exceptions import NotFound

from ...tools.china_time import china_naive
from .merchant_page import MerchantPage, for_merchants
from .public_page import in_language

TEXT = 2000


class MerchantProduct(MerchantPage):
    """Problem products at a merchant: receipts of notices, tests, delisting (PRD-02 to PRD-05)."""

    @route("/my/merchant/<int:merchant_id>/products", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def product_page(self, merchant_id, **kw):
        return self._product_page(self._served(merchant_id))

    def _product_page(self, merchant_sudo, error="", wrong=""):
        states = {
            name: dict(request.env[model]._fields["state"]._description_selection(request.env))
            for name, model in (
                ("receipt", "rights.product.receipt"),
                ("return", "rights.quality.return"),
            )
        }
        values = {
            **merchant_sudo._product_page(),
            "states": states,
            "error": error,
            "wrong": wrong,
            "typed": request.params if wrong else {},
            "now": china_naive(fields.Datetime.now()).strftime("%Y-%m-%dT%H:%M"),
        }
        return self._merchant_page("consumer_rights.product_page", merchant_sudo, values)

    def _product_act(self, merchant_sudo, row_sudo, act):
        """Do what was asked for and go back to the page, so that a reload does nothing twice."""
        try:
            with request.env.cr.savepoint():
                act()
        except UserError as error:
            return self._product_page(merchant_sudo, str(error), f"{row_sudo._name}:{row_sudo.id}")
        return request.redirect(f"/my/merchant/{merchant_sudo.id}/products")

    def _product_row(self, merchant_sudo, model, row_id):
        """A row of this merchant in superuser mode; any other id does not exist."""
        row_sudo = request.env[model].sudo().browse(row_id).exists()
        if not row_sudo or row_sudo.merchant_id != merchant_sudo:
            raise NotFound()
        return row_sudo

    @route(
        "/my/merchant/<int:merchant_id>/products/<int:receipt_id>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def product_receipt(self, merchant_id, receipt_id, photo=None, **kw):
        """Confirm what was found and taken off the shelf, with its photo (PRD-05)."""
        merchant_sudo = self._served(merchant_id)
        row_sudo = self._product_row(merchant_sudo, "rights.product.receipt", receipt_id)
        given = self._product_given(kw, "quantity_found", "quantity_removed", "note")

        def confirm():
            picture = self._merchant_photo(photo)
            row_sudo._confirm_receipt(given, base64.b64encode(picture) if picture else None)

        return self._product_act(merchant_sudo, row_sudo, confirm)

    @route(
        "/my/merchant/<int:merchant_id>/returns/<int:return_id>/<string:act>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def product_return(self, merchant_id, return_id, act, **kw):
        """Demand a test, record its result, or delist and report (PRD-02, PRD-03)."""
        merchant_sudo = self._served(merchant_id)
        row_sudo = self._product_row(merchant_sudo, "rights.quality.return", return_id)
        given = self._product_given(
            kw, "demanded_of", "result", "known_at", "report_number", "quantity", "delisted_at"
        )
        acts = {
            "demand": lambda: row_sudo._demand_test(given["demanded_of"]),
            "result": lambda: row_sudo._log_result(
                given["result"], given["known_at"], given["report_number"]
            ),
            "report": lambda: row_sudo._report_delisting(given["quantity"], given["delisted_at"]),
        }
        if act not in acts:
            raise NotFound()
        return self._product_act(merchant_sudo, row_sudo, acts[act])

    @staticmethod
    def _product_given(kw, *names):
        return {name: kw[name][:TEXT] if isinstance(kw.get(name), str) else "" for name in names}
