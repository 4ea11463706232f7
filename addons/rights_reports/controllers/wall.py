from odoo.http import Controller, request, route
from werkzeug.exceptions import NotFound

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",  # the address of a wall is its key
}


class Wall(Controller):
    """The screen on the wall: by its own link, or of the own unit for staff (SEC-10)."""

    @route("/rights/wall/<string:token>", type="http", auth="public", methods=["GET"])
    def show_wall(self, token, **_kw):
        screen = request.env["rights.wall.screen"]._of_token(token)
        if not screen:
            raise NotFound()  # revoked, or never given out: the same answer
        return self._show(screen.station_id)

    @route("/rights/wall", type="http", auth="user", methods=["GET"])
    def show_own_wall(self, **_kw):
        station = request.env.user.rights_station_ids[:1]
        if not station or not request.env.user.has_group(
            "consumer_rights.consumer_rights_group_staff"
        ):
            raise NotFound()
        return self._show(station)

    def _show(self, station):
        request.update_context(lang="zh_CN")  # nobody at the screen chooses a language
        numbers = request.env["rights.wall.screen"]._numbers(station)
        return request.render("rights_reports.wall_screen", numbers, headers=HEADERS)
