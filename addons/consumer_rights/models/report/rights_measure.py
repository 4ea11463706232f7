from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

GROUP = "consumer_rights.consumer_rights_group_"
REVIEWERS = ("legal", "division_head")
ENTERED = {
    "kind",
    "is_slight",
    "cooperation",
    "satisfaction",
    "is_health",
    "meets_no_penalty",
    "legal_basis",
    "reason",
}
REVIEW = {"review_paper", "review_text"}
UNHELPFUL = ("passive", "refusing")


class RightsMeasure(models.Model):
    """What the officer recommends for a violation, with the conditions of the law (INC-05 to 07).

    who                           may
    handler, enforcement officer  propose, issue, take back
    legal adviser, division head  review, never the own proposal
    reader of the report          read

    It is a recommendation within the range of the law: the decision stands with the filed case.
    """

    _name = "rights.measure"
    _inherit = ["rights.case.part"]
    _description = "Recommendation on the penalty"
    _order = "id desc"
    _rec_name = "kind"

    case_id = fields.Many2one(
        "rights.case",
        "Report",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "report")],
    )
    kind = fields.Selection(
        [
            ("guidance", "Guidance without penalty"),
            ("ordinary", "Penalty"),
            ("heavier", "Heavier penalty within the legal range"),
            ("strictest", "Strictest penalty within the legal range"),
        ],
        "What is recommended",
        required=True,
    )
    # the facts that it follows from
    is_slight = fields.Boolean("Slight violation")
    cooperation = fields.Selection(
        selection=lambda self: self._get_labels("rights.mediation", "cooperation"),
        string="Attitude to the dispute",
        compute="_compute_of_complaint",
        store=True,
        readonly=False,
    )
    satisfaction = fields.Selection(
        selection=lambda self: self._get_labels("rights.followup", "sat_overall"),
        string="The consumer is",
        compute="_compute_of_complaint",
        store=True,
        readonly=False,
    )
    is_health = fields.Boolean(
        "Food or goods that endanger health",
        compute="_compute_of_complaint",
        store=True,
        readonly=False,
    )
    meets_no_penalty = fields.Boolean(
        "Legal conditions for no penalty are met",
        help="That the consumer is satisfied is not one of them.",
    )
    legal_basis = fields.Char("Law and article", required=True)
    reason = fields.Text("Why")
    # its course
    state = fields.Selection(
        [("open", "Put forward"), ("issued", "Sent out"), ("withdrawn", "Taken back")],
        readonly=True,
        default="open",
        index=True,
    )
    user_id = fields.Many2one("res.users", "Proposed by", readonly=True, ondelete="restrict")
    review_paper = fields.Char("Number of the legal review")
    review_text = fields.Text("Opinion of the legal review")
    reviewed_by_id = fields.Many2one("res.users", "Reviewed by", readonly=True, ondelete="restrict")
    reviewed_at = fields.Datetime("Reviewed on", readonly=True)
    issued_at = fields.Datetime("Sent out on", readonly=True)

    _one_open = models.UniqueIndex(
        "(case_id) WHERE state <> 'withdrawn'", "Take the earlier recommendation back first."
    )

    @api.model
    def _get_labels(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.depends("case_id")
    def _compute_of_complaint(self):
        """What the linked complaint says already: conversion, mediation, follow-up."""
        for measure in self:
            complaint = measure.case_id.sudo()._get_linked_complaint()
            measure.is_health = "food" in complaint._get_standing_flags().mapped("kind")
            measure.cooperation = complaint.mediation_cooperation
            measure.satisfaction = complaint.followup_ids.sorted("id")[-1:].sat_overall

    # -- the conditions ----------------------------------------------------------------------------

    @api.constrains(*(ENTERED - {"legal_basis"}))
    def _check_conditions(self):
        for measure in self:
            if fault := measure._get_fault():
                raise ValidationError(fault)

    def _get_fault(self):
        """Why the facts do not carry what is recommended; None when they do."""
        if self.kind == "guidance" and not self._may_be_guided():
            return self.env._(
                "Guidance without penalty needs a slight violation, active cooperation, a consumer "
                "who is not dissatisfied, and the legal conditions for no penalty."
            )
        if self.is_health != (self.kind == "strictest"):
            return self.env._(
                "The strictest penalty is recommended for food or goods that endanger health, and "
                "for these alone."
            )
        unhelpful = self.cooperation in UNHELPFUL
        if self.kind == "heavier" and not unhelpful:
            return self.env._("A heavier penalty needs a refusing or passive attitude.")
        if self.kind == "ordinary" and unhelpful and not (self.reason or "").strip():
            return self.env._("Say why no heavier penalty is recommended.")
        return None

    def _may_be_guided(self):
        return (
            self.is_slight
            and self.cooperation == "active"
            and self.satisfaction in ("satisfied", "basic")
            and self.meets_no_penalty
        )

    # -- keeping it --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {name: vals[name] for name in vals if name in ENTERED | {"case_id"}}
            | {"user_id": self.env.uid}
            for vals in vals_list
        ]
        measures = super().create(vals_list)
        if any(measure.case_id.kind != "report" for measure in measures):
            raise ValidationError(self.env._("A penalty is recommended in a report."))
        return measures

    def write(self, vals):
        if not self.env.su:
            if set(vals) - ENTERED - REVIEW:
                raise AccessError(self.env._("A recommendation goes on by its acts only."))
            if any(measure.state != "open" or measure.reviewed_at for measure in self):
                raise UserError(
                    self.env._("It is reviewed or issued already. Take it back and propose anew.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was recommended stays in the record."))

    # -- its course --------------------------------------------------------------------------------

    def action_review(self):
        """The legal review stands in the record; without it the strictest is not issued."""
        self._check_act("open")
        user = self.env.user
        for measure in self:
            if not any(user.has_group(GROUP + role) for role in REVIEWERS):
                raise AccessError(self.env._("A legal adviser or division head reviews it."))
            if measure.user_id == user:
                raise AccessError(self.env._("Nobody decides the own request. Ask a colleague."))
            if not all((measure[name] or "").strip() for name in REVIEW):
                raise ValidationError(
                    self.env._("Enter the number and the opinion of the legal review first.")
                )
        self.sudo().write(  # checked above
            {"reviewed_by_id": self.env.uid, "reviewed_at": fields.Datetime.now()}
        )
        self._note(self.env._("Legal review"))
        return True

    def action_issue(self):
        self._check_act("open")
        for measure in self:
            if measure.kind == "strictest" and not measure.reviewed_at:
                raise UserError(
                    self.env._("The strictest penalty is recommended after a legal review.")
                )
        self.sudo().write({"state": "issued", "issued_at": fields.Datetime.now()})  # checked above
        self._note(self.env._("Recommended"))
        return True

    def action_withdraw(self):
        self._check_act("open", "issued")
        self.sudo().state = "withdrawn"  # checked above
        self._note(self.env._("Recommendation taken back"))
        return True

    def _check_act(self, *states):
        self.check_access("write")
        if any(measure.state not in states for measure in self):
            raise UserError(self.env._("This is decided already."))

    def _note(self, act):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for measure in self:
            words = f"{act}: {labels[measure.kind]}"
            event = {"type": "progress", "basis": words, "paper": measure.legal_basis}
            measure.case_id._append_events([event])


class RightsCase(models.Model):
    _inherit = "rights.case"

    measure_ids = fields.One2many("rights.measure", "case_id", "Recommendations", copy=False)

    def _get_linked_complaint(self):
        """The complaint that this report was opened beside, in superuser mode."""
        links = self.env["rights.case.link"].search(
            [("case_id", "in", self.ids), ("kind", "in", ("converted", "clue", "split"))]
        )
        return links.other_case_id.filtered(lambda case: case.kind == "complaint")[:1]
