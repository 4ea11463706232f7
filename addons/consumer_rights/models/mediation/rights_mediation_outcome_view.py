from odoo import api, fields, models
from odoo.exceptions import UserError

from .rights_mediation_termination import LEVELS


class RightsCase(models.Model):
    """The buttons with which a mediation comes to its end, on the case form."""

    _inherit = "rights.case"

    mediation_next = fields.Selection(
        [("up", "Moves up"), ("terminate", "Is terminated")],
        compute="_compute_mediation_next",
        help="What follows at this level when the parties do not agree.",
    )

    @api.depends("station_id")
    def _compute_mediation_next(self):
        for case in self:
            case.mediation_next = "terminate" if case.station_id.level in LEVELS else "up"

    def action_draw_up_agreement(self):
        """The agreement of the current mediation; a new draft when there is none."""
        self.ensure_one()
        alive = self.agreement_ids.filtered(
            lambda row: row.state != "void" and row.mediation_id == self.mediation_id
        )
        if alive:
            return alive.action_open()
        return self._add_mediation_part("rights.mediation.agreement", self.env._("Agreement"))

    def action_fail_mediation(self):
        return self._get_current_mediation().action_fail()

    def action_entrust_mediation(self):
        return self._get_current_mediation().action_entrust()

    def _get_current_mediation(self):
        self.ensure_one()
        if self.mediation_id.state != "open":
            raise UserError(self.env._("%(case)s is not in mediation.", case=self.display_name))
        return self.mediation_id

    def action_terminate(self):
        """The termination of this cycle; a new draft when there is none."""
        self.ensure_one()
        current = self.termination_ids.filtered(lambda row: row.cycle_no == self.cycle_no)
        if current:
            return current.action_open()
        return self._add_case_part("rights.mediation.termination", self.env._("Termination"))

    def action_entrust_testing(self):
        return self._add_case_part("rights.mediation.testing", self.env._("Testing"))

    def _add_case_part(self, model, name):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }
