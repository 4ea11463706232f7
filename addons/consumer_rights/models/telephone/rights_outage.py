from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class RightsOutage(models.Model):
    """A failure of phone line, network or software: from, until, and when it was reported upward
    (INT-17, EMG-13; TL-37).

    who                              may
    staff                            enter one for the own unit, read those of the own unit
    unit head, dispatcher            report it upward, own unit and below
    system                           enter what it finds itself, such as lost calls (INT-02)
    """

    _name = "rights.outage"
    _description = "Outage"
    _inherit = ["rights.deadline.owner", "rights.own.unit"]
    _order = "noticed_at desc, id desc"

    kind = fields.Selection(
        [("phone", "Telephone line"), ("network", "Network"), ("software", "Software")],
        required=True,
        default="phone",
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    description = fields.Text("What failed", required=True)
    noticed_at = fields.Datetime("Began", required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime("Ended")
    measures = fields.Text("What was done")
    user_id = fields.Many2one(
        "res.users",
        "Noticed by",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    reported_at = fields.Datetime("Reported upward", readonly=True, copy=False)
    reported_to = fields.Char("Reported to")
    reported_by_id = fields.Many2one(
        "res.users", "Reported by", readonly=True, copy=False, ondelete="restrict"
    )
    case_ids = fields.Many2many("rights.case", string="Matters delayed by it")
    state = fields.Selection(
        [
            ("open", "Not reported"),
            ("reported", "Reported in time"),
            ("late", "Reported late"),
        ],
        compute="_compute_state",
        store=True,
    )
    is_cause = fields.Boolean(
        "Cause B4",
        compute="_compute_is_cause",
        search="_search_is_cause",
        help="Matters were delayed and it was not reported in time (ACT-02).",
    )

    _in_order = models.Constraint(
        "CHECK (ended_at IS NULL OR ended_at >= noticed_at)", "An outage ends after it begins."
    )

    @api.depends("kind", "noticed_at", "station_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for outage in self:
            at = self.env["rights.case"]._china_minute(outage.noticed_at)
            outage.display_name = f"{outage.station_id.name} {kinds.get(outage.kind)} {at}"

    @api.depends("reported_at", "clock_ids.outcome")
    def _compute_state(self):
        for outage in self:
            late = outage.sudo().clock_ids.filtered(lambda clock: clock.outcome == "late")
            outage.state = "open" if not outage.reported_at else "late" if late else "reported"

    @api.depends("state", "case_ids", "due_at")
    def _compute_is_cause(self):
        now = fields.Datetime.now()
        for outage in self:
            overdue = outage.state == "open" and outage.due_at and outage.due_at <= now
            outage.is_cause = bool(outage.sudo().case_ids and (outage.state == "late" or overdue))

    def _search_is_cause(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self.search([("case_ids", "!=", False)]).filtered("is_cause")
        return [("id", "in" if True in value else "not in", late.ids)]

    @api.constrains("noticed_at")
    def _check_noticed_at(self):
        for outage in self:
            if outage.noticed_at > fields.Datetime.now():
                raise ValidationError(self.env._("An outage is entered once it began."))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_reported(vals_list)
        outages = super().create(vals_list)
        for outage in outages.sudo():  # the clock is the system's
            outage._clock_event("failure_noticed", outage.noticed_at)
        return outages

    def write(self, vals):
        self._check_reported([vals])
        if not self.env.su and vals.keys() & {"noticed_at", "station_id", "kind", "user_id"}:
            raise UserError(
                self.env._("What failed, where and since when stays as it was entered.")
            )
        return super().write(vals)

    def _check_reported(self, vals_list):
        closed = {"reported_at", "reported_by_id", "due_at", "warn_at"}
        if not self.env.su and any(closed & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Reporting upward is noted with its button."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An outage stays in the log."))

    def action_report(self):
        """Note that the superior unit knows (TL-37)."""
        self.check_access("write")
        for outage in self:
            if outage.reported_at:
                raise UserError(self.env._("This outage is reported already."))
            if not (outage.reported_to or "").strip():
                raise UserError(self.env._("Enter to whom it was reported."))
            now = fields.Datetime.now()
            outage_sudo = outage.sudo()  # checked above
            # the clock first: whether it was in time is asked when the report is written
            outage_sudo._clock_event("failure_reported", now)
            outage_sudo.write({"reported_at": now, "reported_by_id": self.env.uid})
        return True

    @api.model
    def _report_lost_calls(self, calls):
        """Recordings without a call record are a fault of the system (INT-02)."""
        for station, rows in calls.grouped("station_id").items():
            self.create(
                {
                    "kind": "software",
                    "station_id": station.id,
                    "description": self.env._(
                        "Recordings without a call record: %(calls)s",
                        calls=", ".join(rows.mapped("call_ref")),
                    ),
                }
            )
