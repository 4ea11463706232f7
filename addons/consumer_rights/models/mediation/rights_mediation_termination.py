from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.china_time import china_date

# who may end a mediation: stations send it up instead (MED-09)
LEVELS = ("district_center", "city_center")
STAGES = ("handling", "mediating", "escalated")
BLOCKS = ("course", "why", "advice")
DECIDED = frozenset(("state", "decided_at", "decided_by_id", "document_id", "cycle_no"))


class RightsMediationTermination(models.Model):
    """The decision that mediation has failed, and its letter to both parties (MED-10 to MED-12).

    who                     may
    handler, mediator       draft and decide, of what a district or the city has
    whoever reads the case  reads it

    Deciding ends the mediation and makes the letter. The case is concluded as terminated once the
    letter was delivered to both sides.
    """

    _name = "rights.mediation.termination"
    _inherit = ["rights.case.part", "rights.mediation.opened"]
    _description = "Termination of a mediation"
    _order = "case_id, id"
    _rec_name = "case_id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", required=True, readonly=True)
    mediation_id = fields.Many2one(
        "rights.mediation",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty when it never came to a mediation, because one side refused.",
    )
    station_id = fields.Many2one(related="case_id.station_id", string="Unit")
    reason_id = fields.Many2one(
        "rights.mediation.termination.reason",
        required=True,
        ondelete="restrict",
        domain=[("is_in_force", "=", True)],
    )
    law = fields.Char(related="reason_id.law")
    is_own_end = fields.Boolean(related="reason_id.is_own_end")
    # the three blocks of the letter (MED-12)
    course = fields.Text("Course of the mediation")
    why = fields.Text("Why it failed")
    advice = fields.Text(
        "Advice to the parties",
        compute="_compute_advice",
        store=True,
        readonly=False,
        precompute=True,
    )
    body_ids = fields.Many2many(
        "rights.partner.body",
        "rights_mediation_termination_body_rel",
        string="Courts and arbitration bodies",
        compute="_compute_body_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('kind', 'in', ('court', 'arbitration'))]",
        help="What the parties are pointed to stands in the letter (LAW-12).",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("decided", "Termination decided")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    decided_at = fields.Datetime("Terminated on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "By", readonly=True, ondelete="restrict")
    document_id = fields.Many2one("rights.document", "Letter", readonly=True, ondelete="restrict")
    waiting = fields.Char("Not delivered yet to", compute="_compute_waiting")

    _once = models.UniqueIndex(
        "(case_id, cycle_no)", "The termination of this case stands already. Open that one."
    )

    @api.depends("reason_id")
    def _compute_advice(self):
        for termination in self:
            termination.advice = termination.advice or termination.reason_id.advice

    @api.depends("case_id")
    def _compute_body_ids(self):
        """Courts and arbitration bodies for the area of the unit, else of the whole city."""
        bodies = self.env["rights.partner.body"].search([("kind", "in", ("court", "arbitration"))])
        for termination in self:
            # whose area it is, is no secret of the case
            near = termination.case_id.sudo().station_id._with_above()
            termination.body_ids = bodies.filtered(
                lambda body, near=near: not body.station_id or body.station_id in near
            )

    @api.depends("document_id.delivery_ids.state", "state")
    def _compute_waiting(self):
        sides = dict(
            self.env["rights.document.delivery"]
            ._fields["addressee"]
            ._description_selection(self.env)
        )
        for termination in self:
            waiting = termination._get_waiting()
            termination.waiting = termination.case_id._enumerate([sides[side] for side in waiting])

    def _get_waiting(self):
        """Sides that the letter has not reached, as keys; both while there is no letter."""
        self.ensure_one()
        paper = self.sudo().document_id
        if self.state == "draft":
            return []
        if not paper or paper.state == "void":
            return ["complainant", "respondent"]
        return paper._get_waiting_addressees()

    # -- who may change it when -----------------------------------------------------------------

    @api.constrains("reason_id")
    def _check_reason(self):
        """MED-11, LIM-12: the list in force on the day of the decision, today while a draft."""
        for termination in self:
            day = china_date(termination.decided_at) if termination.decided_at else china_date()
            termination.reason_id._check_in_force_on(day)

    @api.model_create_multi
    def create(self, vals_list):
        cases = self.env["rights.case"]
        for vals in vals_list:
            case = cases.browse(vals.get("case_id"))
            vals.update(dict.fromkeys(DECIDED, False), state="draft", cycle_no=case.cycle_no)
            current = case.mediation_ids.filtered_domain([("cycle_no", "=", case.cycle_no)])
            vals["mediation_id"] = current[-1:].id
        terminations = super().create(vals_list)
        for termination in terminations:
            termination._check_level()
        return terminations

    def write(self, vals):
        if not self.env.su:
            self._check_draft()
            if DECIDED.intersection(vals) or {"case_id", "mediation_id"}.intersection(vals):
                raise AccessError(self.env._("A termination is decided by its button."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_draft()

    def _check_draft(self):
        for termination in self:
            termination.check_access("write")
            if termination.state != "draft":
                raise UserError(self.env._("The termination is decided and stays as it is."))

    def _check_level(self):
        """MED-09, MED-23: a station does not end a mediation, it sends the case up."""
        case = self.case_id
        if case.station_id.level not in LEVELS:
            raise ValidationError(
                self.env._(
                    "%(unit)s does not terminate a mediation. Move %(case)s up with its file.",
                    unit=case.station_id.name,
                    case=case.display_name,
                )
            )

    # -- the decision ---------------------------------------------------------------------------

    def _get_gaps(self):
        """Sentences of what the letter still lacks (MED-12, LAW-12)."""
        self.ensure_one()
        gaps = [
            self.env._(
                "The letter needs: %(block)s.",
                block=self._fields[name]._description_string(self.env),
            )
            for name in BLOCKS
            if not (self[name] or "").strip()
        ]
        if not self.reason_id.is_own_end and not self.body_ids:
            gaps.append(self.env._("Choose at least one competent court or arbitration body."))
        return gaps

    def _check_decide(self):
        self._check_draft()
        for termination in self:
            case = termination.case_id
            termination._check_level()
            if case.stage_code not in STAGES or case.kind != "complaint":
                raise UserError(
                    self.env._(
                        "%(case)s is not being mediated. Only what is handled can be terminated.",
                        case=case.display_name,
                    )
                )
            termination.mediation_id._check_no_recusal()
            termination.reason_id._check_in_force_on(china_date())
            termination._check_period()
            gaps = termination.mediation_id._get_end_gaps() + termination._get_gaps()
            if gaps:
                raise ValidationError("\n".join(gaps))

    def _check_period(self):
        """MED-14: the reason that the period is over fits from its due day on, and then it must be
        that one, unless the parties ended the matter themselves."""
        reason = self.reason_id
        due_day = self.case_id._get_mediation_due_day()
        is_over = bool(due_day) and china_date() >= due_day
        if reason.is_period_over and not is_over and due_day:
            raise ValidationError(
                self.env._(
                    "The period of mediation runs until %(day)s: “%(reason)s” does not fit yet.",
                    day=fields.Date.to_string(due_day),
                    reason=reason.name,
                )
            )
        if is_over and not (reason.is_period_over or reason.is_own_end):
            raise ValidationError(
                self.env._(
                    "The period of mediation ended on %(day)s. Choose the reason that it is over.",
                    day=fields.Date.to_string(due_day),
                )
            )

    def action_decide(self):
        """End the mediation and make the letter to both parties (DOC-11)."""
        self._check_decide()
        now = fields.Datetime.now()
        for termination in self:
            termination.sudo().write(
                {"state": "decided", "decided_at": now, "decided_by_id": self.env.uid}
            )
            case = termination.case_id
            termination.mediation_id._close("terminated", now)
            termination._make_letter()
            case._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "Mediation terminated: %(reason)s. Advised: %(bodies)s",
                            reason=termination.reason_id.name,
                            bodies=", ".join(termination.body_ids.mapped("name")) or "-",
                        ),
                    }
                ]
            )
            case._deadline_event(["termination_decided", "mediation_ended"], now)
        return True

    def _make_letter(self):
        template = self.env.ref("consumer_rights.document_template_termination")
        self.sudo().document_id = self.case_id._make_mediation_paper(template)

    def action_letter(self):
        """The letter; a new one when the first was void."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "decided":
            raise UserError(self.env._("The letter is made with the decision."))
        paper = self.sudo().document_id
        if not paper or paper.state == "void":
            self.check_access("write")
            if gaps := self._get_gaps():
                raise ValidationError("\n".join(gaps))
            self._make_letter()
        return self.sudo().document_id.with_env(self.env)._get_form_action()

    def action_deliver(self):
        """Straight to the delivery of the letter to the side that still waits for it."""
        self.ensure_one()
        self.action_letter()
        return self.sudo().document_id.with_env(self.env).action_deliver()
