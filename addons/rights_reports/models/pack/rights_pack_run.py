import base64
import hashlib
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTS = [("workbook", "Workbook"), ("analysis", "Analysis report")]
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
    _inherit = ["rights.of.period"]
    _description = "Run of a pack"
    _order = "due_at desc, id desc"

    pack_id = fields.Many2one("rights.pack", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
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
    folder_file = fields.Char("Files in the folder")
    delivery_ids = fields.One2many("rights.pack.delivery", "run_id", "Deliveries")

    # two jobs at once make one run of a period
    _once = models.UniqueIndex(
        "(pack_id, date_from, date_to)", "This period of the pack has its run already."
    )

    @api.depends("pack_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for run in self:
            names = run.pack_id.name, run._get_period_name()
            run.display_name = " ".join(filter(None, names))

    @api.model
    def _values_of(self, pack, span):
        return {
            "pack_id": pack.id,
            "station_id": pack.station_id.id,
            **self._span_values(span),
            "try_at": fields.Datetime.now(),
        }

    def action_try_again(self):
        self.ensure_one()
        self.pack_id.check_access("write")
        if self.state != "failed":
            raise UserError(self.env._("%(run)s has not failed.", run=self.display_name))
        run_sudo = self.sudo()  # checked on the pack; runs are closed to clients
        run_sudo.write(
            {
                "state": run_sudo._get_waiting_state(),
                "attempts": 0,
                "try_at": fields.Datetime.now(),
            }
        )
        self.env.ref("rights_reports.rights_pack_cron").sudo()._trigger()
        return True

    # -- running -----------------------------------------------------------------------------------

    def _run_safely(self):
        """Make and deliver; what goes wrong is noted and tried again, a little later each time."""
        self.ensure_one()
        self = self.with_context(lang=self.pack_id.user_id.lang)  # the job itself speaks none
        try:
            if not self.file_name:
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
        """What can be made now is made and delivered, all of it or nothing."""
        self.write(
            {
                "attempts": self.attempts + 1,
                "state": "done",
                "message": False,
                "finished_at": fields.Datetime.now(),
            }
        )
        files = self._make_files()
        self.env["rights.pack.delivery"]._deliver(self, list(files))
        folder = self.pack_id.folder_id
        if folder and files:
            self.env.flush_all()  # what the database refuses leaves no file in the folder
            names = [folder._put(name, self.id, content) for name, content in files.values()]
            self.folder_file = ", ".join(filter(None, (self.folder_file, *names)))

    def _make_files(self):
        """{part: (name, content)} of what was not there before."""
        if self.file_name:
            return {}
        name, content = self.pack_id._make_workbook(self._span())
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": name,
                "checksum": hashlib.sha256(content).hexdigest(),
            }
        )
        return {"workbook": (name, content)}

    def _get_file(self, part):
        """(name, content, media type) of a part that was made."""
        return self.file_name, base64.b64decode(self.file), XLSX

    def _get_title(self, part):
        return self.display_name

    def _get_recipients(self):
        """Those of the pack; what follows goes to those that the workbook was meant for."""
        wanted = self.pack_id.recipient_ids
        return wanted & self.delivery_ids.user_id if self.delivery_ids else wanted

    @api.model
    def _get_due_domain(self):
        """Runs that a job may take up now."""
        now = fields.Datetime.now()
        return Domain(
            [("state", "=", "waiting"), ("try_at", "<=", now), ("pack_id.active", "=", True)]
        )

    def _get_waiting_state(self):
        return "waiting"

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
                "state": "failed" if is_last else self._get_waiting_state(),
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
    part = fields.Selection(PARTS, "Kind of file", required=True, default="workbook")
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

    _once = models.UniqueIndex("(run_id, user_id, part)", "This person has this report already.")

    @api.model
    def _deliver(self, run, parts):
        """Into each recipient's inbox, and by mail; not to who may not see these figures today."""
        vals_list = []
        for user in run._get_recipients():
            reason = self._get_refusal(run, user)
            for part in parts:
                vals_list.append(
                    {
                        "run_id": run.id,
                        "part": part,
                        "user_id": user.id,
                        "name": run._get_title(part),
                        "state": "refused" if reason else "unread",
                        "reason": reason,
                    }
                )
        deliveries = self.create(vals_list)
        if run.pack_id.by_mail:
            welcome = deliveries.filtered(lambda one: one.state != "refused")
            for of_one in welcome.grouped("user_id").values():
                of_one._send_mail()
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
        """What came at once goes in one mail; the subject names the report and nobody."""
        run, user = self.run_id, self.user_id
        if not user.email:
            self.reason = self.env._("No mail address.")
            return
        files = [run._get_file(one.part) for one in self]
        attachments = self.env["ir.attachment"].create(
            [{"name": name, "raw": content, "mimetype": media} for name, content, media in files]
        )
        self.mail_id = self.env["mail.mail"].create(
            {
                "subject": self[:1].name,
                "email_to": user.email_formatted,
                "body_html": self.env._("The report is attached. It is in your inbox as well."),
                "attachment_ids": [fields.Command.set(attachments.ids)],
            }
        )

    def _check_mine(self):
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user or self.state == "refused":
            raise AccessError(self.env._("This report was not delivered to you."))

    def _take_file(self):
        """(name, content, media type) for the recipient, who need not read the runs."""
        self._check_mine()
        run_sudo = self.sudo().run_id  # what was delivered is the recipient's to read
        return run_sudo._get_file(self.part)

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
