from odoo import api, fields, models
from odoo.fields import Command


class RightsMediationMeeting(models.Model):
    """A three-way call is a meeting; it counts with its recording and result only (MED-08)."""

    _inherit = "rights.mediation.meeting"

    call_id = fields.Many2one(
        "rights.three.way.call", "Three-way call", readonly=True, ondelete="restrict"
    )
    counts_three_way = fields.Boolean(
        "Counts as settled by three-way call", compute="_compute_counts_three_way", store=True
    )

    @api.depends("mode", "outcome", "statements", "recording_id", "call_id.recording_id")
    def _compute_counts_three_way(self):
        for meeting in self:
            meeting_sudo = meeting.sudo()  # whether there is a recording is no secret
            recording = meeting_sudo.recording_id or meeting_sudo.call_id.recording_id
            meeting.counts_three_way = bool(
                meeting.mode == "three_way"
                and meeting.outcome == "settled"
                and meeting.statements
                and recording
            )


class RightsCase(models.Model):
    """The three-way call at intake is the first meeting of the mediation (MED-08, INT-18).

    It began with both agreeing, so nobody is asked again; what it came to stands in its record.
    """

    _inherit = "rights.case"

    def _get_call_to_mediate(self):
        calls = self.sudo().three_way_ids - self.sudo().mediation_meeting_ids.call_id
        return calls.sorted("started_at")[-1:]

    def _check_mediate(self, transition):
        missing = super()._check_mediate(transition)
        if self._get_call_to_mediate():
            missing.pop("mediation_consent_ids", None)
        return missing

    def _after_mediate(self, transition):
        calls = {case: case._get_call_to_mediate() for case in self}
        for case, call in calls.items():
            if call:
                case._consent_by_call(call)
        result = super()._after_mediate(transition)
        for case, call in calls.items():
            if call:
                case.mediation_id._add_call(call)
        return result

    def _consent_by_call(self, call):
        self.env["rights.mediation.consent"].sudo().create(
            [
                {
                    "case_id": self.id,
                    "side": side,
                    "mode": "three_way",
                    "way": "phone",
                    "at": call.started_at,
                }
                for side in ("consumer", "merchant")
            ]
        )


class RightsMediation(models.Model):
    _inherit = "rights.mediation"

    def _add_call(self, call):
        """The record of a meeting from that of the call; its outcome when it settled the matter."""
        meeting = (
            self.env["rights.mediation.meeting"]
            .sudo()  # whoever made the step may not plan meetings in general
            .create(
                {
                    "mediation_id": self.id,
                    "mode": "three_way",
                    "planned_start": call.started_at,
                    "started_at": call.started_at,
                    "mediator_id": call.user_id.id,
                    "participants": self.env._("Operator, consumer, liaison of the merchant"),
                    "statements": call.result,
                    "proposals": call.result,
                    "call_id": call.id,
                    "attendance_ids": [
                        Command.create(
                            {
                                "side": "merchant",
                                "person": call.liaison or self.env._("Liaison"),
                                "joined_at": call.started_at,
                            }
                        )
                    ],
                }
            )
        )
        if call.is_settled and call.result:
            meeting.with_env(self.env).sudo().outcome = "settled"
