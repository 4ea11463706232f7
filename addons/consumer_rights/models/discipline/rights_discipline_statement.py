from odoo import fields, models
from odoo.exceptions import UserError


class RightsDisciplineStatement(models.TransientModel):
    """What the person concerned states: an objection, or the request for a review."""

    _name = "rights.discipline.statement"
    _description = "Statement of the person concerned"

    violation_id = fields.Many2one("rights.promise.violation", readonly=True)
    accountability_id = fields.Many2one("rights.accountability", readonly=True)
    kind = fields.Selection(
        [("contest", "Objection"), ("review", "Request for a review")], required=True, readonly=True
    )
    text = fields.Text("Grounds", required=True)

    def action_confirm(self):
        self.ensure_one()
        if not self.text.strip():
            raise UserError(self.env._("Enter the grounds."))
        record = self.violation_id or self.accountability_id
        if self.kind == "contest":
            record._contest(self.text)
        else:
            record._request_review(self.text)
        return {"type": "ir.actions.act_window_close"}


class RightsDisciplineRecord(models.AbstractModel):
    _inherit = "rights.discipline.record"

    def action_open_contest(self):
        return self._open_statement("contest", self.env._("Objection"))

    def action_open_review(self):
        return self._open_statement("review", self.env._("Request for a review"))

    def _open_statement(self, kind, title):
        self.ensure_one()
        fault = self._name == "rights.accountability"
        link = "default_accountability_id" if fault else "default_violation_id"
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "rights.discipline.statement",
            "view_mode": "form",
            "target": "new",
            "context": {link: self.id, "default_kind": kind},
        }
