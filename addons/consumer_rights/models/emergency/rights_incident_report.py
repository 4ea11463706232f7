from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class RightsIncidentReport(models.Model):
    """A report on a major matter: time, reporter, receiver and content (EMG-07, EMG-08, EMG-10).

    The first upward report ends the limit of an hour (TL-36). A receiver in the network confirms.
    """

    _name = "rights.incident.report"
    _description = "Report on a major matter"
    _order = "at, id"
    _rec_name = "at"

    incident_id = fields.Many2one(
        "rights.incident", "Major matter", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("upward", "Report upward"), ("situation", "Situation report")],
        required=True,
        default="upward",
    )
    at = fields.Datetime("Reported on", readonly=True)
    user_id = fields.Many2one("res.users", "Reporter", readonly=True, ondelete="restrict")
    receiver_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        index="btree_not_null",
        domain=[("share", "=", False)],
        compute="_compute_receiver_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    receiver = fields.Char("Receiver outside the network")
    content = fields.Text(required=True)
    received_at = fields.Datetime("Receipt confirmed", readonly=True)

    @api.depends("incident_id")
    def _compute_receiver_id(self):
        """EMG-08: a unit reports to the one above it; the highest one to its head."""
        for report in self:
            unit = report.incident_id.station_id
            above = unit.parent_id or unit
            heads = self.env["rights.calendar.notice"]._heads_of(above.ids)[above.id]
            report.receiver_id = heads and heads[0]

    @api.constrains("receiver_id", "receiver")
    def _check_receiver(self):
        for report in self:
            if not (report.receiver_id or (report.receiver or "").strip()):
                raise ValidationError(self.env._("Enter who receives the report (EMG-07)."))

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        if not self.env.su:
            vals_list = [
                {key: vals[key] for key in vals if key != "received_at"}
                | {"at": now, "user_id": self.env.uid}
                for vals in vals_list
            ]
        reports = super().create(vals_list)
        for report in reports:
            incident = report.incident_id
            if incident.closed_at:
                raise UserError(self.env._("A closed matter stays as it is."))
            incident_sudo = incident.sudo()  # the register and its clocks are the system's
            if report.kind == "upward" and not incident_sudo.reported_at:
                incident_sudo.reported_at = report.at or now
                incident_sudo.case_ids._deadline_event("major_reported")
        return reports

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A report stays as it was given."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A report stays as it was given."))

    def action_confirm(self):
        """The receiver has the report."""
        self.check_access("read")
        for report in self:
            if report.receiver_id != self.env.user:
                raise AccessError(self.env._("The receiver confirms a report."))
            if not report.received_at:
                report.sudo().received_at = fields.Datetime.now()  # checked above
        return True

    def action_save(self):
        """The dialog saves by being closed."""
        return {"type": "ir.actions.act_window_close"}
