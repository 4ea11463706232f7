from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ...tools.china_time import china_date


class ToldDay(NamedTuple):
    """Which day a row was given: its field, the code of the limit, the moment it counts from."""

    day: str
    limit: str
    start: str
    owed: list  # the rows of which something is still expected
    extended: str = ""  # the field that says whether more time was given


class RightsToldDay(models.AbstractModel):
    """A day that stands on a row and was told: what is owed by then is no clock (LIM-07).

    A merchant's delay is no breach of a unit, so the day of what a merchant owes is reckoned once,
    from its limit. Where a published notice makes the day a later one, the later one
    counts. It never becomes an earlier one, because it was told.
    """

    _name = "rights.told.day"
    _description = "Day that was told"
    _told_day = None

    @api.model
    def _move_told_days(self, first, last):
        """Give what is still owed the later day that the days from first to last make of it.

        :return: how many rows have a later day
        """
        told = self._told_day
        rows = self.search(
            Domain(told.owed) & Domain(told.day, ">=", max(first, china_date())), order="id"
        )
        later = defaultdict(list)
        for row in rows:
            start = row._get_told_start()
            day = start and china_date(start) <= last and row._reckon_told_day(start)
            if day and day > row[told.day]:
                later[day].append(row.id)
        for day, ids in later.items():
            self.browse(ids).write({told.day: day})
        return sum(map(len, later.values()))

    def _get_told_start(self):
        return self[self._told_day.start]

    def _reckon_told_day(self, start):
        told = self._told_day
        is_extended = bool(told.extended and self[told.extended])
        return self.env["rights.deadline.policy"]._due_day(told.limit, start, is_extended)
