from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .rights_discipline_record import CORRECTED, ENTERED


class RightsAccountability(models.Model):
    """Accountability of a person for a fault at acceptance or handling (ACT-01 to ACT-05)."""

    _name = "rights.accountability"
    _inherit = ["rights.discipline.record"]
    _description = "Accountability for a fault"

    _entered = ENTERED | {"cause_id", "fact_ref", "assessment_points"}
    _corrected = CORRECTED | {"cause_id", "assessment_points"}

    cause_id = fields.Many2one("rights.fault.cause", required=True, ondelete="restrict")
    phase = fields.Selection(related="cause_id.phase")
    deadline_id = fields.Many2one(
        "rights.deadline", "Missed limit", readonly=True, ondelete="restrict"
    )
    urge_id = fields.Many2one("rights.urge", readonly=True, ondelete="restrict")
    fact_ref = fields.Reference(
        "_get_fact_models",
        "Based on",
        help="The call, leave, publication or other record that it is based on (ACT-05).",
    )
    assessment_points = fields.Float(
        "Points off in the annual assessment",
        digits=(5, 1),
        help="Poor work or dereliction is deducted in the annual assessment (ACT-09).",
    )
    state = fields.Selection(
        [
            ("candidate", "Candidate"),
            ("verifying", "Under verification"),
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

    _once = models.UniqueIndex(
        "(deadline_id, user_id) WHERE deadline_id IS NOT NULL",
        "This missed limit has a record for this person already.",
    )
    _once_fact = models.UniqueIndex(
        "(fact_ref, user_id, cause_id) WHERE fact_ref IS NOT NULL",
        "A record for this person is based on this already.",
    )
    _points_sane = models.Constraint(
        "CHECK (assessment_points BETWEEN 0 AND 100)", "Between 0 and 100 points."
    )

    @api.model
    def _get_fact_models(self):
        """What a record can be based on beside its matter; rooms add theirs."""
        names = (
            "rights.refusal.review",
            "rights.secrecy.breach",
            "rights.media.request",
            "rights.case.dispatch",
            "rights.duty.absence",
            "rights.outage",
            "rights.call.log",
            "rights.public.article",
            "rights.integrity.declaration",
        )
        return [(name, self.env["ir.model"]._get(name).name) for name in names]

    @api.depends("cause_id", "case_id.name")
    def _compute_display_name(self):
        for record in self:
            number = record.case_id.sudo().name  # a number tells nothing of the case
            record.display_name = " · ".join(filter(None, (record.cause_id.display_name, number)))

    def _get_evidence_clocks(self):
        return self.deadline_id | self.urge_id.deadline_id

    @api.constrains("user_id", "case_id", "deadline_id", "urge_id", "fact_ref")
    def _check_based_on_facts(self):
        for record in self:
            if not (record.case_id or record.deadline_id or record.urge_id or record.fact_ref):
                raise ValidationError(
                    self.env._("Name the matter or record that it is based on (ACT-05).")
                )

    def action_verify(self):
        """The officer takes the candidate up; from now on the person leaves the matter alone."""
        self._check_decider("candidate")
        self._set_state("verifying")
        return True

    def _check_decision(self):
        result = super()._check_decision()
        self._check_objection_over()
        wrong = self.sanction_ids.filtered(lambda sanction: not sanction.for_fault)
        if wrong:
            raise UserError(
                self.env._("No measure for a fault: %(measures)s", measures=wrong[0].name)
            )
        return result

    def _set_state(self, state, **values):
        result = super()._set_state(state, **values)
        self.env["rights.station"]._forget_rights()
        return result
