import json
import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.http import SessionExpiredException, request
from werkzeug.exceptions import HTTPException

from .public_page import PublicPage, in_language

_logger = logging.getLogger(__name__)

OURS = ("/rights", "/my")


class ErrorPage(PublicPage):
    """What a visitor reads where there is no page: a sentence, and the way back."""

    @in_language
    def show(self, code):
        missing = request.env._("This page does not exist, or your account does not open it.")
        said = {
            400: request.env._("The page stood open for too long. Load it and send it again."),
            403: missing,
            404: missing,
            405: request.env._("This address is for sending only. Go back to the page before it."),
            413: request.env._("What you sent is too big. Send less at a time."),
        }
        sentence = said.get(code, request.env._("Something went wrong here. Try again in a while."))
        return self._render("consumer_rights.public_error", {"sentence": sentence}, status=code)


class IrHttp(models.AbstractModel):
    """Errors of our pages in the visitor's language, in place of the framework's English ones.

    What other systems and the scripts of visitors get as JSON holds no trace of the fault (SEC-09);
    staff see it in their own window, and it stands in the log. Beside its pages and not among the
    models: it answers requests and nothing else.
    """

    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if request.dispatcher.routing_type in ("json2", "jsonrpc"):
            return cls._without_trace(response, exception)
        code = isinstance(response, HTTPException) and response.response is None and response.code
        path = request.httprequest.path
        is_ours = any(path == place or path.startswith(f"{place}/") for place in OURS)
        if not (code and code >= 400 and is_ours and request.dispatcher.routing_type == "http"):
            return response
        try:
            request.env.cr.rollback()
            if not request.env.uid:
                cls._auth_method_public()
            page = ErrorPage().show(code)
            page.flatten()
        except Exception:  # the plain answer is better than none
            _logger.exception("The page for status %s could not be made", code)
            return response
        for name in ("Allow", "Retry-After"):
            if value := dict(response.get_headers()).get(name):
                page.headers[name] = value
        return page

    @classmethod
    def _without_trace(cls, response, exception):
        is_rpc = request.dispatcher.routing_type == "jsonrpc"
        request.env.cr.rollback()  # who asks is read once more; whose session ended is nobody
        is_staff = request.env.uid and request.env.user._is_internal()
        is_json = getattr(response, "mimetype", None) == "application/json"
        if not is_json or (is_rpc and is_staff):
            return response
        answer = json.loads(response.get_data())
        fault = answer["error"]["data"] if is_rpc else answer
        fault["debug"] = ""
        if not isinstance(exception, UserError | HTTPException | SessionExpiredException):
            fault["message"] = request.env._("Something went wrong here. Try again in a while.")
            fault["arguments"] = []
        response.set_data(json.dumps(answer))
        return response
