from odoo import api, fields, models
from odoo.tools import SQL

# results that count, and how; what was withdrawn counts for neither (MED-22)
SETTLED = ("settled", "self_settled")
TERMINATED = ("terminated",)
COUNTED = SQL(
    """
      FROM rights_case one
      JOIN rights_outcome outcome ON outcome.id = one.outcome_id
     WHERE one.kind = 'complaint' AND one.concluded_at IS NOT NULL AND outcome.code = ANY(%s)
    """,
    [*SETTLED, *TERMINATED],
)


class RightsMediationSuccess(models.Model):
    """How many complaints a unit settled of those that ended by mediation, by month (MED-22).

    Numbers only: whoever may open it sees no case.
    """

    _name = "rights.mediation.success"
    _description = "Mediation success rate"
    _auto = False
    _order = "month desc, station_id"
    _rec_name = "station_id"
    _depends = {
        "rights.case": ["kind", "station_id", "outcome_id", "concluded_at"],
        "rights.outcome": ["code"],
    }

    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    month = fields.Date("First day of the month", readonly=True)
    period = fields.Char("Month", readonly=True)
    settled = fields.Integer("Settled by mediation", readonly=True)
    terminated = fields.Integer("Mediation terminated", readonly=True)
    rate = fields.Float("Success rate (%)", digits=(5, 2), readonly=True, aggregator=None)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(id) AS id, station_id, month, to_char(month, 'YYYY-MM') AS period,
                   sum(good)::int AS settled, (count(*) - sum(good))::int AS terminated,
                   round(100.0 * sum(good) / count(*), 2)::float AS rate
              FROM (
                SELECT one.id, one.station_id, (outcome.code = ANY(%s))::int AS good,
                       date_trunc('month', one.concluded_at + interval '8 hours')::date AS month
                %s
              ) counted
             GROUP BY station_id, month
            """,
            [*SETTLED],
            COUNTED,
        )

    @api.model
    def _rate(self, stations, date_from, date_to):
        """Percent with two decimals for these units and days together; None when nothing ended.

        :param date_from: first day in China
        :param date_to: last day in China
        """
        self.env["rights.case"].flush_model(["kind", "station_id", "outcome_id", "concluded_at"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT round(100.0 * count(*) FILTER (WHERE outcome.code = ANY(%s))
                             / nullif(count(*), 0), 2)
                %s
                   AND one.station_id = ANY(%s)
                   AND (one.concluded_at + interval '8 hours')::date BETWEEN %s AND %s
                """,
                [*SETTLED],
                COUNTED,
                list(stations.ids),
                date_from,
                date_to,
            )
        )
        return None if rows[0][0] is None else float(rows[0][0])
