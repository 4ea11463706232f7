from odoo.http import request, route

from .public_page import in_language
from .station_page import StationPage, for_liaisons


class StationSelfCheck(StationPage):
    """The monthly look of a service station at its host (INS-11)."""

    @route("/my/station/<int:profile_id>/check", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_check(self, profile_id, **kw):
        return self._station_check_page(self._station(profile_id))

    def _station_check_page(self, profile_sudo, values=None, error=""):
        checks = request.env["rights.self.check"].sudo()  # of a station of the account
        lines = checks.line_ids
        page = {
            **checks._page_of(profile_sudo),
            "items": lines._fields["item"]._description_selection(request.env),
            "results": lines._fields["result"]._description_selection(request.env),
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_self_check", profile_sudo, page)

    @route("/my/station/<int:profile_id>/check", type="http", auth="user", methods=["POST"])
    @in_language
    @for_liaisons
    def station_check_enter(self, profile_id, **kw):
        profile_sudo = self._station(profile_id)
        given = self._station_given(kw)
        checks = request.env["rights.self.check"].sudo()  # of a station of the account
        if error := self._station_try(lambda: checks._enter_of(profile_sudo, given)):
            return self._station_check_page(profile_sudo, given, error)
        return request.redirect(f"/my/station/{profile_id}/check")
