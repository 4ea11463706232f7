from odoo import http
from odoo.exceptions import MissingError, UserError
from odoo.http import Response, content_disposition, request
from werkzeug.exceptions import NotFound


class RightsArchiveController(http.Controller):
    @http.route(
        "/rights/archive/transfer/<int:transfer_id>/package",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def transfer_package(self, transfer_id, **_kw):
        """A transfer package as a stream, for the archivists of its unit; each time on record."""
        transfer = request.env["rights.archive.transfer"].browse(transfer_id).exists()
        try:
            chunks = transfer._stream_package()
        except (UserError, MissingError, ValueError) as error:  # closed, not there or not ready
            raise NotFound() from error
        return Response(
            chunks,
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(transfer._get_file_name())),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
            direct_passthrough=True,
        )
