from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_naive

NOTICES = {"consumer": "DOC-09", "merchant": "DOC-09-2"}
# a change of these makes another meeting of it for whoever was told
TOLD = {"mode", "planned_start", "room_id", "place", "mediator_id"}


class RightsDocument(models.Model):
    _inherit = "rights.document"

    meeting_id = fields.Many2one(
        "rights.mediation.meeting", index="btree_not_null", ondelete="restrict"
    )

    @api.model
    def _make(self, wanted, step=None, basis=None, dispatch=None, meeting=None):
        papers = super()._make(wanted, step, basis, dispatch, meeting)
        for paper in papers.sudo():
            if paper.template_id.code in NOTICES.values():
                paper.meeting_id = meeting or paper.case_id._get_meeting_to_tell()
        return papers


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _get_meeting_to_tell(self):
        """The next meeting on site, of which the parties are told on paper."""
        return self.mediation_meeting_ids.filtered(
            lambda row: row.state == "planned" and row.mode == "onsite"
        )[:1]


class RightsDocumentDelivery(models.Model):
    _inherit = "rights.document.delivery"

    def _set_delivered(self, at):
        result = super()._set_delivered(at)
        self.document_id.sudo().meeting_id._note_told()
        return result


class RightsNotice(models.Model):
    """A notice of a meeting tells its time, as it is when the notice goes out."""

    _inherit = "rights.notice"

    meeting_id = fields.Many2one(
        "rights.mediation.meeting", index="btree_not_null", ondelete="set null"
    )

    def _is_needless(self):
        meeting = self.meeting_id
        return super()._is_needless() or (bool(meeting) and not meeting._is_ahead())

    def _get_places(self):
        places = super()._get_places()
        if self.meeting_id:
            start = china_naive(self.meeting_id.planned_start)
            places["date"] = start.strftime("%Y-%m-%d %H:%M")
        return places


