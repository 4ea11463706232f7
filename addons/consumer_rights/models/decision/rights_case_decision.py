from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.china_time import china_date

# What a refusal says, besides its words
GROUNDS = ("reject_reason_id", "competent_body_id", "earlier_case_id", "has_new_fact")
# Set by the acts of a decision only
DECIDED = frozenset(
    "decided_at revoked_at identity_proved_at proposed_decision proposed_at proposed_by_id".split()
)
MATERIAL_MISSING = 5  # number of the reason in both lists of the law


class RightsRejectReason(models.Model):
    _inherit = "rights.reject.reason"

    explanation = fields.Text(
        "Usual explanation", help="Offered for the notice, to be completed for the matter."
    )


class RightsCase(models.Model):
    """One decision a cycle: who, when, on what grounds, and a second pair of eyes (ACC-01, ACC-11).

    A refusal is proposed until its paper was approved; a decision that has gone out is no longer
    edited (ACC-14). Nothing here is ever decided by the system (ACC-15).
    """

    _inherit = "rights.case"

    decided_at = fields.Datetime("Decision made on", readonly=True, copy=False)
    is_decision_proposed = fields.Boolean(
        "Waits for the second person",
        compute="_compute_is_decision_proposed",
        search="_search_is_decision_proposed",
    )
    result_text = fields.Text(compute="_compute_result_text", store=True, readonly=False)
    council_id = fields.Many2one(
        "rights.partner.body",
        "Consumer council asked to forward",
        copy=False,
        ondelete="restrict",
        domain=[("kind", "=", "council")],
        help="Besides explaining, the council may be asked to forward the matter (ACC-12).",
    )
    # the review of platform matters within 24 hours (ACC-07)
    proposed_decision = fields.Selection(
        [("accept", "Accept"), ("reject", "Do not accept")],
        "Proposed in the review",
        readonly=True,
        copy=False,
    )
    proposed_at = fields.Datetime("Reviewed", readonly=True, copy=False)
    proposed_by_id = fields.Many2one(
        "res.users", "Reviewed by", readonly=True, copy=False, ondelete="restrict"
    )
    may_propose = fields.Boolean(compute="_compute_may_propose")

    @api.depends("reject_reason_id")
    def _compute_result_text(self):
        """The usual words for a ground are offered; what somebody wrote stays."""
        for case in self:
            case.result_text = case.result_text or case.reject_reason_id.explanation

    # -- proposed, decided ----------------------------------------------------------------------

    @api.depends("decision", "document_ids.state", "cycle_no")
    def _compute_is_decision_proposed(self):
        refused = self.filtered(lambda case: case.decision in ("reject", "no_longer"))
        waiting = refused and self.env["rights.document"].sudo().search(
            self._proposal_domain() & Domain("case_id", "in", refused.ids)
        )
        proposed = {
            paper.case_id.id for paper in waiting if paper.cycle_no == paper.case_id.cycle_no
        }
        for case in self:
            case.is_decision_proposed = case.id in proposed

    def _search_is_decision_proposed(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self.env["rights.document"].sudo()._search(self._proposal_domain())
        return Domain("decision", "in", ("reject", "no_longer")) & Domain(
            "id", "in", waiting.subselect("case_id")
        )

    @api.model
    def _proposal_domain(self):
        return (
            Domain("template_id.dossier_part", "=", "decision")
            & Domain("template_id.approver_group_ids", "!=", False)
            & Domain("state", "in", ("draft", "to_approve"))
        )

    def _decision_vals(self, decision):
        return super()._decision_vals(decision) | {"decided_at": fields.Datetime.now()}

    def _effect_reopen(self, transition):
        return super()._effect_reopen(transition) | self._undecided_vals()

    @api.model
    def _undecided_vals(self):
        """A case that is to be decided anew, in this cycle or in the next one."""
        return {
            "decision": False,
            "decided_by_id": False,
            "decided_at": False,
            "accepted_at": False,
            "outcome_id": False,
            "result_text": False,
            "reject_reason_id": False,
            "competent_body_id": False,
            "council_id": False,
            "proposed_decision": False,
            "proposed_at": False,
            "proposed_by_id": False,
        }

    # -- what a decision needs ------------------------------------------------------------------

    def _check_accept(self, transition):
        return self._check_undecided()

    def _check_undecided(self):
        if not self.decision:
            return {}
        # no name of a field, so that no dialog offers to fill it in
        return {
            "undecided": self.env._(
                "%(user)s decided on %(day)s already. A supervisor has to revoke that decision "
                "first.",
                user=self.sudo().decided_by_id.name,
                day=self._china_day(self.decided_at) if self.decided_at else "",
            )
        }

    def _check_reject(self, transition):
        """Grounds of the list in force today, and those that fit the matter (ACC-03, ACC-04)."""
        missing = super()._check_reject(transition) | self._check_undecided()
        reason = self.reject_reason_id
        if reason and not reason._holds_on(china_date()):
            missing["reject_reason_id"] = self.env._(
                "The reason %(reason)s (%(law)s) is not in force today. Choose one of the present "
                "list.",
                reason=reason.name,
                law=reason.law,
            )
        waits = self.stage_code == "pending_material" and not self.is_material_lapsed
        if reason.number == MATERIAL_MISSING and waits:
            missing["reject_reason_id"] = self.env._(
                "The person still has time to hand in the material; until then missing material "
                "is no ground."
            )
        return missing

    def _get_asked_fields(self, transition):
        names = super()._get_asked_fields(transition)
        if transition.effect == "reject":
            names.append("council_id")
        elif transition.effect == "answer" and "competent_body_id" not in names:
            names.append("competent_body_id")  # whom the person was referred to (INT-09)
        return names

    def _after_reject(self, transition):
        """The council that is asked to forward the matter stands in the record (ACC-12)."""
        for case in self.filtered("council_id"):
            self.env["rights.contact.log"].create(
                {
                    "case_id": case.id,
                    "whom": "other",
                    "way": "phone",
                    "reached": True,
                    "note": self.env._(
                        "Asked to forward the matter: %(body)s", body=case.council_id.display_name
                    ),
                }
            )

    # -- the review of platform matters (ACC-07) ------------------------------------------------

    @api.depends("stage_code", "channel_id", "kind", "proposed_decision")
    def _compute_may_propose(self):
        for case in self:
            case.may_propose = (
                case.kind == "complaint"
                and case.stage_code == "registered"
                and case.channel_id.is_platform
                and not case.proposed_decision
            )

    def action_propose_accept(self):
        return self._propose("accept")

    def action_propose_reject(self):
        return self._propose("reject")

    def _propose(self, decision):
        """Note what the review of a platform matter proposes; it is decided later (ACC-07)."""
        self.ensure_one()
        self.check_access("write")
        if not self.may_propose:
            raise UserError(self.env._("This matter needs no review, or was reviewed already."))
        self._gate_write(
            {
                "proposed_decision": decision,
                "proposed_at": fields.Datetime.now(),
                "proposed_by_id": self.env.uid,
            }
        )
        label = dict(self._fields["proposed_decision"]._description_selection(self.env))[decision]
        words = self.env._("Review proposes: %(decision)s", decision=label)
        self._append_events([{"type": "progress", "basis": words}])
        self._deadline_event("decision_proposed")
        return True

    # -- what was decided is not edited (ACC-14) ------------------------------------------------

    def _check_create_vals(self, vals):
        self._check_decided_vals(vals)
        return super()._check_create_vals(vals)

    def _check_write_vals(self, vals):
        self._check_decided_vals(vals)
        changed = set(GROUNDS).intersection(vals)
        for case in self.filtered("decision") if changed else ():
            grounds = {"reject_reason_id"} if case.decision == "accept" else changed
            if grounds & changed and not case.is_decision_proposed:
                raise UserError(
                    self.env._(
                        "The decision on %(number)s was made and is not edited. A supervisor may "
                        "revoke it as long as nobody was told; an accepted matter ends with the "
                        "matching reason of termination.",
                        number=case.display_name,
                    )
                )
        return super()._check_write_vals(vals)

    @api.model
    def _check_decided_vals(self, vals):
        if DECIDED.intersection(vals):
            raise AccessError(self.env._("The time of a decision is set by the decision only."))


class RightsDocument(models.Model):
    _inherit = "rights.document"

    def _is_proposal(self):
        """A refusal that still waits for its second person, or was sent back by it."""
        return (
            self.state in ("draft", "to_approve")
            and self.template_id.dossier_part == "decision"
            and bool(self.template_id.approver_group_ids)
        )

    def action_approve(self):
        """The grounds must be in force on the day of the approval too: that is the decision."""
        today = china_date()
        for paper in self.sudo().filtered(lambda paper: paper._is_proposal()):
            paper.case_id.reject_reason_id._check_in_force_on(today)
        return super().action_approve()
