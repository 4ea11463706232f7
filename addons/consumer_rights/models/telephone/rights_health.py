from odoo import api, fields, models

from ...clock.due import day_start
from ...tools.china_time import china_date


class RightsHealth(models.AbstractModel):
    """Whether the calls of every working day are known (INT-04), where calls come in at all."""

    _inherit = "rights.health"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            ("calls", self.env._("Calls of the hotline"), self._check_calls),
        ]

    def _check_calls(self):
        last = self.env["rights.call.log"].search([], limit=1).create_date
        if not last:
            return self._answer("ok", self.env._("No telephone system is connected."))
        table = self.env["rights.calendar.day"]._day_table()
        before = table.before(china_date(fields.Datetime.now()).toordinal(), 1)
        state = "warning" if last < day_start(before) else "ok"
        return self._answer(
            state,
            self.env._("Last heard of on %(day)s.", day=china_date(last)),
            self.env._("Check the telephone system's hook, or import its call records."),
        )
