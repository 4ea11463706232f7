import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.china_time import china_naive
from ..document.rights_document_send import FAILURES
from ..document.rights_sms_gateway import NotSent

_logger = logging.getLogger(__name__)

# Minutes until the next attempt; after the last one the mediator reads that it failed
WAITS = (1, 5)


class RightsMediationLink(models.Model):
    """A link goes to its party by text message or mail, at once: a meeting does not wait.

    The address is made when it is sent, so that it stands nowhere but in the message.
    """

    _inherit = "rights.mediation.link"

    way = fields.Selection([("sms", "Text message"), ("email", "E-mail")], "Sent by")
    target_masked = fields.Char("Sent to")
    next_try_at = fields.Datetime("Next attempt")
    attempts = fields.Integer()
    sent_at = fields.Datetime("Sent on")
    error = fields.Char("What went wrong")

    _to_send = models.Index("(next_try_at, id) WHERE next_try_at IS NOT NULL")

    def _queue(self):
        """Send it by the first way that is set up and reaches the party; False for none."""
        self.ensure_one()
        way = self._choose_way()
        if not way:
            return False
        link = self.sudo()  # whoever calls may issue links
        link.write(
            {
                "way": way,
                "target_masked": self.env["rights.document"]._mask_target(way, self._get_reach()),
                "next_try_at": fields.Datetime.now(),
                "attempts": 0,
                "sent_at": False,
                "error": False,
            }
        )
        self.env.ref("consumer_rights.cron_mediation_link_send")._trigger()
        return True

    def _choose_way(self):
        return self.env["rights.notice"]._choose_way(self._get_template(), self._get_reach())

    @api.model
    def _get_template(self):
        templates = self.env["rights.notice.template"].sudo()  # the words are no secret
        return templates.browse(templates._id_of("video_meeting"))

    @api.model
    def _cron_send(self, batch_size=100):
        domain = Domain("next_try_at", "<=", fields.Datetime.now())
        jobs = self.env["ir.cron"]
        for link in jobs._in_turn(self, domain, batch_size, "next_try_at, id"):
            link._note_attempt()
            # what was handed over is not handed over again because of what follows
            if not jobs._commit_progress():
                break
            link._try_send()

    def _note_attempt(self):
        wait = WAITS[self.attempts] if self.attempts < len(WAITS) else None
        self.write(
            {
                "attempts": self.attempts + 1,
                "next_try_at": wait and fields.Datetime.now() + timedelta(minutes=wait),
            }
        )

    def _try_send(self):
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_send_{self.way}")(self._get_text())
                self.write({"sent_at": fields.Datetime.now(), "next_try_at": False, "error": False})
        except FAILURES as error:
            self.env.invalidate_all()
            self.error = self.env["rights.document.delivery"]._say_failure(error)
            _logger.warning("Link id %s was not sent: %s", self.id, self.error)

    def _get_text(self):
        """The unit, the number of the matter, the time and the link; nobody's name."""
        template = self._get_template()
        if not template or self.state != "issued":
            raise NotSent(self.env._("There is nothing to send any more."))
        unit = self.case_id.station_id
        return template._fill(
            self._get_reach()["lang"],
            {
                "number": self.case_id.name,
                "unit": unit.name,
                "phone": unit.phone or "12315",
                "date": china_naive(self.meeting_id.planned_start).strftime("%Y-%m-%d %H:%M"),
                "link": self._make_address(),
            },
        )

    def _send_sms(self, text):
        gateway = self.env["rights.sms.gateway"]._get_active()
        if not gateway:
            raise NotSent(self.env._("No gateway for text messages is set up any more."))
        gateway._send(self._get_phone(), text)

    def _send_email(self, text):
        """The subject tells nothing of the matter."""
        address, subject = self._get_reach()["email"], self.case_id.station_id.name
        self.env["rights.document.delivery"]._mail(address, subject, text)
