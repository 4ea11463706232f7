from odoo import fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date

from ..tools.periods import Span, before, span_of


class RightsDetailListExport(models.TransientModel):
    """Which unit and which days an export of a detail list is about; the last month at first."""

    _name = "rights.detail.list.export"
    _description = "Export of a detail list: which days"

    list_id = fields.Many2one("rights.detail.list", required=True, ondelete="cascade")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: before(span_of("month", china_date())).first
    )
    date_to = fields.Date(
        "To", required=True, default=lambda self: before(span_of("month", china_date())).last
    )

    def action_start(self):
        """Order it; the page of the export shows how far it is."""
        self.ensure_one()
        span = Span("special", self.date_from, self.date_to)
        month = span_of("month", span.first)
        if span[1:] == month[1:]:
            span = month
        export = self.env["rights.detail.export"]._ask(self.list_id, self.station_id, span)
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.detail.export",
            "res_id": export.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
