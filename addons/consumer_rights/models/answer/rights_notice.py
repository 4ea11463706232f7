import logging
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.china_time import china_date, china_naive, day_begins
from ..document.rights_document_send import FAILURES
from ..document.rights_sms_gateway import NotSent
from .rights_notice_template import EVENTS, LINKED

_logger = logging.getLogger(__name__)

# Minutes until the next attempt; after the last one it has failed and stands in the list
WAITS = (5, 30, 120)
PERSONS = ("complainant", "reporter", "inquirer")


class RightsNotice(models.Model):
    """A short message about one event of a matter, to one person of it or to the merchant.

    It is queued, and sent in service hours.

    who                      may
    reader of the case       read it
    writer of the case       try a failed one again

    Everything in it comes from whom it goes to and from the number of the case. The text is
    made when it is sent and is not kept: it may hold the person's name and a personal link.
    """

    _name = "rights.notice"
    _description = "Notice"
    _inherit = ["rights.case.part"]
    _order = "id desc"
    _rec_name = "event"
    _frozen_with_archive = False

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    party_id = fields.Many2one(
        "rights.case.party", "To", ondelete="restrict", help="Empty: it goes to the merchant."
    )
    event = fields.Selection(EVENTS, required=True)
    followup_id = fields.Many2one("rights.followup", ondelete="set null")
    way = fields.Selection([("sms", "Text message"), ("email", "E-mail")], required=True)
    target_masked = fields.Char("Address")
    lang = fields.Char("Language")
    state = fields.Selection(
        [("queued", "Queued"), ("sent", "Sent"), ("failed", "Failed"), ("void", "Not needed")],
        default="queued",
        required=True,
        index=True,
    )
    queued_at = fields.Datetime("Queued on", default=fields.Datetime.now, required=True)
    next_try_at = fields.Datetime("Next attempt")
    attempts = fields.Integer()
    sent_at = fields.Datetime("Sent on")
    error = fields.Char("What went wrong")
    provider_reference = fields.Char("Reference of the provider")

    _to_somebody = models.Constraint(
        "CHECK (party_id IS NOT NULL OR starts_with(event, 'merchant_'))",
        "A notice goes to a person of the matter, unless it is one for the merchant.",
    )
    _waiting = models.Index("(next_try_at NULLS FIRST, id) WHERE state = 'queued'")

    # -- queueing ----------------------------------------------------------------------------------

    @api.model
    def _queue(self, case, event, parties=None, **about):
        """Queue the notice of an event to each person of a case that can be reached.

        :param parties: who it is for, when it is not for all of them
        :param about: values of the notice, such as its follow-up

        Nothing is queued for an anonymous reporter, for history, or when the notice is off.
        """
        if case.is_anonymous:
            return self.browse()
        if parties is None:
            parties = self._get_recipients(case)
        reached = [(party, self._get_reach_of(case, party)) for party in parties]
        return self._queue_reached(case, event, reached, about)

    @api.model
    def _queue_to_merchant(self, case, event, **about):
        """Queue the notice of an event to the respondent of a complaint."""
        nobody = self.env["rights.case.party"]
        reached = [(nobody, self._get_reach_of(case, nobody))]
        return self._queue_reached(case, event, reached, about)

    @api.model
    def _queue_reached(self, case, event, reached, about):
        template_id = self.env["rights.notice.template"]._id_of(event)
        if not template_id or case.is_history:
            return self.browse()
        template = self.env["rights.notice.template"].sudo().browse(template_id)
        vals_list = []
        for party, reach in reached:
            way = self._choose_way(template, reach)
            if way:
                vals_list.append(
                    {
                        "case_id": case.id,
                        "party_id": party.id,
                        "event": event,
                        "way": way,
                        "target_masked": self.env["rights.document"]._mask_target(way, reach),
                        "lang": reach["lang"],
                        "next_try_at": self._next_service_time(fields.Datetime.now()),
                        **about,
                    }
                )
        notices = self.sudo().create(vals_list)
        if notices:
            self.env.ref("consumer_rights.cron_notice_send")._trigger(notices[0].next_try_at)
        return notices

    @api.model
    def _get_recipients(self, case):
        """The persons of a case; of a joint complaint its representatives, when there are some."""
        parties = case.sudo().party_ids.filtered(lambda party: party.role in PERSONS)
        return parties.filtered("is_representative") or parties

    @api.model
    def _get_reach_of(self, case, party):
        """{name, phone, email, lang} of a party, of the merchant for none; for server code only."""
        if not party:
            return {"name": case.sudo().respondent_name, **case._get_merchant_reach()}
        return {name: party[name] for name in ("name", "phone", "email", "lang")}

    def _get_reach(self):
        return self._get_reach_of(self.case_id, self.party_id)

    @api.model
    def _choose_way(self, template, reach):
        """The first way that the notice allows, that is set up and that reaches whom it is for."""
        gateway = self.env["rights.sms.gateway"]
        if template.by_sms and gateway._is_mobile(reach["phone"]) and gateway._get_active():
            return "sms"
        if template.by_email and reach["email"] and self.env["rights.document"]._is_mail_set_up():
            return "email"
        return None

    # -- working hours -----------------------------------------------------------------------------

    @api.model
    def _get_service_hours(self):
        """[(begin, end)] of a working day in minutes, from parameters written like 830."""
        value = self.env["rights.network.parameter"]._value
        names = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")
        edges = [hours * 60 + rest for hours, rest in (divmod(value(n), 100) for n in names)]
        return [(edges[0], edges[1]), (edges[2], edges[3])]

    @api.model
    def _next_service_time(self, moment):
        """The moment itself inside service hours, else when they begin next (naive UTC)."""
        table = self.env["rights.calendar.day"]._day_table()
        hours = self._get_service_hours()
        local = china_naive(moment)
        day, minute = china_date(moment).toordinal(), local.hour * 60 + local.minute
        while True:
            if table.is_working(day):
                for begin, end in hours:
                    if begin <= minute < end:
                        return moment
                    if minute < begin:
                        return self._at_minute(day, begin)
            day, minute = day + 1, -1

    @api.model
    def _at_minute(self, day, minute):
        return day_begins(date.fromordinal(day)) + timedelta(minutes=minute)

    # -- the queue ---------------------------------------------------------------------------------

    @api.model
    def _cron_send(self, batch_size=200):
        """Send what waits, one by one, while service hours last."""
        now = fields.Datetime.now()
        cron = self.env["ir.cron"]
        opens = self._next_service_time(now)
        if opens > now:
            self.env.ref("consumer_rights.cron_notice_send")._trigger(opens)
            return
        domain = Domain("state", "=", "queued") & Domain("next_try_at", "<=", now)
        for notice in cron._in_turn(self, domain, batch_size, "next_try_at, id"):
            notice._note_attempt()
            # what was handed over is not handed over again because of what follows
            if not cron._commit_progress():
                break
            reader = notice.case_id.registered_by_id  # of what is noted
            notice.with_context(lang=reader.lang)._try_send()

    def _note_attempt(self):
        wait = timedelta(minutes=WAITS[min(self.attempts, len(WAITS) - 1)])
        self.write(
            {
                "attempts": self.attempts + 1,
                "next_try_at": self._next_service_time(fields.Datetime.now() + wait),
            }
        )

    def _is_needless(self):
        """Whether what it is about has passed: rated or called meanwhile."""
        return bool(self.followup_id) and self.followup_id.state != "open"

    def _try_send(self):
        if self._is_needless():
            self.state = "void"
            return
        try:
            with self.env.cr.savepoint():
                reference = getattr(self, f"_send_{self.way}")(self._get_text())
                self.write(
                    {
                        "state": "sent",
                        "sent_at": fields.Datetime.now(),
                        "error": False,
                        # an answer may repeat the text: a code stays nowhere
                        "provider_reference": self.event != "query_code" and reference,
                    }
                )
                label = dict(self._fields["event"]._description_selection(self.env))[self.event]
                basis = self.env._("Notice sent: %(event)s", event=label)
                self.case_id._append_events([{"type": "progress", "basis": basis}])
        except FAILURES as error:
            self.env.invalidate_all()
            self.error = self.env["rights.document.delivery"]._say_failure(error)
            if self.attempts > len(WAITS):
                self.state = "failed"
            _logger.warning("Notice id %s was not sent: %s", self.id, self.error)

    def _get_text(self):
        """The words in the language of whom it goes to."""
        template = self.env["rights.notice.template"].browse(
            self.env["rights.notice.template"]._id_of(self.event)
        )
        if not template:
            raise NotSent(self.env._("This notice was switched off."))
        return template._fill(self.lang, self._get_places())

    def _get_places(self):
        """What fills the places of the text; the own name, unless secrecy was asked for."""
        case = self.case_id
        unit = case._get_reception()
        is_secret = case.is_confidential or case._is_secret_kind()
        return {
            "name": "" if is_secret else self._get_reach()["name"],
            "number": case.name,
            "unit": unit.name,
            "phone": unit.phone or "12315",
            "date": china_date().isoformat(),
            "link": self._get_link(),
            "code": case._renew_query_code() if self.event == "query_code" else "",
        }

    def _get_link(self):
        """Where the notice leads: the merchant to the complaint, the person to the rating."""
        if self.event in LINKED:
            return f"{self.get_base_url()}/rights/merchant/{self.case_id.id}"
        return self.followup_id._make_link() if self.followup_id else ""

    def _send_sms(self, text):
        gateway = self.env["rights.sms.gateway"]._get_active()
        phone = self._get_reach()["phone"]
        if not gateway or not phone:
            raise NotSent(self.env._("No gateway for text messages is set up any more."))
        return gateway._send(phone, text)

    def _send_email(self, text):
        """The subject tells nothing of the matter."""
        email = self._get_reach()["email"]
        if not email:
            raise NotSent(self.env._("There is no e-mail address any more."))
        subject = self.case_id._get_reception().name
        return self.env["rights.document.delivery"]._mail(email, subject, text)

    def action_retry(self):
        """Try a failed one again, after the cause was removed."""
        self.case_id.check_access("write")
        failed = self.sudo().filtered(lambda notice: notice.state == "failed")
        at = self._next_service_time(fields.Datetime.now())
        failed.write({"state": "queued", "attempts": 0, "next_try_at": at})
        self.env.ref("consumer_rights.cron_notice_send")._trigger(at)
        return True
