from odoo import api, fields, models


class RightsMediationMeeting(models.Model):
    """A party who is asked to be in two meetings at once (MED-04).

    Whoever plans sees it and decides: a party may send a proxy to one of them, which is why this
    is a warning, while a room or a mediator that is taken is refused. Nothing of the other matter
    is shown.
    """

    _inherit = "rights.mediation.meeting"

    double_booked = fields.Char(
        "Parties with another meeting at this time", compute="_compute_double_booked"
    )

    @api.depends("mediation_id", "planned_start", "planned_end", "state")
    def _compute_double_booked(self):
        consents = self.env["rights.mediation.consent"]
        names = dict(consents._fields["side"]._description_selection(self.env))
        for meeting in self:
            case = meeting.mediation_id.case_id
            others = meeting._get_simultaneous().case_id
            sides = []
            if any(case._has_same_person(other) for other in others):
                sides.append("consumer")
            if any(case._has_same_respondent(other) for other in others):
                sides.append("merchant")
            meeting.double_booked = case._enumerate([names[side] for side in sides])

    def _get_simultaneous(self):
        """Planned meetings that overlap this one, of whatever unit; read with full rights."""
        meetings = self.browse().sudo()
        if self.state != "planned" or not (self.planned_start and self.planned_end):
            return meetings
        return meetings.search(
            [
                ("state", "=", "planned"),
                ("planned_start", "<", self.planned_end),
                ("planned_end", ">", self.planned_start),
                ("id", "!=", self._origin.id),
            ]
        )
