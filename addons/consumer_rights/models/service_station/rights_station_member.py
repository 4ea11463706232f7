from odoo import api, fields, models
from odoo.exceptions import UserError

LIAISON_GROUP = "consumer_rights.consumer_rights_group_liaison"


class RightsStationMember(models.Model):
    """The account of a liaison at a service station; what it reaches is what it belongs to.

    who                            may
    station officer, dispatcher    read and end, own unit and below
    liaison                        nothing here: the pages ask ``rights.station.profile._own``
    """

    _name = "rights.station.member"
    _inherit = ["rights.portal.member", "rights.station.part"]
    _description = "Account at a service station"
    _order = "profile_id, id"

    _once = models.UniqueIndex(
        "(profile_id, user_id) WHERE ended_at IS NULL",
        "This account belongs to the station already.",
    )


class RightsStationInvitation(models.Model):
    """A link that opens one account at a service station, once (SEC-11).

    who                            may
    station officer, dispatcher    invite and withdraw, own unit and below
    """

    _name = "rights.station.invitation"
    _inherit = ["rights.invitation", "rights.station.part"]
    _description = "Invitation to a service station's account"
    _account_group = LIAISON_GROUP
    _belongs_to = "profile_id"
    _member_model = "rights.station.member"

    @api.model
    def _invite(self, profile, note=""):
        """A new invitation and the path of its link."""
        invitation_sudo, secret = self._new_link({"profile_id": profile.id}, note)
        return invitation_sudo, f"/rights/station/join/{secret}"

    def _wrong_account(self):
        return self.env._("This account cannot belong to a service station.")


class RightsStationInvite(models.TransientModel):
    """The dialog in which a unit invites the liaison of a service station."""

    _name = "rights.station.invite"
    _inherit = ["rights.invite"]
    _description = "Invite to a service station's account"

    profile_id = fields.Many2one("rights.station.profile", required=True, ondelete="cascade")

    def action_invite(self):
        self.ensure_one()
        self.profile_id.check_access("write")
        if not self.profile_id.active:
            raise UserError(self.env._("%(station)s is closed.", station=self.profile_id.name))
        invitations = self.env["rights.station.invitation"]
        invitations.check_access("create")
        _invitation, path = invitations._invite(self.profile_id, self.note)
        return self._show_link(path)


class ResUsers(models.Model):
    _inherit = "res.users"

    station_member_ids = fields.One2many(
        "rights.station.member", "user_id", "Service stations", groups=fields.NO_ACCESS
    )
