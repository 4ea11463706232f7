import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsFollowup(models.Model):
    """The personal link by which the person rates: one follow-up, one use, a few days (RPL-06)."""

    _inherit = "rights.followup"

    link_hash = fields.Char(index="btree_not_null", groups=fields.NO_ACCESS)
    link_until = fields.Datetime("Link valid until", readonly=True)

    def _make_link(self):
        """A new address of the rating page; only its hash is kept, the one before dies."""
        self.ensure_one()
        if self.state != "open":
            raise UserError(self.env._("This follow-up has its result already."))
        token = secrets.token_urlsafe(18)
        days = self.env["rights.network.parameter"]._value("rating_link_days")
        self.sudo().write(
            {
                "link_hash": self._hash_token(token),
                "link_until": fields.Datetime.now() + timedelta(days=days),
            }
        )
        return f"{self.get_base_url()}/rights/rate/{token}"

    @api.model
    def _hash_token(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _of_token(self, token):
        """The follow-up whose link this is, while the link holds; in superuser mode."""
        followup_sudo = self.sudo().search([("link_hash", "=", self._hash_token(token))], limit=1)
        holds = (
            followup_sudo.state == "open"
            and followup_sudo.link_until > fields.Datetime.now()
            and followup_sudo.case_id.stage_code == "replied"
            and followup_sudo.cycle_no == followup_sudo.case_id.cycle_no
        )
        return followup_sudo if holds else followup_sudo.browse()

    def _rate_by_link(self, grades, comment, suggestion):
        """Take the rating and end the link with it."""
        self.ensure_one()
        self._take_rating(self.case_id, grades, comment, suggestion, way="sms")
        self.sudo().link_hash = False
