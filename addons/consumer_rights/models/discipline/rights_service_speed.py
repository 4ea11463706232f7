from odoo import fields, models
from odoo.tools import SQL

# PRM-11: trend over so many months
MONTHS = 13


class RightsServiceSpeed(models.Model):
    """The four speeds of a unit and month: answer, acceptance, conclusion, feedback (PRM-11)."""

    _name = "rights.service.speed"
    _description = "Four speeds"
    _auto = False
    _order = "month desc, station_id, speed"

    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    month = fields.Date(readonly=True)
    speed = fields.Selection(
        [
            ("answer", "Answer to a consultation"),
            ("accept", "Acceptance decided"),
            ("conclude", "Conclusion"),
            ("feedback", "Feedback to the person"),
        ],
        readonly=True,
    )
    case_count = fields.Integer("Matters", readonly=True)
    hours = fields.Float("Average hours", readonly=True, aggregator="avg", digits=(10, 1))

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(id) * 4 + rank AS id, station_id, month, speed, count(*) AS case_count,
                   avg(extract(epoch FROM until - since) / 3600) AS hours
              FROM (
                SELECT id, station_id, speed.*,
                       date_trunc('month', speed.until + interval '8 hours')::date AS month
                  FROM rights_case, LATERAL (VALUES
                    (0, 'answer', received_at,
                     CASE WHEN kind = 'consultation' THEN replied_at END),
                    (1, 'accept', registered_at,
                     CASE WHEN kind = 'complaint' THEN accepted_at END),
                    (2, 'conclude', coalesce(accepted_at, registered_at),
                     CASE WHEN kind IN ('complaint', 'report') THEN concluded_at END),
                    (3, 'feedback', concluded_at,
                     CASE WHEN kind IN ('complaint', 'report') THEN replied_at END)
                  ) AS speed (rank, speed, since, until)
                 WHERE is_history IS NOT TRUE AND station_id IS NOT NULL
                   AND speed.until >= date_trunc('month', now()) - make_interval(months => %s)
              ) AS speeds
             WHERE until >= since
             GROUP BY station_id, month, speed, rank
            """,
            MONTHS - 1,
        )
