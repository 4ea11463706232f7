from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools.json import scriptsafe
from werkzeug.exceptions import NotFound

from ...tools.china_time import china_date, china_naive
from .public_page import PublicPage, answering_json, in_language

PATH = "/rights/meeting"
COOKIE = "rights_meeting_{}"
# cookies of a browser for its meetings live as long as a meeting is planned ahead
COOKIE_AGE = 30 * 24 * 3600


class Meeting(PublicPage):
    """The waiting page of a party before a video meeting (MED-21).

    Looking changes nothing: a program that only follows the link does not use it up. The browser
    that enters gets a cookie for this link; every other one reads that the link is used.
    """

    @route(f"{PATH}/<string:token>", type="http", auth="public", methods=["GET"])
    @in_language
    def meeting_page(self, token, **kw):
        link_sudo = request.env["rights.mediation.link"]._of_token(token)
        if not link_sudo:
            values = {"stage": "unknown", "unit_phone": "12315"}
            return self._render("consumer_rights.public_meeting", values, status=404)
        return self._render_link(link_sudo, token)

    @route(f"{PATH}/<string:token>/enter", type="http", auth="public", methods=["POST"])
    @in_language
    def meeting_enter(self, token, tail="", consent="", recording="", **kw):
        link_sudo = self._link(token)
        if self._stage(link_sudo) != "enter":
            return request.redirect(f"{PATH}/{token}")
        if self._holds_other_side(link_sudo):
            return self._render_link(link_sudo, token, "other")
        if not consent:
            error = request.env._("You come in when you agree.")
            return self._render_link(link_sudo, token, error=error)
        browser = link_sudo._enter(tail[:8], bool(recording))
        if not browser:
            error = request.env._(
                "These digits do not fit. The link is only for the party it was sent to."
            )
            return self._render_link(link_sudo, token, error=error)
        response = request.redirect(f"{PATH}/{token}")
        response.set_cookie(
            COOKIE.format(link_sudo.id),
            browser,
            max_age=COOKIE_AGE,
            path=PATH,
            httponly=True,
            samesite="Lax",
            secure=request.httprequest.is_secure,
        )
        return response

    @route(f"{PATH}/<string:token>/wait", type="http", auth="public", methods=["POST"])
    @in_language
    @answering_json
    def meeting_wait(self, token, **kw):
        link_sudo = self._link(token)
        stage = self._stage(link_sudo)
        if stage in ("waiting", "admitted"):
            link_sudo._note_seen()
        return {"stage": stage}

    @route(f"{PATH}/<string:token>/join", type="http", auth="public", methods=["POST"])
    @in_language
    def meeting_join(self, token, **kw):
        link_sudo = self._link(token)
        if self._stage(link_sudo) != "admitted":
            return request.redirect(f"{PATH}/{token}")
        try:
            channel, guest = link_sudo._join()
        except UserError:  # the call was closed this moment: the page says so
            return request.redirect(f"{PATH}/{token}")
        guest._set_auth_cookie()
        return request.redirect(f"/discuss/channel/{channel.id}")

    # -- what a browser holds ---------------------------------------------------------------------

    def _link(self, token):
        link_sudo = request.env["rights.mediation.link"]._of_token(token)
        if not link_sudo:
            raise NotFound()
        return link_sudo

    def _secret(self, link_sudo):
        return request.cookies.get(COOKIE.format(link_sudo.id))

    def _stage(self, link_sudo):
        return link_sudo._get_stage(self._secret(link_sudo))

    def _holds_other_side(self, link_sudo):
        """Whether the other side takes part in the same meeting with this browser."""
        others = link_sudo.meeting_id.link_ids.filtered(lambda row: row.side != link_sudo.side)
        return any(row._is_of(self._secret(row)) for row in others)

    def _render_link(self, link_sudo, token, stage=None, error=None):
        meeting_sudo = link_sudo.meeting_id
        unit_sudo = meeting_sudo.station_id
        stage = stage or self._stage(link_sudo)
        values = {
            "stage": stage,
            "error": error,
            "path": f"{PATH}/{token}",
            "role": link_sudo._get_label(),
            "number": meeting_sudo.case_id.name,
            "unit": unit_sudo.name,
            "unit_phone": unit_sudo.phone or "12315",
            "day": china_date(meeting_sudo.planned_start),
            "hours": "–".join(
                f"{china_naive(moment):%H:%M}"
                for moment in (meeting_sudo.planned_start, meeting_sudo.planned_end)
            ),
            "asks_digits": bool(link_sudo._get_phone()),
            "texts": scriptsafe.dumps(self._device_texts()),
        }
        status = {"used": 403, "other": 403, "locked": 403, "revoked": 410, "over": 410}
        return self._render("consumer_rights.public_meeting", values, status=status.get(stage, 200))

    def _device_texts(self):
        return {
            "works": request.env._("Camera and microphone work."),
            "noCamera": request.env._("The microphone works; no camera was found."),
            "refused": request.env._(
                "The browser may not use camera and microphone. Allow it in the settings of this "
                "page and try again."
            ),
            "missing": request.env._("No camera and no microphone were found on this device."),
            "insecure": request.env._(
                "This browser gives no access to camera and microphone here. Open the link in "
                "another browser, or call the unit."
            ),
            "offline": request.env._("No connection. The page goes on by itself."),
        }
