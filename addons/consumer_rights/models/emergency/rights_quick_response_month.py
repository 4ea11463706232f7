from odoo import fields, models
from odoo.tools import SQL


class RightsQuickResponseMonth(models.Model):
    """Quick responses, delistings in time and three-way settlements of a unit in a month (EMG-14).

    Figures only, for those who see no case: the analysis reports read them here.
    """

    _name = "rights.quick.response.month"
    _description = "Quick responses by unit and month"
    _auto = False
    _order = "month desc, station_id"
    _rec_name = "month"

    month = fields.Date(readonly=True, help="In China.")
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    responses = fields.Integer("Quick responses", readonly=True)
    arrived_in_time = fields.Integer("On site in time", readonly=True)
    delisted = fields.Integer("Delistings", readonly=True)
    delisted_in_time = fields.Integer("Delistings in time", readonly=True)
    three_way = fields.Integer("Settled by three-way call", readonly=True)
    complaints = fields.Integer(readonly=True)
    three_way_share = fields.Float(
        "Share of three-way settlements (%)", readonly=True, aggregator=None, digits=(5, 1)
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH figures AS (%s UNION ALL %s)
            SELECT row_number() OVER (ORDER BY month, station_id) AS id, month, station_id,
                   sum(responses) AS responses, sum(arrived_in_time) AS arrived_in_time,
                   sum(delisted) AS delisted, sum(delisted_in_time) AS delisted_in_time,
                   sum(three_way) AS three_way, sum(complaints) AS complaints,
                   CASE WHEN sum(complaints) > 0
                        THEN 100.0 * sum(three_way) / sum(complaints) END AS three_way_share
              FROM figures GROUP BY month, station_id
            """,
            self._sql_responses(),
            self._sql_complaints(),
        )

    def _sql_responses(self):
        return SQL(
            """
            SELECT date_trunc('month', response.commanded_at + interval '8 hours')::date AS month,
                   response.station_id, count(*) AS responses,
                   count(*) FILTER (WHERE %s) AS arrived_in_time,
                   count(response.delisted_at) AS delisted,
                   count(*) FILTER (WHERE %s) AS delisted_in_time,
                   0 AS three_way, 0 AS complaints
              FROM rights_quick_response response
             WHERE response.commanded_at IS NOT NULL
             GROUP BY 1, 2
            """,
            self._sql_in_time("TL-27"),
            self._sql_in_time("TL-28"),
        )

    def _sql_in_time(self, code):
        return SQL(
            """EXISTS (SELECT 1 FROM rights_deadline clock
                        WHERE clock.case_id = response.case_id AND clock.code = %s
                          AND clock.start_at = response.commanded_at AND clock.outcome = 'met')""",
            code,
        )

    def _sql_complaints(self):
        return SQL(
            """
            SELECT date_trunc('month', complaint.received_at + interval '8 hours')::date AS month,
                   complaint.station_id, 0, 0, 0, 0,
                   count(*) FILTER (WHERE EXISTS (
                        SELECT 1 FROM rights_three_way_call talk
                         WHERE talk.case_id = complaint.id AND talk.counts)),
                   count(*)
              FROM rights_case complaint
             WHERE complaint.kind = 'complaint' AND complaint.registered_at IS NOT NULL
             GROUP BY 1, 2
            """
        )
