from odoo.http import Controller, request, route
from werkzeug.exceptions import NotFound


class Hall(Controller):
    """The screen of a hall: number and counter, and nothing of a person (SEC-10)."""

    @route("/rights/hall/<string:code>", type="http", auth="public", methods=["GET"], readonly=True)
    def show_hall(self, code, **_kw):
        screen = request.env["rights.queue.ticket"]._screen(code)
        if screen is None:
            raise NotFound()
        request.update_context(lang="zh_CN")  # nobody at the screen chooses a language
        headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
        return request.render("consumer_rights.hall_screen", screen, headers=headers)