class RightsMediationMeeting(models.Model):
    """Before an on-site meeting both parties are told time, place and mediator (MED-04, TL-75).

    The notice is a paper for each side; whoever was told of another time, place or mediator was
    not told of this meeting. Both sides may waive it. Besides, a text message or a mail tells both
    the time of every meeting that is planned or moved; that of a video goes with its link.
    """

    _inherit = "rights.mediation.meeting"

    document_ids = fields.One2many("rights.document", "meeting_id", "Mediation notices")
    consumer_waives_notice = fields.Boolean("Consumer waives the notice")
    merchant_waives_notice = fields.Boolean("Merchant waives the notice")
    told_at = fields.Datetime("Both told on", compute="_compute_notice_state")
    notice_state = fields.Selection(
        [
            ("waiting", "Both are to be told"),
            ("told", "Told in time"),
            ("late", "Told late"),
            ("none", "No notice"),
            ("waived", "Waived by both"),
        ],
        "Notice",
        compute="_compute_notice_state",
    )

    @api.depends(
        "mode",
        "state",
        "consumer_waives_notice",
        "merchant_waives_notice",
        "document_ids.delivered_at",
        "clock_ids.due_at",
    )
    def _compute_notice_state(self):
        now = fields.Datetime.now()
        for meeting in self:
            meeting.told_at = meeting._get_told_at()
            if meeting.mode != "onsite" or meeting.state == "cancelled":
                meeting.notice_state = False
            elif meeting.consumer_waives_notice and meeting.merchant_waives_notice:
                meeting.notice_state = "waived"
            else:
                clocks = meeting.sudo().clock_ids.filtered(lambda row: row.outcome != "exempt")
                due = clocks[:1].due_at or meeting.planned_start
                if meeting.told_at:
                    meeting.notice_state = "told" if meeting.told_at <= due else "late"
                else:
                    meeting.notice_state = "waiting" if now < due else "none"

    def _get_told_at(self):
        """When the second of the two sides was told; False while one is not."""
        told = {}
        for paper in self.sudo().document_ids.filtered("delivered_at"):
            first = told.get(paper.recipient) or paper.delivered_at
            told[paper.recipient] = min(first, paper.delivered_at)
        return len(told) == len(NOTICES) and max(told.values())

    def action_notify(self):
        """Make the notices for both sides; they go their way like every paper."""
        self.ensure_one()
        self.check_access("write")
        self._check_planned()
        if self.mode != "onsite":
            raise UserError(self.env._("Only an on-site meeting has a notice on paper."))
        documents = self.env["rights.document"]
        if self.sudo().document_ids.filtered(lambda paper: paper.state != "void"):
            raise UserError(self.env._("The notices of this meeting are made. Deliver them."))
        templates = self.env["rights.document.template"]
        wanted = [
            (self.case_id, templates._of_code(code), self.station_id) for code in NOTICES.values()
        ]
        documents._make(wanted, meeting=self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mediation notices"),
            "res_model": "rights.document",
            "view_mode": "list,form",
            "domain": [("meeting_id", "=", self.id)],
        }

    def _get_place_text(self):
        """Where the parties go, for the paper."""
        if self.room_id:
            address = self.room_id.address or self.station_id.address
            return "".join(filter(None, (address, self.room_id.name)))
        return self.place or ""

    def _note_told(self):
        for meeting in self:
            if meeting.state == "planned" and meeting._get_told_at():
                meeting._clock_event("meeting_told", meeting._get_told_at())

    # -- its clock (TL-75) ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        meetings._start_notice_clock()
        meetings._tell_time()
        return meetings

    def write(self, vals):
        before = {meeting: meeting._get_told_facts() for meeting in self}
        result = super().write(vals)
        if TOLD.intersection(vals):
            self._change_told(before)
        if {"consumer_waives_notice", "merchant_waives_notice", "state"}.intersection(vals):
            self.filtered(lambda row: row._needs_no_notice())._clock_event("meeting_off")
        if vals.get("state") == "held":  # whoever was not told by now was told late
            self.filtered(lambda row: row.mode == "onsite")._clock_event("meeting_told")
        if vals.get("state") == "cancelled":
            self._void_notices(self.env._("The meeting was cancelled."))
        return result

    def _change(self, vals):
        """Change a planned meeting for the system, notices and clock included."""
        self.sudo().write(vals)

    def _get_told_facts(self):
        return [self[name] for name in sorted(TOLD)]

    def _change_told(self, before):
        """Another time, place or mediator: what was sent is void, and the clock begins again."""
        changed = self.filtered(
            lambda row: row.state == "planned" and row._get_told_facts() != before[row]
        )
        changed._void_notices(self.env._("The meeting was moved."))
        changed.sudo().document_ids.meeting_id = False
        if changed:
            changed._clock_event("meeting_off")
            changed._start_notice_clock()
            changed._tell_time()

    def _is_ahead(self):
        return self.state == "planned" and self.planned_start > fields.Datetime.now()

    def _tell_time(self):
        """Both sides hear when they meet; what waits to be sent tells the newest time."""
        notices = self.env["rights.notice"]
        for meeting in self.filtered(lambda row: row.mode != "video" and row._is_ahead()):
            waiting = notices.sudo().search_count(
                [("meeting_id", "=", meeting.id), ("state", "=", "queued")], limit=1
            )
            if not waiting:
                notices._queue(meeting.case_id, "meeting", meeting_id=meeting.id)
                notices._queue_to_merchant(
                    meeting.case_id, "merchant_meeting", meeting_id=meeting.id
                )

    def _void_notices(self, reason):
        waiting = self.sudo().document_ids.filtered(
            lambda paper: not paper.delivered_at and paper.state != "void"
        )
        for paper in waiting:
            paper._void(reason)

    def _needs_no_notice(self):
        waived = self.consumer_waives_notice and self.merchant_waives_notice
        return self.mode == "onsite" and (waived or self.state == "cancelled")

    def _start_notice_clock(self):
        """It ends a working day before the meeting; what is planned for sooner begins late."""
        for meeting in self:
            if meeting.mode == "onsite" and meeting.state == "planned":
                if not meeting._needs_no_notice():
                    meeting._clock_event("meeting_begins", meeting.planned_start)
