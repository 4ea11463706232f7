from odoo import fields, models


class RightsDisputeRaise(models.TransientModel):
    """The dialog in which a unit disputes its power, or claims it (TRI-13)."""

    _name = "rights.dispute.raise"
    _description = "Raise a jurisdiction dispute"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    other_station_id = fields.Many2one(
        "rights.station",
        "Other unit",
        required=True,
        domain=[("level", "in", ("district_center", "local_station"))],
    )
    claim = fields.Selection(
        lambda self: (
            self.env["rights.case.dispute"]._fields["claim"]._description_selection(self.env)
        ),
        "Kind of dispute",
        required=True,
        default="denies",
    )
    reason = fields.Char(required=True)

    def action_raise(self):
        self.case_id._raise_dispute(self.other_station_id, self.claim, self.reason)
        return {"type": "ir.actions.act_window_close"}
