from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route
from werkzeug.exceptions import NotFound

from ...tools.china_time import china_date
from ...tools.quarters import quarter_before
from .merchant_page import MerchantPage, for_merchants
from .public_page import in_language


class MerchantQuarter(MerchantPage):
    """Quarters of the ledger, handed in by the manager (MER-10, MER-16), and the figures."""

    @route("/my/merchant/<int:merchant_id>/quarters", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def quarter_page(self, merchant_id, **kw):
        return self._quarter_page(self._served(merchant_id, "manager"))

    def _quarter_page(self, merchant_sudo, **values):
        due = merchant_sudo._due_quarter()
        page = {
            "due": due,
            "figures": due._figures() if due else {},
            "quarters": merchant_sudo.quarter_ids.filtered(lambda row: row.state == "submitted"),
            "names": dict(
                merchant_sudo.quarter_ids._fields["quarter"]._description_selection(request.env)
            ),
            "values": {},
            "error": "",
            "paper_error": "",
        }
        return self._merchant_page("consumer_rights.ledger_quarters", merchant_sudo, page | values)

    @route(
        "/my/merchant/<int:merchant_id>/quarters/submit",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def quarter_submit(self, merchant_id, year="", quarter="", analysis="", opinions="", **kw):
        """Hand the quarter in; a second click finds its receipt."""
        merchant_sudo = self._served(merchant_id, "manager")
        given = {"analysis": analysis, "opinions": opinions}
        try:
            with request.env.cr.savepoint():
                merchant_sudo._submit_quarter(year, quarter, given)
        except UserError as error:
            return self._quarter_page(merchant_sudo, error=str(error), values=given)
        return request.redirect(f"/my/merchant/{merchant_id}/quarters")

    @route(
        "/my/merchant/<int:merchant_id>/quarters/<int:quarter_id>/paper",
        type="http",
        auth="user",
        methods=["GET"],
    )
    @in_language
    @for_merchants
    def quarter_paper(self, merchant_id, quarter_id, **kw):
        """The ledger of a quarter as PDF, to keep or to show at an inspection (DOC-21)."""
        merchant_sudo = self._served(merchant_id, "manager")
        try:
            paper = merchant_sudo._print_quarter(quarter_id)
        except UserError as error:
            return self._quarter_page(merchant_sudo, paper_error=str(error))
        if not paper:
            raise NotFound()
        name, content = paper
        return self._send_file(content, "application/pdf", content_disposition(name))

    @route("/my/merchant/<int:merchant_id>/figures", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def figure_page(self, merchant_id, **kw):
        merchant_sudo = self._reached(merchant_id)
        figures = request.env["rights.ledger.figure"].sudo()  # own, and means of the peers
        values = {
            "board": figures._dashboard(merchant_sudo),
            "texts": self._figure_texts(),
            "last": quarter_before(china_date()),
        }
        return self._merchant_page("consumer_rights.ledger_figures", merchant_sudo, values)

    def _figure_texts(self):
        """{rate: (its name, how it is computed)}"""
        return {
            "response": (
                request.env._("Answers to the centre"),
                request.env._("Complaints of the centre answered, out of those it asked about."),
            ),
            "timeliness": (
                request.env._("Timeliness"),
                request.env._("Answered within the limit, out of those answered."),
            ),
            "settlement": (
                request.env._("Settlement"),
                request.env._(
                    "Settled with the consumer, out of the closed entries of the ledger and the "
                    "answered complaints."
                ),
            ),
            "self_resolution": (
                request.env._("Self-resolution"),
                request.env._(
                    "Settled in the ledger, out of those and the complaints to the centre."
                ),
            ),
            "satisfaction": (
                request.env._("Satisfaction"),
                request.env._(
                    "Satisfied or basically satisfied, out of those whom the centre asked."
                ),
            ),
        }
