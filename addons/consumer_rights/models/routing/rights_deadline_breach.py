from odoo import api, models


class RightsDeadlineBreach(models.Model):
    """A dispatch that nobody received in time comes back to the eyes of its sender (TRI-03)."""

    _inherit = "rights.deadline.breach"

    @api.model
    def _record(self, clock_ids=None):
        recorded = super()._record(clock_ids)
        clocks = self.env["rights.deadline"].sudo().browse(recorded)
        for clock in clocks.filtered(lambda clock: clock.code == "TL-23"):
            hop = clock.case_id.dispatch_ids.filtered(
                lambda hop, clock=clock: hop.station_to_id == clock.station_id
            )[-1:]
            if hop.sent_by_id.active:
                clock.case_id.activity_schedule(
                    "consumer_rights.activity_not_received",
                    user_id=hop.sent_by_id.id,
                    summary=self.env._(
                        "%(unit)s has not confirmed receipt in time.", unit=clock.station_id.name
                    ),
                )
        return recorded
