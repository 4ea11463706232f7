from odoo import api, fields, models
from odoo.tools import SQL


class RightsMissedPeriod(models.Model):
    """Half-years without the minutes of a seminar (LAW-06, TL-55) and quarters without law
    education (LAW-11), since the studio that owes them is there."""

    _inherit = "rights.missed.period"
    _depends = {
        "rights.studio": ["active", "kind", "station_id"],
        "rights.expert.seminar": ["station_id", "date", "filed_at"],
        "rights.legal.education": ["station_id", "date", "state"],
    }

    kind = fields.Selection(
        selection_add=[("seminar", "No expert seminar"), ("education", "No law education")]
    )

    @api.model
    def _get_parts(self, today):
        return [
            *super()._get_parts(today),
            self._sql_of_studio(
                today,
                "seminar",
                "docking",
                self._months_of("TL-55", 6),
                SQL("rights_expert_seminar done WHERE done.filed_at IS NOT NULL"),
            ),
            self._sql_of_studio(
                today,
                "education",
                "legal",
                self.env["rights.network.parameter"]._value("legal_education_months"),
                SQL("rights_legal_education done WHERE done.state = 'held'"),
            ),
        ]

    def _sql_of_studio(self, today, kind, studio_kind, months, done):
        """Whole periods of so many months, counted from January, without what the studio owes."""
        return SQL(
            """
            SELECT %(kind)s, studio.station_id, NULL::integer, began::date,
                   (began + %(length)s::interval)::date - 1
              FROM rights_studio studio
              JOIN rights_station station ON station.id = studio.station_id AND station.active,
                   generate_series(date_trunc('year', studio.create_date), %(today)s::date,
                                   %(length)s::interval) AS began
             WHERE studio.active AND studio.kind = %(studio_kind)s
               AND began >= studio.create_date
               AND began + %(length)s::interval <= %(today)s::date
               AND NOT EXISTS (SELECT FROM %(done)s AND done.station_id = studio.station_id
                                  AND done.date >= began::date
                                  AND done.date < (began + %(length)s::interval)::date)
            """,
            kind=kind,
            studio_kind=studio_kind,
            length=f"{months} months",
            today=today,
            done=done,
        )
