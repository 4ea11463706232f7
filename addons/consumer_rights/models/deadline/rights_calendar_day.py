from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ...clock.days import KINDS, Day, DayTable, shipped_days, shipped_exceptions

KIND_LABELS = [
    ("workday", "Working day"),
    ("rest", "Weekend"),
    ("holiday", "Holiday"),
    ("make_up", "Make-up workday"),
]
# the table is built this far at once, so that no clock of daily work makes it grow
BUILT_UNTIL = 2045


class RightsCalendarDay(models.Model):
    """The day table: one row a date, by the official notices, provisional where there is none.

    ``working_rank`` counts the working days up to and including a date, so that "n working days
    after" is one comparison in SQL too. The rows change by a published notice only (LIM-07).
    """

    _name = "rights.calendar.day"
    _description = "Calendar day"
    _order = "date"
    _rec_name = "date"
    _log_access = False

    date = fields.Date(required=True, readonly=True)
    kind = fields.Selection(KIND_LABELS, required=True, readonly=True)
    name = fields.Char("Holiday", readonly=True)
    document = fields.Char("Notice", readonly=True, help="Document number of the notice.")
    is_provisional = fields.Boolean(
        "Provisional", readonly=True, help="No notice for this year has been published yet."
    )
    working_rank = fields.Integer("Working days so far", readonly=True, aggregator=None)

    _date_unique = models.Constraint("UNIQUE (date)", "This date is in the table already.")
    _kind_known = models.Constraint(
        f"CHECK (kind IN {KINDS!r})",  # pylint: disable=sql-injection
        "This kind of day is unknown.",
    )

    @api.model
    def _load_shipped(self):
        """Fill the empty table with every date from 2004 to 2035; called at installation."""
        if self.search_count([], limit=1):
            return
        self._upsert(shipped_days())
        numbers = {}
        for year, day in shipped_exceptions():
            numbers.setdefault(year, day.document)
        self.env["rights.calendar.notice"].create(
            [
                {"year": year, "document": document, "state": "published", "is_shipped": True}
                for year, document in numbers.items()
            ]
        )

    @api.model
    def _upsert(self, days):
        """Write days into the table, whatever stands there, and number the working days anew."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO rights_calendar_day (date, kind, name, document, is_provisional)
                SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::bool[])
                ON CONFLICT (date) DO UPDATE SET
                    kind = EXCLUDED.kind, name = EXCLUDED.name, document = EXCLUDED.document,
                    is_provisional = EXCLUDED.is_provisional
                RETURNING id
                """,
                *([list(column) for column in zip(*days, strict=True)]),
            )
        )
        self.env.execute_query(
            SQL(
                """
                UPDATE rights_calendar_day SET working_rank = numbered.rank FROM (
                    SELECT id, count(*) FILTER (WHERE kind IN ('workday', 'make_up'))
                           OVER (ORDER BY date) AS rank FROM rights_calendar_day) AS numbered
                 WHERE numbered.id = rights_calendar_day.id
                   AND working_rank IS DISTINCT FROM numbered.rank
                RETURNING rights_calendar_day.id
                """
            )
        )
        self.invalidate_model()
        self.env.registry.clear_cache("stable")

    @api.model
    @ormcache(cache="stable")
    def _day_table(self):
        """The day table of the engine; the same for everybody until a notice changes it."""
        return DayTable(self._days(), until=BUILT_UNTIL)

    @api.model
    def _days(self, year=None):
        """The rows as the engine's Day, of one year or all."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT date, kind, coalesce(name, ''), coalesce(document, ''), is_provisional
                  FROM rights_calendar_day WHERE %s ORDER BY date
                """,
                SQL("extract(year FROM date) = %s", year) if year else SQL("TRUE"),
            )
        )
        return [Day(*row) for row in rows]
