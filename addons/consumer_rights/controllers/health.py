from odoo import fields
from odoo.http import Controller, request, route
from werkzeug.exceptions import Forbidden

READERS = ("base.group_system", "consumer_rights.consumer_rights_group_business_admin")


class Health(Controller):
    """The health page, for people and, with ``?format=json``, for a watching program."""

    @route("/rights/health", type="http", auth="user", methods=["GET"])
    def health(self, format="html", **_kw):  # noqa: A002 - the word in the address
        if not any(request.env.user.has_group(group) for group in READERS):
            raise Forbidden()
        report = request.env["rights.health"]._report()
        status = 503 if report["state"] == "fail" else 200
        headers = [("Cache-Control", "no-store")]
        if format == "json":
            report["at"] = fields.Datetime.to_string(report["at"])
            return request.make_json_response(report, headers=headers, status=status)
        page = request.render("consumer_rights.health_page", {"report": report}, status=status)
        page.headers["Cache-Control"] = "no-store"
        return page
