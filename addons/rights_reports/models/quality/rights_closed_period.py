from odoo import api, models

from ...tools.periods import MONTHS


class RightsClosedPeriod(models.Model):
    """A bulletin that comes after its period was closed enters there as corrections (STA-05)."""

    _inherit = "rights.closed.period"

    @api.model
    def _take_up_bulletin(self, bulletin):
        tables = self.env["rights.report.table"].search([])
        codes = {table.code for table in tables if table._is_of_quality()}
        closed = self.search(
            [
                ("station_id", "child_of", bulletin.station_id.id),
                ("kind", "in", list(MONTHS)),
                ("date_from", "<=", bulletin.month),
                ("date_to", ">=", bulletin.month),
            ]
        )
        for period in closed:
            held = codes & period.content.keys()
            found = period._find_corrections(held) if held else []
            self.env["rights.period.correction"]._append(found)
