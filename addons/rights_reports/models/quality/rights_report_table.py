from odoo import models

from ...tools.periods import MONTHS

SOURCES = {"rights.quality.deduction", "rights.quality.score"}


class RightsReportTable(models.Model):
    """T9: months whose bulletin is not published yet show nothing, and the table says so (QUA-09).

    No number is better than a zero that looks like a month without errors.
    """

    _inherit = "rights.report.table"

    def _fill(self, station, span):
        sheet = super()._fill(station, span)
        if SOURCES.isdisjoint(self.column_ids.indicator_id._parts().mapped("source")):
            return sheet
        note, is_empty = self._get_quality_note(station, span)
        if is_empty:
            for row in sheet["rows"]:
                row["values"] = [None] * len(row["values"])
        return sheet | ({"notes": [note]} if note else {})

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
