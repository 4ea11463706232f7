from odoo import fields, models
from odoo.tools import SQL


class RightsDisciplineYear(models.Model):
    """Year-end totals of records of conduct; read by the leaders of the line and the auditor."""

    _name = "rights.discipline.year"
    _description = "Conduct by year"
    _auto = False
    _order = "year desc, station_id, user_id"

    kind = fields.Selection(
        [("violation", "Violation of a promise"), ("fault", "Fault")], readonly=True
    )
    year = fields.Integer(readonly=True, aggregator=None)
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    record_count = fields.Integer("Records", readonly=True)
    established_count = fields.Integer("Established", readonly=True)
    dismissed_count = fields.Integer("Not established", readonly=True)
    open_count = fields.Integer("Open", readonly=True)
    points = fields.Float("Points off", readonly=True, digits=(5, 1))

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT 2 * min(id) + (kind = 'fault')::int AS id, kind, year, station_id, user_id,
                   count(*) AS record_count,
                   count(*) FILTER (WHERE decided_at IS NOT NULL AND state != 'not_established')
                       AS established_count,
                   count(*) FILTER (WHERE state = 'not_established') AS dismissed_count,
                   count(*) FILTER (WHERE state NOT IN ('not_established', 'closed'))
                       AS open_count,
                   coalesce(sum(points) FILTER (WHERE state IN ('decided', 'closed')), 0) AS points
              FROM (
                SELECT id, 'violation' AS kind, station_id, user_id, state, decided_at, occurred_at,
                       0.0 AS points FROM rights_promise_violation
                UNION ALL
                SELECT id, 'fault', station_id, user_id, state, decided_at, occurred_at,
                       assessment_points FROM rights_accountability
              ) AS record,
              LATERAL extract(year FROM occurred_at + interval '8 hours') AS years (moment),
              LATERAL cast(moment AS int) AS year
             GROUP BY kind, year, station_id, user_id
            """
        )
