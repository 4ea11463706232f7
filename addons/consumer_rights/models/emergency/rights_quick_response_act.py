from odoo import fields, models
from odoo.exceptions import UserError


class RightsQuickResponse(models.Model):
    """What the people at the scene do, each act in its limit (EMG-02 to EMG-04, ENF-11, ENF-12)."""

    _inherit = "rights.quick.response"

    def _check_act(self, *states):
        self.check_access("write")
        self._check_mine()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for response in self:
            if response.state not in states:
                raise UserError(
                    self.env._(
                        "%(response)s: %(state)s. This act does not follow.",
                        response=response.display_name,
                        state=labels[response.state],
                    )
                )

    def _act(self, event, vals):
        """Write what happened and tell the clocks of the case; who may was checked before."""
        response = self.sudo()
        response.write(vals)
        if event:
            response.case_id._deadline_event(event)

    def action_arrive(self):
        """Log the arrival at the scene (TL-27); whoever is there has received the command."""
        self._check_act("commanded")
        for response in self:
            vals = {"arrived_at": fields.Datetime.now(), "arrived_by_id": self.env.uid}
            if not response.user_id:
                vals["user_id"] = self.env.uid
            response._act("arrival_logged", vals)
            response.sudo().activity_ids.action_done()
            response._get_own_target().action_acknowledge()
        return True

    def _get_own_target(self):
        """The target of the command that the user answers for."""
        return self.sudo().command_id.target_ids.sudo(False).filtered("is_mine")

    def action_delist(self):
        """The goods are off the shelf: test, certificates and the empty shelf prove it (TL-28)."""
        self._check_act("arrived")
        for response in self:
            response._check_proved(shelf=True)
            if response.finding != "suspect":
                raise UserError(self.env._("No test and no check found the goods suspect."))
            response._act("delisting_proved", {"delisted_at": fields.Datetime.now()})
        return True

    def action_clear(self):
        """Tested and checked, and nothing found: nothing is taken off the shelf."""
        self._check_act("arrived")
        for response in self:
            response._check_proved(shelf=False)
            if response.finding == "suspect":
                raise UserError(self.env._("What is suspect is taken off the shelf."))
            response._act("food_cleared", {"cleared_at": fields.Datetime.now()})
        return True

    def _check_proved(self, shelf):
        gaps = self._get_proof_gaps(shelf)
        if gaps:
            raise UserError("\n".join(gaps))

    def _get_proof_gaps(self, shelf):
        """EMG-03: test record, certificate check, and a photo of the empty shelf or the seal."""
        gaps = []
        if not self.test_ids:
            gaps.append(self.env._("The record of the rapid test is missing."))
        if not self.certificate_checked:
            gaps.append(self.env._("The check of certificates and invoices is missing."))
        photos = self.proof_ids.filtered(lambda proof: proof.kind == "shelf" and proof.file)
        if shelf and not photos:
            gaps.append(self.env._("The photo of the empty shelf or of the seal is missing."))
        return gaps

    def action_report(self):
        """Report the result back (TL-29); it is the completion of the command as well."""
        self._check_act("secured")
        for response in self:
            if not (response.feedback or "").strip():
                raise UserError(self.env._("Write the feedback first."))
            response._act("feedback_submitted", {"reported_at": fields.Datetime.now()})
            target = response._get_own_target()
            if target and not target.reported_at:
                target._report(response.feedback)
        return True

    def action_close(self):
        """Close after the patrol; a violation found there is an enforcement case by then."""
        self._check_act("reported")
        for response in self:
            gaps = response._get_closing_gaps()
            if gaps:
                raise UserError("\n".join(gaps))
            response._act(None, {"closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid})
            basis = self.env._("Quick response closed")
            response.sudo().case_id._append_events([{"type": "quick_response", "basis": basis}])
        self._ask_for_papers()
        return True

    def _get_closing_gaps(self):
        gaps = self._get_proof_gaps(shelf=self.finding == "suspect")
        unseen = self.patrol_line_ids.filtered(lambda line: not line.result)
        if unseen or not self.patrol_line_ids:
            gaps.append(
                self.env._("Not patrolled yet: %(items)s.", items=self._enumerate_items(unseen))
            )
        case = self.sudo().case_id
        enforced = case.kind == "report" or case.converted_case_id
        if self.has_violation and not enforced:
            gaps.append(
                self.env._("The patrol found a violation: open the enforcement case (ENF-12).")
            )
        return gaps

    def _enumerate_items(self, lines):
        return self.env["rights.case"]._enumerate(lines.item_id.mapped("name"))

    def action_convert(self):
        """The team opens the enforcement case of its complaint (ENF-08, ENF-12)."""
        self.ensure_one()
        self._check_act("commanded", "arrived", "secured", "reported")
        self.sudo().case_id._convert_to_report()  # the team may not read the complaint
        return True
