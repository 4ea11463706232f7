from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LIAISON_GROUP = "consumer_rights.consumer_rights_group_liaison"


class RightsStationMember(models.Model):
    """The account of a liaison at a service station; what it reaches is what it belongs to.

    who                            may
    station officer, dispatcher    read and end, own unit and below
    liaison                        nothing here: the pages ask ``rights.station.profile._own``
    """

    _name = "rights.station.member"
    _inherit = ["rights.station.part"]
    _description = "Account at a service station"
    _order = "profile_id, id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    since = fields.Datetime(required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime("Ended at", readonly=True)
    ended_by_id = fields.Many2one("res.users", "Ended by", readonly=True, ondelete="restrict")

    _once = models.UniqueIndex(
        "(profile_id, user_id) WHERE ended_at IS NULL", "This account belongs to it already."
    )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Accounts are opened by invitation and ended here."))
        return super().write(vals)

    def action_end(self):
        """The person has left: the account reaches the station no longer."""
        self.check_access("write")
        # the right to write was checked
        self.sudo().filtered(lambda row: not row.ended_at).write(
            {"ended_at": fields.Datetime.now(), "ended_by_id": self.env.uid}
        )
        return True


class RightsStationInvitation(models.Model):
    """A link that opens one account at a service station, once (SEC-11).

    who                            may
    station officer, dispatcher    invite and withdraw, own unit and below
    """

    _name = "rights.station.invitation"
    _inherit = ["rights.invitation", "rights.station.part"]
    _description = "Invitation to a service station's account"
    _order = "id desc"
    _rec_name = "note"

    _secret_unique = models.UniqueIndex("(secret_hash)", "This link exists already.")

    @api.model
    def _invite(self, profile, note=""):
        """A new invitation and the path of its link."""
        invitation_sudo, secret = self._new_link({"profile_id": profile.id}, note)
        return invitation_sudo, f"/rights/station/join/{secret}"

    def _leads_nowhere(self):
        return not self.profile_id.active

    def _accept(self, login, name, password):
        """Open the account that the link is for.

        :raise UserError: the link opens nothing, or what was entered does not do
        """
        self._check_open()
        user = self.env["res.users"]._open_portal_account(login, name, password, LIAISON_GROUP)
        self._join(user)
        return user

    def _accept_as(self, user):
        """Add the station to an account of a liaison that exists already."""
        self._check_open()
        if not user.has_group(LIAISON_GROUP):
            raise AccessError(self.env._("This account cannot belong to a service station."))
        self._join(user)

    def _join(self, user):
        members = self.env["rights.station.member"].sudo()
        known = members.search_count(
            [
                ("profile_id", "=", self.profile_id.id),
                ("user_id", "=", user.id),
                ("ended_at", "=", False),
            ]
        )
        if not known:
            members.create({"profile_id": self.profile_id.id, "user_id": user.id})
        self._set_used(user)


class RightsStationInvite(models.TransientModel):
    """The dialog in which a unit invites the liaison of a service station."""

    _name = "rights.station.invite"
    _description = "Invite to a service station's account"

    profile_id = fields.Many2one("rights.station.profile", required=True, ondelete="cascade")
    note = fields.Char("For whom")
    link = fields.Char(readonly=True)

    def action_invite(self):
        self.ensure_one()
        self.profile_id.check_access("write")
        if not self.profile_id.active:
            raise UserError(self.env._("%(station)s is closed.", station=self.profile_id.name))
        invitations = self.env["rights.station.invitation"]
        invitations.check_access("create")
        _invitation, path = invitations._invite(self.profile_id, self.note)
        self.link = self.get_base_url() + path
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invitation"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class ResUsers(models.Model):
    _inherit = "res.users"

    station_member_ids = fields.One2many(
        "rights.station.member", "user_id", "Service stations", groups=fields.NO_ACCESS
    )
