from odoo import api, models
from odoo.fields import Domain

from ...tools.china_time import china_date


class RightsDeadlinePolicy(models.Model):
    """The promised limits in the words of the public pages (OPN-01)."""

    _inherit = "rights.deadline.policy"

    @api.model
    def _promised_limits(self, codes):
        """The promises in force today with these numbers, in their order, as plain values."""
        today = china_date()
        domain = (
            Domain("code", "in", codes)
            & Domain("kind", "=", "promise")
            & Domain("measure", "=", "amount")
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        )
        policies = self.sudo().search(domain)  # what the centre promises is public
        # of versions that overlap the newest counts, as for the clocks
        newest = {policy.code: policy for policy in reversed(policies)}
        return [newest[code]._promised_limit() for code in codes if code in newest]

    def _promised_limit(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        if self.amount:
            amount = self.env._(
                "within %(amount)s %(unit)s", amount=self.amount, unit=units[self.unit]
            )
        else:
            amount = self.env._("the same day")
        return {
            "code": self.code,
            "name": self.name,
            "amount": amount,
            "start": self.start_event_id.name,
        }
