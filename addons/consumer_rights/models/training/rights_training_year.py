from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.china_time import china_date

LIMIT = "TL-62"
# units that owe courses for merchants' service staff (TRN-01)
HOLDING = ("district_center", "local_station")


class RightsTrainingYear(models.Model):
    """How many courses for merchants' service staff a unit held in a year (TRN-01, TL-62).

    who                                        may
    head, dispatcher, station, legal adviser   read, own unit and below

    Only courses that are closed and to which somebody came count.
    """

    _name = "rights.training.year"
    _description = "Training in a year"
    _auto = False
    _order = "year desc, light, station_id"
    _rec_name = "year"
    _depends = {
        "rights.training.course": ["audience", "station_id", "state", "date_from"],
        "rights.training.attendance": ["course_id"],
        "rights.station": ["active", "level"],
    }

    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    year = fields.Integer(readonly=True, aggregator=None)
    held = fields.Integer("Courses that count", readonly=True)
    people = fields.Integer("People trained", readonly=True)
    required = fields.Integer(readonly=True, aggregator=None)
    light = fields.Selection(
        [
            ("a_missing", "Missing"),
            ("b_late", "None yet, the year ends"),
            ("c_open", "Still to be held"),
            ("d_met", "Met"),
        ],
        "State",
        readonly=True,
    )

    @property
    def _table_query(self):
        return self._query(china_date())

    @api.model
    def _required(self):
        limit = self.env["rights.deadline.policy"]._limit_on(LIMIT, fields.Datetime.now())
        return limit.terms.times if limit and limit.terms.times else 0

    @api.model
    def _query(self, today):
        """A year is missing from its last day on; amber is who has too few in the last months."""
        value = self.env["rights.network.parameter"]._value
        month = min(max(value("training_amber_month"), 1), 12)
        return SQL(
            """
            SELECT station.id * 10000 + year AS id, station.id AS station_id, year,
                   coalesce(done.held, 0) AS held, coalesce(done.people, 0) AS people,
                   %(required)s AS required,
                   CASE WHEN coalesce(done.held, 0) >= %(required)s THEN 'd_met'
                        WHEN make_date(year, 12, 31) <= %(today)s THEN 'a_missing'
                        WHEN coalesce(done.held, 0) < %(least)s AND %(amber)s <= %(today)s
                        THEN 'b_late'
                        ELSE 'c_open' END AS light
              FROM rights_station station
             CROSS JOIN LATERAL generate_series(
                       extract(year FROM station.create_date + interval '8 hours')::int,
                       %(year)s) AS year
              LEFT JOIN (SELECT course.station_id AS unit, count(*) AS held,
                                sum(course.attendance_count) AS people,
                                extract(year FROM course.date_from)::int AS in_year
                           FROM rights_training_course course
                          WHERE course.audience = 'merchant' AND course.state = 'held'
                            AND course.attendance_count > 0
                          GROUP BY 1, 4) AS done
                ON done.unit = station.id AND done.in_year = year
             WHERE station.active AND station.level IN %(levels)s
            """,
            required=self._required(),
            today=today,
            year=today.year,
            amber=date(today.year, month, 1),
            least=value("training_amber_least"),
            levels=HOLDING,
        )

    @api.model
    def _waiting_domain(self):
        return Domain("light", "in", ("a_missing", "b_late")) & Domain(
            "year", "=", china_date().year
        )
