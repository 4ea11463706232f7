from odoo import fields, models


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    effect = fields.Selection(
        selection_add=[("revoke", "Revokes a decision that nobody was told yet")],
        ondelete={"revoke": "set null"},
    )


class RightsCase(models.Model):
    """A supervisor takes a decision back, with a reason, as long as nobody was told (ACC-01).

    Afterwards a refusal is corrected in a new cycle (ACC-13), and an accepted matter is ended by
    termination (ACC-14).
    """

    _inherit = "rights.case"

    revoked_at = fields.Datetime("Decision revoked", readonly=True, copy=False)

    def _get_decision_papers(self):
        return self.sudo().document_ids.filtered(
            lambda paper: (
                paper.cycle_no == self.cycle_no
                and paper.template_id.dossier_part == "decision"
                and paper.state != "void"
            )
        )

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        if transition.sudo().effect == "revoke":
            missing.pop("papers", None)  # the paper that waits is the one taken back
        return missing

    def _check_revoke(self, transition):
        told = self._get_decision_papers().filtered("delivered_at")
        if not told:
            return {}
        if self.decision == "accept":
            sentence = self.env._(
                "The person was told of the acceptance. A reason against it that is found now "
                "ends the mediation instead (ACC-14)."
            )
        else:
            sentence = self.env._(
                "The person was told of the refusal. It is corrected by reopening the matter in "
                "a new cycle (ACC-13)."
            )
        return {"told": sentence}

    def _effect_revoke(self, transition):
        return self._undecided_vals() | {"revoked_at": fields.Datetime.now()}

    def _after_revoke(self, transition):
        """What the decision brought about falls away: its papers and the clocks it started."""
        reason = self.env._("The decision was revoked")
        for case in self:
            case._get_decision_papers()._void(reason)
            running = case.sudo().deadline_ids.filtered(
                lambda clock, case=case: (
                    not clock.stopped_at
                    and clock.cycle_no == case.cycle_no
                    and clock.policy_id.start_event_id.code in self._events_of_decisions()
                )
            )
            running._stop(dict.fromkeys(running.ids, "cancelled"), case.revoked_at, reason=reason)
        self.sudo()._deadline_refresh()

    def _events_of_decisions(self):
        """Events that begin with a decision: the limits they started end with its revocation."""
        return {"accepted", "rejection_decided", "archive_due", "dispatch_due"}

    def _deadline_known(self):
        """Limits that a revoked decision had started may start again with the next one."""
        known = super()._deadline_known()
        for case in self.filtered("revoked_at"):
            ended = case.deadline_ids.filtered(
                lambda clock, case=case: (
                    clock.outcome == "cancelled" and clock.stopped_at == case.revoked_at
                )
            )
            known[case.id] = [row for row in known[case.id] if row["id"] not in ended._ids]
        return known
