from odoo import api, fields, models

from ..rights_health import LATE


class RightsHealth(models.AbstractModel):
    """Whether what arrives is read, and how much waits for a person."""

    _inherit = "rights.health"

    @api.model
    def _get_checks(self):
        return [*super()._get_checks(), ("arrivals", self.env._("Arrivals"), self._check_arrivals)]

    def _check_arrivals(self):
        arrivals = self.env["rights.arrival"]
        unread = arrivals.search([("state", "=", "new")])
        late = unread.filtered(lambda row: row.received_at < fields.Datetime.now() - LATE)
        found = self.env._(
            "%(unread)s not read yet, %(waiting)s wait for the reception.",
            unread=len(unread),
            waiting=arrivals.search_count([("state", "=", "triage")]),
        )
        return self._answer(
            "warning" if late else "ok",
            found,
            self.env._("The job that reads arrivals does not run: see the scheduled jobs."),
        )
