from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.china_time import china_date
from .rights_survey import SURVEYING


class RightsMissedPeriod(models.Model):
    """Weeks, months and quarters in which something regular was left out, worked out anew.

    A suggestion box not opened in a week with working days (OPN-09), a quarter without a filed
    survey (RPL-14, TL-56), a month with conclusions and without the assessment draw (RPL-09).

    who                                    may
    head, dispatcher, quality officer      read, own unit and below
    business administrator                 read
    """

    _name = "rights.missed.period"
    _description = "Missed period"
    _auto = False
    _order = "date_from desc, station_id, kind"
    _rec_name = "kind"
    _depends = {
        "rights.suggestion.box": ["active", "date_from", "station_id"],
        "rights.suggestion.box.opening": ["box_id", "opened_on"],
        "rights.survey": ["station_id", "quarter", "state"],
        "rights.station": ["active", "level"],
        "rights.assessment.month": ["month", "seed"],
        "rights.assessment.sample": ["month_id", "station_id"],
        "rights.case": ["concluded_at", "station_id", "kind", "is_history"],
        "rights.calendar.day": ["date", "kind"],
    }

    kind = fields.Selection(
        [
            ("box", "Suggestion box not opened"),
            ("survey", "No survey filed"),
            ("sample", "Assessment sample not drawn"),
        ],
        "Missed",
        readonly=True,
    )
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    box_id = fields.Many2one("rights.suggestion.box", readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("Until", readonly=True)

    @property
    def _table_query(self):
        return self._query(china_date())

    @api.model
    def _query(self, today):
        """The periods that were over before a day."""
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY kind, date_from, station_id, box_id) AS id, missed.*
              FROM (%s) AS missed
            """,
            SQL(" UNION ALL ").join(self._get_parts(today)),
        )

    @api.model
    def _get_parts(self, today):
        """One query a kind; other rooms add theirs."""
        return [self._sql_boxes(today), self._sql_surveys(today), self._sql_samples(today)]

    @api.model
    def _months_of(self, code, otherwise):
        """How long a period is where a limit says how many of them a year has."""
        limit = self.env["rights.deadline.policy"]._limit_on(code, fields.Datetime.now())
        return 12 // limit.terms.times if limit and limit.terms.times else otherwise

    def _sql_boxes(self, today):
        """Whole weeks since the box stands, unless no day of the week was a working day."""
        return SQL(
            """
            SELECT 'box' AS kind, box.station_id, box.id AS box_id,
                   week::date AS date_from, week::date + 6 AS date_to
              FROM rights_suggestion_box box,
                   generate_series(date_trunc('week', box.date_from + 6), %(today)s::date - 7,
                                   '1 week') AS week
             WHERE box.active
               AND EXISTS (SELECT FROM rights_calendar_day day
                            WHERE day.date BETWEEN week::date AND week::date + 6
                              AND day.kind IN ('workday', 'make_up'))
               AND NOT EXISTS (SELECT FROM rights_suggestion_box_opening opening
                                WHERE opening.box_id = box.id
                                  AND opening.opened_on BETWEEN week::date AND week::date + 6)
            """,
            today=today,
        )

    def _sql_surveys(self, today):
        """Whole quarters since the unit is in the network."""
        return SQL(
            """
            SELECT 'survey', station.id, NULL::integer, began::date,
                   (began + '3 months')::date - 1
              FROM rights_station station,
                   generate_series(date_trunc('quarter', station.create_date + '3 mons'::interval),
                                   %(today)s::date - '3 months'::interval, '3 months') AS began
             WHERE station.active AND station.level IN %(levels)s
               AND NOT EXISTS (SELECT FROM rights_survey survey
                                WHERE survey.station_id = station.id AND survey.state = 'filed'
                                  AND survey.quarter = began::date)
            """,
            today=today,
            levels=SURVEYING,
        )

    def _sql_samples(self, today):
        """Months since the first draw of the network; what was concluded before was not drawn."""
        return SQL(
            """
            SELECT DISTINCT 'sample', concluded.station_id, NULL::integer, concluded.month,
                   (concluded.month + '1 month'::interval)::date - 1
              FROM (SELECT station_id, date_trunc('month', concluded_at AT TIME ZONE 'UTC'
                                                  AT TIME ZONE 'Asia/Shanghai')::date AS month
                      FROM rights_case
                     WHERE kind = 'complaint' AND is_history IS NOT TRUE
                       AND concluded_at >= (SELECT min(month) FROM rights_assessment_month)
                   ) AS concluded
             WHERE concluded.month < date_trunc('month', %(today)s::date)
               AND NOT EXISTS (SELECT FROM rights_assessment_sample sample
                                 JOIN rights_assessment_month month ON month.id = sample.month_id
                                WHERE month.month = concluded.month
                                  AND sample.station_id = concluded.station_id)
            """,
            today=today,
        )
