from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .rights_discipline_record import REVIEW


class RightsDisciplineRecord(models.AbstractModel):
    """From the decision to the end: measures, approval, delivery, review, effect (ACT-03, ACT-04).

    A measure takes effect when the time for a review is over, or after the review (TL-77).
    """

    _inherit = "rights.discipline.record"

    review_text = fields.Text("Grounds for the review", readonly=True)
    review_filed_at = fields.Datetime("Review asked on", readonly=True)
    review_finding = fields.Text("Result of the review")
    reviewed_at = fields.Datetime("Reviewed on", readonly=True)
    reviewed_by_id = fields.Many2one("res.users", "Reviewed by", readonly=True, ondelete="restrict")
    effective_at = fields.Datetime("Takes effect", compute="_compute_effective_at")
    may_request_review = fields.Boolean(compute="_compute_may_request_review")

    @api.depends("delivered_at", "review_filed_at", "reviewed_at", "state")
    def _compute_effective_at(self):
        for record in self:
            clock = record.sudo().clock_ids.filtered(lambda clock: clock.code == REVIEW)[:1]
            if record.state == "not_established":
                record.effective_at = False
            elif record.review_filed_at:
                record.effective_at = record.reviewed_at
            else:
                record.effective_at = clock.due_at

    @api.depends("user_id", "state", "review_filed_at")
    @api.depends_context("uid")
    def _compute_may_request_review(self):
        for record in self:
            record.may_request_review = record._get_review_refusal() is None

    def _is_in_force(self):
        return bool(self.effective_at) and self.effective_at <= fields.Datetime.now()

    # -- decision ----------------------------------------------------------------------------------

    def action_decide(self):
        """Decide on the measures, after the person was heard."""
        self._check_decider(self._taken_up)
        for record in self:
            record._check_decision()
        self._set_state("decided", decided_at=fields.Datetime.now(), decided_by_id=self.env.uid)
        self.sudo()._settle_clocks()
        return True

    def _check_decision(self):
        if not self.sanction_ids:
            raise UserError(self.env._("A decision names at least one measure."))
        if not (self.hearing_note or "").strip():
            raise UserError(self.env._("Hear the person and write the note of the hearing first."))

    def action_approve(self):
        """The head of the line approves the measures that need it; never the own decision."""
        self._check_decider("decided")
        self.env.user._rights_check_role("head")
        for record in self:
            if record.decided_by_id == self.env.user:
                raise AccessError(self.env._("Nobody approves the own decision."))
        self.sudo().write({"approved_at": fields.Datetime.now(), "approved_by_id": self.env.uid})
        self._log_act(self.env._("Approved"))
        return True

    def action_deliver(self):
        """The person is given the decision: the time to ask for a review begins (TL-77)."""
        self._check_decider("decided")
        for record in self:
            if record.needs_approval and not record.approved_at:
                raise UserError(self.env._("The head approves these measures first."))
            if record.delivered_at:
                raise UserError(self.env._("The decision was delivered already."))
        self.sudo().write({"delivered_at": fields.Datetime.now()})
        self.sudo()._clock_event("accountability_delivered")
        self._log_act(self.env._("Delivered"))
        return True

    # -- review ------------------------------------------------------------------------------------

    def _get_review_refusal(self):
        if self.user_id != self.env.user:
            return self.env._("The person concerned asks for a review.")
        if self.state != "decided" or self.review_filed_at or not self._get_running(REVIEW):
            return self.env._("The time to ask for a review is over, or it was asked already.")
        return None

    def _request_review(self, text):
        self.ensure_one()
        self.check_access("read")
        if refusal := self._get_review_refusal():
            raise UserError(refusal)
        self._set_state("reviewing", review_text=text, review_filed_at=fields.Datetime.now())
        self.sudo()._clock_event("review_filed")

    def action_uphold(self):
        """The decision stands, and takes effect now."""
        self._close_review("decided")
        return True

    def action_lift(self):
        """The decision falls: the record is not established and never counts."""
        self._close_review("not_established", closed_at=fields.Datetime.now())
        return True

    def _close_review(self, state, **values):
        self._check_decider("reviewing")
        for record in self:
            if record.decided_by_id == self.env.user:
                raise AccessError(self.env._("Nobody reviews the own decision."))
            if not (record.review_finding or "").strip():
                raise UserError(self.env._("Write the result of the review."))
        values |= {"reviewed_at": fields.Datetime.now(), "reviewed_by_id": self.env.uid}
        self._set_state(state, **values)

    def _check_corrected(self, vals):
        """The reviewer writes the result of the review, and nothing else."""
        if set(vals) == {"review_finding"} and all(one.state == "reviewing" for one in self):
            return self._check_decider("reviewing")
        return super()._check_corrected(vals)

    # -- what waits, for the to-do page ------------------------------------------------------------

    waits_for_person = fields.Boolean(search="_search_waits_for_person", store=False)
    waits_for_decision = fields.Boolean(search="_search_waits_for_decision", store=False)

    def _search_waits_for_person(self, operator, value):
        """The current user may still object, or ask for a review."""
        if operator != "in":
            return NotImplemented
        undecided = Domain("state", "in", ("candidate", self._taken_up))
        unused = undecided & Domain("contested_at", "=", False)
        unused |= Domain("state", "=", "decided") & Domain("review_filed_at", "=", False)
        in_time = Domain("due_at", ">", fields.Datetime.now())
        return Domain("user_id", "=", self.env.uid) & in_time & unused

    def _search_waits_for_decision(self, operator, value):
        """Others have to act, because the person's time is over or was used."""
        if operator != "in":
            return NotImplemented
        over = Domain("due_at", "=", False) | Domain("due_at", "<=", fields.Datetime.now())
        waiting = Domain("state", "in", (self._taken_up, "reviewing"))
        waiting |= Domain("state", "in", ("candidate", "decided")) & over
        return Domain("user_id", "!=", self.env.uid) & waiting

    # -- end ---------------------------------------------------------------------------------------

    def action_close(self):
        """End it, when the decision is in force."""
        self._check_decider("decided")
        for record in self:
            if not record._is_in_force():
                raise UserError(
                    self.env._("The decision is not in force: deliver it, and wait for its time.")
                )
        self._set_state("closed", closed_at=fields.Datetime.now())
        self.sudo()._settle_clocks()
        return True
