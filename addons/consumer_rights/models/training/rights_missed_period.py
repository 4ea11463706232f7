from odoo import api, fields, models
from odoo.tools import SQL


class RightsMissedPeriod(models.Model):
    """Years in which a unit held too few courses, from 31 December on (TRN-01, TL-62)."""

    _inherit = "rights.missed.period"
    _depends = {
        "rights.training.course": ["audience", "station_id", "state", "date_from"],
        "rights.training.attendance": ["course_id"],
    }

    kind = fields.Selection(selection_add=[("training", "Too few courses for merchants")])

    @api.model
    def _get_parts(self, today):
        years = self.env["rights.training.year"]._query(today)
        return [
            *super()._get_parts(today),
            SQL(
                """
                SELECT 'training', station_id, NULL::integer,
                       make_date(year, 1, 1), make_date(year, 12, 31)
                  FROM (%s) AS years
                 WHERE light = 'a_missing'
                """,
                years,
            ),
        ]
