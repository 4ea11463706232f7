from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request, route
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

LARGEST_MESSAGE = 64 * 1024


class Arrival(Controller):
    """What comes in by HTTP, and what came, as it came."""

    # -- WeChat (docs/api.md) -----------------------------------------------------------------

    @route("/rights/wechat", type="http", auth="public", methods=["GET"])
    def greet_wechat(self, signature="", timestamp="", nonce="", echostr="", **_kw):
        """How WeChat makes sure that the address is ours: it gets its word back."""
        self._check_wechat(signature, timestamp, nonce)
        return request.make_response(echostr, [("Content-Type", "text/plain; charset=utf-8")])

    @route(
        "/rights/wechat",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,  # signed by WeChat, which has no form of ours
        max_content_length=LARGEST_MESSAGE,
    )
    def take_wechat(self, signature="", timestamp="", nonce="", **_kw):
        self._check_wechat(signature, timestamp, nonce)
        if not request.env["rights.wechat.signature"]._use(signature):
            raise Forbidden()
        try:
            request.env["rights.arrival"]._take_wechat(request.httprequest.get_data())
        except ValueError as error:
            raise BadRequest() from error
        return request.make_response("success", [("Content-Type", "text/plain")])

    def _check_wechat(self, signature, timestamp, nonce):
        parameter = request.env["ir.config_parameter"].sudo()
        if not parameter.get_param("consumer_rights.wechat_token"):
            raise NotFound()  # off until an administrator sets the token
        signatures = request.env["rights.wechat.signature"]
        if not signatures._is_signed(signature, timestamp, nonce):
            raise Forbidden()

    # -- the original of a case -----------------------------------------------------------------

    @route("/rights/arrival/<int:arrival_id>", type="http", auth="user", methods=["GET"])
    def open_arrival(self, arrival_id, **_kw):
        try:
            name, content = request.env["rights.arrival"].browse(arrival_id)._open()
        except UserError as error:  # closed, or not there: the same answer
            raise NotFound() from error
        return request.make_response(
            content,
            [
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
