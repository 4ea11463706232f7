import json

from odoo import http
from odoo.addons.web.controllers.export import CSVExport, ExcelExport
from odoo.addons.web.controllers.json import WebJsonController
from odoo.http import request
from werkzeug.exceptions import NotFound

from ..models.case.rights_export_log import ExportFilter, filter_text


def note_filter(data):
    """Hand the filter of an export to the audit log (SEC-05).

    :return: the request's data, without anything the client put in that place
    """
    params = json.loads(data)
    context = params.get("context") or {}
    params["context"] = {
        name: value for name, value in context.items() if not name.startswith("rights_export")
    }
    text = filter_text(params.get("domain"), params.get("ids"))
    request.update_context(rights_export_filter=ExportFilter(text))
    return json.dumps(params)


class LoggedCsvExport(CSVExport):
    @http.route()
    def web_export_csv(self, data):
        return super().web_export_csv(note_filter(data))


class LoggedExcelExport(ExcelExport):
    @http.route()
    def web_export_xlsx(self, data):
        return super().web_export_xlsx(note_filter(data))


class ClosedJson(WebJsonController):
    """Odoo's experimental reading of whole lists as JSON leaves no entry in the audit log."""

    def _check_json_route_active(self):
        raise NotFound()
