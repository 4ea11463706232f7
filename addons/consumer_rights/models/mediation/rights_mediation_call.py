"""Odoo's call, bound to a meeting: who may be in it, and who was when (MED-21)."""

from odoo import api, fields, models
from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import UserError, ValidationError


class DiscussChannel(models.Model):
    """The channel of a meeting holds its mediator and whom the mediator admitted, nobody else.

    A rule for everybody keeps it from those who are not in it, administrators included.
    """

    _inherit = "discuss.channel"

    rights_meeting_id = fields.Many2one(
        "rights.mediation.meeting",
        "Video meeting",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _to_store_defaults(self, target):
        bound = Store.Attr("isMediation", lambda channel: bool(channel.sudo().rights_meeting_id))
        return [*super()._to_store_defaults(target), bound]

    def _should_invite_members_to_join_call(self):
        """Nobody is rung up: who is admitted comes in at once."""
        return not self.sudo().rights_meeting_id and super()._should_invite_members_to_join_call()

    def _allow_invite_by_email(self):
        return not self.sudo().rights_meeting_id and super()._allow_invite_by_email()

    def _create_sub_channel(self, from_message_id=None, name=None):
        if self.sudo().rights_meeting_id:
            raise UserError(self.env._("The call of a video meeting has no threads."))
        return super()._create_sub_channel(from_message_id, name)

    def message_post(self, **kwargs):
        if self.sudo().rights_meeting_id and (
            kwargs.get("attachment_ids") or kwargs.get("attachments")
        ):
            self._refuse_files()
        return super().message_post(**kwargs)

    def _refuse_files(self):
        raise UserError(
            self.env._("Files are not handed in here. Hand them in on the page of the matter.")
        )


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.constrains("channel_id", "partner_id", "guest_id")
    def _check_admitted(self):
        """Whoever knows the channel's own address, or is in it, brings nobody else in."""
        for member in self.sudo():
            meeting = member.channel_id.rights_meeting_id
            if not meeting or member.partner_id == meeting.mediator_id.partner_id:
                continue
            admitted = meeting.link_ids.filtered(lambda link: link.state == "admitted")
            if not member.guest_id or member.guest_id not in admitted.guest_id:
                raise ValidationError(
                    self.env._("Only whom the mediator admits takes part in a video meeting.")
                )


class DiscussChannelRtcSession(models.Model):
    """Coming into the call and leaving it is attendance."""

    _inherit = "discuss.channel.rtc.session"

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        self.env["rights.mediation.attendance"].sudo()._note_joined(sessions)
        return sessions

    def unlink(self):
        self.env["rights.mediation.attendance"].sudo()._note_left(self)
        return super().unlink()


class MailGuest(models.Model):
    _inherit = "mail.guest"

    rights_link_ids = fields.One2many("rights.mediation.link", "guest_id", "Links")

    def _update_name(self, name):
        """A party is called by its role; it does not rename itself."""
        if not self.sudo().rights_link_ids:
            return super()._update_name(name)
        return None


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _post_add_create(self, **kwargs):
        """A file sent into the call of a meeting: what is handed in is checked elsewhere."""
        files = self.sudo().filtered(lambda file: file.res_model == "discuss.channel")
        channels = self.env["discuss.channel"].sudo().browse(files.mapped("res_id"))
        if channels.rights_meeting_id:
            channels._refuse_files()
        return super()._post_add_create(**kwargs)


class RightsMediationAttendance(models.Model):
    """Attendance that the system noted says by which link; its times are not rewritten."""

    _inherit = "rights.mediation.attendance"

    link_id = fields.Many2one("rights.mediation.link", "By the link", readonly=True)
    is_noted = fields.Boolean("Noted by the system", readonly=True)

    @api.model
    def _note_joined(self, sessions):
        """Somebody came into the call; in superuser mode."""
        bound = sessions.sudo().filtered(lambda session: session.channel_id.rights_meeting_id)
        for session in bound:
            meeting = session.channel_id.rights_meeting_id
            link = meeting.link_ids.filtered(
                lambda link, guest=session.guest_id: guest and link.guest_id == guest
            )
            self.create(
                {
                    "meeting_id": meeting.id,
                    "side": link.side or "mediator",
                    "person": link._get_person() if link else meeting.mediator_id.name,
                    "link_id": link.id,
                    "joined_at": fields.Datetime.now(),
                    "is_noted": True,
                }
            )

    @api.model
    def _note_left(self, sessions):
        """Somebody left the call, or fell silent: then with the last sign of life."""
        now = fields.Datetime.now()
        bound = sessions.sudo().filtered(lambda session: session.channel_id.rights_meeting_id)
        silent = bound.filtered_domain(bound._inactive_rtc_session_domain())
        for session in bound:
            meeting = session.channel_id.rights_meeting_id
            rows = meeting.attendance_ids.filtered(
                lambda row, guest=session.guest_id: (
                    row.is_noted
                    and not row.left_at
                    and (row.link_id.guest_id == guest if guest else row.side == "mediator")
                )
            )
            left = session.write_date if session in silent else now
            for row in rows:
                row.left_at = max(left, row.joined_at)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "link_id": False, "is_noted": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - {"person"}:  # a name may be completed
            self._check_noted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_noted(self):
        self._check_noted()

    def _check_noted(self):
        if not self.env.su and any(row.is_noted for row in self):
            raise UserError(self.env._("What the system noted of a call stays as it is."))
