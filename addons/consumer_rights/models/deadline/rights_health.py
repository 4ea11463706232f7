from odoo import api, models

from ...tools.china_time import china_date


class RightsHealth(models.AbstractModel):
    """Whether the holidays of the year, and soon of the next one, are known (LIM-07)."""

    _inherit = "rights.health"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            ("calendar", self.env._("Holiday notices"), self._check_calendar),
        ]

    def _check_calendar(self):
        today = china_date()
        missing = self.env["rights.calendar.notice"]._missing_year()
        found = self.env._("Known until the end of %(year)s", year=missing - 1)
        advice = self.env._(
            "Enter the notice for %(year)s; dates that lean on it are provisional.", year=missing
        )
        if missing <= today.year:
            return self._answer("fail", found, advice)
        # the State Council publishes it in autumn
        late = missing == today.year + 1 and today.month == 12
        return self._answer("warning" if late else "ok", found, advice)
