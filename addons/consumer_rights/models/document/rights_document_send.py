import logging
import smtplib
from datetime import timedelta

import psycopg2
import requests
from odoo import api, fields, models
from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import failure
from .rights_sms_gateway import NotSent

_logger = logging.getLogger(__name__)

# Minutes until the next attempt; after the last one the delivery has failed and somebody is told
WAITS = (1, 5, 30, 120, 360)
FAILURES = (
    UserError,
    MailDeliveryException,
    smtplib.SMTPException,
    requests.RequestException,
    OSError,
    psycopg2.Error,
)


class RightsDocumentDelivery(models.Model):
    """The queue of mails and text messages: sent one by one, tried again, failures seen."""

    _inherit = "rights.document.delivery"

    @api.model
    def _cron_send(self, batch_size=100):
        now = fields.Datetime.now()
        domain = Domain("state", "=", "queued") & (
            Domain("next_try_at", "=", False) | Domain("next_try_at", "<=", now)
        )
        jobs = self.env["ir.cron"]
        for delivery in jobs._in_turn(self, domain, batch_size, "next_try_at nulls first, id"):
            delivery._note_attempt()
            # what was handed over is not handed over again because of what follows
            if not jobs._commit_progress():
                break
            delivery._try_send()
        self._finish_notices(now)

    @api.model
    def _finish_notices(self, now):
        """Public notices whose days are over count as delivered."""
        domain = [("state", "=", "sent"), ("runs_until", "<=", now)]
        for delivery in self.search(domain, limit=100):
            delivery.with_user(delivery.user_id).sudo()._set_delivered(delivery.runs_until)

    def _note_attempt(self):
        wait = WAITS[min(self.attempts, len(WAITS) - 1)]
        self.write(
            {
                "attempts": self.attempts + 1,
                "next_try_at": fields.Datetime.now() + timedelta(minutes=wait),
            }
        )

    def _try_send(self):
        # what is noted, and what went wrong, is read by whoever sends it
        delivery = self.with_user(self.user_id).with_context(lang=self.user_id.lang).sudo()
        try:
            with self.env.cr.savepoint():
                getattr(delivery, f"_send_{self.way}")()
                delivery._set_delivered(fields.Datetime.now())
        except FAILURES as error:
            self.env.invalidate_all()
            reason = self._say_failure(error)
            _logger.warning("Delivery id %s was not sent: %s", self.id, reason)
            delivery._note_failure(reason)

    @api.model
    def _say_failure(self, error):
        """What went wrong, without the address that servers like to repeat.

        Of a check that refused, kind and place alone: its sentence is for whoever stands at the
        screen and may name a person (SEC-05, SEC-09).
        """
        if isinstance(error, UserError):
            return failure.summary(error)[:300]
        codes = getattr(error, "smtp_code", None) or [
            answer[0] for answer in getattr(error, "recipients", {}).values()
        ]
        return " ".join(filter(None, (type(error).__name__, str(codes) if codes else "")))

    def _note_failure(self, reason):
        self.error = reason
        if self.attempts <= len(WAITS):
            return
        self.write({"state": "failed", "next_try_at": False})
        case = self.document_id.case_id
        case.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.user_id.id,
            summary=self.env._("A paper could not be sent. Choose another way."),
        )

    # -- mail -----------------------------------------------------------------------------------

    def _send_email(self):
        """One mail to one address; the subject and the file name tell nothing of the matter."""
        recipient = self.document_id._get_recipient(self.addressee)["email"]
        if not recipient:
            raise NotSent(self.env._("There is no e-mail address any more."))
        file = self.document_id.file_ids[:1]
        unit = self.document_id.station_id
        body = self.env["ir.qweb"]._render(
            "consumer_rights.rights_delivery_mail",
            {"unit": unit.name, "phone": unit.phone, "case_number": self.case_id.name},
        )
        name = f"{self.case_id.name}-{file.id}.pdf"
        self.provider_reference = self._mail(
            recipient,
            f"{unit.name}文书送达",
            str(body),
            subtype="html",
            attachments=[(name, file.attachment_id.raw, "application/pdf")],
        )

    @api.model
    def _mail(self, address, subject, body, **parts):
        """Send one mail of the centre, now.

        :param subject: it tells nothing of the matter
        :return: the identity of the mail
        """
        servers = self.env["ir.mail_server"]
        message = servers._build_email__(
            email_from=self._get_sender(),
            email_to=[address],
            subject=subject,
            body=body,
            **parts,
        )
        servers.send_email(message)
        return message["Message-Id"]

    @api.model
    def _get_sender(self):
        address = (
            self.env.company.email_formatted
            or self.env["ir.mail_server"]._get_default_from_address()
        )
        if not address:
            raise NotSent(
                self.env._("No sender address is set up. Enter the e-mail of the centre.")
            )
        return address

    # -- text message ---------------------------------------------------------------------------

    def _send_sms(self):
        """A text with a link; the paper opens with the last digits of the phone it was sent to."""
        phone = self.document_id._get_recipient(self.addressee)["phone"]
        gateway = self.env["rights.sms.gateway"]._get_active()
        if not gateway:
            raise NotSent(self.env._("No gateway for text messages is set up any more."))
        link = self._make_link()
        unit = self.document_id.station_id.name
        text = f"【{unit}】您有一份文书（登记编号{self.case_id.name}），请在{link}查看。"
        self.provider_reference = gateway._send(phone, text)
