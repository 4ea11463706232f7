from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class RightsCommandTarget(models.Model):
    """One unit or division that a command goes to, with its acknowledgement and its report.

    Missing acknowledgement and missing report are found by the sweep, like every limit: SUP-05
    (the same day, or 30 minutes when urgent) and SUP-06 (the date of the command).
    """

    _name = "rights.command.target"
    _inherit = ["rights.deadline.owner"]
    _description = "Target of a command"
    _order = "command_id, id"
    _rec_name = "station_id"

    command_id = fields.Many2one("rights.command", required=True, index=True, ondelete="cascade")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_station_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    division_id = fields.Many2one("rights.division", ondelete="restrict")
    user_id = fields.Many2one(related="division_id.head_id", string="Head of the division")
    state = fields.Selection(related="command_id.state")
    acknowledged_at = fields.Datetime("Acknowledged on", readonly=True, copy=False)
    acknowledged_by_id = fields.Many2one(
        "res.users", "Acknowledged by", readonly=True, copy=False, ondelete="restrict"
    )
    report = fields.Text("Report back", readonly=True, copy=False)
    reported_at = fields.Datetime("Filed on", readonly=True, copy=False)
    reported_by_id = fields.Many2one(
        "res.users", "Filed by", readonly=True, copy=False, ondelete="restrict"
    )
    is_mine = fields.Boolean("For me", compute="_compute_is_mine", search="_search_is_mine")

    _target_unique = models.UniqueIndex(
        "(command_id, station_id, coalesce(division_id, 0))", "This target stands there already."
    )

    @api.depends("division_id")
    def _compute_station_id(self):
        """A division of the city bureau has no unit of its own: it stands for the centre's."""
        for target in self:
            unit = target.division_id.station_id or target.command_id.station_id
            target.station_id = unit if target.division_id else target.station_id

    @api.depends("station_id", "division_id")
    def _compute_display_name(self):
        for target in self:
            target.display_name = target.division_id.name or target.station_id.name

    @api.depends("station_id", "division_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.sudo().filtered_domain(self._get_mine_domain())
        for target in self:
            target.is_mine = target in mine

    def _search_is_mine(self, operator, value):
        return self._get_mine_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_mine_domain(self):
        """A division answers by its head, a unit by everybody who is posted there."""
        own = Domain("station_id", "in", self.env.user.rights_station_ids.ids)
        return Domain("division_id.head_id", "=", self.env.uid) | (
            own & Domain("division_id", "=", False)
        )

    def write(self, vals):
        if not self.env.su and any(target.state != "draft" for target in self):
            raise AccessError(self.env._("Acknowledge or report; the command stays as issued."))
        return super().write(vals)

    # -- the clocks --------------------------------------------------------------------------------

    def _start(self):
        urgent = self.filtered(lambda target: target.command_id.severity == "urgent")
        urgent._clock_event("receipt_asked_urgently")
        (self - urgent)._clock_event("receipt_asked")
        self._clock_event("command_sent")

    def _clock_vals(self, limit, at):
        """The date of the command is that of the report (SUP-06)."""
        vals = super()._clock_vals(limit, at)
        if limit.terms.amount is None:
            day = self.command_id.due_day
            vals["given_day"] = day
            vals |= self.env["rights.deadline"]._reckoned(limit.terms, at, given=day)
        return vals

    # -- acts of the target ------------------------------------------------------------------------

    def _check_mine(self):
        for target in self:
            if not target.is_mine:
                raise AccessError(
                    self.env._("%(unit)s was commanded and answers.", unit=target.display_name)
                )
            if target.state == "draft":
                raise UserError(self.env._("This command is not issued yet."))

    def action_acknowledge(self):
        self.check_access("read")
        self._check_mine()
        targets = self.sudo().filtered(lambda target: not target.acknowledged_at)  # checked above
        targets.write(
            {"acknowledged_at": fields.Datetime.now(), "acknowledged_by_id": self.env.uid}
        )
        targets._clock_event("command_acknowledged")
        return True

    def action_open_report(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report back: %(command)s", command=self.command_id.display_name),
            "res_model": "rights.command.report",
            "view_mode": "form",
            "target": "new",
            "context": {"default_target_id": self.id},
        }

    def _report(self, text):
        """File the completion; who reports has acknowledged (SUP-06)."""
        self.action_acknowledge()
        for target in self.sudo():  # checked by the acknowledgement
            if target.reported_at:
                raise UserError(self.env._("%(unit)s has filed already.", unit=target.display_name))
            target.write(
                {
                    "report": text,
                    "reported_at": fields.Datetime.now(),
                    "reported_by_id": self.env.uid,
                }
            )
            target._clock_event("command_reported")
            target.command_id._close_when_filed()


class RightsDeadlineReaction(models.Model):
    _inherit = "rights.deadline.reaction"

    def _tell_commander(self):
        """Who issued a command learns which target is silent (SUP-05, SUP-06)."""
        clocks = self.deadline_id.filtered(
            lambda clock: clock.res_model == "rights.command.target" and not clock.stopped_at
        )
        for clock in clocks:
            target = self.env["rights.command.target"].browse(clock.res_id)
            command = target.command_id
            if command.issued_by_id.active:
                command.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=command.issued_by_id.id,
                    summary=self.env._(
                        "%(unit)s: %(limit)s missed",
                        unit=target.display_name,
                        limit=clock.policy_id.name,
                    ),
                )
