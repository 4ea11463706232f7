import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

_logger = logging.getLogger(__name__)


class RightsDeployment(models.Model):
    """One message to many contacts in a major food incident (紧急部署, EMG-06).

    who                                  may
    dispatcher, head of the city centre  write and send; note receipts
    dispatcher, head of a unit           note receipts of the contacts of the unit

    Where a text-message gateway is set up it sends; the other contacts are called.
    """

    _name = "rights.deployment"
    _description = "Deployment message"
    _order = "id desc"
    _rec_name = "message"

    incident_id = fields.Many2one(
        "rights.incident", "Major matter", required=True, index=True, ondelete="restrict"
    )
    message = fields.Text(required=True)
    # whom: everything that is chosen
    territory_ids = fields.Many2many("rights.territory", string="Territories")
    role = fields.Selection(
        lambda self: self.env["rights.contact.book"]._fields["role"].selection, "Only this role"
    )
    class_ids = fields.Many2many(
        "rights.category", string="Product classes", domain=[("kind", "=", "goods")]
    )
    contact_count = fields.Integer("Contacts chosen", compute="_compute_contact_count")
    sent_at = fields.Datetime("Sent", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    receipt_ids = fields.One2many("rights.deployment.receipt", "deployment_id", "Receipts")
    open_count = fields.Integer("Without receipt", compute="_compute_open_count")

    @api.depends("territory_ids", "role", "class_ids")
    def _compute_contact_count(self):
        contacts = self.env["rights.contact.book"].sudo()  # only how many
        for deployment in self:
            deployment.contact_count = contacts.search_count(deployment._get_domain())

    @api.depends("receipt_ids.received_at")
    def _compute_open_count(self):
        for deployment in self:
            deployment.open_count = len(
                deployment.receipt_ids.filtered(lambda row: not row.received_at)
            )

    def _get_domain(self):
        domain = Domain.TRUE
        if self.territory_ids:
            domain &= Domain("territory_id", "in", self.territory_ids.ids)
        if self.role:
            domain &= Domain("role", "=", self.role)
        if self.class_ids:
            domain &= Domain("class_ids", "child_of", self.class_ids.ids)
        return domain

    def write(self, vals):
        if not self.env.su and any(deployment.sent_at for deployment in self):
            raise AccessError(self.env._("A message that was sent stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(deployment.sent_at for deployment in self):
            raise UserError(self.env._("A message that was sent is never deleted."))

    def action_send(self):
        """Give every contact of the choice its receipt, and hand the message to the gateway."""
        self.check_access("write")
        self.env["rights.command"]._check_commander()
        for deployment in self:
            if deployment.sent_at:
                raise UserError(self.env._("This message is sent already."))
            contacts = self.env["rights.contact.book"].sudo().search(deployment._get_domain())
            if not contacts:
                raise UserError(self.env._("Nobody in the contact platform fits this choice."))
            deployment.sudo().write(  # checked above
                {
                    "sent_at": fields.Datetime.now(),
                    "sent_by_id": self.env.uid,
                    "receipt_ids": [
                        Command.create({"contact_id": contact.id}) for contact in contacts
                    ],
                }
            )
        self.env.ref("consumer_rights.cron_deployment_send").sudo()._trigger()
        return True


class RightsDeploymentReceipt(models.Model):
    """One contact that a message went to, and when the contact confirmed it (EMG-06)."""

    _name = "rights.deployment.receipt"
    _description = "Receipt of a deployment message"
    _order = "received_at nulls first, id"
    _rec_name = "contact_id"

    deployment_id = fields.Many2one(
        "rights.deployment", required=True, index=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(
        "rights.contact.book", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(related="contact_id.station_id", store=True, index=True)
    phone = fields.Char(related="contact_id.phone")
    sent_at = fields.Datetime(related="deployment_id.sent_at", store=True)
    texted_at = fields.Datetime("Text sent", readonly=True)
    error = fields.Char("Why no text went", readonly=True)
    received_at = fields.Datetime("Receipt", readonly=True)
    noted_by_id = fields.Many2one("res.users", "Noted by", readonly=True)
    is_overdue = fields.Boolean(
        "Receipt overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _once = models.UniqueIndex("(deployment_id, contact_id)", "This contact has the message.")

    @api.model
    def _get_overdue_before(self):
        hours = self.env["rights.network.parameter"]._value("receipt_hours")
        return fields.Datetime.now() - timedelta(hours=hours)

    @api.depends("received_at", "sent_at")
    def _compute_is_overdue(self):
        before = self._get_overdue_before()
        for receipt in self:
            receipt.is_overdue = not receipt.received_at and receipt.sent_at <= before

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        before = self._get_overdue_before()
        return Domain("received_at", "=", False) & Domain("sent_at", "<=", before)

    def action_receive(self):
        """The contact confirmed; whoever heard it notes it."""
        self.check_access("read")
        user = self.env.user
        for receipt in self:
            if receipt.station_id not in user.rights_supervised_station_ids:
                raise AccessError(self.env._("The unit of the contact or one above notes that."))
        self.sudo().filtered(lambda receipt: not receipt.received_at).write(  # checked above
            {"received_at": fields.Datetime.now(), "noted_by_id": user.id}
        )
        return True

    @api.model
    def _cron_send(self, batch_size=100):
        """Text what has not been texted; without a gateway everybody is called."""
        gateway = self.env["rights.sms.gateway"]._get_active()
        if not gateway:
            return
        domain = [("texted_at", "=", False), ("error", "=", False), ("received_at", "=", False)]
        for receipt in self.env["ir.cron"]._in_turn(self, domain, batch_size):
            receipt._text(gateway)

    def _text(self, gateway):
        phone = self.contact_id.phone
        if not gateway._is_mobile(phone):
            self.error = self.env._("No mobile number: call.")
            return
        try:
            gateway._send(phone, self.deployment_id.message)
            self.texted_at = fields.Datetime.now()
        except (UserError, OSError) as error:
            self.error = str(error)[:200]
            _logger.warning("The message of receipt id %s was not texted", self.id)
