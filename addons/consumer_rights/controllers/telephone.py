from odoo.http import Controller, request, route
from werkzeug.exceptions import NotFound

LARGEST_EVENT = 16 * 1024


class Telephone(Controller):
    """The telephone system tells of its calls (docs/telephone.md)."""

    @route(
        "/rights/telephone/event",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,  # opened by a key, from a machine that has no form of ours
        save_session=False,
        max_content_length=LARGEST_EVENT,
    )
    def take_event(self, **_kw):
        parameter = request.env["ir.config_parameter"].sudo()
        if not parameter.get_param("consumer_rights.telephone_key"):
            raise NotFound()  # off until an administrator sets the key
        attempts = request.env["rights.portal.attempt"]
        address = request.httprequest.remote_addr
        if attempts._key_is_paused(address):
            return self._answer({"error": "Too many wrong keys. Try again later."}, 429)
        scheme, _space, key = request.httprequest.headers.get("Authorization", "").partition(" ")
        calls = request.env["rights.call.log"]
        if scheme != "Bearer" or not calls._is_key(key):
            attempts._note_wrong_key(address)
            return self._answer({"error": "Wrong key."}, 403)
        try:
            call = calls._take_event(request.httprequest.get_data())
        except ValueError as error:
            return self._answer({"error": str(error)}, 422)
        return self._answer({"result": "noted", "call_id": call.call_ref}, 200)

    def _answer(self, content, status):
        return request.make_json_response(content, status=status)
