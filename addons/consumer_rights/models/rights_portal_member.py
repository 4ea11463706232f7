from odoo import fields, models
from odoo.exceptions import AccessError


class RightsPortalMember(models.AbstractModel):
    """That an account of the portal belongs to something, until somebody ends it."""

    _name = "rights.portal.member"
    _description = "Membership of an account"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    since = fields.Datetime(required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime("Ended at", readonly=True)
    ended_by_id = fields.Many2one("res.users", "Ended by", readonly=True, ondelete="restrict")

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Accounts are opened by invitation and ended here."))
        return super().write(vals)

    def action_end(self):
        """The person has left: the account reaches it no longer."""
        self.check_access("write")
        self._end()
        return True

    def _end(self):
        # the right to write was checked
        self.sudo().filtered(lambda row: not row.ended_at).write(
            {"ended_at": fields.Datetime.now(), "ended_by_id": self.env.uid}
        )
