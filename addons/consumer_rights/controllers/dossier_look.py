from odoo.exceptions import MissingError, UserError
from odoo.http import Controller, content_disposition, request, route
from werkzeug.exceptions import NotFound


class DossierLook(Controller):
    """The sealed volume of an informant, for who gave a reason (SEC-02)."""

    @route("/rights/dossier/look/<int:look_id>", type="http", auth="user", methods=["GET"])
    def open_volume(self, look_id, **_kw):
        try:
            look = request.env["rights.dossier.look"].browse(look_id)
            name, content = look.exists()._open()
        except (UserError, MissingError, ValueError) as error:  # closed, or not there
            raise NotFound() from error
        return request.make_response(
            content,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name, "inline")),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
