from odoo import models

from ...tools.periods import span_of


class RightsPack(models.Model):
    """T9 in a monthly pack, which runs before the bulletin of its month is published (QUA-09)."""

    _inherit = "rights.pack"

    def _filled(self, span):
        filled = super()._filled(span)
        if span.kind == "month" and self._get_matters().is_true():
            tables = self.with_user(self.user_id).env["rights.report.table"]
            for table in tables.search([("code", "in", list(filled))]):
                if table._is_of_quality() and table._is_blank(filled[table.code]):
                    filled[table.code] = self._get_last_published(table, span, filled[table.code])
        return filled

    def _get_last_published(self, table, span, blank):
        """The table of the last month with a bulletin, and which it is."""
        last = table._get_last_bulletin(self.station_id, span)
        if not last:
            return blank
        shown = table._fill(self.station_id, span_of("month", last.month))
        note = self.env._(
            "The table shows %(month)s, the last month with a bulletin.", month=last.display_name
        )
        return shown | {"notes": [*blank.get("notes", ()), note]}
