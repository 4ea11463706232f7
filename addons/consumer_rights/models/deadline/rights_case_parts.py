from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date
from ..case.rights_append_only import Pass


class RightsContactLog(models.Model):
    """A contact with the person, reached or tried, is the first contact (INT-15)."""

    _inherit = "rights.contact.log"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        ours = contacts.filtered(lambda row: row.whom == "person" and not row.is_incoming)
        for contact in ours:
            contact.case_id._deadline_event("contact_logged", contact.at)
        return contacts

    @api.constrains("at")
    def _check_at(self):
        for contact in self:
            if contact.at > fields.Datetime.now():
                raise UserError(self.env._("A contact cannot lie in the future."))


class RightsFollowup(models.Model):
    """The result of a follow-up ends its limit; a dissatisfied one starts the next (RPL-08)."""

    _inherit = "rights.followup"

    def _note_result(self):
        result = super()._note_result()
        for followup in self.filtered(lambda row: row.purpose == "service"):
            codes = ["followed_up", "archive_due"]
            if followup.is_dissatisfied:
                codes = ["followed_up", "dissatisfied"]
            followup.case_id._deadline_event(codes, followup.at)
        return result

    @api.constrains("at")
    def _check_at(self):
        for followup in self:
            if followup.at and followup.at > fields.Datetime.now():
                raise UserError(self.env._("A follow-up cannot lie in the future."))


class RightsCaseEvidence(models.Model):
    """The proof of identity that was asked for ends its limit (REG-12, TL-64)."""

    _inherit = "rights.case.evidence"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for proof in records.filtered(lambda row: row.type == "identity"):
            if proof.case_id.registered_at:
                at = min(proof.received_at, fields.Datetime.now())
                proof.case_id._deadline_event("identity_proved", at)
        return records


class RightsCase(models.Model):
    """What of a case itself starts and stops clocks, besides its steps."""

    _inherit = "rights.case"

    mode_change_reason = fields.Char(
        "Why not finished on the day", copy=False, help="When the immediate mode is left (HND-03)."
    )
    leaves_immediate = fields.Boolean(compute="_compute_leaves_immediate")

    @api.depends("handling_mode")
    def _compute_leaves_immediate(self):
        """Whether the mode that was stored is immediate and the one being entered is not."""
        for case in self:
            case.leaves_immediate = (
                case._origin.handling_mode == "immediate"
                and case.handling_mode != "immediate"
                and case._is_accepted_and_open()
            )

    def _is_accepted_and_open(self):
        return bool(self.accepted_at and not self.concluded_at)

    def write(self, vals):
        gated = isinstance(self.env.context.get("rights_gate"), Pass)
        modes = {case: case.handling_mode for case in self} if "handling_mode" in vals else {}
        self._check_mode_change(vals)
        result = super().write(vals)
        if not gated and ("user_id" in vals or "station_id" in vals):
            self._deadline_follow()
        if vals.get("joint_deadline"):
            self.filtered("registered_at")._deadline_joint()
        left = self.browse(
            case.id
            for case, mode in modes.items()
            if mode == "immediate" and case.handling_mode != mode and case._is_accepted_and_open()
        )
        left._deadline_mode_left()
        return result

    def _check_mode_change(self, vals):
        """What was to be finished on the day goes on only with a reason (HND-03)."""
        if vals.get("handling_mode", "immediate") == "immediate":
            return
        for case in self:
            left = case.handling_mode == "immediate" and case._is_accepted_and_open()
            if left and not (vals.get("mode_change_reason") or "").strip():
                raise UserError(
                    self.env._(
                        "%(case)s was to be finished on the day. Say why it was not.",
                        case=case.display_name,
                    )
                )

    def _deadline_joint(self):
        """The limit that the departments agreed on (TRI-10, TL-20)."""
        for case in self.filtered(lambda case: case.joint_deadline and not case.is_closed):
            case._deadline_given("joint_agreed", case.joint_deadline)

    def _deadline_mode_left(self):
        """What was not finished on the day goes on as an ordinary matter (HND-03): the limit of
        the ordinary mode counts from acceptance, and the person is told its date (LIM-14)."""
        for case in self:
            case._deadline_event("mode_changed")
            case._deadline_event("accepted", case.accepted_at)

    def action_return_result(self):
        """The handler returns the result to the reception studio (HND-12)."""
        for case in self:
            case.check_access("write")
            if case.stage_code != "concluded":
                raise UserError(
                    self.env._(
                        "%(case)s is not concluded, there is no result to return.",
                        case=case.display_name,
                    )
                )
            if case.result_returned_at:
                raise UserError(self.env._("The result was returned already."))
            now = fields.Datetime.now()
            case._gate_write({"result_returned_at": now})
            case._append_events(
                [{"type": "progress", "basis": self.env._("Result returned to reception")}]
            )
            case._deadline_event("result_returned", now)
        return True

    def _effect_reply(self, transition):
        """Whoever replies has the result: it counts as returned at the latest now."""
        vals = super()._effect_reply(transition)
        if not self.result_returned_at:
            vals["result_returned_at"] = fields.Datetime.now()
        return vals

    def _usual_promised_date(self):
        """The due day of the completion limit from today on (HND-04, TL-12)."""
        day = self.env["rights.deadline.policy"]._due_day("TL-12", fields.Datetime.now())
        return day or china_date()
