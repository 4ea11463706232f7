from odoo import http
from odoo.http import request


class DocumentLink(http.Controller):
    """The page behind the link of a text message (ACC-10): no account, one paper, a short while."""

    @http.route("/rights/paper/<string:token>", type="http", auth="public", methods=["GET"])
    def show_paper_page(self, token, **kw):
        delivery_sudo = request.env["rights.document.delivery"]._of_token(token)
        return self._render_page(token, delivery_sudo)

    @http.route("/rights/paper/<string:token>", type="http", auth="public", methods=["POST"])
    def open_paper(self, token, tail="", **kw):
        delivery_sudo = request.env["rights.document.delivery"]._of_token(token)
        file_sudo = delivery_sudo and delivery_sudo._open_link(tail)
        if not file_sudo:
            return self._render_page(token, delivery_sudo, wrong=bool(delivery_sudo))
        return request.make_response(
            file_sudo.raw,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", "inline; filename=paper.pdf"),
                ("Cache-Control", "no-store"),
                ("X-Robots-Tag", "noindex"),
            ],
        )

    def _render_page(self, token, delivery_sudo, wrong=False):
        values = {
            "token": token,
            "is_open": bool(delivery_sudo),
            "unit": delivery_sudo.document_id.station_id.name or "",
            "wrong": wrong,
        }
        return request.render(
            "consumer_rights.rights_document_link_page",
            values,
            headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
        )
