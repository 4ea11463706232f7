import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models

from ...tools.masking import phone_tail

LINK_DAYS = 30
MOST_TRIES = 5


class RightsDocumentDelivery(models.Model):
    """The link in a text message: it opens one paper, for a time, to whoever has that phone."""

    _inherit = "rights.document.delivery"

    link_hash = fields.Char(index="btree_not_null", groups=fields.NO_ACCESS)
    link_until = fields.Datetime()
    link_tries = fields.Integer()
    opened_at = fields.Datetime("Opened")

    def _make_link(self):
        """A new address of the paper; only its hash is kept."""
        token = secrets.token_urlsafe(18)
        self.sudo().write(
            {
                "link_hash": self._hash_token(token),
                "link_until": fields.Datetime.now() + timedelta(days=LINK_DAYS),
                "link_tries": 0,
            }
        )
        return f"{self.get_base_url()}/rights/paper/{token}"

    @api.model
    def _hash_token(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _of_token(self, token):
        """The delivery whose link this is, while the link holds; in superuser mode."""
        delivery_sudo = self.sudo().search([("link_hash", "=", self._hash_token(token))], limit=1)
        holds = (
            delivery_sudo.link_until
            and delivery_sudo.link_until > fields.Datetime.now()
            and delivery_sudo.link_tries < MOST_TRIES
            and delivery_sudo.document_id.state != "void"
        )
        return delivery_sudo if holds else delivery_sudo.browse()

    def _open_link(self, tail):
        """The file for whoever knows the last digits of the phone; None for others."""
        self.ensure_one()
        phone = self.document_id._get_recipient(self.addressee)["phone"]
        if not secrets.compare_digest(phone_tail(phone) or "-", (tail or "").strip()):
            self.link_tries += 1
            return None
        self.opened_at = self.opened_at or fields.Datetime.now()
        return self.document_id.file_ids[:1].attachment_id
