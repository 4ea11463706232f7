import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ..document.rights_dossier import SUPPLEMENT_TYPES
from .rights_mediation import MODES

OUTCOMES = [
    ("settled", "Agreement reached"),
    ("failed", "No agreement"),
    ("absent", "A party did not come"),
    ("postponed", "To be continued another day"),
]
BUSY = "tsrange(planned_start, planned_end) WITH &&) WHERE (state = 'planned'"
# what may still be added when the meeting is over: a recording comes later
LATE = {"recording_id"}
READ_ONLY = {"state", "outcome_at", "outcome_by_id"}


class RightsMediationMeeting(models.Model):
    """One meeting of a mediation, in one mode: planned, then held with its record (MED-02, MED-03).

    A room and a mediator have one meeting at a time; the database keeps it so, whoever books at
    the same moment. The mode is the channel; on site there is a place as well. The outcome makes
    the record final.
    """

    _name = "rights.mediation.meeting"
    _inherit = ["rights.mediation.part", "rights.deadline.owner"]
    _description = "Mediation meeting"
    _order = "planned_start, id"

    station_id = fields.Many2one(related="mediation_id.station_id", store=True, index=True)
    mode = fields.Selection(
        MODES, required=True, compute="_compute_mode", store=True, readonly=False, precompute=True
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        default="planned",
        required=True,
        readonly=True,
    )
    planned_start = fields.Datetime("Meeting begins", required=True, default=fields.Datetime.now)
    planned_end = fields.Datetime(
        "Meeting ends",
        required=True,
        compute="_compute_planned_end",
        store=True,
        readonly=False,
        precompute=True,
    )
    room_id = fields.Many2one(
        "rights.mediation.room", ondelete="restrict", domain="[('station_id', '=', station_id)]"
    )
    place = fields.Char("Place or channel", help="Such as the number called, when it is no room.")
    link = fields.Char("Link of the meeting")
    mediator_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_mediator_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    # the record (调解笔录)
    started_at = fields.Datetime("Began")
    ended_at = fields.Datetime("Ended")
    participants = fields.Char(help="Everybody who took part.")
    attendance_ids = fields.One2many("rights.mediation.attendance", "meeting_id", "Who took part")
    statements = fields.Text("What the parties said")
    proposals = fields.Text("What was proposed")
    outcome = fields.Selection(OUTCOMES, "Outcome of the meeting")
    outcome_at = fields.Datetime("Recorded", readonly=True)
    outcome_by_id = fields.Many2one("res.users", "Recorded by", readonly=True, ondelete="restrict")
    signed_record = fields.Binary("Signed record", attachment=True)
    signed_record_name = fields.Char()
    recording_id = fields.Many2one(
        "rights.case.evidence",
        ondelete="restrict",
        domain="[('case_id', '=', case_id), ('type', '=', 'recording')]",
    )

    _in_order = models.Constraint(
        "CHECK (planned_end > planned_start)", "A meeting ends after it begins."
    )
    _held_in_order = models.Constraint(
        "CHECK (ended_at >= started_at)", "A meeting ends after it began."
    )
    # ranges of one number let the index compare rooms without an extension of the database
    _room_free = models.Constraint(
        f"EXCLUDE USING gist (int4range(room_id, room_id, '[]') WITH &&, {BUSY}"
        " AND room_id IS NOT NULL)",
        "The room is taken at this time. Choose another room or time.",
    )
    _mediator_free = models.Constraint(
        f"EXCLUDE USING gist (int4range(mediator_id, mediator_id, '[]') WITH &&, {BUSY})",
        "The mediator has another meeting at this time. Choose another time.",
    )

    @api.depends("mode", "planned_start", "case_id")
    def _compute_display_name(self):
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for meeting in self:
            meeting.display_name = " ".join(
                filter(None, (meeting.case_id.display_name, modes.get(meeting.mode)))
            )

    @api.depends("mediation_id")
    def _compute_mode(self):
        """The first mode that both sides agreed to."""
        for meeting in self:
            agreed = meeting.mediation_id.consent_ids._get_agreed_modes()
            meeting.mode = meeting.mode or (agreed[0] if agreed else "phone")

    @api.depends("planned_start")
    def _compute_planned_end(self):
        for meeting in self:
            start, end = meeting.planned_start, meeting.planned_end
            if start and not (end and end > start):
                meeting.planned_end = start + timedelta(hours=1)

    @api.depends("mediation_id")
    def _compute_mediator_id(self):
        for meeting in self:
            meeting.mediator_id = meeting.mediator_id or meeting.mediation_id.mediator_id

    # -- planning (MED-01, MED-02, MED-13) --------------------------------------------------------

    @api.constrains("mode", "mediation_id")
    def _check_agreed(self):
        """No meeting before both sides agreed, and only in a mode they agreed to."""
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for meeting in self:
            mediation = meeting.mediation_id
            if refusal := mediation.case_id._get_city_mediation_refusal():
                raise ValidationError(refusal)
            if meeting.mode not in mediation.consent_ids._get_agreed_modes():
                raise ValidationError(
                    self.env._(
                        "Not both sides agreed to this mode: %(mode)s. Record their consents or "
                        "choose another mode.",
                        mode=modes[meeting.mode],
                    )
                )

    @api.constrains("mediator_id", "room_id")
    def _check_unit(self):
        for meeting in self:
            meeting.mediation_id._check_mediator(meeting.mediator_id)
            if meeting.room_id and meeting.room_id.station_id != meeting.station_id:
                raise ValidationError(
                    self.env._(
                        "%(room)s is a room of another unit. Choose one of %(unit)s.",
                        room=meeting.room_id.name,
                        unit=meeting.sudo().station_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        plain = [
            {name: value for name, value in vals.items() if name not in READ_ONLY | {"outcome"}}
            for vals in vals_list
        ]
        meetings = super().create(plain)
        for meeting, vals in zip(meetings, vals_list, strict=True):
            if vals.get("outcome"):
                meeting.write({"outcome": vals["outcome"]})
        return meetings

    def write(self, vals):
        if not self.env.su:
            if READ_ONLY.intersection(vals):
                raise AccessError(self.env._("A meeting is over when its outcome is recorded."))
            if set(vals) - LATE:
                self._check_planned()
        result = super().write(vals)
        if "state" in vals:  # a booking that is over frees its time for the next one at once
            self.flush_recordset(["state"])
        if vals.get("outcome") and not READ_ONLY.intersection(vals):
            self._record_outcome()
        return result

    def _check_planned(self):
        self.mediation_id._check_open()
        if not self.env.su and any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._("The meeting is over and its record stays as it is."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(self.env._("A meeting is cancelled, not deleted."))

    def action_begin(self):
        """MED-05: while a request for recusal is open, the meeting waits."""
        self.check_access("write")
        self.mediation_id._check_no_recusal()
        for meeting in self.filtered(lambda row: not row.started_at):
            meeting.started_at = fields.Datetime.now()
        return False

    def action_cancel(self):
        self.check_access("write")
        self._check_planned()
        self._cancel()
        for meeting in self:
            meeting.case_id._append_events(
                [{"type": "progress", "basis": self.env._("Mediation meeting cancelled")}]
            )
        return True

    def _cancel(self):
        self.sudo().state = "cancelled"  # whoever calls checked the rights

    # -- the record (MED-03, MED-05, MED-21) ------------------------------------------------------

    def _record_outcome(self):
        """Close the record: from now on it stays as it is."""
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for meeting in self:
            meeting.mediation_id._check_no_recusal()
            meeting._check_record()
            meeting_sudo = meeting.sudo()  # rights are checked by the write that brought it
            meeting_sudo.write(
                {
                    "state": "held",
                    "ended_at": meeting.ended_at or fields.Datetime.now(),
                    "outcome_at": fields.Datetime.now(),
                    "outcome_by_id": self.env.uid,
                }
            )
            meeting.case_id._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "Mediation meeting (%(mode)s): %(outcome)s",
                            mode=modes[meeting.mode],
                            outcome=outcomes[meeting.outcome],
                        ),
                    }
                ]
            )

    def _check_record(self):
        """No outcome of an empty record (MED-03), nor of a video without its times (MED-21)."""
        missing = [
            self._fields[name]._description_string(self.env)
            for name in self._get_needed_fields()
            if not self[name]
        ]
        if self.mode == "onsite" and not (self.room_id or self.place):
            missing.append(self.env._("Room or place"))
        if missing:
            raise ValidationError(
                self.env._(
                    "The record of the meeting is incomplete: %(things)s.",
                    things=self.mediation_id.case_id._enumerate(missing),
                )
            )
        now = fields.Datetime.now()
        if max(self.started_at, self.ended_at or now) > now:
            raise ValidationError(self.env._("A meeting that is still to come has no outcome."))
        rows = self.attendance_ids
        if self.mode == "video" and not all(row.joined_at and row.left_at for row in rows):
            raise ValidationError(
                self.env._("Of a video meeting everybody's times of coming and leaving are stored.")
            )

    def _get_needed_fields(self):
        """What the record of this meeting must hold before its outcome."""
        names = ["mediator_id", "started_at", "participants", "statements"]
        if self.outcome in ("settled", "failed"):
            names.append("proposals")
            if self.mode == "onsite":
                names.append("signed_record")
        if self.mode == "video":
            names += ["link", "attendance_ids"]
        return names

    @api.constrains("signed_record")
    def _check_signed_record(self):
        """A scan is a picture or a PDF, whatever its name says."""
        for meeting in self.filtered("signed_record"):
            if guess_mimetype(base64.b64decode(meeting.signed_record)) not in SUPPLEMENT_TYPES:
                raise ValidationError(
                    self.env._(
                        "The signed record is a PDF or a picture (JPEG, PNG, TIFF). Convert it "
                        "first."
                    )
                )
