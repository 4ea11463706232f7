from odoo import api, models

from ...tools.periods import MONTHS

SOURCES = {"rights.quality.deduction", "rights.quality.score"}


class RightsReportTable(models.Model):
    """T9: months whose bulletin is not published yet show nothing, and the table says so (QUA-09).

    No number is better than a zero that looks like a month without errors.
    """

    _inherit = "rights.report.table"

    def _fill(self, station, span):
        sheet = super()._fill(station, span)
        if not self._is_of_quality():
            return sheet
        note, is_empty = self._get_quality_note(station, span)
        if is_empty:
            for row in sheet["rows"]:
                row["values"] = [None] * len(row["values"])
        return sheet | ({"notes": [note]} if note else {})

    def _is_of_quality(self):
        return not SOURCES.isdisjoint(self.column_ids.indicator_id._parts().mapped("source"))

    @staticmethod
    def _is_blank(sheet):
        return all(value is None for row in sheet["rows"] for value in row["values"])

    @api.model
    def _shown_sheet(self, table, station, span):
        """A period is closed before its bulletin is published: what it says of bulletins is as it
        stands now, and the bulletin that came later is shown whole."""
        sheet = super()._shown_sheet(table, station, span)
        if not sheet.get("notes") or not self.browse(table)._is_of_quality():
            return sheet
        note, is_empty = self._get_quality_note(station, span)
        if is_empty or not self._is_blank(sheet):
            return sheet | {"notes": [note] if note else []}
        came = self.env._("Published after the period was closed: its figures are corrections.")
        later = self._sheet(table, station, span)
        return later | {"notes": [*later.get("notes", ()), came], "is_later": True}

    @api.model
    def _get_last_bulletin(self, station, span):
        """The last month with a bulletin, up to this one."""
        bulletins_sudo = self.env["rights.quality.bulletin"].sudo()  # months and states only
        root = int(station.sudo().parent_path.split("/")[0])
        domain = [("station_id", "=", root), ("state", "=", "published")]
        return bulletins_sudo.search(
            [*domain, ("month", "<=", span.first)], order="month desc", limit=1
        )

    def _get_quality_note(self, station, span):
        """(what to say of the period, whether nothing of it is published)"""
        if span.kind not in MONTHS:
            return self.env._("The quality assessment is by whole months."), True
        bulletins_sudo = self.env["rights.quality.bulletin"].sudo()  # months and states only
        root = int(station.sudo().parent_path.split("/")[0])
        found = bulletins_sudo.search(
            [
                ("station_id", "=", root),
                ("month", ">=", span.first),
                ("month", "<=", span.last),
            ],
            order="month",
        )
        waiting = found.filtered(lambda one: one.state != "published")
        if not found:
            return self.env._("There is no quality bulletin of this period."), True
        if not waiting:
            return "", False
        months = ", ".join(waiting.mapped("display_name"))
        note = self.env._("Quality bulletins not published yet: %(months)s.", months=months)
        return note, waiting == found
