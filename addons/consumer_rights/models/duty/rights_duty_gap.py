from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...clock import Terms, reckon
from ...tools.china_time import china_date
from .rights_duty_handover import HANDED
from .rights_duty_slot import on_clock

AHEAD = timedelta(days=30)
TEAM = "standby"


class RightsDutyGap(models.Model):
    """Holes of the roster, worked out anew: what nobody covers, and who did not hand over.

    A holiday without its standby team, from 30 days ahead and red once TL-73 is over (DUT-05); a
    working day of this week without a published reception desk (INT-12); a shift that ended
    without the two signatures of its handover (DUT-02); a locked person's cases (DUT-11).

    who                                     may
    heads, dispatchers, quality officers    read, own unit and below
    """

    _name = "rights.duty.gap"
    _description = "Hole in the roster"
    _auto = False
    _order = "is_red desc, date, station_id"
    _rec_name = "kind"
    _depends = {
        "rights.duty.shift": ["date", "kind", "station_id", "user_id", "is_leave", "roster_id"],
        "rights.duty.roster": ["state", "studio_id"],
        "rights.duty.handover": ["roster_id", "date", "slot_id", "in_signed_at"],
        "rights.calendar.day": ["date", "kind"],
        "rights.case": ["user_id", "is_closed", "station_id"],
        "res.users": ["active"],
        "rights.station": ["active", "level"],
        "rights.studio": ["active", "kind", "station_id"],
    }

    kind = fields.Selection(
        [
            ("standby", "No standby team"),
            ("reception", "Reception desk not covered"),
            ("handover", "Handover missing"),
            ("work", "Work of a locked person"),
        ],
        "What is missing",
        readonly=True,
    )
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    shift_id = fields.Many2one("rights.duty.shift", readonly=True)
    user_id = fields.Many2one("res.users", "Person on duty", readonly=True)
    date = fields.Date("Day", readonly=True)
    due_on = fields.Date("To be published by", readonly=True)
    is_red = fields.Boolean("Overdue", readonly=True)

    @property
    def _table_query(self):
        today = china_date()
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY kind, date, station_id, shift_id) AS id, gap.*
              FROM (%s) AS gap
            """,
            SQL(" UNION ALL ").join(self._get_parts(today)),
        )

    @api.model
    def _get_parts(self, today):
        """One query a kind; other rooms add theirs."""
        return [
            self._sql_standby(today),
            self._sql_desk("reception", today),
            self._sql_handover(),
            self._sql_work(today),
        ]

    @api.model
    def _due_on(self, today):
        """The day by which the standby rosters of a holiday are published (TL-73), by its days."""
        days = self.env["rights.calendar.day"].search(
            [("kind", "=", "holiday"), ("date", ">=", today), ("date", "<=", today + AHEAD)],
            order="date",
        )
        limit = self.env["rights.deadline.policy"]._limit_on("TL-73", fields.Datetime.now())
        table = self.env["rights.calendar.day"]._day_table()
        due_on, first, before = {}, None, None
        for day in days.mapped("date"):
            if before != day - timedelta(days=1):
                first = day
                while table.day(first.toordinal() - 1).kind == "holiday":
                    first -= timedelta(days=1)
            terms = limit.terms if limit else Terms("TL-73", amount=0)
            due_on[day] = reckon(terms, on_clock(first, 0), table).due_day
            before = day
        return due_on

    def _sql_standby(self, today):
        """The command centre keeps the standby team of every statutory holiday."""
        due_on = self._due_on(today)
        least = self.env["rights.duty.slot"].sudo().search([("kind", "=", TEAM)], limit=1)
        return SQL(
            """
            SELECT 'standby' AS kind, station.id AS station_id, NULL::integer AS shift_id,
                   NULL::integer AS user_id, holiday.day AS date, holiday.due_on,
                   holiday.due_on < %(today)s AS is_red
              FROM unnest(%(days)s::date[], %(due)s::date[]) AS holiday (day, due_on),
                   rights_station station
             WHERE station.active AND station.level = 'city_center'
               AND (SELECT count(DISTINCT shift.user_id) FROM rights_duty_shift shift
                      JOIN rights_duty_roster roster
                        ON roster.id = shift.roster_id AND roster.state = 'published'
                     WHERE shift.station_id = station.id AND shift.kind = 'standby'
                       AND shift.date = holiday.day AND shift.is_leave IS NOT TRUE)
                   < %(least)s
            """,
            today=today,
            days=list(due_on),
            due=list(due_on.values()),
            least=least.min_people or 2,
        )

    def _sql_desk(self, studio_kind, today):
        """Working days until a week from now on which a studio of this kind has no desk."""
        return SQL(
            """
            SELECT %(kind)s, studio.station_id, NULL, NULL, day.date, day.date - 1,
                   day.date <= %(today)s
              FROM rights_studio studio
              JOIN rights_station station ON station.id = studio.station_id AND station.active
              JOIN rights_calendar_day day
                ON day.date BETWEEN %(today)s AND %(today)s + 7
               AND day.kind IN ('workday', 'make_up')
             WHERE studio.active AND studio.kind = %(kind)s
               AND NOT EXISTS (
                    SELECT FROM rights_duty_shift shift
                      JOIN rights_duty_roster roster
                        ON roster.id = shift.roster_id AND roster.state = 'published'
                     WHERE shift.studio_id = studio.id AND shift.date = day.date
                       AND shift.user_id IS NOT NULL AND shift.is_leave IS NOT TRUE)
            """,
            kind=studio_kind,
            today=today,
        )

    def _sql_handover(self):
        ids = self.env["rights.duty.shift"]._ids_without_handover()
        return SQL(
            """
            SELECT 'handover', shift.station_id, shift.id, shift.user_id, shift.date, shift.date,
                   TRUE
              FROM rights_duty_shift shift WHERE shift.id = ANY(%s) AND shift.kind IN %s
            """,
            ids,
            HANDED,
        )

    def _sql_work(self, today):
        return SQL(
            """
            SELECT 'work', open_case.station_id, NULL, open_case.user_id, %s::date, %s::date, TRUE
              FROM rights_case open_case
             WHERE open_case.is_closed IS NOT TRUE
               AND open_case.user_id IN (SELECT id FROM res_users WHERE active IS NOT TRUE)
             GROUP BY open_case.station_id, open_case.user_id
            """,
            today,
            today,
        )
