from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

GROUP = "consumer_rights.consumer_rights_group_"
KEPT = {"number", "procedure", "officer_ids", "decision", "decision_number", "decision_text"}
DECISIONS = [
    ("penalty", "Administrative penalty"),
    ("no_penalty", "No penalty"),
    ("withdrawn", "Case withdrawn"),
    ("judicial", "Handed to the judicial authority"),
    ("other", "Other decision"),
]


class RightsEnforcementCase(models.Model):
    """A report that was filed as a case: its division, its officers, its decision (ENF-13, ENF-16).

    who                          may
    reader of the report         read
    handler, enforcement officer keep it and record the decision
    dispatcher, head             assign the division as well

    It begins with the filing decision and never names who reported.
    """

    _name = "rights.enforcement.case"
    _inherit = ["rights.case.part"]
    _description = "Filed case"
    _order = "filed_at desc, id desc"

    case_id = fields.Many2one(
        "rights.case", "Report", required=True, index=True, ondelete="restrict"
    )
    cycle_no = fields.Integer("Cycle", readonly=True, aggregator=None)
    station_id = fields.Many2one(related="case_id.station_id", store=True, index=True)
    respondent_name = fields.Char(related="case_id.respondent_name")
    violation_class_ids = fields.Many2many(related="case_id.violation_class_ids")
    number = fields.Char("Filing number", copy=False)
    filed_at = fields.Datetime("Case filed on", readonly=True)
    filed_by_id = fields.Many2one("res.users", "Case filed by", readonly=True, ondelete="restrict")
    procedure = fields.Selection(
        [("simple", "Summary procedure"), ("ordinary", "Ordinary procedure")],
        "Kind of procedure",
        required=True,
        default="ordinary",
    )
    division_id = fields.Many2one("rights.division", index="btree_not_null", ondelete="restrict")
    officer_ids = fields.Many2many(
        "res.users", string="Officers", domain=[("share", "=", False)], copy=False
    )
    # the decision
    decision = fields.Selection(DECISIONS, "Decision on the case", copy=False)
    decision_number = fields.Char("Number of the decision", copy=False)
    decision_text = fields.Text("Decision in words", copy=False)
    decided_at = fields.Datetime("Decided on", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", "Recorded by", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("open", "Under investigation"), ("decided", "Decision made")],
        compute="_compute_state",
        store=True,
        index=True,
    )
    extension_ids = fields.One2many(
        "rights.enforcement.extension", "enforcement_id", "Collective decisions on more time"
    )
    due_text = fields.Char("Decide until", compute="_compute_due_text")
    is_unassigned = fields.Boolean("Without a division", compute="_compute_is_unassigned")

    _one_per_cycle = models.UniqueIndex(
        "(case_id, cycle_no)", "This report is filed as a case already."
    )

    @api.depends("number", "case_id.name")
    def _compute_display_name(self):
        for filed in self:
            filed.display_name = filed.number or filed.case_id.name or ""

    @api.depends("decided_at")
    def _compute_state(self):
        for filed in self:
            filed.state = "decided" if filed.decided_at else "open"

    @api.depends("division_id", "decided_at")
    def _compute_is_unassigned(self):
        for filed in self:
            filed.is_unassigned = not (filed.division_id or filed.decided_at)

    def _compute_due_text(self):
        for filed in self:
            filed.due_text = filed._get_clock().due_text

    def _get_clock(self):
        """The limit of this case (TL-52); who reads the case reads its limits."""
        return self.case_id.sudo().deadline_ids.filtered(
            lambda clock: clock.code == "TL-52" and clock.cycle_no == self.cycle_no
        )[-1:]

    # -- beginning ---------------------------------------------------------------------------------

    @api.model
    def _begin(self, case):
        """File the report as a case of its division, in superuser mode; once a cycle."""
        known = case.enforcement_case_ids.filtered(lambda filed: filed.cycle_no == case.cycle_no)
        if known:
            return known
        return self.create(
            {
                "case_id": case.id,
                "cycle_no": case.cycle_no,
                "filed_at": case.concluded_at,
                "filed_by_id": self.env.uid,
                "division_id": case._get_enforcement_division().id,
                "officer_ids": [fields.Command.set(case.user_id.ids)],
            }
        )

    # -- keeping it --------------------------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            self._check_keep(vals)
        result = super().write(vals)
        if "division_id" in vals:
            for filed in self:
                words = self.env._(
                    "Division of the filed case: %(division)s",
                    division=filed.division_id.name or "–",
                )
                filed.case_id._append_events([{"type": "progress", "basis": words}])
        return result

    def _check_keep(self, vals):
        if set(vals) - KEPT - {"division_id"}:
            raise AccessError(self.env._("A filed case goes on by its acts only."))
        if any(filed.decided_at for filed in self):
            raise UserError(self.env._("A decided case stays as it is."))
        user = self.env.user
        leads = any(user.has_group(GROUP + role) for role in ("dispatcher", "division_head"))
        if "division_id" in vals and not leads:
            raise AccessError(
                self.env._("A dispatcher or head assigns the division of a filed case.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A filed case is never deleted."))

    # -- the decision ------------------------------------------------------------------------------

    def action_decide(self):
        """Record the decision: the limit ends, the complaint and the reporter hear of it."""
        self.check_access("write")
        for filed in self:
            filed._check_decide()
            filed_sudo = filed.sudo()  # checked above
            filed_sudo.write({"decided_at": fields.Datetime.now(), "decided_by_id": self.env.uid})
            filed_sudo.case_id.with_env(self.env)._enforcement_decided(filed)
        return True

    def _check_decide(self):
        if self.decided_at:
            raise UserError(self.env._("The decision is recorded already."))
        texts = ("decision_number", "decision_text")
        if not self.decision or not all((self[name] or "").strip() for name in texts):
            raise ValidationError(self.env._("Enter the decision, its number and its words first."))
        if not self.division_id:
            raise ValidationError(self.env._("Assign the division of the filed case first."))

    def _get_result(self):
        """What anybody who works on a linked complaint may know: never a word of the report."""
        labels = dict(self._fields["decision"]._description_selection(self.env))
        if not self.decided_at:
            return self.env._("%(number)s: under investigation", number=self.case_id.name)
        return self.env._(
            "%(number)s: %(decision)s, %(paper)s, %(day)s",
            number=self.case_id.name,
            decision=labels[self.decision],
            paper=self.decision_number,
            day=self.case_id._china_day(self.decided_at),
        )

    # -- more time --------------------------------------------------------------------------------

    def _get_extension_refusal(self, clock):
        """Why no more time can be decided collectively now; None when it can."""
        if not clock or clock.stopped_at:
            return self.env._("The limit of this case has ended.")
        if clock.due_at and fields.Datetime.now() >= clock.due_at:
            return self.env._("The limit has passed. More time is decided before that.")
        if not clock.extension_ids.filtered(lambda request: request.state == "approved"):
            return self.env._("The head extends the limit first; further time is decided together.")
        return None
