from odoo import api, fields, models
from odoo.exceptions import UserError

from .rights_discipline_record import CORRECTED, ENTERED

# states in which a violation counts on the ladder; a candidate and a withdrawn one never do
COUNTED = ("confirmed", "decided", "reviewing", "closed")


class RightsPromiseViolation(models.Model):
    """A promise that was not kept, and whose it was (PRM-06).

    Candidates come from missed limits, complaints, follow-ups and inspections; a supervisor
    confirms them or finds them not established. The database refuses a second candidate for a
    case, cycle, step and person: further limits of the step join the first as evidence.
    """

    _name = "rights.promise.violation"
    _inherit = ["rights.discipline.record"]
    _description = "Violation of a promise"

    _entered = ENTERED | {"source", "promise_id", "gravity"}
    _corrected = CORRECTED | {"gravity", "lower_reason"}
    _taken_up = "confirmed"

    promise_id = fields.Many2one(
        "rights.promise",
        "Service promise",
        required=True,
        ondelete="restrict",
        domain=[("published_at", "!=", False)],
    )
    is_integrity = fields.Boolean(related="promise_id.is_integrity")
    source = fields.Selection(
        [
            ("breach", "Missed limit"),
            ("complaint", "Complaint"),
            ("followup", "Follow-up"),
            ("inspection", "Found by inspection"),
            ("language", "Forbidden expression"),
            ("exception", "Exception allowed"),
        ],
        required=True,
        default="inspection",
    )
    breach_ids = fields.Many2many(
        "rights.deadline.breach",
        "rights_promise_violation_breach_rel",
        string="Missed limits",
        readonly=True,
    )
    step_event_id = fields.Many2one(
        "rights.deadline.event", "Step", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("candidate", "Candidate"),
            ("confirmed", "Violation confirmed"),
            ("decided", "Measures decided"),
            ("reviewing", "Under review"),
            ("not_established", "Not established"),
            ("closed", "Closed"),
        ],
        required=True,
        default="candidate",
        readonly=True,
        index=True,
    )
    confirmed_at = fields.Datetime("Confirmed on", readonly=True)
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, ondelete="restrict"
    )
    # apology (PRM-08)
    apology_at = fields.Datetime("Apologised on", readonly=True)
    apology_note = fields.Text("Apology", help="To whom and how, or why there was none (PRM-08).")

    _one_candidate = models.UniqueIndex(
        "(case_id, cycle_no, step_event_id, user_id)"
        " WHERE case_id IS NOT NULL AND step_event_id IS NOT NULL",
        "This step of the matter has a candidate for this person already.",
    )
    _open = models.Index("(user_id) WHERE state NOT IN ('closed', 'not_established')")

    @api.depends("promise_id.name", "case_id.name")
    def _compute_display_name(self):
        for violation in self:
            number = violation.case_id.sudo().name  # a number tells nothing of the case
            violation.display_name = " · ".join(filter(None, (violation.promise_id.name, number)))

    @api.constrains("promise_id")
    def _check_promise_published(self):
        self.promise_id._check_published()

    def _get_evidence_clocks(self):
        return self.breach_ids.deadline_id

    def action_confirm(self):
        """It happened, and it was theirs: it counts from now on (PRM-06)."""
        self._check_decider("candidate")
        self._check_objection_over()
        for violation in self:
            if violation.contested_at and not (violation.finding or "").strip():
                raise UserError(self.env._("Answer the objection in the finding."))
            violation._do_confirm()
        return True

    def _do_confirm(self):
        self._set_state(
            "confirmed",
            confirmed_at=fields.Datetime.now(),
            confirmed_by_id=self.env.uid,
            **self.sudo()._get_rung(),
        )

    # -- apology -----------------------------------------------------------------------------------

    def action_log_apology(self):
        """The apology to the affected person was made, or there is a reason for none (PRM-08)."""
        self._check_decider("confirmed", "decided")
        for violation in self:
            if not (violation.apology_note or "").strip():
                raise UserError(
                    self.env._("Write to whom and how the apology was made, or why there was none.")
                )
        self.sudo().write({"apology_at": fields.Datetime.now()})
        self._log_act(self.env._("Apology"))
        return True

    def _check_corrected(self, vals):
        if set(vals) == {"apology_note"} and not any(one.apology_at for one in self):
            return self._check_decider("confirmed", "decided")
        return super()._check_corrected(vals)

    def action_close(self):
        for violation in self:
            if violation.ordinal == 1 and not violation.apology_at:
                raise UserError(
                    self.env._("A first violation is closed after the apology (PRM-08).")
                )
        return super().action_close()
