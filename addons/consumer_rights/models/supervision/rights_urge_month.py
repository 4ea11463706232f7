from odoo import fields, models
from odoo.tools import SQL

from .rights_urge import LEVELS


class RightsUrgeMonth(models.Model):
    """Urges of a unit in a month: figures for those who see no case (SUP-09)."""

    _name = "rights.urge.month"
    _description = "Urges by unit and month"
    _auto = False
    _order = "month desc, station_id, level"
    _rec_name = "month"
    _depends = {
        "rights.urge": ["station_id", "level", "sent_at", "answered_at"],
        "rights.deadline": ["res_model", "res_id"],
        "rights.deadline.breach": ["deadline_id"],
    }

    month = fields.Date(readonly=True, help="In China.")
    station_id = fields.Many2one("rights.station", "Urged unit", readonly=True)
    level = fields.Selection(LEVELS, "Urge level", readonly=True)
    sent = fields.Integer("Urges sent", readonly=True)
    answered = fields.Integer("With an answer", readonly=True)
    late = fields.Integer("Answered late or not", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(urge.id) AS id, month::date AS month, urge.station_id, urge.level,
                   count(*) AS sent,
                   count(*) FILTER (WHERE urge.answered_at IS NOT NULL) AS answered,
                   count(*) FILTER (WHERE EXISTS (
                        SELECT 1 FROM rights_deadline_breach breach
                          JOIN rights_deadline clock ON clock.id = breach.deadline_id
                         WHERE clock.res_model = 'rights.urge' AND clock.res_id = urge.id)) AS late
              FROM rights_urge urge,
                   date_trunc('month', urge.sent_at + interval '8 hours') AS month
             GROUP BY month, urge.station_id, urge.level
            """
        )
