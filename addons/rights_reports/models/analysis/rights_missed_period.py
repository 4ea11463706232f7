from odoo import api, fields, models
from odoo.tools import SQL


class RightsMissedPeriod(models.Model):
    """Months of the city centre without a bulletin for decision makers (STA-09), months and
    quarters without a submission to the government (STA-10), by the reports of those periods."""

    _inherit = "rights.missed.period"
    _depends = {
        "rights.analysis.report": ["station_id", "kind", "date_from", "date_to"],
        "rights.analysis.paper": ["report_id", "kind", "state"],
    }

    kind = fields.Selection(
        selection_add=[
            ("bulletin", "No work bulletin"),
            ("submission", "No submission to the government"),
        ]
    )

    @api.model
    def _get_parts(self, today):
        return [
            *super()._get_parts(today),
            self._sql_unsent(today, "bulletin", ("month",)),
            self._sql_unsent(today, "submission", ("month", "quarter")),
        ]

    def _sql_unsent(self, today, kind, periods):
        """Periods whose report is owed; missed once the month after them is over as well."""
        return SQL(
            """
            SELECT %(kind)s, report.station_id, NULL::integer, report.date_from, report.date_to
              FROM rights_analysis_report report
              JOIN rights_station station
                ON station.id = report.station_id AND station.level = 'city_center'
             WHERE report.kind IN %(periods)s
               AND (report.date_to + '1 month'::interval)::date < %(today)s::date
               AND NOT EXISTS (SELECT FROM rights_analysis_paper paper
                                WHERE paper.report_id = report.id AND paper.kind = %(kind)s
                                  AND paper.state = 'sent')
            """,
            kind=kind,
            periods=periods,
            today=today,
        )
