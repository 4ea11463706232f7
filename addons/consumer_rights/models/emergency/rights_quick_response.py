from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .rights_emergency_criterion import CONVERSION_KINDS

STATES = [
    ("alert", "Command to be issued"),
    ("commanded", "On the way"),
    ("arrived", "At the scene"),
    ("secured", "Goods dealt with"),
    ("reported", "Reported back"),
    ("closed", "Closed"),
]


class RightsQuickResponse(models.Model):
    """A suspected danger goes straight to the scene (快速反应): EMG-01 to EMG-04, EMG-12, ENF-11.

    who                                           may
    dispatcher, head of the unit or above; duty   issue the command
    unit commanded, standby team on duty          arrive, prove, take off the shelf, report, close
    unit commanded and those above                read

    It names the premises and the goods and nobody who complained, so that a team acts on a report
    that it may not read. Its limits are clocks of the case and run through nights and holidays.
    """

    _name = "rights.quick.response"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Quick response"
    _order = "id desc"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    criterion_id = fields.Many2one("rights.emergency.criterion", "Sign", ondelete="restrict")
    reason = fields.Char("Why", required=True)
    conversion_kind = fields.Selection(CONVERSION_KINDS, "Kind of conversion")
    # where to and what about
    premises = fields.Char(required=True)
    premises_address = fields.Char("Address")
    premises_phone = fields.Char("Phone")
    product = fields.Char("Goods")
    # who goes
    station_id = fields.Many2one(
        "rights.station", "Unit commanded", required=True, index=True, ondelete="restrict"
    )
    team_ids = fields.Many2many("res.users", string="Standby team")
    user_id = fields.Many2one("res.users", "In charge at the scene", ondelete="restrict")
    is_red = fields.Boolean("Red alert", readonly=True)
    command_id = fields.Many2one("rights.command", readonly=True, ondelete="restrict")
    commanded_at = fields.Datetime("Command issued", readonly=True, copy=False)
    # what happened there
    arrived_at = fields.Datetime("Arrived", readonly=True, copy=False)
    arrived_by_id = fields.Many2one("res.users", "Arrival logged by", readonly=True)
    proof_ids = fields.One2many("rights.quick.response.proof", "response_id")
    test_ids = fields.One2many(
        "rights.quick.response.proof",
        "response_id",
        "Rapid tests",
        domain=[("kind", "=", "test")],
    )
    certificate_checked = fields.Boolean(
        "Certificates and invoices checked", compute="_compute_finding", store=True
    )
    finding = fields.Selection(
        [("suspect", "Suspected not to conform"), ("clear", "Nothing found")],
        "Finding of the test",
        compute="_compute_finding",
        store=True,
    )
    delisted_at = fields.Datetime("Off the shelf", readonly=True, copy=False)
    delisted_quantity = fields.Char("Quantity taken off")
    cleared_at = fields.Datetime("Found in order", readonly=True, copy=False)
    feedback = fields.Text()
    reported_at = fields.Datetime("Reported back", readonly=True, copy=False)
    patrol_line_ids = fields.One2many("rights.patrol.line", "response_id", "Patrol")
    has_violation = fields.Boolean("Violation found", compute="_compute_has_violation", store=True)
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True)
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True)
    # its limits, which are clocks of the case
    arrive_until = fields.Char("On site until", compute="_compute_limits")
    delist_until = fields.Char("Off the shelf until", compute="_compute_limits")
    report_until = fields.Char("Report back until", compute="_compute_limits")
    is_late = fields.Boolean("Limit missed", compute="_compute_limits")
    is_mine = fields.Boolean("For me", compute="_compute_is_mine", search="_search_is_mine")
    may_issue = fields.Boolean(compute="_compute_may_issue")

    _one_open = models.UniqueIndex(
        "(case_id) WHERE closed_at IS NULL", "This case has an open quick response."
    )
    _to_issue = models.Index("(create_date) WHERE commanded_at IS NULL")

    @api.depends("case_id.name", "premises")
    def _compute_display_name(self):
        for response in self:
            number = response.sudo().case_id.name  # a number tells no content
            response.display_name = " ".join(filter(None, (number, response.premises)))

    @api.depends("proof_ids.kind", "proof_ids.result")
    def _compute_finding(self):
        for response in self:
            tests = response.proof_ids.filtered(lambda proof: proof.kind == "test")
            suspect = "suspect" in response.proof_ids.mapped("result")
            response.finding = "suspect" if suspect else "clear" if tests else False
            response.certificate_checked = "certificate" in response.proof_ids.mapped("kind")

    @api.depends("patrol_line_ids.result")
    def _compute_has_violation(self):
        for response in self:
            response.has_violation = "violation" in response.patrol_line_ids.mapped("result")

    @api.depends(
        "commanded_at", "arrived_at", "delisted_at", "cleared_at", "reported_at", "closed_at"
    )
    def _compute_state(self):
        for response in self:
            response.state = (
                (response.closed_at and "closed")
                or (response.reported_at and "reported")
                or ((response.delisted_at or response.cleared_at) and "secured")
                or (response.arrived_at and "arrived")
                or (response.commanded_at and "commanded")
                or "alert"
            )

    def _compute_limits(self):
        names = {"TL-27": "arrive_until", "TL-28": "delist_until", "TL-29": "report_until"}
        now = fields.Datetime.now()
        for response in self:
            # who reads the response reads its limits, also of a report
            clocks = response.sudo().case_id.deadline_ids.filtered(
                lambda clock, own=response: (
                    clock.code in names and clock.start_at == own.commanded_at
                )
            )
            texts = {names[clock.code]: clock.due_text for clock in clocks}
            for name in names.values():
                response[name] = texts.get(name)
            response.is_late = any(
                clock.outcome == "late" or not clock.stopped_at and clock.due_at <= now
                for clock in clocks
            )

    @api.depends("station_id", "team_ids")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.sudo().filtered_domain(self._get_mine_domain())
        for response in self:
            response.is_mine = response in mine

    def _search_is_mine(self, operator, value):
        return self._get_mine_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_mine_domain(self):
        """The team on duty where there is one, else the unit commanded."""
        user = self.env.user
        return Domain("team_ids", "in", user.ids) | Domain(
            "station_id", "in", user.rights_station_ids.ids
        )

    @api.depends("commanded_at", "station_id")
    @api.depends_context("uid")
    def _compute_may_issue(self):
        for response in self:
            response.may_issue = not response.commanded_at and response._may_command()

    def _may_command(self):
        """Dispatcher or head of the unit or above it, and whoever is on duty there now (EMG-12)."""
        user = self.env.user
        if any(
            user.has_group(f"consumer_rights.consumer_rights_group_{role}")
            for role in ("dispatcher", "head")
        ) and (self.station_id in user.rights_supervised_station_ids):
            return True
        shifts = self.env["rights.duty.shift"]
        now = fields.Datetime.now()
        return any(
            user in shifts._on_duty(unit, now, ("standby", "phone")).user_id
            for unit in self.sudo().station_id._with_above()
        )

    # -- who writes what ---------------------------------------------------------------------------

    def write(self, vals):
        free = {"proof_ids", "patrol_line_ids", "feedback", "delisted_quantity", "user_id"}
        free |= {name for name in self._fields if name.startswith(("message_", "activity_"))}
        if not self.env.su:
            if set(vals) - free:
                raise AccessError(self.env._("A quick response goes on by its acts only."))
            self._check_mine()
            if any(response.closed_at for response in self):
                raise UserError(self.env._("A closed quick response stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A quick response is never deleted."))

    def _check_mine(self):
        for response in self:
            if not response.is_mine:
                raise AccessError(
                    self.env._("%(unit)s was commanded and acts.", unit=response.station_id.name)
                )
