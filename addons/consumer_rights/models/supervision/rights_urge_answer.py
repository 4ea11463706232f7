from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class RightsUrge(models.Model):
    """The answer of the urged unit: the cause and a new plan (SUP-04)."""

    _inherit = "rights.urge"

    answer_cause = fields.Text("Cause of the delay", readonly=True)
    answer_plan = fields.Text("New plan", readonly=True)
    answer_day = fields.Date("Done by", readonly=True)
    answered_at = fields.Datetime("Answer given on", readonly=True)
    answered_by_id = fields.Many2one(
        "res.users", "Answer given by", readonly=True, ondelete="restrict"
    )
    is_mine_to_answer = fields.Boolean(
        compute="_compute_is_mine_to_answer", search="_search_is_mine_to_answer"
    )

    @api.depends("state", "station_id", "user_id")
    @api.depends_context("uid")
    def _compute_is_mine_to_answer(self):
        for urge in self:
            urge.is_mine_to_answer = urge.state == "open" and urge._get_answer_refusal() is None

    def _search_is_mine_to_answer(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "open") & (
            Domain("user_id", "=", self.env.uid)
            | Domain("station_id", "in", self.env.user.rights_station_ids.ids)
        )

    def _get_answer_refusal(self):
        """Why the current user may not answer; None when allowed."""
        urge = self.sudo()
        user = self.env.user
        if urge.user_id == user or urge.station_id in user.rights_station_ids:
            return None
        return self.env._("%(unit)s was urged and answers.", unit=urge.station_id.name)

    def action_open_answer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer: %(urge)s", urge=self.display_name),
            "res_model": "rights.urge.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_urge_id": self.id},
        }

    def _answer(self, cause, plan, day):
        """Record the answer of the urged unit; it ends the time for it (TL-50)."""
        self.check_access("read")
        for urge in self:
            if refusal := urge._get_answer_refusal():
                raise AccessError(refusal)
            if urge.state != "open":
                raise UserError(self.env._("This urge does not wait for an answer any more."))
        urges = self.sudo()  # who may answer is checked above
        urges.write(
            {
                "state": "answered",
                "answer_cause": cause,
                "answer_plan": plan,
                "answer_day": day,
                "answered_at": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
            }
        )
        urges._clock_event("urge_answered")
        for urge in self:
            basis = f"{urge.sudo()._get_basis()}: {cause} → {plan}"
            urge.case_id._append_events([{"type": "urge_answered", "basis": basis}])
