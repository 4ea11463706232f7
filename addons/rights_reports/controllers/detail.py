from odoo import http
from odoo.http import request


class DetailListController(http.Controller):
    @http.route(
        "/rights/reports/list/<int:export_id>/xlsx", type="http", auth="user", methods=["GET"]
    )
    def detail_list_xlsx(self, export_id, **_kw):
        return self._send(export_id, "xlsx")

    @http.route(
        "/rights/reports/list/<int:export_id>/csv", type="http", auth="user", methods=["GET"]
    )
    def detail_list_csv(self, export_id, **_kw):
        return self._send(export_id, "csv")

    def _send(self, export_id, ending):
        """A file of an export, for who asked for it or it was delivered to; sent from the disk."""
        export = request.env["rights.detail.export"].browse(export_id).exists()
        if not export:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(export._take_file(ending))
        return stream.get_response(as_attachment=True)
