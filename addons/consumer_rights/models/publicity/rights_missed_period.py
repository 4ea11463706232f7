from odoo import api, fields, models
from odoo.tools import SQL

from .rights_disclosure import CENTRES

REGULAR = ("figures", "typical", "warning")


class RightsMissedPeriod(models.Model):
    """Quarters in which a centre published no figures, typical case or warning (DIS-01, TL-54)."""

    _inherit = "rights.missed.period"
    _depends = {
        "rights.disclosure": ["station_id", "kind", "published_at"],
        "rights.station": ["active", "level", "create_date"],
    }

    kind = fields.Selection(selection_add=[("disclosure", "Nothing published")])

    @api.model
    def _get_parts(self, today):
        return [*super()._get_parts(today), self._sql_disclosures(today)]

    def _sql_disclosures(self, today):
        """Whole periods, counted from January, since the centre is in the network."""
        return SQL(
            """
            SELECT 'disclosure', station.id, NULL::integer, began::date,
                   (began + %(length)s::interval)::date - 1
              FROM rights_station station,
                   generate_series(date_trunc('year', station.create_date), %(today)s::date,
                                   %(length)s::interval) AS began
             WHERE station.active AND station.level IN %(levels)s
               AND began >= station.create_date
               AND began + %(length)s::interval <= %(today)s::date
               AND NOT EXISTS (SELECT FROM rights_disclosure done
                                WHERE done.station_id = station.id AND done.kind IN %(kinds)s
                                  AND done.published_at AT TIME ZONE 'UTC'
                                      AT TIME ZONE 'Asia/Shanghai' >= began
                                  AND done.published_at AT TIME ZONE 'UTC'
                                      AT TIME ZONE 'Asia/Shanghai' < began + %(length)s::interval)
            """,
            length=f"{self._months_of('TL-54', 3)} months",
            today=today,
            levels=CENTRES,
            kinds=REGULAR,
        )
