from odoo.http import request, route
from werkzeug.exceptions import NotFound

from ...models.service_station.rights_case_station import OFFENCES
from .public_page import in_language
from .station_page import StationPage, for_liaisons

ACTS = "reply,settle,hand_over,assist,major"


class StationCases(StationPage):
    """A liaison takes complaints, answers referrals, settles or hands over (STN-05 to STN-08)."""

    @route("/my/station", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_choose(self, **kw):
        """Straight to the station when there is one; else a list."""
        profiles_sudo = request.env["rights.station.profile"]._own()
        if len(profiles_sudo) == 1:
            return request.redirect(f"/my/station/{profiles_sudo.id}")
        return self._render("consumer_rights.station_choose", {"profiles": profiles_sudo})

    @route("/my/station/<int:profile_id>", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_home(self, profile_id, done="", **kw):
        profile_sudo = self._station(profile_id)
        values = {
            **profile_sudo._portal_lists(),
            "report": profile_sudo._due_report(),
            "to_put_right": profile_sudo._open_measures(),
            "done": done if done in ("taken", "settled", "over", "answered") else "",
        }
        return self._station_page("consumer_rights.station_home", profile_sudo, values)

    # -- taking a complaint ------------------------------------------------------------------------

    @route("/my/station/<int:profile_id>/take", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_take(self, profile_id, **kw):
        return self._station_take_page(self._station(profile_id))

    def _station_take_page(self, profile_sudo, values=None, error=""):
        categories = request.env["rights.category"].sudo()  # code lists are no secret
        top = [("parent_id", "=", False)]
        page = {
            "merchants": profile_sudo._merchants_near(),
            "natures": categories.search([("kind", "=", "nature"), *top]),
            "goods": categories.search([("kind", "=", "goods"), *top]),
            "services": categories.search([("kind", "=", "service"), *top]),
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_take", profile_sudo, page)

    @route("/my/station/<int:profile_id>/take", type="http", auth="user", methods=["POST"])
    @in_language
    @for_liaisons
    def station_take_in(self, profile_id, once="", **kw):
        profile_sudo = self._station(profile_id)
        given = self._station_given(kw)

        def take():
            cases = request.env["rights.case"]
            case_sudo = cases._station_take(profile_sudo, given, self._station_photo())
            return f"/my/station/{profile_id}/cases/{case_sudo.id}"

        error, place = self._station_once(once, take)
        if error:
            return self._station_take_page(profile_sudo, given, error)
        return request.redirect(place)

    # -- one case ----------------------------------------------------------------------------------

    @route(
        "/my/station/<int:profile_id>/cases/<int:case_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    @in_language
    @for_liaisons
    def station_case(self, profile_id, case_id, **kw):
        profile_sudo = self._station(profile_id)
        return self._station_case_page(profile_sudo, self._station_own_case(profile_sudo, case_id))

    def _station_own_case(self, profile_sudo, case_id):
        """A complaint of the station, in superuser mode.

        :raise NotFound: it is another's
        """
        if case_sudo := request.env["rights.case"]._of_stations(profile_sudo, case_id):
            return case_sudo
        raise NotFound()

    def _station_case_page(self, profile_sudo, case_sudo, act="", values=None, error=""):
        settlements = request.env["rights.station.settlement"]
        page = {
            "case": case_sudo._station_view(profile_sudo),
            "ways": settlements._fields["confirmed_way"]._description_selection(request.env),
            "act": act,
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_case", profile_sudo, page)

    @route(
        f"/my/station/<int:profile_id>/cases/<int:case_id>/<any({ACTS}):act>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_liaisons
    def station_act(self, profile_id, case_id, act, once="", **kw):
        profile_sudo = self._station(profile_id)
        case_sudo = self._station_own_case(profile_sudo, case_id)
        given = self._station_given(kw)
        acts = {
            "reply": lambda: case_sudo._station_reply(
                given.get("note"), given.get("merchant_told") == "1"
            ),
            "settle": lambda: case_sudo._station_settle(given, self._station_photo()),
            "hand_over": lambda: case_sudo._station_hand_over(given, self._station_photos()),
            "assist": lambda: case_sudo._station_assist(given.get("text"), self._station_photo()),
            "major": lambda: case_sudo._station_report_major(given.get("reason")),
        }
        place = f"/my/station/{profile_id}/cases/{case_id}"
        if done := {"settle": "settled", "hand_over": "over"}.get(act):
            place = f"/my/station/{profile_id}?done={done}"

        def do():
            acts[act]()
            return place

        error, place = self._station_once(once, do)
        if error:
            return self._station_case_page(profile_sudo, case_sudo, act, given, error)
        return request.redirect(place)

    # -- referrals (STN-06) ------------------------------------------------------------------------

    @route(
        "/my/station/<int:profile_id>/referrals/<int:referral_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    @in_language
    @for_liaisons
    def station_referral(self, profile_id, referral_id, **kw):
        profile_sudo = self._station(profile_id)
        return self._station_referral_page(
            profile_sudo, self._station_own_referral(profile_sudo, referral_id)
        )

    def _station_own_referral(self, profile_sudo, referral_id):
        """An open referral to the station, in superuser mode.

        :raise NotFound: it is another's, or has its answer
        """
        referrals = request.env["rights.case.referral"]
        if referral_sudo := referrals._of_stations(profile_sudo, referral_id):
            return referral_sudo
        raise NotFound()

    def _station_referral_page(self, profile_sudo, referral_sudo, values=None, error=""):
        settlements = request.env["rights.station.settlement"]
        page = {
            "referral": referral_sudo._station_view(),
            "ways": settlements._fields["confirmed_way"]._description_selection(request.env),
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_referral", profile_sudo, page)

    @route(
        "/my/station/<int:profile_id>/referrals/<int:referral_id>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_liaisons
    def station_answer(self, profile_id, referral_id, once="", **kw):
        profile_sudo = self._station(profile_id)
        given = self._station_given(kw)

        def answer():
            referral_sudo = self._station_own_referral(profile_sudo, referral_id)
            referral_sudo._station_answer(given, self._station_photo())
            return f"/my/station/{profile_id}?done=answered"

        error, place = self._station_once(once, answer)
        if error:
            referral_sudo = self._station_own_referral(profile_sudo, referral_id)
            return self._station_referral_page(profile_sudo, referral_sudo, given, error)
        return request.redirect(place)

    # -- suspected offences (STN-14) ---------------------------------------------------------------

    @route("/my/station/<int:profile_id>/offence", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_offence(self, profile_id, **kw):
        return self._station_offence_page(self._station(profile_id))

    def _station_offence_page(self, profile_sudo, values=None, error="", number=""):
        classes = request.env["rights.violation.class"].sudo()  # a code list is no secret
        page = {
            "violations": classes.search([("code", "in", OFFENCES)]),
            "unit": profile_sudo._local_body().name,
            "number": number,
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_offence", profile_sudo, page)

    @route("/my/station/<int:profile_id>/offence", type="http", auth="user", methods=["POST"])
    @in_language
    @for_liaisons
    def station_report_offence(self, profile_id, once="", **kw):
        profile_sudo = self._station(profile_id)
        given = self._station_given(kw)
        error, number = self._station_once(once, lambda: profile_sudo._report_offence(given))
        if error:
            return self._station_offence_page(profile_sudo, given, error)
        return self._station_offence_page(profile_sudo, number=number)
