from odoo import fields, models


class RightsUrgeAnswer(models.TransientModel):
    """The dialog in which the urged unit answers."""

    _name = "rights.urge.answer"
    _description = "Answer to an urge"

    urge_id = fields.Many2one("rights.urge", required=True, ondelete="cascade", readonly=True)
    text = fields.Text(related="urge_id.text")
    due_text = fields.Char(related="urge_id.due_text")
    cause = fields.Text("Cause of the delay", required=True)
    plan = fields.Text("New plan", required=True)
    day = fields.Date("Done by")

    def action_confirm(self):
        for answer in self:
            answer.urge_id._answer(answer.cause, answer.plan, answer.day)
        return {"type": "ir.actions.act_window_close"}
