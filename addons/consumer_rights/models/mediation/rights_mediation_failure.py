from odoo import fields, models
from odoo.exceptions import UserError

from .rights_mediation import LEVELS

# where a mediation that failed goes on above, and what the clocks call it: (failed, confirmed)
UPWARD = {
    "service_station": ("station_failed", "station_handed_over"),
    "local_station": ("mediation_failed", "escalation_confirmed"),
}


class RightsMediation(models.Model):
    """A station that cannot settle sends the case up with its file, in time (MED-09, MED-23).

    Failure starts the limit (TL-32, TL-33); the confirmation of the unit above ends it.

    A merchant who refuses before anything began leaves the station nothing to mediate: without
    both consents no meeting is opened (MED-01), and a station terminates nothing (MED-09). The
    step into mediation then opens the mediation and records its failure at once, with the refusal
    as its record (MED-03), so that the case goes up by the one step of Annex B. What both sides
    are told of a refusal at the district is the letter of termination (MED-10, MED-11).
    """

    _inherit = "rights.mediation"

    failure_note = fields.Text("Why it failed", readonly=True)
    handed_over_at = fields.Datetime("Handed over on", readonly=True)
    handed_over_to_id = fields.Many2one(
        "rights.station", "Handed over to", readonly=True, ondelete="restrict"
    )
    confirmed_at = fields.Datetime("Receipt confirmed on", readonly=True)
    confirmed_by_id = fields.Many2one(
        "res.users", "Receipt confirmed by", readonly=True, ondelete="restrict"
    )

    def action_fail(self):
        self.ensure_one()
        self._check_may_fail()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The mediation failed"),
            "res_model": "rights.mediation.fail",
            "view_mode": "form",
            "target": "new",
            "context": {"default_mediation_id": self.id},
        }

    def _check_may_fail(self):
        self.check_access("write")
        self._check_open()
        self._check_no_recusal()
        for mediation in self:
            if mediation.level not in UPWARD:
                raise UserError(
                    self.env._(
                        "At this level a mediation that failed ends with the letter of termination."
                    )
                )

    def _fail(self, why, at=None):
        """Record that the parties could not be brought together; from now on the limit runs."""
        self._check_may_fail()
        if not (why or "").strip():
            raise UserError(self.env._("Say why the mediation failed."))
        if gaps := self._get_end_gaps(is_graded=False):
            raise UserError("\n".join(gaps))
        at = at or fields.Datetime.now()
        for mediation in self:
            mediation.sudo().failure_note = why
            mediation._close("failed", at)
            case = mediation.case_id
            case._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "%(mediation)s failed: %(why)s",
                            mediation=mediation.display_name,
                            why=why,
                        ),
                    }
                ]
            )
            case._deadline_event(UPWARD[mediation.level][0], at)

    def _confirm_receipt(self):
        """The unit above has the file; in superuser mode, whoever calls checked the right."""
        now = fields.Datetime.now()
        for mediation in self.sudo():
            mediation.write({"confirmed_at": now, "confirmed_by_id": self.env.uid})
            case = mediation.case_id.with_env(self.env)
            case._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "File received by %(unit)s", unit=mediation.handed_over_to_id.name
                        ),
                    }
                ]
            )
            case._deadline_event(UPWARD[mediation.level][1], now)


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    effect = fields.Selection(
        selection_add=[("escalate", "Moves a failed mediation up")],
        ondelete={"escalate": "set null"},
    )

    def _get_refusal(self, case):
        """Only a station has somebody above it for a mediation (MED-09, MED-10, MED-13)."""
        refusal = super()._get_refusal(case)
        if refusal or self.env.su or self.sudo().effect != "escalate":
            return refusal
        if case.sudo().mediation_id.level in UPWARD:
            return None
        return self.env._(
            "%(unit)s has nobody above it for this: a district ends a mediation with the letter of "
            "termination.",
            unit=case.sudo().station_id.name,
        )


class RightsCase(models.Model):
    _inherit = "rights.case"

    may_confirm_mediation_file = fields.Boolean(compute="_compute_may_confirm_mediation_file")

    def _compute_may_confirm_mediation_file(self):
        units = self.env.user.rights_station_ids
        for case in self:
            case.may_confirm_mediation_file = (
                case.station_id in units and bool(case._get_unconfirmed()) and not self.env.su
            )

    def _get_unconfirmed(self):
        """The mediation that came up and whose receipt nobody has confirmed."""
        return self.sudo().mediation_ids.filtered(
            lambda row: row.handed_over_at and not row.confirmed_at
        )[-1:]

    def action_confirm_mediation_file(self):
        """The file of a failed mediation has arrived (TL-32, TL-33)."""
        for case in self:
            case.check_access("write")
            if not case._get_unconfirmed():
                raise UserError(
                    self.env._("No file of %(case)s waits for a receipt.", case=case.display_name)
                )
            case._get_unconfirmed().with_env(self.env)._confirm_receipt()
        return True

    # -- refused before it began ------------------------------------------------------------------

    def _is_refused_at_station(self):
        case = self.sudo()
        consents = case._get_waiting_consents()
        return LEVELS.get(case.station_id.level) in UPWARD and consents._is_refused_by("merchant")

    def _check_mediate(self, transition):
        missing = super()._check_mediate(transition)
        if self._is_refused_at_station():
            missing.pop("mediation_consent_ids", None)
        return missing

    def _after_mediate(self, transition):
        refused = self.filtered(lambda case: case._is_refused_at_station())
        result = super()._after_mediate(transition)
        for case in refused:
            case.mediation_id._fail(self.env._("The merchant does not agree to mediation."))
        return result

    # -- up ---------------------------------------------------------------------------------------

    def _check_escalate(self, transition):
        """No names of fields, so that no dialog offers to fill them in."""
        is_service = self.sudo().mediation_id.level == "service_station"
        return self._get_handover_gaps() if is_service else {}

    def _get_handover_gaps(self):
        """MED-23: the consumer is told, and the materials go along."""
        case, gaps = self.sudo(), {}
        if not case.evidence_ids.filtered(lambda row: not row.is_void):
            gaps["materials"] = self.env._(
                "The materials go along: add the evidence of the parties before you hand over."
            )
        began = case.mediation_id.started_at
        told = case.contact_log_ids.filtered(
            lambda row: row.whom == "person" and row.reached and row.at >= began
        )
        if not told:
            gaps["told"] = self.env._(
                "Tell the consumer that the matter goes to the office above, and log the contact."
            )
        return gaps

    def _effect_escalate(self, transition):
        """The unit above is responsible from now on; the station keeps reading (SEC-01)."""
        above = self.sudo().station_id.parent_id
        failed = self.sudo().mediation_id
        failed.write({"handed_over_at": fields.Datetime.now(), "handed_over_to_id": above.id})
        return self._station_vals(above) | {"user_id": False}

    def _move(self, transition, expected_stage, basis=None):
        step = transition.sudo()
        if step.effect == "escalate":
            self._check_may_move(transition, expected_stage)
            # whoever moves it up without recording the failure first records it by that
            still_open = self.mediation_id.filtered(
                lambda row: row.state == "open" and row.level in UPWARD
            )
            if still_open and basis:
                still_open._fail(basis)
        waiting = self._get_unconfirmed_of(step)
        result = super()._move(transition, expected_stage, basis=basis)
        waiting._confirm_receipt()  # whoever goes on with it has it
        return result

    def _get_unconfirmed_of(self, step):
        mediations = self.env["rights.mediation"]
        if step.stage_from_id.code != "escalated":
            return mediations
        return mediations.union(*(case._get_unconfirmed() for case in self)).with_env(self.env)
