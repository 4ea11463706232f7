import base64
import functools
from datetime import date

from odoo.exceptions import UserError
from odoo.http import request, route
from werkzeug.exceptions import NotFound

from ...models.inspection.rights_covert_line import ITEMS
from ...models.inspection.rights_social_supervisor import SUPERVISOR_GROUP
from ...tools.china_time import china_date
from ...tools.filing_text import clean_line
from .merchant_page import MerchantPage
from .public_page import PublicPage, in_language

ASKED = (
    "visited_on",
    "remark",
    "place",
    *(item for item, _label in ITEMS),
    *(f"{item}_note" for item, _label in ITEMS),
)


def for_supervisors(guarded):
    """Accounts of social supervisors only; for everybody else the page does not exist."""

    @functools.wraps(guarded)
    def checked(self, *args, **kw):
        if not request.env.user.has_group(SUPERVISOR_GROUP):
            raise NotFound()
        return guarded(self, *args, **kw)

    return checked


class SupervisorPages(PublicPage):
    """Undercover visits of a social supervisor: see, hand in, give back (INS-06, INS-10)."""

    @route("/my/visits", type="http", auth="user", methods=["GET"])
    @in_language
    @for_supervisors
    def supervisor_visits(self, done="", **kw):
        visits_sudo = request.env["rights.covert.visit"]._own()
        values = {"visits": visits_sudo, "done": bool(done)}
        return self._render("consumer_rights.supervisor_visits", values)

    @route("/my/visits/<int:visit_id>", type="http", auth="user", methods=["GET"])
    @in_language
    @for_supervisors
    def supervisor_visit(self, visit_id, **kw):
        return self._visit_page(self._assigned_visit(visit_id))

    @route("/my/visits/<int:visit_id>/hand_in", type="http", auth="user", methods=["POST"])
    @in_language
    @for_supervisors
    def supervisor_hand_in(self, visit_id, photo=None, **kw):
        visit_sudo = self._own_visit(visit_id)
        if visit_sudo.state != "assigned":  # the button was pressed twice
            return request.redirect("/my/visits?done=1")
        given = {name: kw[name] for name in ASKED if isinstance(kw.get(name), str)}
        try:
            with request.env.cr.savepoint():
                photos = self._visit_photos(photo, given.get("place"))
                record = {**given, "visited_on": self._visit_day(given.get("visited_on"))}
                visit_sudo._hand_in(record, photos)
        except UserError as error:
            return self._visit_page(visit_sudo, given, str(error))
        return request.redirect("/my/visits?done=1")

    @route("/my/visits/<int:visit_id>/conflict", type="http", auth="user", methods=["POST"])
    @in_language
    @for_supervisors
    def supervisor_conflict(self, visit_id, reason="", **kw):
        visit_sudo = self._assigned_visit(visit_id)
        try:
            with request.env.cr.savepoint():
                visit_sudo._declare_conflict(reason)
        except UserError as error:
            return self._visit_page(visit_sudo, error=str(error))
        return request.redirect("/my/visits")

    def _own_visit(self, visit_id):
        """A visit of the account, in superuser mode.

        :raise NotFound: it is another's
        """
        if visit_sudo := request.env["rights.covert.visit"]._own(visit_id):
            return visit_sudo
        raise NotFound()

    def _assigned_visit(self, visit_id):
        """A visit of the account that is still to be made, in superuser mode.

        :raise NotFound: it is another's, or was handed in
        """
        visit_sudo = self._own_visit(visit_id)
        if visit_sudo.state != "assigned":
            raise NotFound()
        return visit_sudo

    def _visit_page(self, visit_sudo, values=None, error=""):
        lines = visit_sudo.line_ids
        page = {
            "visit": visit_sudo,
            "items": lines._fields["item"]._description_selection(request.env),
            "results": lines._fields["result"]._description_selection(request.env),
            "today": china_date().isoformat(),
            "values": values or {},
            "error": error,
        }
        return self._render("consumer_rights.supervisor_visit", page)

    @staticmethod
    def _visit_day(text):
        try:
            return date.fromisoformat(text or "")
        except ValueError:
            return None

    @staticmethod
    def _visit_photos(file, place):
        picture = MerchantPage._merchant_photo(file)
        if not picture:
            return []
        place = clean_line(place)[:200]
        if not place:
            raise UserError(request.env._("Say where each photo was taken."))
        return [(base64.b64encode(picture), place)]
