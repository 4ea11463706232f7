from odoo.exceptions import UserError
from odoo.http import request, route

from ...models.service_station.rights_station_member import LIAISON_GROUP
from .merchant_join import GONE
from .public_page import PublicPage, in_language


class StationJoin(PublicPage):
    """The link of an invitation: opens one account at a service station, once (SEC-11)."""

    @route("/rights/station/join/<string:secret>", type="http", auth="public", methods=["GET"])
    @in_language
    def station_join_page(self, secret, **kw):
        return self._render_station_join(self._station_invitation(secret), secret)

    @route("/rights/station/join/<string:secret>", type="http", auth="public", methods=["POST"])
    @in_language
    def station_join(self, secret, login="", name="", password="", **kw):
        invitation_sudo = self._station_invitation(secret)
        try:
            with request.env.cr.savepoint():
                invitation_sudo._take_up(request.env.user, login, name, password)
        except UserError as error:
            values = {"login": login[:64], "name": name[:100]}
            return self._render_station_join(invitation_sudo, secret, values, str(error))
        return self._go_in(f"/my/station/{invitation_sudo.profile_id.id}")

    def _station_invitation(self, secret):
        return request.env["rights.station.invitation"]._of_secret(secret)

    def _render_station_join(self, invitation_sudo, secret, values=None, error=""):
        if refusal := invitation_sudo._refusal():
            page = {"refusal": refusal}
            return self._render("consumer_rights.station_join_refused", page, status=GONE)
        page = {
            "secret": secret,
            "station_name": invitation_sudo.profile_id.name,
            "has_account": request.env.user.has_group(LIAISON_GROUP),
            "values": values or {},
            "error": error,
        }
        return self._render("consumer_rights.station_join", page)
