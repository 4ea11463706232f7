from odoo.exceptions import UserError
from odoo.http import request, route
from werkzeug.exceptions import NotFound

from .merchant_page import MerchantPage, for_merchants
from .public_page import in_language

TEXT = 4000


class MerchantDisclosure(MerchantPage):
    """Publications that name a merchant, shown to it before they are public (DIS-01, DIS-09)."""

    @route("/my/merchant/<int:merchant_id>/disclosures", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def merchant_disclosures(self, merchant_id, **kw):
        return self._disclosures_page(self._served(merchant_id))

    @route(
        "/my/merchant/<int:merchant_id>/disclosures/<int:row_id>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def merchant_reply_disclosure(self, merchant_id, row_id, objection="", objects="", **kw):
        """Object or agree; rows of other merchants, and drafts, do not exist."""
        merchant_sudo = self._served(merchant_id, "manager", "tenant")
        row_sudo = request.env["rights.disclosure.merchant"].sudo().browse(row_id).exists()
        if not row_sudo or row_sudo.merchant_id != merchant_sudo or not row_sudo.shown_at:
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                row_sudo._reply(objection[:TEXT], objects == "1")
        except UserError as error:
            return self._disclosures_page(merchant_sudo, str(error), row_id, objection[:TEXT])
        return request.redirect(f"/my/merchant/{merchant_id}/disclosures")

    def _disclosures_page(self, merchant_sudo, error="", wrong_id=None, typed=""):
        rows = merchant_sudo._disclosure_page()
        verdicts = dict(
            request.env["rights.disclosure.merchant"]
            ._fields["verdict"]
            ._description_selection(request.env)
        )
        values = {
            **{
                name: [(row, row.disclosure_id._shown_values()) for row in part]
                for name, part in rows.items()
            },
            "columns": request.env["rights.disclosure"]._get_columns()[1:],
            "verdicts": verdicts,
            "error": error,
            "wrong_id": wrong_id,
            "typed": typed,
        }
        return self._merchant_page("consumer_rights.merchant_disclosures", merchant_sudo, values)
