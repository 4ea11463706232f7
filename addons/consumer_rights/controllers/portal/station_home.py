from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route

from ...models.service_station.rights_station_profile import SYSTEMS
from ...models.service_station.rights_station_report import PARTS
from ...tools.china_time import china_date
from .public_page import in_language
from .station_page import StationPage, for_liaisons

LOGGED = 20


class StationHome(StationPage):
    """The station's log, quarterly report, opinions, and its file with what is to be put right."""

    # -- activities and study (STN-15, STN-19) -----------------------------------------------------

    @route("/my/station/<int:profile_id>/log", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_log(self, profile_id, **kw):
        return self._station_log_page(self._station(profile_id))

    def _station_log_page(self, profile_sudo, values=None, error=""):
        kinds = request.env["rights.station.activity.kind"].sudo()  # a code list is no secret
        page = {
            "kinds": kinds.search([]),
            "activities": profile_sudo.activity_ids[:LOGGED],
            "today": china_date().isoformat(),
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_log", profile_sudo, page)

    @route("/my/station/<int:profile_id>/log", type="http", auth="user", methods=["POST"])
    @in_language
    @for_liaisons
    def station_log_enter(self, profile_id, once="", **kw):
        profile_sudo = self._station(profile_id)
        given = self._station_given(kw)

        def enter():
            profile_sudo._enter_activity(given, self._station_photo())
            return f"/my/station/{profile_id}/log"

        error, place = self._station_once(once, enter)
        if error:
            return self._station_log_page(profile_sudo, given, error)
        return request.redirect(place)

    # -- the quarter (STN-09, STN-10, DOC-31) ------------------------------------------------------

    @route("/my/station/<int:profile_id>/report", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_report(self, profile_id, done="", **kw):
        return self._station_report_page(self._station(profile_id), done=bool(done))

    def _station_report_page(self, profile_sudo, values=None, error="", done=False):
        report = profile_sudo._due_report()
        past = profile_sudo.report_ids.filtered(lambda row: row.state == "submitted")
        page = {
            "report": report,
            "totals": report._statistics()[1] if report else {},
            "past": past,
            "names": dict(past._fields["quarter"]._description_selection(request.env)),
            "values": values or {name: report[name] or "" for name in PARTS if report},
            "error": error,
            "done": done,
        }
        return self._station_page("consumer_rights.station_report", profile_sudo, page)

    @route("/my/station/<int:profile_id>/report", type="http", auth="user", methods=["POST"])
    @in_language
    @for_liaisons
    def station_report_submit(self, profile_id, **kw):
        """Hand the report in; a second click finds it handed in."""
        profile_sudo = self._station(profile_id)
        given = {name: kw[name] for name in PARTS if isinstance(kw.get(name), str)}
        report = profile_sudo._due_report()
        if report and (error := self._station_try(lambda: report._submit(given))):
            return self._station_report_page(profile_sudo, given, error)
        return request.redirect(f"/my/station/{profile_id}/report?done=1")

    @route(
        "/my/station/<int:profile_id>/reports/<int:report_id>/paper",
        type="http",
        auth="user",
        methods=["GET"],
    )
    @in_language
    @for_liaisons
    def station_report_paper(self, profile_id, report_id, **kw):
        profile_sudo = self._station(profile_id)
        report = self._station_own_row(profile_sudo.report_ids, report_id)
        try:
            name, content = report._print()
        except UserError as error:
            return self._station_report_page(profile_sudo, error=str(error))
        return self._send_file(content, "application/pdf", content_disposition(name))

    # -- opinions and proposals (STN-17, STN-20) ---------------------------------------------------

    @route("/my/station/<int:profile_id>/opinions", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_opinions(self, profile_id, **kw):
        return self._station_opinion_page(self._station(profile_id))

    def _station_opinion_page(self, profile_sudo, values=None, error=""):
        opinions = profile_sudo.opinion_ids[:LOGGED]
        page = {
            "opinions": opinions,
            "states": dict(opinions._fields["state"]._description_selection(request.env)),
            "kinds": opinions._fields["kind"]._description_selection(request.env),
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_opinions", profile_sudo, page)

    @route("/my/station/<int:profile_id>/opinions", type="http", auth="user", methods=["POST"])
    @in_language
    @for_liaisons
    def station_opinion_enter(self, profile_id, once="", **kw):
        profile_sudo = self._station(profile_id)
        given = self._station_given(kw)

        def enter():
            profile_sudo._enter_opinion(given)
            return f"/my/station/{profile_id}/opinions"

        error, place = self._station_once(once, enter)
        if error:
            return self._station_opinion_page(profile_sudo, given, error)
        return request.redirect(place)

    # -- the file (STN-02, STN-04, STN-16) ---------------------------------------------------------

    @route("/my/station/<int:profile_id>/file", type="http", auth="user", methods=["GET"])
    @in_language
    @for_liaisons
    def station_file(self, profile_id, **kw):
        return self._station_file_page(self._station(profile_id))

    def _station_file_page(self, profile_sudo, act="", values=None, error=""):
        rows = profile_sudo.five_have_ids
        items = dict(rows._fields["item"]._description_selection(request.env))
        results = dict(rows._fields["result"]._description_selection(request.env))
        page = {
            "five": [(items[row.item], row.result, results[row.result], row.note) for row in rows],
            "systems": [
                (name, profile_sudo._fields[name]._description_string(request.env))
                for name in SYSTEMS
            ],
            "levels": request.env["rights.education.level"].sudo().search([]),
            "measures": profile_sudo._open_measures(),
            "today": china_date().isoformat(),
            "act": act,
            "values": values or {},
            "error": error,
        }
        return self._station_page("consumer_rights.station_file", profile_sudo, page)

    @route(
        "/my/station/<int:profile_id>/file/<any(reach,coordinator):act>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_liaisons
    def station_file_act(self, profile_id, act, **kw):
        profile_sudo = self._station(profile_id)
        given = self._station_given(kw)
        acts = {
            "reach": lambda: profile_sudo._keep_from_portal(given),
            "coordinator": lambda: profile_sudo._file_coordinator(given),
        }
        if error := self._station_try(acts[act]):
            return self._station_file_page(profile_sudo, act, given, error)
        return request.redirect(f"/my/station/{profile_id}/file")

    @route(
        "/my/station/<int:profile_id>/measures/<int:measure_id>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_liaisons
    def station_answer_measure(self, profile_id, measure_id, answer="", **kw):
        profile_sudo = self._station(profile_id)
        measure = self._station_own_row(profile_sudo._open_measures(), measure_id)
        if error := self._station_try(lambda: measure._answer(answer, self._station_photo())):
            return self._station_file_page(profile_sudo, f"measure_{measure_id}", {}, error)
        return request.redirect(f"/my/station/{profile_id}/file")
