from odoo import fields, models


class RightsReferralSend(models.TransientModel):
    """The dialog that asks the merchant, or its service station, to settle first (TRI-19)."""

    _name = "rights.referral.send"
    _description = "Refer to the merchant"

    case_id = fields.Many2one(
        "rights.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    merchant_id = fields.Many2one(related="case_id.respondent_id")
    station_id = fields.Many2one(
        "rights.station",
        "Service station",
        domain=[("level", "in", ("service_station", "service_point"))],
        help="When the venue of the merchant has one",
    )
    way = fields.Selection(
        lambda self: (
            self.env["rights.case.referral"]._fields["way"]._description_selection(self.env)
        ),
        required=True,
        default="special_phone",
    )
    consent_way = fields.Selection(
        lambda self: (
            self.env["rights.case.referral"]._fields["consent_way"]._description_selection(self.env)
        ),
        "Consumer agreed",
        required=True,
    )

    def action_send(self):
        self.case_id._refer(self.way, self.consent_way, self.station_id)
        return {"type": "ir.actions.act_window_close"}
