from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ...tools.china_time import china_date


class PostedDay(NamedTuple):
    """Which day a row was given: its field, the code of the limit, the moment it counts from."""

    day: str
    limit: str
    start: str
    owed: list  # the rows of which something is still expected
    extended: str = ""  # the field that says whether more time was given


class RightsPostedDay(models.AbstractModel):
    """A day that stands on a row and was told: what is owed by then is no clock (LIM-07).

    A merchant's delay is no breach of a unit, so the day of what a merchant owes is reckoned once,
    from its limit. Where a published notice makes the day a later one, the later one
    counts. It never becomes an earlier one, because it was told.
    """

    _name = "rights.posted.day"
    _description = "Day that was told"
    _posted_day = None

    @api.model
    def _move_posted_days(self, first, last):
        """Give what is still owed the later day that the days from first to last make of it.

        :return: how many rows have a later day
        """
        posted = self._posted_day
        rows = self.search(
            Domain(posted.owed) & Domain(posted.day, ">=", max(first, china_date())), order="id"
        )
        later = defaultdict(list)
        for row in rows:
            start = row._get_posted_start()
            day = start and china_date(start) <= last and row._reckon_posted_day(start)
            if day and day > row[posted.day]:
                later[day].append(row.id)
        for day, ids in later.items():
            self.browse(ids).write({posted.day: day})
        return sum(map(len, later.values()))

    def _get_posted_start(self):
        return self[self._posted_day.start]

    def _reckon_posted_day(self, start):
        posted = self._posted_day
        is_extended = bool(posted.extended and self[posted.extended])
        return self.env["rights.deadline.policy"]._due_day(posted.limit, start, is_extended)
