import base64
import functools

from odoo.exceptions import UserError
from odoo.http import request
from werkzeug.exceptions import NotFound

from ...models.service_station.rights_station_member import LIAISON_GROUP
from .merchant_page import MerchantPage
from .public_page import PublicPage

# pictures of one hand-over
MOST_PHOTOS = 5


def for_liaisons(route):
    """Accounts of service stations only; for everybody else the page does not exist (SEC-11)."""

    @functools.wraps(route)
    def guarded(self, *args, **kw):
        if not request.env.user.has_group(LIAISON_GROUP):
            raise NotFound()
        return route(self, *args, **kw)

    return guarded


class StationPage(PublicPage):
    """What the pages of a service station share: whose they are, and how an act is tried.

    Portal accounts have no rights on the models. A page asks for the station by its id; what the
    account does not serve does not exist.
    """

    def _station(self, profile_id):
        """A station of the account, in superuser mode.

        :raise NotFound: it is not the account's
        """
        if profile_sudo := request.env["rights.station.profile"]._own(profile_id):
            return profile_sudo
        raise NotFound()

    def _station_page(self, template, profile_sudo, values=None):
        frame = {
            "profile": profile_sudo,
            "place": f"/my/station/{profile_sudo.id}",
            "is_one_of_many": len(request.env["rights.station.profile"]._own()) > 1,
            "values": {},
            "error": "",
            "done": "",
        }
        return self._render(template, frame | (values or {}))

    def _station_try(self, act):
        """What a person has to mend, in a sentence; empty when the act is done."""
        try:
            with request.env.cr.savepoint():
                act()
        except UserError as error:
            return str(error)
        return ""

    def _station_once(self, key, act):
        """What has to be mended, and where the act leads: the same for a second click."""
        try:
            return "", self._once(key, act)
        except UserError as error:
            return str(error), ""

    @staticmethod
    def _station_given(kw):
        return {name: value for name, value in kw.items() if isinstance(value, str)}

    @staticmethod
    def _station_photo(name="photo"):
        """The picture of an upload field in base64, checked; empty when none was chosen."""
        picture = MerchantPage._merchant_photo(request.httprequest.files.get(name))
        return base64.b64encode(picture) if picture else False

    @staticmethod
    def _station_photos(name="photo"):
        files = request.httprequest.files.getlist(name)[:MOST_PHOTOS]
        pictures = [MerchantPage._merchant_photo(file) for file in files]
        return [base64.b64encode(picture) for picture in pictures if picture]

    @staticmethod
    def _station_own_row(rows, row_id):
        """The row with this id; others' rows do not exist."""
        if row := rows.filtered(lambda one: one.id == row_id):
            return row
        raise NotFound()
