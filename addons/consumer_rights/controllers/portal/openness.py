from odoo.http import request, route
from werkzeug.exceptions import NotFound

from .public_page import HEADERS, PublicPage, in_language

HALL_SECONDS = 20  # how long the hall screen shows one page


class Openness(PublicPage):
    """Open affairs on the site and on the screen of the hall (OPN-01 to OPN-08).

    Both read the version that is live, by the same method and the same template (OPN-06).
    """

    @route("/rights/guide", type="http", auth="public", methods=["GET"])
    @in_language
    def guide(self, **kw):
        free = request.env["rights.free.service"].sudo()  # free and public (OPN-10)
        values = {"services": self._services(), "free_services": free.search([])}
        return self._render("consumer_rights.public_guide", values)

    @route("/rights/guide/<string:code>", type="http", auth="public", methods=["GET"])
    @in_language
    def service_page(self, code, **kw):
        services = self._services([("code", "=", code)])
        if not services:
            raise NotFound()
        return self._render("consumer_rights.public_service", {"service": services[0]})

    @route("/rights/promises", type="http", auth="public", methods=["GET"])
    @in_language
    def promises(self, **kw):
        return self._render("consumer_rights.public_promises", {"services": self._services()})

    @route("/rights/knowledge", type="http", auth="public", methods=["GET"])
    @in_language
    def knowledge(self, **kw):
        return self._render("consumer_rights.public_knowledge", {"articles": self._articles()})

    @route(
        ["/rights/staff", "/rights/staff/<string:code>"],
        type="http",
        auth="public",
        methods=["GET"],
    )
    @in_language
    def staff(self, code=None, **kw):
        boards = request.env["rights.public.board"]._live()
        board = boards.filtered(lambda one: one.station_id.code == code) if code else boards[:1]
        if code and not board:
            raise NotFound()
        values = {
            "board": board and board._public_values(),
            "boards": [(one.station_id.code, one.station_id.name) for one in boards],
        }
        return self._render("consumer_rights.public_staff", values)

    @route("/rights/staff/photo/<int:post_id>", type="http", auth="public", methods=["GET"])
    def staff_photo(self, post_id, **kw):
        """The photo of somebody who stands on a public board now."""
        post_sudo = request.env["rights.public.board"]._shown_photo(post_id)
        if not post_sudo.portrait:
            raise NotFound()
        stream = request.env["ir.binary"]._get_image_stream_from(post_sudo, "portrait")
        response = stream.get_response()
        response.headers.update({**HEADERS, "Cache-Control": "no-cache"})
        return response

    @route("/rights/hall/<string:code>/affairs", type="http", auth="public", methods=["GET"])
    def hall(self, code, page="0", **kw):
        """One page after the other, without a hand: services, staff board, laws and knowledge."""
        station_sudo = request.env["rights.station"].sudo().search([("code", "=", code)], limit=1)
        if not station_sudo:
            raise NotFound()
        request.update_context(lang="zh_CN")  # nobody at the screen chooses a language
        pages = self._hall_pages(code)
        number = int(page) % len(pages) if page.isdecimal() and len(page) < 6 and pages else 0
        following = (number + 1) % len(pages) if pages else 0
        values = {
            "station": station_sudo.name,
            "shown": pages[number] if pages else {},
            "refresh": f"{HALL_SECONDS};url=/rights/hall/{code}/affairs?page={following}",
        }
        response = request.render("consumer_rights.hall_affairs", values)
        response.headers.update(HEADERS)
        return response

    def _hall_pages(self, code):
        boards = request.env["rights.public.board"]._live([("station_id.code", "=", code)])
        return [
            *({"service": service} for service in self._services()),
            *({"board": board._public_values()} for board in boards),
            *({"article": article} for article in self._articles()),
        ]

    def _services(self, domain=()):
        services = request.env["rights.public.service"]._live(domain)
        return [service._public_values() for service in services]

    def _articles(self):
        articles = request.env["rights.public.article"]._live()
        return [article._public_values() for article in articles]
