from odoo import http
from odoo.http import content_disposition, request


class RightsImportController(http.Controller):
    @http.route("/rights/import/<int:import_id>/errors", type="http", auth="user", methods=["GET"])
    def import_errors(self, import_id, **_kw):
        """The rows to correct, for the person who uploaded them; each download is logged."""
        record = request.env["rights.import"].browse(import_id).exists()
        if not record:
            raise request.not_found()
        content = record._take_error_file()
        return request.make_response(
            content,
            headers=[
                (
                    "Content-Type",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ),
                ("Content-Disposition", content_disposition(record._error_file_name())),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
