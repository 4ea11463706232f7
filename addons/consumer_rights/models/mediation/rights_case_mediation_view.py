from odoo import api, fields, models
from odoo.exceptions import UserError

from ...clock.due import day_end
from ...tools.china_time import china_date


class RightsCase(models.Model):
    """Mediation on the case form, and what of it waits for the user."""

    _inherit = "rights.case"

    mediation_is_open = fields.Boolean(compute="_compute_mediation_is_open")

    @api.depends("mediation_ids.state")
    def _compute_mediation_is_open(self):
        for case in self:
            case.mediation_is_open = case.mediation_id.state == "open"

    def action_plan_meeting(self):
        return self._add_mediation_part("rights.mediation.meeting", self.env._("Plan a meeting"))

    def action_ask_recusal(self):
        return self._add_mediation_part("rights.mediation.recusal", self.env._("Recusal"))

    def _add_mediation_part(self, model, name):
        self.ensure_one()
        self.check_access("write")
        if not self.mediation_is_open:
            raise UserError(self.env._("%(case)s is not in mediation.", case=self.display_name))
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_mediation_id": self.mediation_id.id},
        }

    @api.model
    def _get_todo_pages(self):
        """The mediator's meetings until tonight, and for heads the recusals to decide (MED-05)."""
        pages = super()._get_todo_pages()
        meetings = self.env["rights.mediation.meeting"]
        if meetings.has_access("read"):
            until = day_end(china_date().toordinal())
            mine = [
                ("mediator_id", "=", self.env.uid),
                ("state", "=", "planned"),
                ("planned_start", "<=", until),
            ]
            asked = self.env["rights.mediation.recusal"].search_count([("may_decide", "=", True)])
            pages += [
                (
                    "consumer_rights.rights_mediation_meeting_action_today",
                    meetings.search_count(mine),
                ),
                ("consumer_rights.rights_mediation_recusal_action_open", asked),
            ]
        return pages
