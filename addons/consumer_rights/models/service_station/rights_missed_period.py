from odoo import api, fields, models
from odoo.tools import SQL


class RightsMissedPeriod(models.Model):
    """Quarters without consumer education (STN-15) and half-years without study (STN-19)."""

    _inherit = "rights.missed.period"
    _depends = {
        "rights.station.profile": ["active", "date_from", "station_id"],
        "rights.station.activity": ["profile_id", "purpose", "date"],
    }

    kind = fields.Selection(
        selection_add=[
            ("station_publicity", "Service station: too little consumer education"),
            ("station_study", "Service station: no study"),
        ]
    )

    @api.model
    def _get_parts(self, today):
        value = self.env["rights.network.parameter"]._value
        return [
            *super()._get_parts(today),
            self._sql_of_service_station(
                today, "publicity", 3, value("station_activities_per_quarter")
            ),
            self._sql_of_service_station(today, "study", 6, value("station_study_per_half_year")),
        ]

    def _sql_of_service_station(self, today, purpose, months, wanted):
        """Whole periods of so many months, counted from January, in which a station did less."""
        return SQL(
            """
            SELECT %(kind)s, profile.station_id, NULL::integer, began::date,
                   (began + %(length)s::interval)::date - 1
              FROM rights_station_profile profile,
                   generate_series(date_trunc('year', profile.date_from), %(today)s::date,
                                   %(length)s::interval) AS began
             WHERE profile.active AND began >= profile.date_from
               AND began + %(length)s::interval <= %(today)s::date
               AND %(wanted)s > (SELECT count(*) FROM rights_station_activity done
                                  WHERE done.profile_id = profile.id AND done.purpose = %(purpose)s
                                    AND done.date >= began::date
                                    AND done.date < (began + %(length)s::interval)::date)
            """,
            kind=f"station_{purpose}",
            purpose=purpose,
            length=f"{months} months",
            wanted=wanted,
            today=today,
        )
