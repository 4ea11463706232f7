from odoo import models


class RightsDeadlineReaction(models.Model):
    """A dispatch that nobody received in time comes back to the eyes of its sender (TRI-03)."""

    _inherit = "rights.deadline.reaction"

    def _tell_sender(self):
        for clock in self.deadline_id.filtered("case_id"):
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
