from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import html2plaintext

from .rights_mediation import SIDES
from .rights_mediation_link import LIVE

FORGOTTEN = timedelta(hours=12)
# a change of these puts everybody back into the waiting room
OTHER_CALL = {"mode", "mediator_id"}


class RightsMediationMeeting(models.Model):
    """A meeting by video runs on Odoo's own call (MED-21).

    who                      may
    mediator of the meeting  open the call and admit the parties
    writer of the case       issue links, end the call

    The call is a private channel of the mediator and of whom the mediator admits. When it ends,
    everybody is put out, the links die, and the record is begun with who was there and when.
    """

    _inherit = "rights.mediation.meeting"

    link_ids = fields.One2many("rights.mediation.link", "meeting_id", "Links of the parties")
    video_channel_ids = fields.One2many(
        "discuss.channel", "rights_meeting_id", "Open call", groups=fields.NO_ACCESS
    )
    video_is_open = fields.Boolean("Video is running", compute="_compute_video_is_open")
    is_host = fields.Boolean(compute="_compute_is_host")
    consumer_agrees_recording = fields.Boolean("Consumer agrees to a recording")
    merchant_agrees_recording = fields.Boolean("Merchant agrees to a recording")

    @api.depends("video_channel_ids.active")
    def _compute_video_is_open(self):
        for meeting in self:
            meeting.video_is_open = bool(meeting.sudo()._get_call())

    @api.depends("mediator_id")
    @api.depends_context("uid")
    def _compute_is_host(self):
        for meeting in self:
            meeting.is_host = meeting.mediator_id == self.env.user

    def _get_call(self):
        return self.video_channel_ids.filtered("active")

    # -- rights -----------------------------------------------------------------------------------

    def _check_video(self):
        self.check_access("write")
        self._check_planned()
        for meeting in self:
            if meeting.mode != "video":
                raise UserError(self.env._("Only a meeting by video has a call."))

    def _check_host(self):
        """MED-05: the mediator opens the door, and nobody while a recusal is to be decided."""
        self._check_video()
        for meeting in self:
            if not meeting.is_host:
                raise AccessError(
                    self.env._("The mediator of the meeting opens the call and admits the parties.")
                )
            meeting.mediation_id._check_no_recusal()

    def _is_video_ahead(self):
        """Whether the call is still to come, or running; in superuser mode."""
        self.ensure_one()
        return (
            self.mode == "video"
            and self.state == "planned"
            and (self.video_is_open or fields.Datetime.now() < self.planned_end)
        )

    # -- links ------------------------------------------------------------------------------------

    def action_issue_links(self):
        """A link for each side that has none, sent where there is a way; shown where not."""
        self.ensure_one()
        sides = [side for side, _label in SIDES]
        live = self.sudo().link_ids.filtered(lambda link: link.state in LIVE)
        missing = [side for side in sides if side not in live.mapped("side")]
        if not missing:
            raise UserError(
                self.env._("Both sides have their links. Make a new one in the row of the party.")
            )
        unsent = {}
        for side in missing:
            link = self._issue_link(side)
            if not link._queue():
                unsent[link] = link._make_address()
        return self._show_addresses(unsent) if unsent else True

    def _issue_link(self, side):
        """A new link of one side; the one before is revoked."""
        self._check_video()
        if not self._is_video_ahead():
            raise UserError(self.env._("The time of the meeting is over. Plan another one."))
        links = self.sudo().link_ids.filtered(lambda link: link.side == side)
        links._end("revoked")
        links.flush_recordset(["state"])  # the index lets only one be live
        link = links.create({"meeting_id": self.id, "side": side})
        return link.with_env(self.env)

    def _show_addresses(self, addresses):
        """Addresses to hand over by other means; they are shown this once."""
        return {
            "type": "ir.actions.client",
            "tag": "rights_video_addresses",
            "params": {
                "addresses": [
                    {"label": link._get_label(), "address": address}
                    for link, address in addresses.items()
                ]
            },
        }

    def _note_recording_consent(self, link):
        if link.agrees_recording:
            self[f"{link.side}_agrees_recording"] = True

    def _tell_host(self, link):
        """Who waits is announced to the mediator, wherever in the system that person is."""
        mediator = self.mediator_id
        words = link.with_context(lang=mediator.lang)
        mediator._bus_send(
            "rights.mediation/waiting",
            {
                "link_id": link.id,
                "text": words.env._(
                    "%(case)s: %(side)s waits for the video meeting.",
                    case=self.case_id.name,
                    side=words._get_label(),
                ),
            },
        )

    def _tell_host_no_more(self, link):
        self.mediator_id._bus_send("rights.mediation/not_waiting", {"link_id": link.id})

    # -- the call ---------------------------------------------------------------------------------

    def action_start_video(self):
        """Open the call, or come back into it; nobody else is in it yet."""
        self.ensure_one()
        self._check_host()
        meeting = self.sudo()  # the mediator, as was checked
        channel = meeting._get_call()
        if not channel:
            if not meeting._is_video_ahead():
                raise UserError(self.env._("The time of the meeting is over. Plan another one."))
            channel = channel.create(
                {
                    "name": self.env._("Video mediation %(case)s", case=meeting.case_id.name),
                    "channel_type": "group",
                    "rights_meeting_id": meeting.id,
                }
            )
            # parties who come in at the same moment would both make it, and one be turned away
            settings = self.env["res.users.settings"].sudo()
            settings._find_or_create_for_user(self.env.ref("base.public_user").sudo())
            address = f"{meeting.get_base_url()}/discuss/channel/{channel.id}"
            now = fields.Datetime.now()
            meeting.write(
                {"link": meeting.link or address, "started_at": meeting.started_at or now}
            )
            self._note_in_case(self.env._("Video meeting opened"))
            for link in meeting.link_ids.filtered(lambda link: link.state == "waiting"):
                meeting._tell_host(link)
        return {
            "type": "ir.actions.client",
            "tag": "rights_join_video",
            "params": {"channel_id": channel.id},
        }

    def action_end_video(self):
        """Everybody is put out, the links die; what remains is to write the record."""
        self._check_video()
        for meeting in self:
            if not meeting.video_is_open:
                raise UserError(self.env._("No call is running."))
            meeting._close_video()
            meeting._note_in_case(self.env._("Video meeting ended"))
        return True

    def _note_in_case(self, words):
        self.case_id._append_events([{"type": "progress", "basis": words}])

    def _interrupt_video(self):
        """Put everybody out and close the channel; the parties may wait for the next one."""
        for meeting in self.sudo():
            channel = meeting._get_call()
            meeting._take_down_words(channel)
            meeting.link_ids._put_out()
            for member in channel.channel_member_ids:
                channel._action_unfollow(partner=member.partner_id, post_leave_message=False)
            channel.active = False

    def _close_video(self):
        """The end of the call and of its links, with the record begun; for the system."""
        for meeting in self.sudo():
            was_open = meeting.video_is_open
            meeting._interrupt_video()
            meeting.link_ids._end("over")
            if was_open:
                meeting.ended_at = fields.Datetime.now()
                meeting.participants = meeting.participants or meeting._get_attendees()

    def _get_attendees(self):
        """Everybody who was in the call, once, with the role."""
        sides = dict(self.attendance_ids._fields["side"]._description_selection(self.env))
        pairs = dict.fromkeys((row.side, row.person) for row in self.attendance_ids)
        return self.case_id._enumerate(
            [
                self.env._("%(role)s: %(person)s", role=sides[side], person=person)
                for side, person in pairs
            ]
        )

    def _take_down_words(self, channel):
        """What was written in the call goes into the record, by role."""
        lines = []
        messages = channel.message_ids.filtered(lambda message: message.message_type == "comment")
        for message in messages.sorted("id"):
            role = message.author_guest_id.name or self.env._("Mediator")
            text = html2plaintext(message.body or "").strip()
            if text:
                lines.append(self.env._("%(role)s (in writing): %(text)s", role=role, text=text))
        if lines:
            self.statements = "\n".join(filter(None, [self.statements, *lines]))

    @api.autovacuum
    def _gc_forgotten_video(self):
        """A call that nobody ended ends in the night."""
        calls = self.env["discuss.channel"].search([("rights_meeting_id", "!=", False)])
        before = fields.Datetime.now() - FORGOTTEN
        calls.rights_meeting_id.filtered(lambda row: row.planned_end < before)._close_video()

    # -- what ends it -----------------------------------------------------------------------------

    def write(self, vals):
        before = {meeting: [meeting[name] for name in sorted(OTHER_CALL)] for meeting in self}
        result = super().write(vals)
        if OTHER_CALL.intersection(vals):
            for meeting in self:
                if [meeting[name] for name in sorted(OTHER_CALL)] != before[meeting]:
                    meeting._interrupt_video()
        return result

    def _cancel(self):
        self._close_video()
        return super()._cancel()

    def _record_outcome(self):
        self._close_video()
        return super()._record_outcome()

    @api.constrains("recording_id")
    def _check_recording(self):
        """MED-21: of a video there is a recording only when both sides agreed to it."""
        for meeting in self:
            agreed = meeting.consumer_agrees_recording and meeting.merchant_agrees_recording
            if meeting.mode == "video" and meeting.sudo().recording_id and not agreed:
                raise ValidationError(
                    self.env._(
                        "A video meeting is recorded only when both sides agree. Note their "
                        "agreement first."
                    )
                )


class RightsMediationRecusal(models.Model):
    _inherit = "rights.mediation.recusal"

    @api.model_create_multi
    def create(self, vals_list):
        """MED-05: a request pauses the meeting until it is decided."""
        recusals = super().create(vals_list)
        recusals.sudo().mediation_id.meeting_ids.filtered("video_is_open")._interrupt_video()
        return recusals
