from odoo import http
from odoo.http import content_disposition, request

from ..models.pack.rights_pack_run import XLSX


class RightsPackController(http.Controller):
    @http.route(
        "/rights/reports/pack/<int:pack_id>/preview", type="http", auth="user", methods=["GET"]
    )
    def pack_preview(self, pack_id, **_kw):
        """The workbook of the last period, for who may define this pack."""
        pack = request.env["rights.pack"].browse(pack_id).exists()
        if not pack:
            raise request.not_found()
        pack.check_access("write")
        return self._answer(*pack._make_workbook(pack._last_span()))

    @http.route(
        "/rights/reports/delivery/<int:delivery_id>", type="http", auth="user", methods=["GET"]
    )
    def pack_delivery(self, delivery_id, **_kw):
        """The file of a report, for the recipient that it was delivered to."""
        delivery = request.env["rights.pack.delivery"].browse(delivery_id).exists()
        if not delivery:
            raise request.not_found()
        return self._answer(*delivery._take_file())

    def _answer(self, name, content, media=XLSX):
        return request.make_response(
            content,
            headers=[
                ("Content-Type", media),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
