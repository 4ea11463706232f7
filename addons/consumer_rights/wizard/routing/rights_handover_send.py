from odoo import api, fields, models


class RightsHandoverSend(models.TransientModel):
    """The dialog that hands a case to another department of the unit (TRI-08)."""

    _name = "rights.handover.send"
    _description = "Hand over to a department"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    station_id = fields.Many2one(related="case_id.station_id")
    division_id = fields.Many2one("rights.division", "Department", required=True)
    reason = fields.Char(required=True)
    papers = fields.Text(
        compute="_compute_papers",
        store=True,
        readonly=False,
        required=True,
        help="One line for each paper.",
    )

    @api.depends("case_id")
    def _compute_papers(self):
        for wizard in self:
            wizard.papers = wizard.case_id and wizard.case_id._usual_papers()

    def action_send(self):
        self.case_id._hand_over(self.division_id, self.reason, self.papers)
        return {"type": "ir.actions.act_window_close"}
