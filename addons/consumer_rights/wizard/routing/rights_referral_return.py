from odoo import api, fields, models


class RightsReferralReturn(models.TransientModel):
    """The dialog that records what the merchant answered, or calls the case back (TRI-19)."""

    _name = "rights.referral.return"
    _description = "Feedback of the merchant"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    result = fields.Selection("_get_results", required=True, default="settled")
    feedback = fields.Text("What the merchant answered")

    @api.model
    def _get_results(self):
        """What a person records; that nobody answered is found by the system."""
        results = self.env["rights.case.referral"]._fields["result"]
        return [
            (key, label)
            for key, label in results._description_selection(self.env)
            if key != "silent"
        ]

    def action_return(self):
        self.case_id._open_referral().sudo(False).action_return(self.result, self.feedback)
        return {"type": "ir.actions.act_window_close"}
