import base64
import hashlib
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.periods import Span
from ..statistics.rights_closed_period import KINDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_logger = logging.getLogger(__name__)
ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=10)


class RightsPackRun(models.Model):
    """One run of a pack for one period: its file, its tries, who received it.

    who                      may
    those who define packs   read the runs of own units and those below, try a failed one again
    system                   everything else: no client writes here
    """

    _name = "rights.pack.run"
    _description = "Run of a pack"
    _order = "due_at desc, id desc"

    pack_id = fields.Many2one("rights.pack", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, "Kind of period", required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    holiday = fields.Char()
    due_at = fields.Datetime("Due", required=True)
    try_at = fields.Datetime("Next try", index=True)
    attempts = fields.Integer("Tries")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Delivered"), ("failed", "Failed")],
        default="waiting",
        required=True,
        index=True,
    )
    message = fields.Char()
    finished_at = fields.Datetime("Finished on")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    checksum = fields.Char(help="SHA-256 of the file.")
    folder_file = fields.Char("File in the folder")
    delivery_ids = fields.One2many("rights.pack.delivery", "run_id", "Deliveries")

    # two jobs at once make one run of a period
    _once = models.UniqueIndex(
        "(pack_id, date_from, date_to)", "This period of the pack has its run already."
    )

    @api.depends("pack_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        tables = self.env["rights.report.table"]
        for run in self:
            period = run.date_from and tables._span_name(run._span())
            run.display_name = " ".join(filter(None, (run.pack_id.name, period)))

    def _span(self):
        self.ensure_one()
        return Span(self.kind, self.date_from, self.date_to, self.holiday or "")

    @api.model
    def _values_of(self, pack, span):
        return {
            "pack_id": pack.id,
            "station_id": pack.station_id.id,
            "kind": span.kind,
            "date_from": span.first,
            "date_to": span.last,
            "holiday": span.name,
            "try_at": fields.Datetime.now(),
        }

    def action_try_again(self):
        self.ensure_one()
        self.pack_id.check_access("write")
        if self.state != "failed":
            raise UserError(self.env._("%(run)s has not failed.", run=self.display_name))
        run_sudo = self.sudo()  # checked on the pack; runs are closed to clients
        run_sudo.write({"state": "waiting", "attempts": 0, "try_at": fields.Datetime.now()})
        self.env.ref("rights_reports.rights_pack_cron").sudo()._trigger()
        return True

    # -- running -----------------------------------------------------------------------------------

    def _run_safely(self):
        """Make and deliver; what goes wrong is noted and tried again, a little later each time."""
        self.ensure_one()
        try:
            self._prepare()
            with self.env.cr.savepoint():
                self._run()
        except (UserError, OSError, MemoryError) as error:
            # the kind of failure, and its words only where they are our own
            _logger.warning("Pack run id %s failed: %s", self.id, type(error).__name__)
            self._note_failure(error)

    def _prepare(self):
        """What is made before the workbook, in transactions of its own."""
        self.ensure_one()

    def _run(self):
        name, content = self.pack_id._make_workbook(self._span())
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": name,
                "checksum": hashlib.sha256(content).hexdigest(),
                "attempts": self.attempts + 1,
                "state": "done",
                "message": False,
                "finished_at": fields.Datetime.now(),
            }
        )
        self.env["rights.pack.delivery"]._deliver(self)
        if self.pack_id.folder_id:
            self.env.flush_all()  # what the database refuses leaves no file in the folder
            self.folder_file = self.pack_id.folder_id._put(name, self.id, content)

    def _note_failure(self, error):
        attempts = self.attempts + 1
        is_last = attempts >= ATTEMPTS
        if isinstance(error, UserError):
            message = str(error)
        else:
            message = self.env._(
                "The file could not be made or stored (%(kind)s).", kind=type(error).__name__
            )
        self.write(
            {
                "attempts": attempts,
                "message": message[:500],
                "state": "failed" if is_last else "waiting",
                "try_at": fields.Datetime.now() + FIRST_WAIT * 2 ** (attempts - 1),
            }
        )


