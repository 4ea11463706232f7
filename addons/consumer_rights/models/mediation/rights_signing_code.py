import secrets
import smtplib
from datetime import timedelta

import requests
from odoo import api, fields, models
from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import UserError
from odoo.tools.misc import hmac

from ..document.rights_sms_gateway import NotSent

LIFE = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
MOST_TRIES = 5
MOST_A_DAY = 6
TARGETS = {"sms": "phone", "email": "email"}
# nothing that a provider or a mail server says about an address is shown
FAILURES = (
    NotSent,
    MailDeliveryException,
    smtplib.SMTPException,
    requests.RequestException,
    OSError,
)


class RightsSigningCode(models.Model):
    """A one-time code with which one side signs one text (MED-07).

    It goes to the phone of that side by text message, or by mail to a side without a mobile phone;
    only its keyed hash is kept. It holds for ten minutes, for five tries, and for the very file
    that was shown when it was asked for.
    """

    _name = "rights.signing.code"
    _description = "One-time code of a signature"
    _order = "id desc"

    agreement_id = fields.Many2one(
        "rights.mediation.agreement", required=True, index=True, ondelete="cascade"
    )
    side = fields.Char(required=True)
    file_hash = fields.Char(required=True)
    code_hash = fields.Char(required=True)
    way = fields.Selection([("sms", "Text message"), ("email", "E-mail")])
    target_masked = fields.Char()
    sent_at = fields.Datetime(required=True)
    tries = fields.Integer()
    used_at = fields.Datetime()

    @api.model
    def _key(self, agreement, side, file_hash, code):
        secret = (agreement.id, side, file_hash, code)
        return hmac(self.env(su=True), "rights_signing_code", secret)

    @api.model
    def _choose_way(self, reach):
        """A text message where one arrives, else a mail; None when nothing reaches the side.

        :param reach: {phone, email} of the side
        """
        gateway = self.env["rights.sms.gateway"]
        if gateway._is_mobile(reach["phone"]) and gateway._get_active():
            return "sms"
        if reach["email"] and self.env["rights.document"]._is_mail_set_up():
            return "email"
        return None

    @api.model
    def _send(self, agreement, side, file_hash, reach):
        """Send a code for this text; asked for again within a minute, the first one holds.

        :param reach: {phone, email} of the side
        :raise UserError: no message reaches this side, or too many were asked for
        """
        now = fields.Datetime.now()
        way = self._choose_way(reach)
        if not way:
            raise UserError(
                self.env._(
                    "No code can reach you: neither a mobile number nor an e-mail address is known "
                    "that the centre can write to. Sign the paper at the unit instead."
                )
            )
        earlier = self.sudo().search(
            [
                ("agreement_id", "=", agreement.id),
                ("side", "=", side),
                ("sent_at", ">", now - timedelta(days=1)),
            ]
        )
        if earlier[:1].sent_at and earlier[0].sent_at > now - PAUSE:
            if earlier[0]._holds(file_hash):
                return earlier[0]
        if len(earlier) >= MOST_A_DAY:
            raise UserError(
                self.env._("Too many codes were asked for today. Sign the paper at the unit.")
            )
        code = f"{secrets.randbelow(10**6):06d}"
        row = self.sudo().create(
            {
                "agreement_id": agreement.id,
                "side": side,
                "file_hash": file_hash,
                "code_hash": self._key(agreement, side, file_hash, code),
                "way": way,
                "target_masked": self.env["rights.document"]._mask_target(way, reach),
                "sent_at": now,
            }
        )
        case = agreement.case_id
        text = (
            f"【{case.station_id.name}】登记编号{case.name}的调解书签署验证码{code}，10分钟内有效，"
            "请勿告诉他人。"
        )
        try:
            getattr(row, f"_send_{way}")(reach[TARGETS[way]], text)
        except FAILURES:
            raise UserError(
                self.env._(
                    "The message could not be sent just now. Try again in a while, or sign the "
                    "paper at the unit."
                )
            ) from None
        return row

    def _send_sms(self, phone, text):
        self.env["rights.sms.gateway"]._get_active()._send(phone, text)

    def _send_email(self, address, text):
        """The subject tells nothing of the matter."""
        subject = self.agreement_id.case_id.station_id.name
        self.env["rights.document.delivery"]._mail(address, subject, text)

    @api.model
    def _of(self, agreement, side, file_hash):
        """The code that waits to be typed; empty when there is none."""
        row = self.sudo().search(
            [("agreement_id", "=", agreement.id), ("side", "=", side)], limit=1
        )
        return row if row and row._holds(file_hash) else row.browse()

    def _holds(self, file_hash):
        return (
            not self.used_at
            and self.file_hash == file_hash
            and self.tries < MOST_TRIES
            and self.sent_at > fields.Datetime.now() - LIFE
        )

    def _use(self, code):
        """Whether this is the code; a wrong try counts."""
        typed = self._key(self.agreement_id, self.side, self.file_hash, (code or "").strip()[:16])
        if not secrets.compare_digest(typed, self.code_hash):
            self.tries += 1
            return False
        self.used_at = fields.Datetime.now()
        return True

    @api.autovacuum
    def _gc_codes(self):
        old = fields.Datetime.now() - timedelta(days=2)
        rows = self.sudo().search([("sent_at", "<", old)], limit=10000)
        rows.unlink()
        return len(rows), len(rows) == 10000
