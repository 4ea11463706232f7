from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.china_time import china_date
from ..tools.flag_search import search_flag


class RightsOverdue(models.AbstractModel):
    """What somebody has until the end of a day in China, while its state says that it waits."""

    _name = "rights.overdue"
    _description = "Due on a day"
    _waiting = "open"  # the state in which it waits
    _due_field = "due_on"

    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    @api.depends(lambda self: ("state", self._due_field))
    def _compute_is_overdue(self):
        today = china_date()
        for row in self:
            due_on = row[self._due_field]
            row.is_overdue = bool(row.state == self._waiting and due_on and due_on < today)

    def _search_is_overdue(self, operator, value):
        late = Domain("state", "=", self._waiting) & Domain(self._due_field, "<", china_date())
        return search_flag(late, operator, value)
