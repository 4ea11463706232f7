from odoo import api, fields, models

from .rights_mediation import COOPERATION

# how a mediation ends with the result of its case
ENDS = {"settled": "settled", "self_settled": "settled", "terminated": "terminated"}


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    effect = fields.Selection(
        selection_add=[("mediate", "Opens a mediation")], ondelete={"mediate": "set null"}
    )


class RightsCase(models.Model):
    """Into mediation with both consents, out of it with a record (MED-01, MED-03, Annex B)."""

    _inherit = "rights.case"

    mediation_ids = fields.One2many("rights.mediation", "case_id", "Mediations", copy=False)
    mediation_id = fields.Many2one(
        "rights.mediation", "Current mediation", compute="_compute_mediation_id"
    )
    mediation_consent_ids = fields.One2many(
        "rights.mediation.consent", "case_id", "Consents to mediation", copy=False
    )
    mediation_meeting_ids = fields.One2many(
        "rights.mediation.meeting", "case_id", "Mediation meetings", copy=False
    )
    mediation_recusal_ids = fields.One2many(
        "rights.mediation.recusal", "case_id", "Recusals", copy=False
    )
    mediation_cooperation = fields.Selection(
        COOPERATION,
        "Cooperation of the merchant",
        compute="_compute_mediation_id",
        inverse="_inverse_mediation_cooperation",
    )

    @api.depends("mediation_ids.cooperation")
    def _compute_mediation_id(self):
        for case in self:
            case.mediation_id = case.mediation_ids[-1:]
            case.mediation_cooperation = case.mediation_id.cooperation

    def _inverse_mediation_cooperation(self):
        for case in self:
            case.mediation_id.cooperation = case.mediation_cooperation

    def _get_waiting_consents(self):
        """Consents given for a mediation that is not open yet."""
        return self.mediation_consent_ids.filtered(lambda row: not row.mediation_id)

    # -- into mediation (MED-01, MED-13) ----------------------------------------------------------

    def _check_mediate(self, transition):
        missing = {}
        if refusal := self._get_city_mediation_refusal():
            missing["city_mediation"] = refusal
        if not self.sudo()._get_waiting_consents()._get_agreed_modes():
            missing["mediation_consent_ids"] = self.env._(
                "Record that consumer and merchant agree to mediation, and in which mode."
            )
        return missing

    def _effect_mediate(self, transition):
        return self._effect_take(transition)

    def _after_mediate(self, transition):
        for case in self:
            self.env["rights.mediation"]._open_for(case)

    # -- out of it (MED-03, MED-05, MED-19) -------------------------------------------------------

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        step = transition.sudo()
        if step.stage_from_id.code == "mediating":
            missing.update(self._get_mediation_gaps(step))
        return missing

    def _get_mediation_gaps(self, step):
        """What the current mediation lacks for this step; nothing of it concerns a withdrawal."""
        mediation = self.sudo().mediation_id
        concludes = step.effect == "conclude"
        outcome = self.sudo().outcome_id.code if concludes else False
        if mediation.state != "open" or outcome == "withdrawn" or not self._ends_mediation(step):
            return {}
        missing = {}
        if mediation.recusal_ids.filtered(lambda row: row.state == "open"):
            missing["mediation_recusal"] = self.env._(
                "A request for recusal is open. The head of the unit decides it first."
            )
        wanted = "settled" if outcome == "settled" else None
        if outcome != "self_settled" and not mediation._has_record(wanted):
            missing["mediation_meeting"] = self.env._(
                "No meeting with this outcome is on record. Record the meeting first (MED-03)."
            )
        if concludes and not mediation.cooperation:
            # of every mediation: asking only where an offence is linked would tell of a report
            missing["mediation_cooperation"] = self.env._(
                "Say how cooperative the merchant was (MED-19)."
            )
        return missing

    @api.model
    def _ends_mediation(self, step):
        """Whether a step says what came of the mediation, rather than breaking it off."""
        return step.effect == "conclude" or step.stage_to_id.code == "escalated"

    def _move(self, transition, expected_stage, basis=None):
        result = super()._move(transition, expected_stage, basis=basis)
        step = transition.sudo()
        if step.stage_from_id.code == "mediating":
            for case in self:
                case.sudo().mediation_id._close(case._get_mediation_end(step))
        return result

    def _get_mediation_end(self, step):
        """The state in which a mediation is left by this step."""
        if step.effect == "conclude":
            return ENDS.get(self.sudo().outcome_id.code, "withdrawn")
        return "failed" if self._ends_mediation(step) else "withdrawn"

    # -- cases of a former system (REG-24) --------------------------------------------------------

    @api.model
    def _import_takeover(self, vals_list):
        """A case that was in mediation there goes on in mediation here."""
        cases = super()._import_takeover(vals_list)
        for case in cases.filtered(lambda case: case.stage_code == "mediating"):
            self.env["rights.mediation"]._open_for(case, mediator=case.user_id)
        return cases
