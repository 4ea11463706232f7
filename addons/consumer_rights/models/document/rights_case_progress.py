import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.flag_search import search_flag
from .rights_document_delivery import QUEUED, WAYS
from .rights_document_send import FAILURES, WAITS

_logger = logging.getLogger(__name__)


class RightsCaseProgress(models.Model):
    """One line of what the person sees of a matter, and how it was told (HND-06, LIM-14).

    who                      may
    reader of the case       read it
    whoever writes the case  note that it was told
    the person               read it in the portal, or hear of it by text message, mail or phone

    ``name``, ``at`` and ``text`` are for the person: in Chinese, without anything internal and
    without anybody else's data. They come from ``rights.progress.kind`` and never change.
    """

    _name = "rights.case.progress"
    _inherit = ["rights.case.part"]
    _description = "Progress notice"
    _order = "at desc, id desc"
    _frozen_with_archive = False  # the queue may come after the archivist

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    kind_id = fields.Many2one(
        "rights.progress.kind", required=True, index=True, ondelete="restrict"
    )
    at = fields.Datetime("Time", required=True)
    name = fields.Char("Heading", required=True)
    text = fields.Text("Sentence", required=True)
    # the date that is told with it
    deadline_id = fields.Many2one(
        "rights.deadline", "Clock of the date", index="btree_not_null", ondelete="restrict"
    )
    date = fields.Date("Date named")
    # how it was told
    way = fields.Selection(WAYS, "Told by")
    told_at = fields.Datetime("Told")
    next_try_at = fields.Datetime("Next attempt")
    attempts = fields.Integer()
    error = fields.Char("What went wrong")
    is_missing = fields.Boolean(
        "Notice missing", compute="_compute_is_missing", search="_search_is_missing"
    )

    _waiting = models.Index("(next_try_at) WHERE next_try_at IS NOT NULL")
    _untold = models.Index("(case_id) WHERE told_at IS NULL")

    @api.depends("told_at")
    def _compute_is_missing(self):
        missing = self.search([("id", "in", self.ids), ("is_missing", "=", True)])
        for entry in self:
            entry.is_missing = entry in missing

    def _search_is_missing(self, operator, value):
        """Not told although the time for it, TL-43, is over."""
        overdue = self.env["rights.deadline"].sudo()  # the clockwork; the cases are the reader's
        overdue = overdue._search(
            [
                ("code", "=", "TL-43"),
                ("stopped_at", "=", False),
                ("due_at", "<=", fields.Datetime.now()),
            ]
        )
        missing = Domain("told_at", "=", False) & Domain(
            "case_id", "in", overdue.subselect("case_id")
        )
        return search_flag(missing, operator, value)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A progress notice stays as the person read it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A progress notice is never deleted."))

    # -- telling --------------------------------------------------------------------------------

    def _set_told(self, at, way):
        """The person knows: the notice, its date and the clock of telling say so."""
        told = self.sudo().filtered(lambda entry: not entry.told_at)
        told.write({"told_at": at, "way": way, "next_try_at": False, "error": False})
        for clock in told.deadline_id.filtered("tells_person"):
            latest = self.sudo().search([("deadline_id", "=", clock.id)], limit=1)
            if latest in told and not clock.stopped_at:
                clock.date_told_at = at
        waiting = self.sudo().search([("case_id", "in", told.case_id.ids), ("told_at", "=", False)])
        (told.case_id - waiting.case_id).with_env(self.env)._deadline_event("progress_told", at=at)

    def _tell_at_once(self):
        """Show it where the person looks; what must be sent is sent after this transaction."""
        for entry in self.sudo():
            if entry.case_id._has_portal():
                entry._set_told(entry.at, "portal")
            elif not entry.case_id.is_anonymous and entry._choose_way():
                entry.next_try_at = entry.at
        if any(entry.next_try_at for entry in self.sudo()):
            self.env.ref("consumer_rights.cron_progress_tell")._trigger()

    def _choose_way(self):
        """The way that the person chose where it is one of ours, else the first that is open;
        None when somebody has to call."""
        case = self.case_id
        address = case._get_person_address()
        gateway = self.env["rights.sms.gateway"]
        is_open = {
            "sms": gateway._is_mobile(address["phone"]) and bool(gateway._get_active()),
            "email": bool(address["email"]) and self.env["rights.document"]._is_mail_set_up(),
        }
        ways = sorted(QUEUED, key=lambda way: way != case.reply_way)
        return next((way for way in ways if is_open[way]), None)

    def action_told(self):
        """Whoever works on the case told it on the phone."""
        self.case_id.check_access("write")
        for entry in self:
            if entry.told_at:
                raise UserError(self.env._("%(notice)s was told already.", notice=entry.name))
            entry._set_told(fields.Datetime.now(), "phone")
            entry._log_told("phone")
        return True

    def _log_told(self, way):
        label = dict(self._fields["way"]._description_selection(self.env))[way]
        basis = self.env._("Progress told (%(way)s): %(notice)s", way=label, notice=self.name)
        self.case_id._append_events([{"type": "progress", "basis": basis}])

    # -- the queue ------------------------------------------------------------------------------

    @api.model
    def _cron_tell(self, batch_size=200):
        """Send what waits, one by one; what cannot be sent is left for somebody to call."""
        domain = Domain("told_at", "=", False) & Domain("next_try_at", "<=", fields.Datetime.now())
        jobs = self.env["ir.cron"]
        for entry in jobs._in_turn(self, domain, batch_size, "next_try_at, id"):
            entry._note_attempt()
            # what was handed over is not handed over again because of what follows
            if not jobs._commit_progress():
                break
            entry._try_tell()

    def _note_attempt(self):
        again = self.attempts < len(WAITS)
        wait = timedelta(minutes=WAITS[self.attempts]) if again else None
        self.write(
            {
                "attempts": self.attempts + 1,
                "next_try_at": wait and fields.Datetime.now() + wait,
            }
        )

    def _try_tell(self):
        if self.case_id._has_portal():
            self._set_told(fields.Datetime.now(), "portal")
            return
        way = self._choose_way()
        if not way:
            self.next_try_at = False
            return
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_send_{way}")()
                self._set_told(fields.Datetime.now(), way)
                self._log_told(way)
        except FAILURES as error:
            self.env.invalidate_all()
            self.error = self.env["rights.document.delivery"]._say_failure(error)
            _logger.warning("Progress notice id %s was not sent: %s", self.id, self.error)

    def _send_sms(self):
        phone = self.case_id._get_person_address()["phone"]
        case = self.case_id
        text = f"【{case.station_id.name}】登记编号{case.name}：{self.text}"
        self.env["rights.sms.gateway"]._get_active()._send(phone, text)

    def _send_email(self):
        """The subject tells nothing of the matter."""
        case = self.case_id
        unit = case.station_id
        body = self.env["ir.qweb"]._render(
            "consumer_rights.rights_progress_mail",
            {"unit": unit.name, "phone": unit.phone, "number": case.name, "text": self.text},
        )
        address = case._get_person_address()["email"]
        self.env["rights.document.delivery"]._mail(
            address, f"{unit.name}办理进展告知", str(body), subtype="html"
        )
