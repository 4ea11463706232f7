from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date


class RightsIncident(models.Model):
    """A major, sudden, group or complex matter and its upward report (EMG-07, EMG-08, EMG-10).

    who                                    may
    unit of the matter                     report upward, situation reports
    dispatcher, head of the unit or above  grade it, command, review and close it
    receiver of a report                   read it and confirm receipt
    head of the city centre                allow what is published about it (EMG-11)

    It begins with a case; further cases of the same matter join it.
    """

    _name = "rights.incident"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Major matter"
    _order = "known_at desc, id desc"

    name = fields.Char("Number", readonly=True, copy=False)
    subject = fields.Char(required=True)
    reason = fields.Char("Why it is major", readonly=True)
    severity = fields.Selection(
        [
            ("general", "General"),
            ("larger", "Larger"),
            ("major", "Major"),
            ("especially", "Especially major"),
        ],
        required=True,
        default="general",
        tracking=True,
    )
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict", readonly=True
    )
    case_ids = fields.One2many("rights.case", "incident_id", "Cases", readonly=True)
    case_count = fields.Integer(compute="_compute_case_count")
    respondent_name = fields.Char("Whom it is about", readonly=True)
    known_at = fields.Datetime("Known since", required=True, readonly=True)
    report_ids = fields.One2many("rights.incident.report", "incident_id", "Reports")
    command_ids = fields.One2many("rights.command", "incident_id", "Orders", readonly=True)
    deployment_ids = fields.One2many("rights.deployment", "incident_id", "Deployments")
    reported_at = fields.Datetime("Reported upward", readonly=True, copy=False)
    report_until = fields.Char("Report until", compute="_compute_report_until")
    review = fields.Text("Closing review")
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True)
    publicity_at = fields.Datetime("Publication allowed on", readonly=True, copy=False)
    publicity_by_id = fields.Many2one("res.users", "Publication allowed by", readonly=True)
    state = fields.Selection(
        [("open", "To report"), ("reported", "Reported"), ("closed", "Closed")],
        compute="_compute_state",
        store=True,
        index=True,
    )

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for incident in self:
            incident.display_name = " ".join(filter(None, (incident.name, incident.subject)))

    @api.depends("reported_at", "closed_at")
    def _compute_state(self):
        for incident in self:
            incident.state = (
                "closed" if incident.closed_at else "reported" if incident.reported_at else "open"
            )

    @api.depends("case_ids")
    def _compute_case_count(self):
        for incident in self:
            incident.case_count = len(incident.sudo().case_ids)

    def _compute_report_until(self):
        for incident in self:
            # who reads the incident reads its limit
            clocks = incident.sudo().case_ids.deadline_ids.filtered(
                lambda clock: clock.code == "TL-36"
            )
            incident.report_until = clocks.sorted("due_at")[:1].due_text

    def write(self, vals):
        free = {"subject", "severity", "review", "report_ids", "deployment_ids"}
        free |= {name for name in self._fields if name.startswith(("message_", "activity_"))}
        if not self.env.su:
            if set(vals) - free:
                raise AccessError(self.env._("A major matter goes on by its acts only."))
            if any(incident.closed_at for incident in self):
                raise UserError(self.env._("A closed matter stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A major matter stays in the register."))

    # -- beginning ---------------------------------------------------------------------------------

    @api.model
    def _begin(self, case, reason):
        """Register the case as a major matter, or join the open one about the same merchant.

        The upward report is due within the hour from now (TL-36), by whoever took the case in. To
        be called in superuser mode.
        """
        incident = self.browse()
        if case.respondent_id:
            incident = self.search(
                [("closed_at", "=", False), ("case_ids.respondent_id", "=", case.respondent_id.id)],
                limit=1,
            )
        if not incident:
            number = self.env["ir.sequence"].next_by_code(
                "rights.incident", sequence_date=china_date()
            )
            incident = self.create(
                {
                    "name": number,
                    # a report's own words may tell who reported
                    "subject": case.subject
                    if case.kind == "complaint"
                    else case._emergency_title(),
                    "reason": reason,
                    "station_id": case.station_id.id,
                    "respondent_name": case.respondent_name,
                    "known_at": fields.Datetime.now(),
                }
            )
        case.incident_id = incident
        case._append_events([{"type": "major", "basis": f"{incident.name} {reason}"}])
        if not incident.reported_at:
            case._deadline_event("major_known")
        return incident

    # -- acts --------------------------------------------------------------------------------------

    def _check_lead(self):
        user = self.env.user
        leads = any(
            user.has_group(f"consumer_rights.consumer_rights_group_{role}")
            for role in ("dispatcher", "head")
        )
        for incident in self:
            if not leads or incident.station_id not in user.rights_supervised_station_ids:
                raise AccessError(self.env._("Dispatcher or head of the unit or above does that."))

    def action_new_report(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report upward"),
            "res_model": "rights.incident.report",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_incident_id": self.id,
                "default_kind": "situation" if self.reported_at else "upward",
            },
        }

    def action_command(self):
        """An order to units, from the register (EMG-10)."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.command",
            "view_mode": "form",
            "context": {"default_incident_id": self.id, "default_subject": self.subject},
        }

    def action_close(self):
        """Close it with its review (EMG-10)."""
        self.check_access("write")
        self._check_lead()
        for incident in self:
            if not incident.reported_at:
                raise UserError(self.env._("Report it upward first."))
            if not (incident.review or "").strip():
                raise UserError(self.env._("Write the closing review first (EMG-10)."))
            incident.sudo().write(  # checked above
                {"closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid}
            )
        return True

    def action_allow_publicity(self):
        """The principal leader allows what is published about the matter (EMG-11)."""
        self.check_access("read")
        user = self.env.user
        centres = user.rights_station_ids.filtered(lambda unit: unit.level == "city_center")
        if not (user.has_group("consumer_rights.consumer_rights_group_head") and centres):
            raise AccessError(self.env._("The principal leader allows publication (EMG-11)."))
        self.sudo().write({"publicity_at": fields.Datetime.now(), "publicity_by_id": user.id})
        return True


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _emergency_title(self):
        """What a matter is about, without anybody's words."""
        names = (self.respondent_name, self.item_class_id.name, self.category_id.name)
        return " ".join(filter(None, names))
