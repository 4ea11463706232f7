from odoo import api, fields, models
from odoo.tools import SQL


class RightsMissedPeriod(models.Model):
    """Months in which a site's inventory was not checked (INT-19)."""

    _inherit = "rights.missed.period"
    _depends = {
        "rights.amenity": ["active", "date_from", "station_id"],
        "rights.amenity.check": ["station_id", "month", "checked_at"],
    }

    kind = fields.Selection(selection_add=[("amenity", "Inventory not checked")])

    @api.model
    def _get_parts(self, today):
        return [*super()._get_parts(today), self._sql_amenities(today)]

    def _sql_amenities(self, today):
        """Whole months since the unit keeps an inventory."""
        return SQL(
            """
            SELECT 'amenity', kept.station_id, NULL::integer, began::date,
                   (began + '1 month'::interval)::date - 1
              FROM (SELECT station_id, min(date_from) AS since FROM rights_amenity
                     WHERE active GROUP BY station_id) AS kept,
                   generate_series(date_trunc('month', kept.since + '1 month - 1 day'::interval),
                                   date_trunc('month', %s::date) - '1 month'::interval,
                                   '1 month') AS began
             WHERE NOT EXISTS (SELECT FROM rights_amenity_check checked
                                WHERE checked.station_id = kept.station_id
                                  AND checked.month = began::date
                                  AND checked.checked_at IS NOT NULL)
            """,
            today,
        )