class RightsPackDelivery(models.Model):
    """A pack in the inbox of a recipient, or why it is not there.

    who          may
    recipient    read their own, open the file
    pack's unit  read who received it
    """

    _name = "rights.pack.delivery"
    _description = "Delivered report"
    _order = "id desc"

    run_id = fields.Many2one("rights.pack.run", required=True, index=True, ondelete="restrict")
    name = fields.Char("Report", required=True)
    station_id = fields.Many2one(related="run_id.station_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", "Recipient", required=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("unread", "New"), ("read", "Opened"), ("refused", "Not delivered")],
        default="unread",
        required=True,
        index=True,
    )
    reason = fields.Char()
    at = fields.Datetime("Delivered", default=fields.Datetime.now)
    opened_at = fields.Datetime("Opened on")
    mail_id = fields.Many2one("mail.mail", ondelete="set null", groups=fields.NO_ACCESS)

    _once = models.UniqueIndex("(run_id, user_id)", "This person has this report already.")

    @api.model
    def _deliver(self, run):
        """Into each recipient's inbox, and by mail; not to who may not see these figures today."""
        pack = run.pack_id
        vals_list = []
        for user in pack.recipient_ids:
            vals = {"run_id": run.id, "user_id": user.id, "name": run.display_name}
            if reason := self._get_refusal(run, user):
                vals |= {"state": "refused", "reason": reason}
            vals_list.append(vals)
        deliveries = self.create(vals_list)
        if pack.by_mail:
            for delivery in deliveries.filtered(lambda one: one.state != "refused"):
                delivery._send_mail()
        return deliveries

    @api.model
    def _get_refusal(self, run, user):
        if not user.active:
            return self.env._("The account is closed.")
        tables = self.env["rights.report.table"].with_user(user)
        if not tables.has_access("read"):
            return self.env._("This role sees no figures.")
        if run.station_id not in user.rights_supervised_station_ids:
            return self.env._("This person does not see the figures of this unit.")
        return None

    def _send_mail(self):
        """The file goes as an attachment; the subject names the report and nobody."""
        run = self.run_id
        if not self.user_id.email:
            self.reason = self.env._("No mail address.")
            return
        attachment = self.env["ir.attachment"].create(
            {"name": run.file_name, "datas": run.file, "mimetype": XLSX}
        )
        self.mail_id = self.env["mail.mail"].create(
            {
                "subject": run.display_name,
                "email_to": self.user_id.email_formatted,
                "body_html": self.env._("The report is attached. It is in your inbox as well."),
                "attachment_ids": [fields.Command.set(attachment.ids)],
            }
        )

    def _check_mine(self):
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user or self.state == "refused":
            raise AccessError(self.env._("This report was not delivered to you."))

    def _take_file(self):
        """(file name, bytes) for the recipient, who need not read the runs."""
        self._check_mine()
        run_sudo = self.sudo().run_id  # what was delivered is the recipient's to read
        return run_sudo.file_name, base64.b64decode(run_sudo.file)

    def action_open(self):
        """Open the file; from then on it counts as read."""
        self._check_mine()
        if self.state == "unread":
            # the recipient's own mark; the row itself is closed to clients
            self.sudo().write({"state": "read", "opened_at": fields.Datetime.now()})
        return {
            "type": "ir.actions.act_url",
            "url": f"/rights/reports/delivery/{self.id}",
            "target": "self",
        }


class RightsCase(models.Model):
    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        """A new report waits for its reader."""
        unread = [("user_id", "=", self.env.uid), ("state", "=", "unread")]
        deliveries = self.env["rights.pack.delivery"]
        count = deliveries.search_count(unread) if deliveries.has_access("read") else 0
        return [*super()._get_todo_pages(), ("rights_reports.rights_pack_delivery_action", count)]
